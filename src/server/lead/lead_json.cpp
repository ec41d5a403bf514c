#include "lead/lead_json.hpp"

#include <algorithm>
#include <array>

#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/messages.hpp"
#include "core/report.hpp"
#include "core/sentences.hpp"
#include "lead/strict_json.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::json;
namespace say = sentences::lead;

constexpr std::array<std::string_view, 15> kKeys{
    "form",   "idempotency_key", "name",     "phone",   "email", "managers_count", "monthly_turnover",
    "owner",  "consents",        "scenario", "answers", "page",  "referrer",       "utm",
    "website"};
constexpr std::array<std::string_view, 4> kConsentKeys{"document", "version", "sha256", "given"};

bool is_key_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Reads one JSON body; every method notes what is wrong and goes on.
class LeadReader {
public:
    explicit LeadReader(const Json& document) : document_(document) {}

    LeadResult read() {
        if (!document_.is_object()) {
            note("", say::wrong_type_body);
            return {LeadResult::Verdict::invalid, std::nullopt, std::move(issues_)};
        }
        unknown_keys(document_, kKeys, "");
        lead_.trapped = !text("website", 1000).empty();
        read_form();
        read_key();
        read_contact();
        read_business();
        read_consents();
        read_scenario();
        read_answers();
        lead_.page = text("page", 200);
        lead_.referrer = text("referrer", 500);
        read_utm();
        if (form_known_) require_by_form();
        if (issues_.empty()) return {LeadResult::Verdict::ok, std::move(lead_), {}};
        return {LeadResult::Verdict::invalid, std::nullopt, std::move(issues_)};
    }

private:
    void note(std::string path, const Sentence& sentence, std::initializer_list<Said> values = {}) {
        issues_.push_back(issue_at(std::move(path), sentence, values));
    }

    template <std::size_t N>
    void unknown_keys(const Json& object, const std::array<std::string_view, N>& known,
                      const std::string& prefix) {
        for (const auto& [key, value] : object.items())
            if (!is_one_of(known, key)) note(prefix + "/" + key.substr(0, 80), say::unknown_key);
    }

    const Json* find(std::string_view key) const {
        const auto found = document_.find(key);
        return found == document_.end() || found->is_null() ? nullptr : &*found;
    }

    // A trimmed text without control characters, at most `max` characters; "" when absent or wrong.
    std::string text_of(const Json* value, const std::string& path, std::size_t max) {
        if (value == nullptr) return {};
        if (!value->is_string()) {
            note(path, say::wrong_type_text);
            return {};
        }
        std::string result(trimmed(value->get_ref<const std::string&>()));
        if (has_control(result)) {
            note(path, say::out_of_range_control);
            return {};
        }
        if (length_in_characters(result) > max) {
            note(path, say::out_of_range_length, {{"most", std::to_string(max)}});
            return {};
        }
        return result;
    }

    std::string text(std::string_view key, std::size_t max) {
        return text_of(find(key), "/" + std::string(key), max);
    }

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
        const auto phone = text("phone", 40);
        if (!phone.empty()) {
            if (auto known = phone_from(phone))
                lead_.phone = std::move(*known);
            else
                note("/phone", say::out_of_range_phone);
            phone_typed_ = true;
        }
        const auto email = text("email", 254);
        if (!email.empty()) {
            if (is_email(email))
                lead_.email = email;
            else
                note("/email", say::out_of_range_email);
            email_typed_ = true;
        }
    }

    void read_business() {
        if (const Json* count = find("managers_count")) {
            const bool whole = count->is_number_integer();
            const auto value = whole ? count->get<std::int64_t>() : 0;
            if (!whole)
                note("/managers_count", say::wrong_type_managers_count);
            else if (!fields::managers.holds(static_cast<double>(value)))
                note("/managers_count", say::out_of_range_managers_count,
                     {{"low", limit_text(fields::managers.low, Unit::none)},
                      {"high", limit_text(fields::managers.high, Unit::none)}});
            else
                lead_.managers_count = static_cast<int>(value);
            managers_typed_ = true;
        }
        const auto turnover = text("monthly_turnover", 20);
        if (!turnover.empty()) {
            lead_.turnover = turnover_from(turnover);
            if (!lead_.turnover) note("/monthly_turnover", say::out_of_range_turnover);
            turnover_typed_ = true;
        }
        if (const Json* owner = find("owner")) {
            if (owner->is_boolean())
                lead_.owner = owner->get<bool>() ? Owner::yes : Owner::no;
            else
                note("/owner", say::wrong_type_yes_or_no);
        }
    }

    void read_consents() {
        const Json* list = find("consents");
        bool given = false;
        std::string processing_path = "/consents";
        if (list != nullptr && !list->is_array()) note("/consents", say::wrong_type_consents);
        if (list != nullptr && list->is_array()) {
            for (std::size_t i = 0; i < list->size() && i < 8; ++i) {
                const std::string path = "/consents/" + std::to_string(i);
                const auto consent = consent_from((*list)[i], path);
                if (!consent) continue;
                if (consent->document == Document::processing) {
                    processing_path = path + "/given";
                    given = consent->given;
                }
                lead_.consents.push_back(*consent);
            }
            if (list->size() > 8) note("/consents", say::too_many_consents);
        }
        if (!given) note(processing_path, say::missing_consent);
    }

    std::optional<Consent> consent_from(const Json& value, const std::string& path) {
        if (!value.is_object()) {
            note(path, say::wrong_type_consent);
            return std::nullopt;
        }
        unknown_keys(value, kConsentKeys, path);
        const auto member = [&](const char* key) { return value.contains(key) ? &value[key] : nullptr; };
        const auto document = document_from(text_of(member("document"), path + "/document", 20));
        Consent consent;
        consent.version = text_of(member("version"), path + "/version", 40);
        consent.sha256 = text_of(member("sha256"), path + "/sha256", 64);
        const Json* given = member("given");
        if (!document) note(path + "/document", say::out_of_range_consent);
        if (given == nullptr || !given->is_boolean()) note(path + "/given", say::wrong_type_yes_or_no);
        if (!document || given == nullptr || !given->is_boolean()) return std::nullopt;
        consent.document = *document;
        consent.given = given->get<bool>();
        for (const Consent& other : lead_.consents) {
            if (other.document != consent.document) continue;
            note(path, say::duplicate_key_consent);
            return std::nullopt;
        }
        return consent;
    }

    void read_scenario() {
        const Json* scenario = find("scenario");
        if (scenario == nullptr) return;
        const auto result = scenario_from_json(scenario->dump());
        for (const Issue& issue : result.issues)
            issues_.push_back({"/scenario" + issue.path, issue.code, issue.message});
        if (!result.scenario) return;
        lead_.scenario = scenario_to_json(*result.scenario);
        lead_.report = report_to_json(evaluate(*result.scenario));
    }

    void read_answers() {
        const Json* answers = find("answers");
        if (answers == nullptr) return;
        if (!answers->is_object()) return note("/answers", say::wrong_type_answers);
        const bool document = answers->contains("format");
        const Json* marks = answers;
        std::string path = "/answers";
        if (document) {
            if ((*answers)["format"] != "funnel-checklist" || answers->value("version", Json()) != 1)
                return note("/answers/format", say::wrong_format_answers);
            if (!answers->contains("answers") || !(*answers)["answers"].is_object())
                return note("/answers/answers", say::missing_answers);
            marks = &(*answers)["answers"];
            path += "/answers";
        }
        if (marks->size() > 300) return note(path, say::too_many_answers);
        for (const auto& [id, mark] : marks->items()) {
            const bool number =
                mark.is_number_integer() && mark.get<std::int64_t>() >= 0 && mark.get<std::int64_t>() <= 2;
            const bool skipped = mark.is_string() && mark.get_ref<const std::string&>() == "na";
            if (!number && !skipped) note(path + "/" + id.substr(0, 80), say::out_of_range_mark);
        }
        lead_.answers = answers->dump();
    }

    void read_utm() {
        const Json* utm = find("utm");
        if (utm == nullptr) return;
        if (!utm->is_object()) return note("/utm", say::wrong_type_utm);
        unknown_keys(*utm, kUtmKeys, "/utm");
        const std::array<std::string*, 5> fields{&lead_.utm.source, &lead_.utm.medium, &lead_.utm.campaign,
                                                 &lead_.utm.term, &lead_.utm.content};
        for (std::size_t i = 0; i < kUtmKeys.size(); ++i) {
            const std::string key(kUtmKeys[i]);
            if (utm->contains(key) && !(*utm)[key].is_null())
                *fields[i] = text_of(&(*utm)[key], "/utm/" + key, kMaxUtm);
        }
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

    const Json& document_;
    Lead lead_;
    std::vector<Issue> issues_;
    bool form_known_ = false;
    bool phone_typed_ = false;
    bool email_typed_ = false;
    bool managers_typed_ = false;
    bool turnover_typed_ = false;
};

}  // namespace

LeadResult lead_from_document(const nlohmann::json& document) {
    return LeadReader(document).read();
}

LeadResult lead_from_json(std::string_view body) {
    auto parsed = strict_json_from(body);
    if (!parsed.value && parsed.issues.empty()) return {LeadResult::Verdict::not_json, std::nullopt, {}};
    if (!parsed.value) return {LeadResult::Verdict::invalid, std::nullopt, std::move(parsed.issues)};
    return lead_from_document(*parsed.value);
}

}  // namespace funnel::server
