// Plans as JSON documents: techniques (`funnel-techniques`) and requests in, plans (`funnel-plan`) out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calls.hpp"
#include "core/checklist.hpp"
#include "core/issue.hpp"
#include "core/plan.hpp"

namespace funnel {

inline constexpr std::size_t kMostTechniques = 200;

struct TechniquesResult {
    std::optional<std::vector<Technique>> techniques;
    std::vector<Issue> issues;
};
// {"format": "funnel-techniques", "version": 1, "techniques": [{"id", "kinds", "factors", "owner", "weeks",
// "after", "areas", "criteria", …}]}; texts for people beside them pass unread. An `after` must name a
// technique of the list.
[[nodiscard]] TechniquesResult techniques_from_json(std::string_view text);

// Everything a plan is made of, read and kept.
struct PlanRequest {
    Scenario scenario;
    std::optional<std::vector<Answer>> answers;
    std::optional<Calls> calls;
    std::optional<Day> start;
    std::array<bool, kPersons> people{true, true, true, true};
    std::vector<FixedStep> fixed;
};

// Documents as texts, each with its own reader; "" = not given. Paths of issues begin with the document's
// name.
struct PlanTexts {
    std::string_view scenario;   // /scenario
    std::string_view checklist;  // /checklist
    std::string_view calls;      // /calls
    std::string_view options;    // "" or {"start", "people", "fixed"}; paths as they are
};
struct PlanRequestResult {
    std::optional<PlanRequest> request;
    std::vector<Issue> issues;
};
[[nodiscard]] PlanRequestResult plan_request_from_texts(const PlanTexts& texts, const Checklist& checklist);

// The same when neither checklist nor calls are known.
[[nodiscard]] PlanRequestResult plan_request_by_money(std::string_view scenario, std::string_view options);

// {"format": "funnel-plan-request", "version": 1, "scenario": {…}, "checklist": {…}, "calls": {…}, "start":
// "2026-06-01", "people": ["rop", …] or {"rop": true, …}, "fixed": [{"technique", "owner", "week_from"}]};
// all but the scenario may be absent or null. A start is a Monday. People not named in a list are not there,
// in an object they are.
[[nodiscard]] PlanRequestResult plan_request_from_json(std::string_view text, const Checklist& checklist);
// Whether the text is such a request, by its format alone.
[[nodiscard]] bool is_plan_request(std::string_view text);

[[nodiscard]] Plan plan_of(const PlanRequest& request, const std::vector<Technique>& techniques,
                           const Checklist& checklist);

// The plan without what the request knows of checklist and calls.
[[nodiscard]] Plan plan_by_money(const PlanRequest& request, const std::vector<Technique>& techniques);

// {"start", "horizon_weeks", "steps": [{"technique", "why": {"money", "need", "evidence"}, "owner",
// "week_from", "week_to", "measure": {"factor", "now", "target", "visible_week", "per_period"}}], "later":
// [id…], "unplaced_money"}
[[nodiscard]] std::string plan_to_json(const Plan& plan, const std::vector<Technique>& techniques);
// {"by_money_only", "steps_money", "techniques": [{"technique", "money", "need"}]}: the steps' money
// together, all techniques in their order, and whether anything but money decided it.
[[nodiscard]] std::string plan_order_to_json(const Plan& plan, const std::vector<Technique>& techniques);

}  // namespace funnel
