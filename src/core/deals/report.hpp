// The report of a department by its own deals (`funnel-deals-report`, deals.md §4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/curve.hpp"
#include "core/deals/deals.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel::deals {

struct AnalysisOptions {
    std::optional<int> horizon_days;  // 1..kMaxHorizon; absent: by the curve
    int window_months = 6;            // 1..36
};
inline constexpr int kMaxWindowMonths = 36;

struct Totals {
    std::uint64_t deals = 0, won = 0, lost = 0, unfit = 0, open = 0;
    Roubles won_amount = 0;
    std::uint64_t dateless = 0;  // won without a closing date
};

struct MonthReport {
    Month month = 0;
    std::uint64_t deals = 0;
    std::uint64_t won = 0;  // by the horizon; all dated wins without one
    bool mature = false;
    std::optional<Ratio> conversion;
    std::optional<Interval> interval;
    std::uint64_t won_so_far = 0;  // all won, whenever, those without a date too
    Ratio so_far = 0;              // of all deals
    std::optional<Ratio> forecast;
    std::optional<Interval> forecast_interval;
    Roubles revenue = 0;
};

enum class Signal : std::uint8_t { none, above, below, run };
struct ControlMonth {
    Month month = 0;
    Interval limits;
    Signal signal = Signal::none;
};
struct Control {
    Ratio center = 0;
    double spread = 1;
    std::vector<ControlMonth> months;
    int signals = 0;
};

// A share of counts with its interval.
struct Share {
    std::uint64_t deals = 0;
    std::uint64_t won = 0;
    Ratio conversion = 0;
    Interval interval;
};
[[nodiscard]] Share share_of(std::uint64_t won, std::uint64_t deals);

struct Window {
    std::vector<Month> months;  // oldest first
    Share all;
    std::optional<double> dispersion;
    std::optional<Interval> bounds;  // when many wins have no date
    std::optional<Share> fit;        // without the unfit
    std::optional<double> leads_per_month;
    std::optional<Roubles> average_check;
    double check_spread = 0;
    std::uint64_t won_without_amount = 0;
};

struct StageReport {
    std::string name;
    std::uint64_t entered = 0;
    std::uint64_t passed = 0;
    std::optional<Ratio> conversion;
    std::optional<Interval> interval;
};

struct GroupReport {
    std::string name;  // "—" when empty
    bool named = false;
    Share share;
    Roubles revenue_per_deal = 0;
    std::optional<Ratio> fair_conversion;
    std::optional<Roubles> money_left;
};
struct Managers {
    std::vector<GroupReport> list;
    bool spread_is_noise = true;
    double prior_strength = 0;
};

struct StaleGroup {
    std::string name;
    std::uint64_t count = 0;
    Roubles amount = 0;
};
struct Stale {
    std::optional<int> older_than_days;
    std::uint64_t count = 0;
    Roubles amount = 0;
    std::vector<StaleGroup> by_manager;
};

// Where a number of the scenario came from, for people.
struct ScenarioNote {
    std::string path;  // JSON Pointer in the scenario
    std::string code;
    std::string text;
};

struct DealsReport {
    Day as_of = 0;
    std::optional<int> horizon_days;
    std::optional<Ratio> matured_share;
    Totals totals;
    std::optional<std::uint64_t> repeats;
    std::vector<CurvePoint> curve;
    std::optional<int> last_day, median_days, p80_days;
    std::vector<MonthReport> months;
    std::optional<Control> control;
    std::optional<Window> window;
    std::optional<std::vector<StageReport>> stages;
    std::string stages_missing;  // empty when there are stages
    std::optional<Managers> managers;
    std::string managers_missing;
    std::optional<std::vector<GroupReport>> sources;
    std::string sources_missing;
    Stale stale;
    std::optional<Scenario> scenario;
    std::vector<ScenarioNote> scenario_notes;
};

// What the window's conversion grows by after the horizon if it ripens as the curve does: the share of
// applications that are yet to pay. Absent without a window or a matured share above 0.
[[nodiscard]] std::optional<Ratio> ripens_later(const DealsReport& report);

[[nodiscard]] DealsReport report_of(const DealSet& set, const RowStore& store,
                                    const AnalysisOptions& options);

}  // namespace funnel::deals
