// Working backwards as JSON documents:
//   request {"scenario": {…}, "pin": {"what": "revenue", "stage"?: id, "value": number}, "give": {"what":
//   "conversion", "stage"?: id}} answer  {"solution": {"scenario", "change": {"from", "to"}, "before",
//   "reached"}} or {"refusal": {"code", "message"}, "before"}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "core/solver.hpp"

namespace funnel {

struct SolveRequest {
    Scenario scenario;
    Pin pin;
    Give give;
};

// Either a request, or all issues of the document (paths of the scenario begin with /scenario).
struct SolveRequestResult {
    std::optional<SolveRequest> request;
    std::vector<Issue> issues;
};
[[nodiscard]] SolveRequestResult solve_request_from_json(std::string_view text);

[[nodiscard]] std::string solve_result_to_json(const SolveResult& result);

}  // namespace funnel
