#include "core/comparison.hpp"

#include <algorithm>

#include "core/factors.hpp"

namespace funnel {

namespace {

bool same_stages(const Scenario& a, const Scenario& b) {
    return std::equal(a.stages.begin(), a.stages.end(), b.stages.begin(), b.stages.end(),
                      [](const Stage& x, const Stage& y) { return x.id == y.id; });
}

// Sales of worked leads over the history.
Evidence sales_of_worked(const std::vector<Factor>& factors, double history_months) {
    const double worked = factors[0].now * factors[1].now;
    if (!(worked > 0)) return {0, 0};
    double share = 1;
    for (std::size_t i = 2; i + 1 < factors.size(); ++i) share *= factors[i].now;
    return {worked * history_months, share};
}

}  // namespace

ComparisonResult compare(const Scenario& a, const Scenario& b) {
    if (!same_stages(a, b)) {
        return {std::nullopt,
                {{"/stages", "stages_differ",
                  "Сравнить можно только варианты с одними и теми же этапами в одном порядке."}}};
    }
    const std::vector<Factor> from = factors_of(a);
    const std::vector<Factor> to = factors_of(b);
    std::vector<Factor> change;
    for (std::size_t i = 0; i < from.size(); ++i) change.push_back({from[i].id, from[i].now, to[i].now});

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
