#include "server/lead_json.hpp"

#include <algorithm>
#include <array>

#include "core/report.hpp"
#include "core/report_json.hpp"
#include "core/scenario_json.hpp"
#include "server/digest.hpp"
#include "server/http_message.hpp"
#include "server/http_target.hpp"
#include "server/strict_json.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 15> kKeys{
    "form",   "idempotency_key", "name",     "phone",   "email", "managers_count", "monthly_turnover",
    "owner",  "consents",        "scenario", "answers", "page",  "referrer",       "utm",
    "website"};
constexpr std::array<std::string_view, 5> kUtmKeys{"source", "medium", "campaign", "term", "content"};
constexpr std::array<std::string_view, 4> kConsentKeys{"document", "version", "sha256", "given"};
constexpr int kMaxManagers = 10'000;

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

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
            note("", "wrong_type", "Данные формы должны быть объектом.");
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
        // A robot gets the answer of success whatever else it has filled in.
        if (issues_.empty() || lead_.trapped) return {LeadResult::Verdict::ok, std::move(lead_), {}};
        return {LeadResult::Verdict::invalid, std::nullopt, std::move(issues_)};
    }

private:
    void note(std::string path, std::string_view code, std::string_view message) {
        issues_.push_back({std::move(path), std::string(code), std::string(message)});
    }

    template <std::size_t N>
    void unknown_keys(const Json& object, const std::array<std::string_view, N>& known,
                      const std::string& prefix) {
        for (const auto& [key, value] : object.items())
            if (!is_one_of(known, key))
                note(prefix + "/" + key.substr(0, 80), "unknown_key", "Такого поля в форме нет.");
    }

    const Json* find(std::string_view key) const {
        const auto found = document_.find(key);
        return found == document_.end() || found->is_null() ? nullptr : &*found;
    }

    // A trimmed text without control characters, at most `max` characters; "" when absent or wrong.
    std::string text_of(const Json* value, const std::string& path, std::size_t max) {
        if (value == nullptr) return {};
        if (!value->is_string()) {
            note(path, "wrong_type", "Здесь должен быть текст.");
            return {};
        }
        std::string result(trimmed(value->get_ref<const std::string&>()));
        if (has_control(result)) {
            note(path, "out_of_range", "В тексте есть недопустимые знаки.");
            return {};
        }
        if (length_in_characters(result) > max) {
            note(path, "out_of_range", "Слишком длинно: можно не больше " + std::to_string(max) + " знаков.");
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
            note("/form", name.empty() ? "missing" : "out_of_range",
                 "Неизвестно, какая это форма. Обновите страницу.");
    }

    void read_key() {
        const auto key = text("idempotency_key", 64);
        if (key.empty()) return note("/idempotency_key", "missing", "У заявки нет ключа. Обновите страницу.");
        if (key.size() < 16 || !std::all_of(key.begin(), key.end(), is_key_character))
            return note("/idempotency_key", "out_of_range", "У заявки негодный ключ. Обновите страницу.");
        lead_.idempotency_key = key;
    }

    void read_contact() {
        lead_.name = text("name", 100);
        const auto phone = text("phone", 40);
        if (!phone.empty()) {
            if (auto known = phone_from(phone))
                lead_.phone = std::move(*known);
            else
                note("/phone", "out_of_range",
                     "Не похоже на номер телефона. Например: +7 916 123-45-67; для другой страны начните с "
                     "«+».");
            phone_typed_ = true;
        }
        const auto email = text("email", 254);
        if (!email.empty()) {
            if (is_email(email))
                lead_.email = email;
            else
                note("/email", "out_of_range", "Не похоже на адрес почты. Например: ivan@firma.ru.");
            email_typed_ = true;
        }
    }

    void read_business() {
        if (const Json* count = find("managers_count")) {
            const bool whole = count->is_number_integer();
            const auto value = whole ? count->get<std::int64_t>() : 0;
            if (!whole)
                note("/managers_count", "wrong_type", "Укажите число менеджеров цифрами.");
            else if (value < 1 || value > kMaxManagers)
                note("/managers_count", "out_of_range", "Число менеджеров — от 1 до 10 000.");
            else
                lead_.managers_count = static_cast<int>(value);
            managers_typed_ = true;
        }
        const auto turnover = text("monthly_turnover", 20);
        if (!turnover.empty()) {
            lead_.turnover = turnover_from(turnover);
            if (!lead_.turnover) note("/monthly_turnover", "out_of_range", "Выберите оборот из списка.");
            turnover_typed_ = true;
        }
        if (const Json* owner = find("owner")) {
            if (owner->is_boolean())
                lead_.owner = owner->get<bool>() ? Owner::yes : Owner::no;
            else
                note("/owner", "wrong_type", "Здесь должно быть да или нет.");
        }
    }

    void read_consents() {
        const Json* list = find("consents");
        bool given = false;
        std::string processing_path = "/consents";
        if (list != nullptr && !list->is_array())
            note("/consents", "wrong_type", "Согласия должны быть списком.");
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
            if (list->size() > 8) note("/consents", "too_many", "Согласий слишком много.");
        }
        if (!given)
            note(processing_path, "missing",
                 "Без согласия на обработку персональных данных мы не можем принять заявку. Отметьте его, "
                 "если согласны.");
    }

    std::optional<Consent> consent_from(const Json& value, const std::string& path) {
        if (!value.is_object()) {
            note(path, "wrong_type", "Согласие должно быть объектом.");
            return std::nullopt;
        }
        unknown_keys(value, kConsentKeys, path);
        const auto member = [&](const char* key) { return value.contains(key) ? &value[key] : nullptr; };
        const auto document = document_from(text_of(member("document"), path + "/document", 20));
        Consent consent;
        consent.version = text_of(member("version"), path + "/version", 40);
        consent.sha256 = text_of(member("sha256"), path + "/sha256", 64);
        const Json* given = member("given");
        if (!document) note(path + "/document", "out_of_range", "Такого согласия у нас нет.");
        if (given == nullptr || !given->is_boolean())
            note(path + "/given", "wrong_type", "Здесь должно быть да или нет.");
        if (!document || given == nullptr || !given->is_boolean()) return std::nullopt;
        consent.document = *document;
        consent.given = given->get<bool>();
        for (const Consent& other : lead_.consents) {
            if (other.document != consent.document) continue;
            note(path, "duplicate_key", "Одно согласие указано дважды.");
            return std::nullopt;
        }
        return consent;
    }

    void read_scenario() {
        const Json* scenario = find("scenario");
        if (scenario == nullptr) return;
        const auto result = scenario_from_json(scenario->dump());
        for (const Issue& issue : result.issues) note("/scenario" + issue.path, issue.code, issue.message);
        if (!result.scenario) return;
        lead_.scenario = scenario_to_json(*result.scenario);
        lead_.report = report_to_json(evaluate(*result.scenario));
    }

    void read_answers() {
        const Json* answers = find("answers");
        if (answers == nullptr) return;
        if (!answers->is_object()) return note("/answers", "wrong_type", "Ответы должны быть объектом.");
        const bool document = answers->contains("format");
        const Json* marks = answers;
        std::string path = "/answers";
        if (document) {
            if ((*answers)["format"] != "funnel-checklist" || answers->value("version", Json()) != 1)
                return note("/answers/format", "wrong_format", "Это не ответы чек-листа.");
            if (!answers->contains("answers") || !(*answers)["answers"].is_object())
                return note("/answers/answers", "missing", "В ответах чек-листа нет самих ответов.");
            marks = &(*answers)["answers"];
            path += "/answers";
        }
        if (marks->size() > 300) return note(path, "too_many", "Ответов слишком много.");
        for (const auto& [id, mark] : marks->items()) {
            const bool number =
                mark.is_number_integer() && mark.get<std::int64_t>() >= 0 && mark.get<std::int64_t>() <= 2;
            const bool skipped = mark.is_string() && mark.get_ref<const std::string&>() == "na";
            if (!number && !skipped)
                note(path + "/" + id.substr(0, 80), "out_of_range", "Ответ — 0, 1, 2 или «неприменимо».");
        }
        lead_.answers = answers->dump();
    }

    void read_utm() {
        const Json* utm = find("utm");
        if (utm == nullptr) return;
        if (!utm->is_object()) return note("/utm", "wrong_type", "Метки должны быть объектом.");
        unknown_keys(*utm, kUtmKeys, "/utm");
        const std::array<std::string*, 5> fields{&lead_.utm.source, &lead_.utm.medium, &lead_.utm.campaign,
                                                 &lead_.utm.term, &lead_.utm.content};
        for (std::size_t i = 0; i < kUtmKeys.size(); ++i) {
            const std::string key(kUtmKeys[i]);
            if (utm->contains(key) && !(*utm)[key].is_null())
                *fields[i] = text_of(&(*utm)[key], "/utm/" + key, 200);
        }
    }

    void require_by_form() {
        const bool asks_contact = lead_.form == Form::checklist || lead_.form == Form::materials;
        if (lead_.form == Form::diagnosis && lead_.name.empty() && !has_issue("/name"))
            note("/name", "missing", "Напишите, как к вам обращаться.");
        if (!asks_contact && !phone_typed_ && !has_issue("/phone"))
            note("/phone", "missing", "Укажите телефон, по которому вам перезвонить.");
        if (!asks_contact) return;
        if (!phone_typed_ && !email_typed_ && !has_issue("/phone") && !has_issue("/email"))
            note("/phone", "missing", "Укажите телефон или почту: куда прислать.");
        if (!managers_typed_) note("/managers_count", "missing", "Укажите, сколько у вас менеджеров.");
        if (!turnover_typed_ && !has_issue("/monthly_turnover"))
            note("/monthly_turnover", "missing", "Выберите оборот в месяц.");
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

// Puts a form field where the JSON body has it; a text that is not what its kind needs is noted or left for
// the reader to refuse.
void put_field(Json& body, const std::string& name, const std::string& value, std::vector<Issue>& issues) {
    if (value.empty()) return;
    if (name == "utm" || name == "consents") {
        issues.push_back({"/" + name, "unknown_key", "Такого поля в форме нет."});
    } else if (name == "managers_count") {
        const bool digits = value.size() <= 9 && std::all_of(value.begin(), value.end(),
                                                             [](char c) { return c >= '0' && c <= '9'; });
        if (digits)
            body[name] = std::stoi(value);
        else
            body[name] = value;
    } else if (name == "owner") {
        body[name] = value == "1" || value == "on" || value == "true";
    } else if (name.starts_with("utm_")) {
        body["utm"][name.substr(4)] = value;
    } else if (name == "scenario" || name == "answers") {
        auto parsed = strict_json_from(value);
        for (Issue& issue : parsed.issues)
            issues.push_back({"/" + name + issue.path, issue.code, issue.message});
        if (!parsed.value) {
            if (parsed.issues.empty())
                issues.push_back({"/" + name, "not_json", "Не удалось прочитать приложенный расчёт."});
            return;
        }
        body[name] = std::move(*parsed.value);
    } else {
        body[name] = value;
    }
}

}  // namespace

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80       ? 1
                                   : byte >> 5 == 6  ? 2
                                   : byte >> 4 == 14 ? 3
                                   : byte >> 3 == 30 ? 4
                                                     : 0;
        if (length == 0 || i + length > text.size()) return false;
        char32_t point = length == 1 ? byte : byte & (0xffU >> (length + 1));
        for (std::size_t j = 1; j < length; ++j) {
            const auto next = static_cast<unsigned char>(text[i + j]);
            if (next >> 6 != 2) return false;
            point = point << 6 | (next & 0x3fU);
        }
        constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
        if (point < kLeast[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
        i += length;
    }
    return true;
}

std::size_t length_in_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

LeadResult lead_from_json(std::string_view body) {
    auto parsed = strict_json_from(body);
    if (!parsed.value && parsed.issues.empty()) return {LeadResult::Verdict::not_json, std::nullopt, {}};
    if (!parsed.value) return {LeadResult::Verdict::invalid, std::nullopt, std::move(parsed.issues)};
    return LeadReader(*parsed.value).read();
}

std::optional<FormFields> form_fields_from(std::string_view body) {
    FormFields fields;
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto pair = body.substr(0, end);
        body = end < body.size() ? body.substr(end + 1) : std::string_view();
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals), Plus::space);
        auto value =
            percent_decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view(), Plus::space);
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
        if ((*name + *value).find('\0') != std::string::npos) return std::nullopt;
        fields.emplace_back(std::move(*name), std::string(trimmed(*value)));
        if (fields.size() > 64) return std::nullopt;
    }
    return fields;
}

LeadResult lead_from_form(std::string_view body, std::string_view day) {
    const auto fields = form_fields_from(body);
    if (!fields) return {LeadResult::Verdict::not_json, std::nullopt, {}};
    Json document = Json::object();
    std::vector<Issue> issues;
    std::array<std::pair<std::string_view, Json>, 2> consents{
        {{"processing", Json()}, {"advertising", Json()}}};
    // A box left unticked sends nothing, its hidden version does: absent means not given.
    for (auto& [name, consent] : consents) {
        const std::string field = "consent_" + std::string(name);
        bool shown = false;
        consent = {{"document", name}, {"version", ""}, {"sha256", ""}, {"given", false}};
        for (const auto& [key, value] : *fields) {
            if (!key.starts_with(field)) continue;
            shown = true;
            if (key == field) consent["given"] = value == "1" || value == "on" || value == "true";
            if (key == field + "_version") consent["version"] = value;
            if (key == field + "_sha256") consent["sha256"] = value;
        }
        if (shown) document["consents"].push_back(consent);
    }
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : *fields) {
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
            issues.push_back({"/" + name.substr(0, 80), "duplicate_key", "Поле указано дважды."});
        seen.push_back(name);
        if (name.starts_with("consent_")) continue;
        put_field(document, name, value, issues);
    }
    const bool keyless = !document.contains("idempotency_key");
    if (keyless) document["idempotency_key"] = "form-without-key";
    auto result = LeadReader(document).read();
    result.issues.insert(result.issues.begin(), issues.begin(), issues.end());
    if (!result.issues.empty() && !(result.lead && result.lead->trapped)) {
        result.verdict = LeadResult::Verdict::invalid;
        result.lead.reset();
    }
    if (result.lead && keyless)
        result.lead->idempotency_key =
            "form-" + sha256_hex(std::string(day) + '\n' + canonical_content(*result.lead)).substr(0, 48);
    return result;
}

}  // namespace funnel::server
