// What two sides agree on before the work begins, so that growth is measured and not looked for
// (`funnel-growth-agreement`).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/growth.hpp"
#include "core/deals/mapping.hpp"

namespace funnel::deals {

// The deals of the period before, as they stood when the agreement was made.
struct Baseline {
    std::uint64_t deals = 0;
    std::uint64_t won = 0;   // by the horizon
    std::string ids_sha256;  // of the ids, sorted, one a line
    friend bool operator==(const Baseline&, const Baseline&) = default;
};

enum class PayWhen : std::uint8_t { rate_distinguishable, estimate };
inline constexpr std::array<std::string_view, 2> kPayWhenNames{"rate_distinguishable", "estimate"};

struct GrowthFee {
    Ratio growth_share = 0;      // 0..1 of the extra revenue
    std::optional<Roubles> cap;  // ≥ 0
    PayWhen pay_when = PayWhen::rate_distinguishable;
};

struct Agreement {
    Day made = 0;
    Periods periods;
    int horizon_days = 30;
    Mapping mapping;
    Baseline baseline;
    std::uint64_t min_deals = 0;  // fewer deals after prove nothing
    GrowthFee fee;
};

// Precondition: the store keeps ids. Deals without an id count by their numbers only.
[[nodiscard]] Baseline baseline_of(const DealSet& set, const RowStore& store, Period before,
                                   int horizon_days);

// What contradicts the agreement: agreement_differs (periods, horizon, mapping), before_changed,
// too_few_deals.
struct Measured {
    Periods periods;
    std::optional<int> horizon_days;  // as asked for; absent: as agreed
    bool same_mapping = true;
};
[[nodiscard]] std::vector<Issue> agreement_issues(const Agreement& agreement, const Measured& measured,
                                                  const DealSet& set, const RowStore& store);

// Growth as asked for: under an agreement when there is one (its horizon, its fee), else exploratory.
[[nodiscard]] GrowthResult measured_growth(const DealSet& set, const RowStore& store,
                                           const Measured& measured,
                                           const std::optional<Agreement>& agreement);

// min(cap, growth_share · max(0, extra revenue)); 0 unless the condition of payment holds.
[[nodiscard]] Roubles fee_of(const GrowthFee& fee, const Growth& growth);

}  // namespace funnel::deals
