#include "core/factors.hpp"

#include <algorithm>

namespace funnel {

Ratio coverage_of(const CoverageInput& input) {
    if (!input.capacity_leads_per_manager || input.leads <= 0) return 1;
    return std::min(1.0, input.managers * *input.capacity_leads_per_manager / input.leads);
}

int target_managers(const Scenario& scenario) {
    return scenario.target.managers.value_or(scenario.managers);
}

std::vector<Factor> factors_of(const Scenario& scenario) {
    const Target& target = scenario.target;
    const Count target_leads = target.leads_per_month.value_or(scenario.leads_per_month);
    const std::optional<Count> target_capacity = target.capacity_leads_per_manager
                                                     ? target.capacity_leads_per_manager
                                                     : scenario.capacity_leads_per_manager;

    std::vector<Factor> factors;
    factors.reserve(scenario.stages.size() + 3);
    factors.push_back({"leads", scenario.leads_per_month, target_leads});
    factors.push_back(
        {"coverage",
         coverage_of({scenario.managers, scenario.capacity_leads_per_manager, scenario.leads_per_month}),
         coverage_of({target_managers(scenario), target_capacity, target_leads})});
    for (const Stage& stage : scenario.stages) {
        factors.push_back({stage.id, conversion_now(stage), conversion_target(stage)});
    }
    factors.push_back(
        {"average_check", scenario.average_check, target.average_check.value_or(scenario.average_check)});
    return factors;
}

NowTarget revenue_of(const std::vector<Factor>& factors) {
    NowTarget revenue{1, 1};
    for (const Factor& factor : factors) {
        revenue.now *= factor.now;
        revenue.target *= factor.target;
    }
    return revenue;
}

}  // namespace funnel
