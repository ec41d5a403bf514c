#include "abi.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/comparison.hpp"
#include "core/decomposition.hpp"
#include "core/json/calls_json.hpp"
#include "core/json/checklist_json.hpp"
#include "core/json/link_json.hpp"
#include "core/json/paste_json.hpp"
#include "core/json/plan_json.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/messages.hpp"

namespace {

using namespace funnel;

// The pieces one after another, and the NUL.
char* owned(std::initializer_list<std::string_view> pieces) {
    std::size_t size = 1;
    for (const std::string_view piece : pieces) size += piece.size();
    char* const text = funnel_alloc(size);
    char* to = text;
    for (const std::string_view piece : pieces) to = std::copy(piece.begin(), piece.end(), to);
    *to = '\0';
    return text;
}

// {"name": value}
char* result(std::string_view name, std::string_view value) {
    return owned({"{\"", name, "\":", value, "}"});
}

char* refusal(const std::vector<Issue>& issues) {
    return owned({issues_to_json(issues)});
}

void add_below(const std::string& prefix, const std::vector<Issue>& from, std::vector<Issue>& to) {
    for (Issue issue : from) {
        issue.path = prefix + issue.path;
        to.push_back(std::move(issue));
    }
}

// Reads a scenario and answers with what `answer` makes of it, or with its issues.
template <typename Answer>
char* with_scenario(const char* text, Answer answer) {
    const ScenarioResult read = scenario_from_json(text);
    return read.scenario ? answer(*read.scenario) : refusal(read.issues);
}

Issue bad_uplift() {
    return range_issue("/uplift", {.key = "uplift", .low = 1});
}

char* planned(const Plan& plan, const std::vector<Technique>& techniques) {
    return owned({"{\"plan\":", plan_to_json(plan, techniques),
                  ",\"order\":", plan_order_to_json(plan, techniques), "}"});
}

}  // namespace

extern "C" {

int funnel_abi_version(void) {
    return FUNNEL_ABI_VERSION;
}

char* funnel_alloc(size_t size) {
    void* const memory = std::malloc(size);
    if (memory == nullptr) std::abort();
    return static_cast<char*>(memory);
}

void funnel_free(char* text) {
    std::free(text);
}

char* funnel_read(const char* scenario) {
    return with_scenario(scenario, [](const Scenario& s) { return result("scenario", scenario_to_json(s)); });
}

char* funnel_evaluate(const char* scenario) {
    return with_scenario(scenario,
                         [](const Scenario& s) { return result("report", report_to_json(evaluate(s))); });
}

char* funnel_evaluate_quick(const char* scenario) {
    return with_scenario(scenario, [](const Scenario& s) {
        return result("report", report_to_json(evaluate(s, Distribution::skip)));
    });
}

char* funnel_compare(const char* scenario_a, const char* scenario_b) {
    const ScenarioResult a = scenario_from_json(scenario_a);
    const ScenarioResult b = scenario_from_json(scenario_b);
    if (!a.scenario || !b.scenario) {
        std::vector<Issue> issues;
        add_below("/a", a.issues, issues);
        add_below("/b", b.issues, issues);
        return refusal(issues);
    }
    const ComparisonResult compared = compare(*a.scenario, *b.scenario);
    return compared.comparison ? result("comparison", comparison_to_json(*compared.comparison))
                               : refusal(compared.issues);
}

char* funnel_checklist(const char* answers, const char* definition, const char* scenario) {
    std::vector<Issue> issues;
    const ChecklistReadResult checklist = checklist_from_json(definition);
    if (!checklist.checklist) {
        add_below("/definition", checklist.issues, issues);
        return refusal(issues);
    }
    const AnswersReadResult marks = answers_from_json(answers, *checklist.checklist);
    add_below("/answers_document", marks.issues, issues);
    const bool with_money = *scenario != '\0';
    const ScenarioResult money = with_money ? scenario_from_json(scenario) : ScenarioResult{};
    add_below("/scenario", money.issues, issues);
    if (!issues.empty()) return refusal(issues);
    const ChecklistResult scored = score_checklist(
        {&*checklist.checklist, &*marks.answers, money.scenario ? &*money.scenario : nullptr});
    return result("checklist", checklist_result_to_json(scored));
}

char* funnel_targets_from_uplift(const char* scenario, double uplift) {
    if (!(uplift >= 1)) return refusal({bad_uplift()});
    return with_scenario(scenario, [&](const Scenario& s) {
        return owned({uplift_targets_to_json(targets_from_uplift(s, uplift))});
    });
}

char* funnel_default_targets(const char* scenario, double uplift) {
    if (!(uplift >= 1)) return refusal({bad_uplift()});
    return with_scenario(scenario, [&](const Scenario& s) {
        return owned({default_targets_to_json(default_targets(s, uplift))});
    });
}

char* funnel_findings(const char* scenario) {
    return with_scenario(scenario, [](const Scenario& s) {
        return result("findings", findings_to_json(findings_of(s, evaluate(s, Distribution::skip))));
    });
}

char* funnel_link(const char* document, int names) {
    const LinkContentResult content = link_content_from_json(document);
    if (!content.content) return refusal(content.issues);
    const std::string link =
        link_from_content(*content.content, names == 1 ? RosterNames::keep : RosterNames::leave_out);
    return result("link", "\"" + link + "\"");
}

char* funnel_read_link(const char* text) {
    const LinkReading reading = read_link(text);
    return reading.issues.empty() ? result("read", link_reading_to_json(reading)) : refusal(reading.issues);
}

char* funnel_read_paste(const char* pasted, int stages) {
    const auto kind = stages == 1 ? text::PasteKind::stages : text::PasteKind::managers;
    return result("paste", pasted_to_json(text::read_paste(pasted, kind)));
}

char* funnel_decompose(const char* scenario) {
    return with_scenario(scenario, [](const Scenario& s) {
        return result("decomposition", decomposition_to_json(decomposition_of(s)));
    });
}

char* funnel_distribution(const char* scenario, int points) {
    if (points < 2 || points > 2000) {
        return refusal({range_issue("/points", {.key = "points", .low = 2, .high = 2000, .whole = true})});
    }
    return with_scenario(scenario, [&](const Scenario& s) {
        const RevenueModel model = revenue_model_of(s, factors_of(s));
        return result("distribution", distribution_to_json(summary_of(model), revenue_curve(model, points)));
    });
}

char* funnel_calls(const char* calls, const char* periods) {
    std::vector<Issue> issues;
    const CallsResult read = calls_from_json(calls);
    add_below("", read.issues, issues);
    std::optional<TwoPeriods> compared;
    if (*periods != '\0') {
        const PeriodsResult asked = periods_from_json(periods);
        add_below("/periods", asked.issues, issues);
        compared = asked.periods;
    }
    if (!issues.empty()) return refusal(issues);
    return result("calls_report", calls_report_to_json(report_of(*read.calls, compared), *read.calls));
}

char* funnel_calls_needed(double share, double width) {
    std::vector<Issue> issues;
    if (!(share >= 0 && share <= 1))
        issues.push_back({"/share", "out_of_range", "Доля бывает от 0 до 100 %."});
    if (!(width > 0 && width <= 1)) {
        issues.push_back({"/width", "out_of_range", "Точность: больше 0 и не больше 100 пунктов."});
    }
    if (!issues.empty()) return refusal(issues);
    const auto calls = static_cast<long long>(calls_needed({share, width}));
    return result("calls_needed", std::to_string(calls));
}

char* funnel_plan(const char* scenario, const char* techniques, const char* definition, const char* answers,
                  const char* calls, const char* options) {
    std::vector<Issue> issues;
    const TechniquesResult known = techniques_from_json(techniques);
    add_below("/techniques_document", known.issues, issues);
    const ChecklistReadResult checklist = checklist_from_json(definition);
    add_below("/definition", checklist.issues, issues);
    if (!issues.empty()) return refusal(issues);
    const PlanRequestResult read =
        plan_request_from_texts({scenario, answers, calls, options}, *checklist.checklist);
    if (!read.request) return refusal(read.issues);
    return planned(plan_of(*read.request, *known.techniques, *checklist.checklist), *known.techniques);
}

char* funnel_plan_by_money(const char* scenario, const char* techniques, const char* options) {
    const TechniquesResult known = techniques_from_json(techniques);
    if (!known.techniques) {
        std::vector<Issue> issues;
        add_below("/techniques_document", known.issues, issues);
        return refusal(issues);
    }
    const PlanRequestResult read = plan_request_by_money(scenario, options);
    if (!read.request) return refusal(read.issues);
    return planned(plan_by_money(*read.request, *known.techniques), *known.techniques);
}

}  // extern "C"
