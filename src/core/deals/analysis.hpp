// Parts of the report, each from deals.md §4, shared with growth (§5).
#pragma once

#include <optional>
#include <vector>

#include "core/deals/report.hpp"

namespace funnel::deals {

// Won by an age.
[[nodiscard]] inline bool is_won_by(const Deal& deal, std::optional<int> horizon) {
    return deal.is_dated_win() && (!horizon || deal.closed - deal.created <= *horizon);
}

[[nodiscard]] Totals totals_of(const DealSet& set);
[[nodiscard]] std::vector<MonthReport> months_of(const DealSet& set, std::optional<int> horizon);
// Conversion to come of months that are not ripe. `dispersion`: how much more than chance months differ, 1
// for no more.
void forecast_months(std::vector<MonthReport>& months, const DealSet& set, const Curve& curve,
                     std::optional<int> horizon, double dispersion);
[[nodiscard]] std::optional<Control> control_of(const std::vector<MonthReport>& months);

// Σ (won − n p)² / (n p (1 − p)) over months of the same p; 0 when p is 0 or 1.
struct Counts {
    double deals = 0;
    double won = 0;
};
[[nodiscard]] double chi_square(const std::vector<Counts>& months, Ratio conversion);

// Deals created in the months of the window.
[[nodiscard]] std::vector<const Deal*> deals_in(const DealSet& set, const std::vector<Month>& months);
// `in_window`: the deals of its months.
[[nodiscard]] std::optional<Window> window_of(const DealSet& set, const std::vector<MonthReport>& months,
                                              const Totals& totals, std::optional<int> horizon,
                                              int window_months);
// The last up to 3 months that ended.
[[nodiscard]] std::vector<MonthReport> complete_months(const DealSet& set,
                                                       const std::vector<MonthReport>& months);

void add_stages(DealsReport& report, const DealSet& set);
void add_groups(DealsReport& report, const DealSet& set, const RowStore& store);
[[nodiscard]] Stale stale_of(const DealSet& set, const RowStore& store, const Curve& curve);
// The scenario for the calculator and its notes.
void add_scenario(DealsReport& report, const DealSet& set);

// Mean of amounts above 0 among deals won by the horizon, and how many there are.
struct Check {
    std::optional<Roubles> average;
    double spread = 0;
    std::uint64_t counted = 0;
};
[[nodiscard]] Check check_of(const std::vector<const Deal*>& deals, std::optional<int> horizon);

}  // namespace funnel::deals
