// Scenarios as JSON documents (`funnel-scenario`, version 1): reading says everything that is wrong at once,
// writing is complete.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/goal.hpp"
#include "core/issue.hpp"
#include "core/scenario.hpp"
#include "core/targets.hpp"

namespace funnel {

// Either a scenario, or all issues of the document (never both, never neither).
struct ScenarioResult {
    std::optional<Scenario> scenario;
    std::vector<Issue> issues;
};

inline constexpr std::size_t kMaxDocumentBytes = std::size_t{1} << 20;
inline constexpr int kMaxDocumentDepth = 32;

// Reads UTF-8 JSON text of any content. Larger than 1 MiB or nested deeper than 32: `too_large`.
[[nodiscard]] ScenarioResult scenario_from_json(std::string_view text);

// The whole document, every field present; `scenario_from_json` of it is the same scenario.
// Precondition: the strings are valid UTF-8 (true of every scenario that was read).
[[nodiscard]] std::string scenario_to_json(const Scenario& scenario);

// {"scenario": …, "uplift": …, "reached": …}
[[nodiscard]] std::string uplift_targets_to_json(const UpliftTargets& targets);

// {"scenario": …, "uplift": …}
[[nodiscard]] std::string default_targets_to_json(const DefaultTargets& targets);

// What a reader would say of a scenario that was built in memory; empty when it is in its ranges.
[[nodiscard]] std::vector<Issue> issues_of(const Scenario& scenario);

}  // namespace funnel
