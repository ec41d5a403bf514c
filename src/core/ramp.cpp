#include "core/ramp.hpp"

#include <algorithm>

namespace funnel {

Ratio ramp_share(const RampPlan& plan, int month) {
    if (month < plan.starts_month) return 0;
    if (month >= plan.full_month) return 1;
    return static_cast<double>(month - plan.starts_month + 1) / (plan.full_month - plan.starts_month + 1);
}

namespace {

// Revenue when every factor has gone `share` of its way.
Roubles revenue_at(const std::vector<Factor>& product, Ratio share) {
    double revenue = 1;
    for (const Factor& factor : product) {
        revenue *= share >= 1 ? factor.target : factor.now + share * (factor.target - factor.now);
    }
    return revenue;
}

}  // namespace

Ramp ramp_of(const Scenario& scenario, const Factors& factors) {
    const std::vector<Factor> product = in_order(factors);
    const Roubles now = revenue_of(factors).now;
    Ramp ramp;
    Roubles cumulative_extra = 0;
    Roubles cumulative_net = 0;
    for (int number = 1; number <= scenario.ramp.months; ++number) {
        RampMonth month;
        month.month = number;
        month.share = ramp_share(scenario.ramp, number - scenario.ramp.sales_cycle_months);
        month.revenue = revenue_at(product, month.share);
        month.extra = month.revenue - now;
        cumulative_extra += month.extra;
        month.cumulative_extra = cumulative_extra;
        if (scenario.gross_margin) {
            const Roubles fee =
                scenario.fee.per_month + scenario.fee.growth_share * std::max(0.0, month.extra);
            month.net = finite(month.extra * *scenario.gross_margin - fee);
            cumulative_net = finite(cumulative_net + *month.net);
            month.cumulative_net = cumulative_net;
            if (!ramp.payback_month && cumulative_net >= 0 && month.extra > 0) ramp.payback_month = number;
        }
        ramp.months.push_back(month);
    }
    return ramp;
}

}  // namespace funnel
