#include "core/targets.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/goal.hpp"

namespace funnel {

namespace {

bool may_grow(Ratio conversion) {
    return conversion > 0 && conversion < kHighestAssumed;
}

// The smallest f ≥ 1 with Π min(0.95, c·f) ≥ uplift · Π c; absent when even 95 % at every stage is not
// enough.
std::optional<double> common_factor(const std::vector<Ratio>& conversions, double uplift) {
    std::vector<Ratio> of_highest;
    double wanted = uplift;
    for (const Ratio conversion : conversions) {
        of_highest.push_back(conversion / kHighestAssumed);
        wanted *= of_highest.back();
    }
    return uniform_uplift(of_highest, wanted);
}

// To the nearest half a point, a tie upwards, never below the present.
Ratio rounded(Ratio target, Ratio now) {
    constexpr double kStepsPerOne = 200;
    return std::max(now, floor_forgiving(target * kStepsPerOne + 0.5) / kStepsPerOne);
}

void work_every_lead(Scenario& scenario) {
    scenario.target.capacity_leads_per_manager.reset();
    if (!scenario.capacity_leads_per_manager) return;
    const Count capacity = scenario.managers * *scenario.capacity_leads_per_manager;
    if (!at_least_forgiving(capacity, scenario.leads_per_month)) {
        scenario.target.capacity_leads_per_manager = scenario.leads_per_month / scenario.managers;
    }
}

}  // namespace

DefaultTargets default_targets(const Scenario& scenario, double uplift) {
    DefaultTargets result{scenario, 1};
    work_every_lead(result.scenario);
    std::vector<Ratio> growing;
    for (const Stage& stage : scenario.stages) {
        if (may_grow(conversion_now(stage))) growing.push_back(conversion_now(stage));
    }
    const std::optional<double> factor = common_factor(growing, uplift);
    for (Stage& stage : result.scenario.stages) {
        stage.target_conversion.reset();
        const Ratio now = conversion_now(stage);
        if (!may_grow(now)) continue;
        const Ratio target = factor ? std::min(kHighestAssumed, now * *factor) : kHighestAssumed;
        stage.target_conversion = rounded(target, now);
        result.uplift = finite(result.uplift * (*stage.target_conversion / now));
    }
    result.scenario.targets_source = TargetsSource::assumed;
    return result;
}

}  // namespace funnel
