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

Factors factors_of(const Scenario& scenario) {
    const Target& target = scenario.target;
    const Count target_leads = target.leads_per_month.value_or(scenario.leads_per_month);
    const std::optional<Count> target_capacity = target.capacity_leads_per_manager
                                                     ? target.capacity_leads_per_manager
                                                     : scenario.capacity_leads_per_manager;

    Factors factors;
    factors.leads = {"leads", scenario.leads_per_month, target_leads};
    factors.coverage = {
        "coverage",
        coverage_of({scenario.managers, scenario.capacity_leads_per_manager, scenario.leads_per_month}),
        coverage_of({target_managers(scenario), target_capacity, target_leads})};
    for (const Stage& stage : scenario.stages) {
        factors.stages.push_back({stage.id, conversion_now(stage), conversion_target(stage)});
    }
    factors.check = {"average_check", scenario.average_check,
                     target.average_check.value_or(scenario.average_check)};
    return factors;
}

std::vector<Factor> in_order(const Factors& factors) {
    std::vector<Factor> list;
    list.reserve(factors.stages.size() + 3);
    list.push_back(factors.leads);
    list.push_back(factors.coverage);
    list.insert(list.end(), factors.stages.begin(), factors.stages.end());
    list.push_back(factors.check);
    return list;
}

Count worked_leads(const Factors& factors) {
    return factors.leads.now * factors.coverage.now;
}

Ratio passing(const Factors& factors, std::size_t stages) {
    Ratio share = 1;
    for (std::size_t i = 0; i < stages; ++i) share *= factors.stages[i].now;
    return share;
}
Ratio passing(const Factors& factors) {
    return passing(factors, factors.stages.size());
}

NowTarget revenue_of(const Factors& factors) {
    NowTarget revenue{factors.leads.now * factors.coverage.now,
                      factors.leads.target * factors.coverage.target};
    for (const Factor& stage : factors.stages) {
        revenue.now *= stage.now;
        revenue.target *= stage.target;
    }
    return {revenue.now * factors.check.now, revenue.target * factors.check.target};
}

}  // namespace funnel
