#include "lead/lead_json.hpp"

#include <algorithm>
#include <array>

#include "checklist_items.hpp"
#include "core/json/plan_json.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/json/strict_document.hpp"
#include "core/messages.hpp"
#include "core/report.hpp"
#include "core/sentences.hpp"
#include "core/text/characters.hpp"
#include "lead/brief/handbook.hpp"
#include "lead/phone.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::json;
namespace say = sentences::lead;

constexpr std::size_t kMostConsents = 8;

bool is_key_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

constexpr std::size_t kMaxPhone = 120;  // room for two numbers and whom to ask for

// What a person sees of a text: direction marks and zero widths would twist it wherever it is shown beside
// other words. Joiners stay inside the words of scripts that are written with them.
std::string visible_text(std::string_view typed) {
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
    if (std::all_of(typed.begin(), typed.end(), is_plain)) {
        const auto first = std::min(typed.find_first_not_of(' '), typed.size());
        return std::string(typed.substr(first, typed.find_last_not_of(' ') + 1 - first));
    }
    constexpr char32_t kNonJoiner = 0x200C;
    constexpr char32_t kJoiner = 0x200D;
    const auto is_joined = [](char32_t c) { return c >= 0x0590 && c < 0x1000; };
    const std::u32string all = text::decoded(typed);
    std::u32string shown;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool joins = (all[i] == kNonJoiner || all[i] == kJoiner) && i > 0 && i + 1 < all.size() &&
                           is_joined(all[i - 1]) && is_joined(all[i + 1]);
        // Controls are left for the reader to refuse.
        if (all[i] < 0x80 || joins || !text::is_invisible(all[i])) shown += all[i];
    }
    return text::encoded(text::trimmed(shown));
}

// A letter of any script: not digits, punctuation, signs, pictures or private characters alone.
bool holds_letter(std::string_view name) {
    const std::u32string all = text::decoded(name);
    return std::any_of(all.begin(), all.end(), [](char32_t c) {
        if (text::is_letter(c)) return true;
        if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == 0xFFFD) return false;
        const bool sign = (c >= 0x2000 && c < 0x2C00) || (c >= 0x3000 && c < 0x3040) ||
                          (c >= 0xE000 && c < 0xF900) || (c >= 0xFE00 && c < 0xFE70) ||
                          (c >= 0xFF00 && c < 0xFF21) || (c >= 0x0660 && c < 0x066A) || c >= 0x30000 ||
                          (c >= 0x1F000 && c < 0x20000);
        return !sign;
    });
}

// «mailto:» and angle brackets come along when an address is copied.
std::string bare_address(std::string address) {
    if (lower_ascii(address.substr(0, 7)) == "mailto:") address.erase(0, 7);
    if (address.size() > 2 && address.front() == '<' && address.back() == '>')
        address = address.substr(1, address.size() - 2);
    return address;
}

// Reads one JSON body; every method notes what is wrong and goes on. The forms' own fields are told in words
// for the visitor, what only a script can get wrong in the reader's own.
class LeadReader {
public:
    LeadReader(const Json& document, std::string_view country)
        : fields_(document, "", issues_), country_(country) {}

    LeadResult read() {
        if (!fields_.is_object()) return {LeadResult::Verdict::invalid, std::nullopt, std::move(issues_)};
        lead_.trapped = !text("website", 1000).empty();
        read_form();
        read_key();
        read_contact();
        read_business();
        read_consents();
        read_scenario();
        read_answers();
        read_plan();
        lead_.page = text("page", 200);
        if (!lead_.page.empty() && !is_page(lead_.page)) note("/page", say::out_of_range_page);
        lead_.referrer = text("referrer", 500);
        read_utm();
        if (form_known_) require_by_form();
        fields_.finish();
        if (issues_.empty()) return {LeadResult::Verdict::ok, std::move(lead_), {}};
        return {LeadResult::Verdict::invalid, std::nullopt, std::move(issues_)};
    }

private:
    void note(std::string path, const Sentence& sentence, std::initializer_list<Said> values = {}) {
        issues_.push_back(issue_at(std::move(path), sentence, values));
    }

    // A trimmed text of one line without control characters and what cannot be seen, at most `max`
    // characters; "" when absent or wrong.
    static std::string text_in(codec::ObjectReader& object, std::string_view key, std::size_t max) {
        const auto typed = object.text_or_null(key, {0, kMaxDocumentBytes});
        if (!typed) return {};
        std::string result = visible_text(*typed);
        if (has_control(result)) {
            object.report(key, say::out_of_range_control);
            return {};
        }
        if (length_in_characters(result) > max) {
            object.report(key, say::out_of_range_length, {{"most", std::to_string(max)}});
            return {};
        }
        return result;
    }

    std::string text(std::string_view key, std::size_t max) { return text_in(fields_, key, max); }

    void read_form() {
        const auto name = text("form", 20);
        const auto form = form_from(name);
        form_known_ = form.has_value();
        if (form)
            lead_.form = *form;
        else
            note("/form", name.empty() ? say::missing_form : say::out_of_range_form);
    }

    void read_key() {
        const auto key = text("idempotency_key", 64);
        if (key.empty()) return note("/idempotency_key", say::missing_key);
        if (key.size() < 16 || !std::all_of(key.begin(), key.end(), is_key_character))
            return note("/idempotency_key", say::out_of_range_key);
        lead_.idempotency_key = key;
    }

    void read_contact() {
        lead_.name = text("name", 100);
        if (!lead_.name.empty() && !holds_letter(lead_.name)) note("/name", say::out_of_range_name);
        if (const auto phone = text("phone", kMaxPhone); !phone.empty()) {
            read_phone_field(phone);
            phone_typed_ = true;
        }
        const auto email = bare_address(text("email", 254));
        if (!email.empty()) {
            if (is_email(email))
                lead_.email = email;
            else
                note("/email", say::out_of_range_email);
            email_typed_ = true;
        }
    }

    void read_phone_field(const std::string& typed) {
        PhoneRead read = read_phone(typed, country_);
        if (!read.phone) return note("/phone", *read.refusal);
        lead_.phone = std::move(read.phone->number);
        lead_.phone_extension = std::move(read.phone->extension);
        lead_.phone_note = std::move(read.phone->note);
    }

    void read_business() {
        managers_typed_ = fields_.has("managers_count") && !fields_.is_null("managers_count");
        const auto managers =
            fields_.integer_or_null("managers_count", {static_cast<std::int64_t>(fields::managers.low),
                                                       static_cast<std::int64_t>(fields::managers.high)});
        lead_.managers_count = static_cast<int>(managers.value_or(0));
        const auto turnover = text("monthly_turnover", 20);
        if (!turnover.empty()) {
            lead_.turnover = turnover_from(turnover);
            if (!lead_.turnover) note("/monthly_turnover", say::out_of_range_turnover);
            turnover_typed_ = true;
        }
        if (const auto owner = fields_.boolean_or_null("owner"))
            lead_.owner = *owner ? Owner::yes : Owner::no;
    }

    void read_consents() {
        bool given = false;
        std::string processing_path = "/consents";
        if (const Json* list = fields_.array_or_null("consents", {0, kMostConsents})) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                const std::string path = codec::pointer("/consents", i);
                const auto consent = consent_from((*list)[i], path);
                if (!consent) continue;
                if (consent->document == Document::processing) {
                    processing_path = codec::pointer(path, "given");
                    given = consent->given;
                }
                lead_.consents.push_back(*consent);
            }
        }
        if (!given) note(processing_path, say::missing_consent);
    }

    std::optional<Consent> consent_from(const Json& value, const std::string& path) {
        codec::ObjectReader fields(value, path, issues_);
        if (!fields.is_object()) return std::nullopt;
        const auto document = document_from(text_in(fields, "document", 20));
        Consent consent;
        consent.version = text_in(fields, "version", 40);
        consent.sha256 = text_in(fields, "sha256", 64);
        const auto given = fields.boolean("given", codec::Presence::required);
        fields.finish();
        if (!document) fields.report("document", say::out_of_range_consent);
        if (!document || !given) return std::nullopt;
        consent.document = *document;
        consent.given = *given;
        for (const Consent& other : lead_.consents) {
            if (other.document != consent.document) continue;
            note(path, say::duplicate_key_consent);
            return std::nullopt;
        }
        return consent;
    }

    void read_scenario() {
        const Json* scenario = fields_.object_or_null("scenario");
        if (scenario == nullptr) return;
        const auto result = scenario_from_json(scenario->dump());
        for (const Issue& issue : result.issues)
            issues_.push_back({"/scenario" + issue.path, issue.code, issue.message});
        if (!result.scenario) return;
        lead_.scenario = scenario_to_json(*result.scenario);
        lead_.report = report_to_json(evaluate(*result.scenario));
    }

    // A document `funnel-checklist`, or its answers alone.
    void read_answers() {
        const Json* answers = fields_.object_or_null("answers");
        if (answers == nullptr) return;
        codec::ObjectReader document(*answers, "/answers", issues_);
        if (!document.is_object()) return;
        if (!document.has("format")) {
            read_marks(*answers, "/answers");
        } else if (document.header("funnel-checklist", 1)) {
            if (const Json* marks = document.object("answers", codec::Presence::required))
                read_marks(*marks, "/answers/answers");
            document.finish();
        }
        lead_.answers = answers->dump();
    }

    void read_marks(const Json& value, const std::string& path) {
        codec::ObjectReader marks(value, path, issues_);
        if (!marks.is_object()) return;
        // No more than there are questions: what is beyond is not read at all.
        if (value.size() > kChecklistItems.size()) return note(path, say::too_many_answers);
        for (const auto& [id, mark] : value.items()) {
            if (!std::binary_search(kChecklistItems.begin(), kChecklistItems.end(), id)) {
                marks.report(id, say::unknown_item);
                continue;
            }
            const bool number =
                mark.is_number_integer() && mark.get<std::int64_t>() >= 0 && mark.get<std::int64_t>() <= 2;
            const bool skipped = mark.is_string() && mark.get_ref<const std::string&>() == "na";
            if (!number && !skipped) marks.report(id, say::out_of_range_mark);
        }
    }

    // A `funnel-plan-request`: its numbers, who is there, which steps the person has moved. The plan is made
    // here, and kept with the numbers it stands on: they open it again.
    void read_plan() {
        const Json* plan = fields_.object_or_null("plan");
        if (plan == nullptr) return;
        const Handbook& book = handbook();
        const auto read = plan_request_from_json(plan->dump(), book.checklist);
        for (const Issue& issue : read.issues)
            issues_.push_back({"/plan" + issue.path, issue.code, issue.message});
        if (!read.request) return;
        lead_.plan = plan_to_json(plan_of(*read.request, book.techniques, book.checklist), book.techniques);
        lead_.plan.pop_back();
        lead_.plan += ",\"scenario\":" + scenario_to_json(read.request->scenario) + "}";
    }

    void read_utm() {
        const Json* utm = fields_.object_or_null("utm");
        if (utm == nullptr) return;
        codec::ObjectReader labels(*utm, "/utm", issues_);
        const std::array<std::string*, 5> places{&lead_.utm.source, &lead_.utm.medium, &lead_.utm.campaign,
                                                 &lead_.utm.term, &lead_.utm.content};
        for (std::size_t i = 0; i < kUtmKeys.size(); ++i) *places[i] = text_in(labels, kUtmKeys[i], kMaxUtm);
        labels.finish();
    }

    void require_by_form() {
        const bool asks_contact = lead_.form == Form::checklist || lead_.form == Form::materials;
        if (lead_.form == Form::diagnosis && lead_.name.empty() && !has_issue("/name"))
            note("/name", say::missing_name);
        if (!asks_contact && !phone_typed_ && !has_issue("/phone")) note("/phone", say::missing_phone);
        if (!asks_contact) return;
        if (!phone_typed_ && !email_typed_ && !has_issue("/phone") && !has_issue("/email"))
            note("/phone", say::missing_contact);
        if (!managers_typed_) note("/managers_count", say::missing_managers_count);
        if (!turnover_typed_ && !has_issue("/monthly_turnover"))
            note("/monthly_turnover", say::missing_turnover);
    }

    bool has_issue(std::string_view path) const {
        return std::any_of(issues_.begin(), issues_.end(),
                           [&](const Issue& issue) { return issue.path == path; });
    }

    std::vector<Issue> issues_;
    codec::ObjectReader fields_;  // of the body; it writes to issues_
    std::string_view country_;
    Lead lead_;
    bool form_known_ = false;
    bool phone_typed_ = false;
    bool email_typed_ = false;
    bool managers_typed_ = false;
    bool turnover_typed_ = false;
};

}  // namespace

LeadResult lead_from_document(const nlohmann::json& document, std::string_view country) {
    return LeadReader(document, country).read();
}

LeadResult lead_from_json(std::string_view body, std::string_view country) {
    auto parsed = codec::strict_document_from(body);
    if (!parsed.value && parsed.issues.empty()) return {LeadResult::Verdict::not_json, std::nullopt, {}};
    if (!parsed.value) return {LeadResult::Verdict::invalid, std::nullopt, std::move(parsed.issues)};
    return lead_from_document(*parsed.value, country);
}

}  // namespace funnel::server
