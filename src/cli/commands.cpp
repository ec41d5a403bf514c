#include "commands.hpp"

#include <algorithm>
#include <iostream>
#include <optional>

#include "core/comparison.hpp"
#include "core/json/checklist_json.hpp"
#include "core/json/link_json.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/json/schema.hpp"
#include "core/json/solver_json.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "embedded_documents.hpp"
#include "files.hpp"
#include "pretty.hpp"

namespace funnel::cli {

namespace {

// A scenario, or the exit code that ends the command.
struct Loaded {
    std::optional<Scenario> scenario;
    int exit_code = kOk;
};
Loaded load_scenario(const std::string& path) {
    const std::optional<std::string> text = text_of(path);
    if (!text) return {std::nullopt, kUnreadable};
    ScenarioResult result = scenario_from_json(*text);
    if (!result.scenario) return {std::nullopt, bad_document(result.issues)};
    return {std::move(result.scenario), kOk};
}

}  // namespace

int eval(const std::string& path, Output output) {
    const Loaded loaded = load_scenario(path);
    if (!loaded.scenario) return loaded.exit_code;
    const Report report = evaluate(*loaded.scenario);
    return print(output == Output::pretty ? pretty(*loaded.scenario, report) : report_to_json(report) + '\n');
}

int compare(const std::string& path_a, const std::string& path_b, Output output) {
    const Loaded a = load_scenario(path_a);
    if (!a.scenario) return a.exit_code;
    const Loaded b = load_scenario(path_b);
    if (!b.scenario) return b.exit_code;
    const ComparisonResult result = funnel::compare(*a.scenario, *b.scenario);
    if (!result.comparison) return bad_document(result.issues);
    return print(output == Output::pretty ? pretty(*a.scenario, *result.comparison)
                                          : comparison_to_json(*result.comparison) + '\n');
}

int findings(const std::string& path) {
    const Loaded loaded = load_scenario(path);
    if (!loaded.scenario) return loaded.exit_code;
    const Report report = evaluate(*loaded.scenario, Distribution::skip);
    return print(findings_to_json(findings_of(*loaded.scenario, report)) + '\n');
}

int targets(const std::string& path, double uplift) {
    const Loaded loaded = load_scenario(path);
    if (!loaded.scenario) return loaded.exit_code;
    return print(default_targets_to_json(default_targets(*loaded.scenario, uplift)) + '\n');
}

int solve(const std::string& path) {
    const std::optional<std::string> text = text_of(path);
    if (!text) return kUnreadable;
    const SolveRequestResult result = solve_request_from_json(*text);
    if (!result.request) return bad_document(result.issues);
    return print(solve_result_to_json(
                     funnel::solve(result.request->scenario, result.request->pin, result.request->give)) +
                 '\n');
}

int checklist(const ChecklistPaths& paths, Output output) {
    std::string definition_text(kChecklistDocument);
    if (!paths.definition.empty()) {
        const std::optional<std::string> text = text_of(paths.definition);
        if (!text) return kUnreadable;
        definition_text = *text;
    }
    const ChecklistReadResult definition = checklist_from_json(definition_text);
    if (!definition.checklist) return bad_document(definition.issues);

    const std::optional<std::string> answers_text = text_of(paths.answers);
    if (!answers_text) return kUnreadable;
    const AnswersReadResult answers = answers_from_json(*answers_text, *definition.checklist);
    if (!answers.answers) return bad_document(answers.issues);

    std::optional<Scenario> scenario;
    if (!paths.scenario.empty()) {
        Loaded loaded = load_scenario(paths.scenario);
        if (!loaded.scenario) return loaded.exit_code;
        scenario = std::move(loaded.scenario);
    }
    const ChecklistResult result =
        score_checklist({&*definition.checklist, &*answers.answers, scenario ? &*scenario : nullptr});
    return print(output == Output::pretty ? pretty(result) : checklist_result_to_json(result) + '\n');
}

int link(const std::string& path, Names names) {
    const std::optional<std::string> text = text_of(path);
    if (!text) return kUnreadable;
    const LinkContentResult content = link_content_from_json(*text);
    if (!content.content) return bad_document(content.issues);
    const std::string made = link_from_content(
        *content.content, names == Names::keep ? RosterNames::keep : RosterNames::leave_out);
    if (made.size() > kLongLink)
        std::cerr << "ссылка длиннее " << kLongLink << " знаков (" << made.size()
                  << "): почта и мессенджеры её обрежут, отправьте файл\n";
    return print(made + '\n');
}

int read_link(const std::string& text) {
    const LinkReading reading = funnel::read_link(text);
    if (!reading.issues.empty()) return bad_document(reading.issues);
    if (reading.state == LinkState::none) return bad_document({issue_at("", sentences::links::no_link)});
    if (reading.state == LinkState::newer)
        return bad_document({issue_at("", sentences::links::newer_version)});
    if (!reading.content) return bad_document({issue_at("", sentences::links::damaged_link)});
    const bool single = reading.content->variants.size() == 1;
    return print(
        (single ? scenario_to_json(reading.content->variants[0].scenario) : link_reading_to_json(reading)) +
        '\n');
}

int schema(const std::string& name) {
    std::string known;
    for (const auto& family : {model_schemas(), plan_schemas(), deals_schemas()}) {
        for (const DocumentSchema& one : family) {
            if (one.name == name) return print(schema_text(one) + '\n');
            known.append(one.name).append("\n");
        }
    }
    if (name.empty()) return print(known);
    std::replace(known.begin(), known.end(), '\n', ' ');
    std::cerr << "нет схемы «" << name << "»; есть: " << known << '\n';
    return kBadUsage;
}

int example(const std::string& name) {
    for (const EmbeddedScenario& scenario : kEmbeddedScenarios) {
        if (scenario.name == name) return print(std::string(scenario.json));
    }
    std::cerr << "нет примера «" << name << "»; есть:";
    for (const EmbeddedScenario& scenario : kEmbeddedScenarios) std::cerr << ' ' << scenario.name;
    std::cerr << '\n';
    return kBadUsage;
}

}  // namespace funnel::cli
