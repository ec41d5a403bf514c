#include "lead/brief/brief.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/json/scenario_json.hpp"
#include "core/link.hpp"
#include "core/text/number_words.hpp"
#include "lead/lead.hpp"

namespace funnel::server {

namespace {

void add_known(BriefPart& part, const char* name, std::string value) {
    if (!value.empty()) part.lines.push_back({name, std::move(value)});
}

void keep(Brief& brief, BriefPart part) {
    if (!part.lines.empty()) brief.parts.push_back(std::move(part));
}

void set_known(Brief& brief, std::string_view key, const std::string& value) {
    if (!value.empty()) brief.values.emplace_back(key, value);
}

std::string yes_or_no(const std::string& owner) {
    if (owner == "unsaid" || owner.empty()) return {};
    return owner == "yes" ? "да" : "нет";
}

std::string form_label(const StoredLead& lead) {
    return std::string(label_of(form_from(lead.form).value_or(Form::callback)));
}

std::string turnover_label(const StoredLead& lead) {
    const auto turnover = turnover_from(lead.monthly_turnover);
    return turnover ? std::string(label_of(*turnover)) : std::string();
}

std::string phone_of(const StoredLead& lead) {
    if (lead.phone.empty()) return {};
    return lead.phone + (lead.phone_extension.empty() ? "" : " доб. " + lead.phone_extension);
}

// The page as an address when the site's is known; a path that could lead elsewhere is left out.
std::string page_of(const StoredLead& lead, const BriefPlaces& places) {
    return is_page(lead.page) ? places.public_url + lead.page : std::string();
}

void add_person(Brief& brief, const StoredLead& lead) {
    BriefPart who{"Кто", {}};
    add_known(who, "Имя", lead.name);
    add_known(who, "Телефон", phone_of(lead));
    add_known(who, "К телефону", lead.phone_note);
    add_known(who, "Почта", lead.email);
    add_known(who, "Собственник", yes_or_no(lead.owner));
    keep(brief, std::move(who));
    set_known(brief, "name", lead.name);
    set_known(brief, "phone", phone_of(lead));
    set_known(brief, "phone_note", lead.phone_note);
    set_known(brief, "email", lead.email);
    set_known(brief, "owner", yes_or_no(lead.owner));
}

void add_origin(Brief& brief, const StoredLead& lead, const BriefPlaces& places) {
    struct Mark {
        std::string_view key;
        const std::string* value;
    };
    std::string marks;
    for (const Mark& mark : {Mark{"utm_source", &lead.utm.source}, Mark{"utm_medium", &lead.utm.medium},
                             Mark{"utm_campaign", &lead.utm.campaign}, Mark{"utm_term", &lead.utm.term},
                             Mark{"utm_content", &lead.utm.content}}) {
        set_known(brief, mark.key, *mark.value);
        if (!mark.value->empty())
            marks += (marks.empty() ? "" : ", ") + std::string(mark.key) + " " + *mark.value;
    }
    const std::string when = moment_in_words(lead.created_ms, places.zone);
    BriefPart origin{"Откуда", {}};
    add_known(origin, "Форма", form_label(lead));
    add_known(origin, "Когда", when);
    add_known(origin, "Страница", page_of(lead, places));
    add_known(origin, "Перешёл с", lead.referrer);
    add_known(origin, "Метки", marks);
    keep(brief, std::move(origin));
    set_known(brief, "form", form_label(lead));
    set_known(brief, "received_at", when);
    set_known(brief, "page_url", page_of(lead, places));
    set_known(brief, "referrer", lead.referrer);
}

// What was said of the firm beside a calculation, or without one.
void add_said(Brief& brief, const StoredLead& lead) {
    const std::string managers = lead.managers_count > 0 ? std::to_string(lead.managers_count) : "";
    BriefPart said{"Сказано в форме", {}};
    add_known(said, "Менеджеров", managers);
    add_known(said, "Оборот в месяц", turnover_label(lead));
    keep(brief, std::move(said));
    set_known(brief, "turnover", turnover_label(lead));
    if (lead.managers_count > 0)
        brief.values.emplace_back("managers", static_cast<double>(lead.managers_count));
}

}  // namespace

bool is_brief_key(std::string_view key) {
    return std::find(kBriefKeys.begin(), kBriefKeys.end(), key) != kBriefKeys.end();
}

Brief brief_of(const StoredLead& lead, const BriefPlaces& places) {
    Brief brief;
    set_known(brief, "number", number_of(lead.id));
    add_person(brief, lead);
    add_origin(brief, lead, places);
    add_said(brief, lead);
    std::optional<Scenario> scenario;
    if (!lead.scenario.empty()) scenario = scenario_from_json(lead.scenario).scenario;
    if (scenario) {
        add_figures(brief, *scenario, evaluate(*scenario));
        if (!places.public_url.empty())
            brief.calculation_url = places.public_url + "/demo/" +
                                    link_from_content({{{"", *scenario}}, 0}, RosterNames::leave_out);
    }
    const Handbook& book = handbook();
    const std::vector<Answer> marks = marks_of(lead.answers);
    std::optional<ChecklistResult> result;
    if (!marks.empty()) {
        result = score_checklist({&book.checklist, &marks, scenario ? &*scenario : nullptr});
        add_checklist(brief, book, *result);
    }
    add_first_steps(brief, book, {lead.plan, scenario ? &*scenario : nullptr, result ? &*result : nullptr});
    if (!places.inbox_url.empty()) brief.inbox_url = places.inbox_url + "/" + number_of(lead.id);
    set_known(brief, "calculation_url", brief.calculation_url);
    set_known(brief, "inbox_url", brief.inbox_url);
    return brief;
}

std::string text_of(const BriefValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    // A plain number for machines and people alike: no groups, a point, at most two decimals.
    const double number = std::round(std::get<double>(value) * 100) / 100;
    std::string text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string value_text(const Brief& brief, std::string_view key) {
    std::string text;
    for (const auto& [known, value] : brief.values)
        if (known == key) text = text_of(value);
    return text;
}

std::string text_of(const Brief& brief) {
    std::string text;
    for (const BriefPart& part : brief.parts) {
        text += (text.empty() ? "" : "\n") + part.title + "\n";
        for (const BriefLine& line : part.lines)
            text += (line.name.empty() ? "" : line.name + ": ") + line.value + "\n";
    }
    if (!brief.calculation_url.empty()) text += "\nОткрыть расчёт: " + brief.calculation_url + "\n";
    if (!brief.inbox_url.empty())
        text += (brief.calculation_url.empty() ? "\n" : "") + std::string("Заявка в журнале: ") +
                brief.inbox_url + "\n";
    return text;
}

}  // namespace funnel::server
