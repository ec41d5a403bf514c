// Result documents as JSON text: what the command line prints and pages receive. Numbers round-trip exactly.
#pragma once

#include <string>
#include <vector>

#include "core/chance/predictive.hpp"
#include "core/checklist.hpp"
#include "core/comparison.hpp"
#include "core/decomposition.hpp"
#include "core/findings.hpp"
#include "core/goal.hpp"
#include "core/issue.hpp"
#include "core/report.hpp"

namespace funnel {

[[nodiscard]] std::string report_to_json(const Report& report);
[[nodiscard]] std::string comparison_to_json(const Comparison& comparison);
[[nodiscard]] std::string decomposition_to_json(const Decomposition& decomposition);
// {"score", "completeness", "critical_zeros", "areas": […], "order": […]}
[[nodiscard]] std::string checklist_result_to_json(const ChecklistResult& result);
// {"points": [{"revenue", "density"}], "mean", "p10", "p50", "p90"}
[[nodiscard]] std::string distribution_to_json(const RevenueSummary& summary,
                                               const std::vector<CurvePoint>& points);
// [{"code", "money" | null, and the parameters of its code (findings.hpp)}], dearest first
[[nodiscard]] std::string findings_to_json(const std::vector<Finding>& findings);
// {"issues": [{"path", "code", "message"}]}
[[nodiscard]] std::string issues_to_json(const std::vector<Issue>& issues);

}  // namespace funnel
