#include "core/comparison.hpp"

#include <algorithm>

#include "core/factors.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

bool same_stages(const Scenario& a, const Scenario& b) {
    return std::equal(a.stages.begin(), a.stages.end(), b.stages.begin(), b.stages.end(),
                      [](const Stage& x, const Stage& y) { return x.id == y.id; });
}

// Sales of worked leads over the history.
Evidence sales_of_worked(const Factors& factors, double history_months) {
    const double worked = worked_leads(factors);
    if (!(worked > 0)) return {0, 0};
    return {worked * history_months, passing(factors)};
}

}  // namespace

ComparisonResult compare(const Scenario& a, const Scenario& b) {
    if (!same_stages(a, b)) {
        return {std::nullopt, {issue_at("/stages", sentences::issues::stages_differ)}};
    }
    const Factors from = factors_of(a);
    const Factors to = factors_of(b);
    std::vector<Factor> change = in_order(from);
    const std::vector<Factor> after = in_order(to);
    for (std::size_t i = 0; i < change.size(); ++i) change[i].target = after[i].now;

    Comparison comparison;
    comparison.revenue_a = revenue_of(from).now;
    comparison.revenue_b = revenue_of(to).now;
    comparison.by_factor = shapley_amounts(change);
    comparison.conversion_change = newcombe_difference(Before{sales_of_worked(from, a.history_months)},
                                                       After{sales_of_worked(to, b.history_months)});
    return {std::move(comparison), {}};
}

Roubles revenue_change(const Comparison& comparison) {
    return finite(comparison.revenue_b - comparison.revenue_a);
}

}  // namespace funnel
