// The change month by month: how much of it has arrived, what it brings, when the fee is paid back.
#pragma once

#include <optional>
#include <vector>

#include "core/factors.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

struct RampMonth {
    int month = 1;
    Ratio share = 0;  // of the change that the money of this month has in it (after the sales cycle)
    Roubles revenue = 0;
    Roubles extra = 0;  // beyond now
    Roubles cumulative_extra = 0;
    std::optional<Roubles> net;  // extra · margin − fee; absent without a margin
    std::optional<Roubles> cumulative_net;
};

struct Ramp {
    std::vector<RampMonth> months;
    std::optional<int> payback_month;  // first month with cumulative net ≥ 0 and extra > 0
};

// Precondition: `factors` are the scenario's.
[[nodiscard]] Ramp ramp_of(const Scenario& scenario, const Factors& factors);

// Share of the change that has arrived in a month (before any delay): 0 before the start, 1 from the full
// month.
[[nodiscard]] Ratio ramp_share(const RampPlan& plan, int month);

}  // namespace funnel
