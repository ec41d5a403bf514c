// The single-number inputs of a scenario as one list: what each is called, its unit and its range, which is
// the core's (core/fields.hpp), and how to read and set it. Panels, commands and the keyboard all go through
// it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/scenario.hpp"
#include "core/text/numbers.hpp"

namespace funnel::workbench {

enum class QuantityId : std::uint8_t {
    managers,
    leads,
    average_check,
    working_days,
    capacity,
    gross_margin,
    check_spread,
    history_months,
    goal_revenue,
    target_managers,
    target_leads,
    target_average_check,
    target_capacity,
    ramp_months,
    ramp_starts,
    ramp_full,
    ramp_sales_cycle,
    fee_per_month,
    fee_growth_share,
};
inline constexpr std::size_t kQuantities = 19;

struct Quantity {
    std::string_view id;  // as in the scenario document: "leads_per_month", "target/managers", "ramp/months"
    std::string_view label;    // "Заявок в месяц"
    std::string_view brief;    // in the name of a variant: "Заявок"
    std::string_view unit;     // "₽"
    std::string_view help;     // one sentence for who does not know the label; may be empty
    double low = 0, high = 0;  // inclusive range
    double step = 1;           // of one keyboard step, in the value's own unit
    bool whole = false;        // an integer
    bool optional = false;     // may be absent
    text::NumberKind kind = text::NumberKind::count;  // how it is read and shown; percent: 0,35 is "35 %"
};

[[nodiscard]] const Quantity& quantity(QuantityId id);
[[nodiscard]] std::optional<QuantityId> quantity_from(std::string_view id);

// The value in the scenario; absent when an optional one is not given.
[[nodiscard]] std::optional<double> value_of(const Scenario& scenario, QuantityId id);

// The scenario with that value, brought into its range (and to a whole number). Absent removes an optional
// value and leaves a required one alone. Later months of the ramp follow when its start is moved past them.
[[nodiscard]] Scenario with_value(Scenario scenario, QuantityId id, std::optional<double> value);

// The months in which the ramp may start and be whole: not the second before the first.
struct Months {
    double low = 0, high = 0;
};
[[nodiscard]] std::optional<Months> paired_months(const Scenario& scenario, QuantityId id);

// Between the value and what people see and type: 0,35 ↔ 35 (%).
[[nodiscard]] double shown_from_value(const Quantity& quantity, double value);
[[nodiscard]] double value_from_shown(const Quantity& quantity, double shown);

}  // namespace funnel::workbench
