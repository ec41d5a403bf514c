// Growth between two periods by the deals themselves (`funnel-growth`, deals.md §5): what changed, how sure
// it is, and whether it is the department or only the mix of sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/deals/deals.hpp"
#include "core/deals/report.hpp"
#include "core/issue.hpp"
#include "core/units.hpp"

namespace funnel::deals {

// Of creation.
struct Periods {
    Period before, after;
};

struct PeriodResult {
    std::uint64_t deals = 0;
    std::uint64_t won = 0;
    Ratio conversion = 0;
    Interval interval;  // of counts divided by the dispersion
    std::optional<Roubles> average_check;
};

struct SourceEffect {
    std::string name;
    bool pooled = false;
    std::uint64_t deals_before = 0, won_before = 0, deals_after = 0, won_after = 0;
    double rate_effect = 0;
    double mix_effect = 0;
};

struct Growth {
    Periods periods;
    int horizon_days = 0;
    double dispersion = 1;
    bool exploratory = true;  // no agreement was made beforehand
    PeriodResult before, after;
    double difference = 0;
    Interval difference_interval;
    bool distinguishable = false;
    std::optional<double> ratio;
    std::vector<SourceEffect> by_source;
    double rate_effect = 0;
    Interval rate_effect_interval;
    bool rate_distinguishable = false;
    double mix_effect = 0;
    double extra_won = 0;
    std::optional<Roubles> extra_revenue;
    std::optional<Interval> extra_revenue_interval;
    std::optional<std::uint64_t> deals_needed;
    struct Longer {
        int horizon_days = 0;
        Ratio before = 0;
        Ratio after = 0;
        double difference = 0;
        Interval difference_interval;
    };
    std::optional<Longer> longer;
    std::optional<Roubles> fee;
};

// Issues: periods_overlap, empty_period, no_horizon, immature.
struct GrowthResult {
    std::optional<Growth> growth;
    std::vector<Issue> issues;
};
[[nodiscard]] GrowthResult growth_of(const DealSet& set, const RowStore& store, const Periods& periods,
                                     std::optional<int> horizon_days);

}  // namespace funnel::deals
