// From a wanted revenue backwards: how many sales, leads and people it takes (обратная декомпозиция).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/factors.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// Whole people through one stage, and how many a manager meets on a working day (managers as now).
struct GoalStage {
    std::string id;
    Count entered = 0;
    Count passed = 0;
    double entered_per_manager_day = 0;
};

// The conversion this stage alone would need, all else as now.
struct SingleStage {
    std::string id;
    std::optional<Ratio> needed;  // absent when the rest of the product is 0; may exceed 1
    bool feasible = false;        // needed ≤ 1
};

struct Goal {
    Roubles revenue = 0;    // the wish itself
    bool reached = false;   // revenue now is enough
    bool reachable = true;  // false when the check or a conversion is 0 and the wish is not
    // Absent when unreachable (`sales` only when the check is 0):
    std::optional<Count> sales;
    std::optional<std::vector<GoalStage>> stages;
    std::optional<Count> leads;        // worked leads needed
    std::optional<Count> leads_extra;  // beyond the whole worked leads of now, ≥ 0
    std::optional<Count> managers;     // absent also without a capacity
    std::vector<SingleStage> single_stage;
    // Smallest u ≥ 1 such that multiplying every conversion by u (none above 1) reaches the wish; 1 when
    // reached, absent when even 100 % at every stage is not enough.
    std::optional<double> uniform_uplift;
};

// Absent without a goal. Precondition: `factors` are the scenario's.
[[nodiscard]] std::optional<Goal> goal_of(const Scenario& scenario, const Factors& factors);

// Smallest u ≥ 1 with Π min(1, u·cᵢ) = wanted; absent when Π cannot reach it (a conversion of 0, or wanted >
// 1). 1 when the product is there already. Noise of 1e-9 is forgiven.
[[nodiscard]] std::optional<double> uniform_uplift(const std::vector<Ratio>& conversions, Ratio wanted);

// What if the conversions grew as they did at someone else: every stage times one factor, capped at 1, so
// that the overall conversion grows `uplift` times, or as far as it can. (What a page assumes by itself:
// targets.hpp.)
struct UpliftTargets {
    Scenario scenario;    // the same with target_conversion set at every stage
    double uplift = 1;    // growth of overall conversion really reached
    bool reached = true;  // false when 100 % at every stage, or a stage of 0 %, stands in the way
};
// Precondition: uplift ≥ 1.
[[nodiscard]] UpliftTargets targets_from_uplift(const Scenario& scenario, double uplift);

}  // namespace funnel
