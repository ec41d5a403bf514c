// Every number of a scenario document: its key, range, unit and default, once. The reader refuses by it, the
// solver and the workbench stay within it, `funnel schema` prints it.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string_view>

namespace funnel {

// What people type and read such a number in. Inside, a percentage is a ratio: 0.05.
enum class Unit { none, percent, roubles };

inline constexpr double kNoLimit = std::numeric_limits<double>::max();

struct NumberField {
    std::string_view key;
    double low = 0;
    double high = kNoLimit;
    Unit unit = Unit::none;
    bool whole = false;         // an integer
    bool low_excluded = false;  // greater than `low`
    bool required = false;
    bool nullable = false;            // null and absent are the same: not given
    std::optional<double> initial{};  // when absent, unless nullable

    [[nodiscard]] constexpr bool holds(double value) const {
        return value <= high && (low_excluded ? value > low : value >= low);
    }
};

namespace fields {

inline constexpr double kMostLeads = 100'000'000;            // a month; of sales, too
inline constexpr double kMostMoney = 1e12;                   // of one sale
inline constexpr double kMostExact = 9'007'199'254'740'991;  // 2^53 − 1: whole numbers a double holds
inline constexpr double kMostObserved = 1'000'000'000;

// The scenario itself.
inline constexpr NumberField managers{
    .key = "managers", .low = 1, .high = 10'000, .whole = true, .required = true};
inline constexpr NumberField leads_per_month{.key = "leads_per_month", .high = kMostLeads, .required = true};
inline constexpr NumberField average_check{
    .key = "average_check", .high = kMostMoney, .unit = Unit::roubles, .required = true};
inline constexpr NumberField working_days_per_month{
    .key = "working_days_per_month", .low = 1, .high = 31, .whole = true, .initial = 21};
inline constexpr NumberField capacity_leads_per_manager{
    .key = "capacity_leads_per_manager", .low_excluded = true, .nullable = true};
inline constexpr NumberField gross_margin{
    .key = "gross_margin", .high = 1, .unit = Unit::percent, .nullable = true};
inline constexpr NumberField check_spread{
    .key = "check_spread", .high = 5, .unit = Unit::percent, .initial = 0};
inline constexpr NumberField history_months{
    .key = "history_months", .high = 120, .low_excluded = true, .initial = 1};
inline constexpr NumberField stated_sales{.key = "stated_sales", .high = kMostLeads, .nullable = true};
inline constexpr NumberField lead_cost{.key = "lead_cost", .unit = Unit::roubles, .nullable = true};
inline constexpr NumberField goal_revenue{.key = "goal_revenue", .unit = Unit::roubles, .nullable = true};

// A stage; its counts.
inline constexpr NumberField conversion{.key = "conversion", .high = 1, .unit = Unit::percent};
inline constexpr NumberField target_conversion{
    .key = "target_conversion", .high = 1, .unit = Unit::percent, .nullable = true};
inline constexpr NumberField entered{
    .key = "entered", .low = 1, .high = kMostObserved, .whole = true, .required = true};
inline constexpr NumberField passed{.key = "passed", .high = kMostObserved, .whole = true, .required = true};

// The target.
inline constexpr NumberField target_managers{
    .key = "managers", .low = 1, .high = 10'000, .whole = true, .nullable = true};
inline constexpr NumberField target_leads_per_month{
    .key = "leads_per_month", .high = kMostLeads, .nullable = true};
inline constexpr NumberField target_average_check{
    .key = "average_check", .high = kMostMoney, .unit = Unit::roubles, .nullable = true};

// A manager of the roster.
inline constexpr NumberField roster_leads{
    .key = "leads", .high = kMostExact, .whole = true, .required = true};
inline constexpr NumberField roster_sales{
    .key = "sales", .high = kMostExact, .whole = true, .required = true};

// The ramp. Without a full month of its own a late start is also the full month.
inline constexpr NumberField ramp_months{.key = "months", .low = 1, .high = 60, .whole = true, .initial = 12};
inline constexpr NumberField ramp_starts{
    .key = "starts_month", .low = 1, .high = 60, .whole = true, .initial = 2};
inline constexpr NumberField ramp_full{
    .key = "full_month", .low = 1, .high = 1'000'000, .whole = true, .initial = 6};  // and ≥ starts_month
inline constexpr NumberField ramp_cycle{.key = "sales_cycle_months", .high = 24, .whole = true, .initial = 0};

// The fee.
inline constexpr NumberField fee_per_month{.key = "per_month", .unit = Unit::roubles, .initial = 0};
inline constexpr NumberField fee_growth_share{
    .key = "growth_share", .high = 1, .unit = Unit::percent, .initial = 0};

}  // namespace fields

}  // namespace funnel
