#include "core/goal.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace funnel {

namespace {

std::vector<Ratio> conversions_now(const Factors& factors) {
    std::vector<Ratio> conversions;
    for (const Factor& stage : factors.stages) conversions.push_back(stage.now);
    return conversions;
}

double product_of(const std::vector<Ratio>& conversions) {
    double product = 1;
    for (const Ratio conversion : conversions) product *= conversion;
    return product;
}

std::vector<SingleStage> single_stages(const Factors& factors, Roubles goal) {
    const std::vector<Factor>& stages = factors.stages;
    std::vector<SingleStage> singles;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        double rest = worked_leads(factors) * factors.check.now;
        for (std::size_t j = 0; j < stages.size(); ++j) {
            if (j != i) rest *= stages[j].now;
        }
        SingleStage single{stages[i].id, std::nullopt, false};
        if (rest > 0) {
            single.needed = finite(goal / rest);
            single.feasible = at_least_forgiving(1, *single.needed);
        }
        singles.push_back(std::move(single));
    }
    return singles;
}

// ⌈passed / share⌉; nobody is needed to pass nobody.
double entering(double passed, Ratio share) {
    return passed > 0 ? ceil_forgiving(finite(passed / share)) : 0;
}

// Sales, then everybody who has to enter each stage, whole people all the way up.
void decompose_backwards(const Scenario& scenario, const Factors& factors, Goal& goal) {
    std::vector<GoalStage> stages(factors.stages.size());
    double passed = *goal.sales;
    for (std::size_t i = stages.size(); i-- > 0;) {
        const double entered = entering(passed, factors.stages[i].now);
        const double per_manager_day = entered / scenario.managers / scenario.working_days_per_month;
        stages[i] = {factors.stages[i].id, entered, passed, per_manager_day};
        passed = entered;
    }
    goal.stages = std::move(stages);
    goal.leads = passed;
    goal.leads_extra = std::max(0.0, passed - floor_forgiving(worked_leads(factors)));
    if (scenario.capacity_leads_per_manager) {
        goal.managers = ceil_forgiving(finite(passed / *scenario.capacity_leads_per_manager));
    }
}

}  // namespace

std::optional<double> uniform_uplift(const std::vector<Ratio>& conversions, Ratio wanted) {
    if (at_least_forgiving(product_of(conversions), wanted)) return 1.0;
    if (!at_least_forgiving(1, wanted)) return std::nullopt;
    std::vector<Ratio> falling = conversions;
    std::sort(falling.begin(), falling.end(), std::greater<>());
    if (falling.empty() || falling.back() <= 0) return std::nullopt;

    // With the `capped` largest conversions at 100 %, the others share the same factor.
    for (std::size_t capped = 0; capped < falling.size(); ++capped) {
        double open_product = 1;
        for (std::size_t i = capped; i < falling.size(); ++i) open_product *= falling[i];
        const auto open_count = static_cast<double>(falling.size() - capped);
        const double uplift = std::pow(wanted / open_product, 1 / open_count);
        if (uplift * falling[capped] <= 1) return std::max(1.0, finite(uplift));
    }
    return finite(1 / falling.back());  // only rounding stands between the wish and 100 % everywhere
}

std::optional<Goal> goal_of(const Scenario& scenario, const Factors& factors) {
    if (!scenario.goal_revenue) return std::nullopt;
    const double worked = worked_leads(factors);
    const Roubles check = factors.check.now;

    Goal goal;
    goal.revenue = *scenario.goal_revenue;
    goal.reached = at_least_forgiving(revenue_of(factors).now, goal.revenue);
    const bool no_way = check <= 0 || passing(factors) <= 0;
    goal.reachable = goal.revenue <= 0 || !no_way;
    if (goal.revenue <= 0) {
        goal.sales = 0;
    } else if (check > 0) {
        goal.sales = ceil_forgiving(finite(goal.revenue / check));
    }
    if (goal.reachable) decompose_backwards(scenario, factors, goal);
    goal.single_stage = single_stages(factors, goal.revenue);
    if (goal.reached) {
        goal.uniform_uplift = 1;
    } else if (worked * check > 0) {
        goal.uniform_uplift = uniform_uplift(conversions_now(factors), goal.revenue / (worked * check));
    }
    return goal;
}

UpliftTargets targets_from_uplift(const Scenario& scenario, double uplift) {
    UpliftTargets result{scenario, 1, true};
    const std::vector<Ratio> conversions = conversions_now(factors_of(scenario));
    const double now = product_of(conversions);
    const std::optional<double> factor = uniform_uplift(conversions, now * uplift);
    // Out of reach: as far as it can, every stage that passes anybody passes everybody.
    double reached = 1;
    for (std::size_t i = 0; i < conversions.size(); ++i) {
        const Ratio target = now <= 0 ? conversions[i]
                             : factor ? std::min(1.0, conversions[i] * *factor)
                                      : 1.0;
        result.scenario.stages[i].target_conversion = target;
        reached *= target;
    }
    result.uplift = now > 0 ? reached / now : 1;
    result.reached = at_least_forgiving(result.uplift, uplift);
    return result;
}

}  // namespace funnel
