// Two scenarios side by side: where the difference of revenue comes from, and whether the conversions differ
// at all.
#pragma once

#include <optional>
#include <vector>

#include "core/attribution.hpp"
#include "core/chance/intervals.hpp"
#include "core/issue.hpp"
#include "core/scenario.hpp"

namespace funnel {

struct Comparison {
    Roubles revenue_a = 0;
    Roubles revenue_b = 0;
    std::vector<FactorAmount> by_factor;  // from a's now to b's now, ids as in factors
    Difference conversion_change;         // sales of worked leads, b − a
};

// Revenue of b beyond a's.
[[nodiscard]] Roubles revenue_change(const Comparison& comparison);

// Either a comparison or the issue `stages_differ`: the same stage ids in the same order are required.
struct ComparisonResult {
    std::optional<Comparison> comparison;
    std::vector<Issue> issues;
};
[[nodiscard]] ComparisonResult compare(const Scenario& a, const Scenario& b);

}  // namespace funnel
