#include <algorithm>
#include <iostream>

#include "calendar.hpp"
#include "commands.hpp"
#include "core/json/calls_json.hpp"
#include "core/json/checklist_json.hpp"
#include "core/json/plan_json.hpp"
#include "core/words.hpp"
#include "embedded_documents.hpp"
#include "files.hpp"
#include "table.hpp"

namespace funnel::cli {

namespace {

std::string weeks_text(const PlanStep& step) {
    const std::string from = std::to_string(step.week_from);
    return step.week_from == step.week_to ? from : from + "–" + std::to_string(step.week_to);
}

std::string pretty(const Plan& plan, const std::vector<Technique>& techniques) {
    const auto name = [&](std::size_t i) {
        return techniques[i].name.empty() ? techniques[i].id : techniques[i].name;
    };
    std::string text = plan.start ? "План с " + iso_from_day(*plan.start) + ", двенадцать недель\n"
                                  : "План на двенадцать недель\n";
    if (plan.by_money_only)
        text += "Порядок только по деньгам: о том, что уже налажено, ничего не известно.\n";
    Table table;
    table.add({"Шаг", "недели", "кто ведёт", "₽ в месяц", "разницу видно"});
    for (const PlanStep& step : plan.steps) {
        table.add({name(step.technique), weeks_text(step), std::string(person_name(step.owner)),
                   signed_roubles(step.why.money),
                   step.measure.visible_week
                       ? "на " + std::to_string(*step.measure.visible_week) + "-й неделе"
                       : "—"});
    }
    text += '\n' + table.text();
    if (!plan.later.empty()) text += "\nПозже:\n";
    for (const std::size_t i : plan.later) text += "  " + name(i) + '\n';
    if (plan.unplaced_money > 0) text += "\nБез приёма: " + roubles(plan.unplaced_money) + " в месяц\n";
    return text;
}

// Names joined by commas as the list of people of a request; absent when one is unknown.
std::optional<std::array<bool, kPersons>> people_from(const std::string& names) {
    std::array<bool, kPersons> people{};
    std::size_t at = 0;
    while (at <= names.size()) {
        const std::size_t comma = std::min(names.find(',', at), names.size());
        const std::optional<Person> person = person_from(names.substr(at, comma - at));
        if (!person) return std::nullopt;
        people[static_cast<std::size_t>(*person)] = true;
        at = comma + 1;
    }
    return people;
}

// What the command line says besides the file. False after saying what is wrong with it.
bool apply_flags(const PlanOptions& options, PlanRequest& request) {
    if (!options.start.empty()) {
        request.start = day_from_iso(options.start);
        if (!request.start || !is_monday(*request.start)) {
            std::cerr << "--start: нужен понедельник, например 2026-06-01\n";
            return false;
        }
    }
    if (!options.people.empty()) {
        const auto people = people_from(options.people);
        if (!people) {
            std::cerr << "--people: через запятую rop, owner, marketing, crm\n";
            return false;
        }
        request.people = *people;
    }
    if (options.format == PlanFormat::calendar && !request.start) {
        std::cerr << "--ics: нужен --start, понедельник первой недели\n";
        return false;
    }
    return true;
}

// The request of one document, or of a scenario and the files beside it; else an exit code.
struct Loaded {
    PlanRequestResult read;
    int exit_code = kOk;
};
Loaded load_request(const PlanOptions& options, const Checklist& checklist) {
    const std::optional<std::string> text = text_of(options.file, kMaxCallsBytes);
    if (!text) return {{}, kUnreadable};
    if (is_plan_request(*text)) {
        if (options.checklist.empty() && options.calls.empty())
            return {plan_request_from_json(*text, checklist), kOk};
        std::cerr << "в запросе на план чек-лист и звонки уже внутри: --checklist и --calls не нужны\n";
        return {{}, kBadUsage};
    }
    const auto optional_text = [](const std::string& path, std::size_t most) {
        return path.empty() ? std::optional<std::string>("") : text_of(path, most);
    };
    const std::optional<std::string> answers = optional_text(options.checklist, kUsualDocumentBytes);
    const std::optional<std::string> calls = optional_text(options.calls, kMaxCallsBytes);
    if (!answers || !calls) return {{}, kUnreadable};
    return {plan_request_from_texts({*text, *answers, *calls, {}}, checklist), kOk};
}

}  // namespace

int plan(const PlanOptions& options) {
    const ChecklistReadResult checklist = checklist_from_json(kChecklistDocument);
    const TechniquesResult techniques = techniques_from_json(kTechniquesDocument);
    if (!checklist.checklist) return bad_document(checklist.issues);
    if (!techniques.techniques) return bad_document(techniques.issues);
    Loaded loaded = load_request(options, *checklist.checklist);
    if (loaded.exit_code != kOk) return loaded.exit_code;
    if (!loaded.read.request) return bad_document(loaded.read.issues);
    if (!apply_flags(options, *loaded.read.request)) return kBadUsage;
    const Plan result = plan_of(*loaded.read.request, *techniques.techniques, *checklist.checklist);
    switch (options.format) {
        case PlanFormat::pretty:
            return print(pretty(result, *techniques.techniques));
        case PlanFormat::calendar:
            return print(calendar_of(result, *techniques.techniques));
        case PlanFormat::json:
            break;
    }
    return print(plan_to_json(result, *techniques.techniques) + '\n');
}

}  // namespace funnel::cli
