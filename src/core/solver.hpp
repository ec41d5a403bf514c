// Working backwards: one result is pinned, one input gives way until the result holds, the rest stays as it
// is now. Pure. The targets of the scenario are left alone: what is solved is the state "now".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// What must come out.
enum class Pinned : std::uint8_t {
    revenue,                // roubles a month
    sales,                  // a month
    stage,                  // what passes stage `stage_id`, a month
    leads,                  // incoming leads a month; what gives way then keeps the revenue of before
    leads_per_manager_day,  // worked leads per manager and working day
};
struct Pin {
    Pinned what = Pinned::revenue;
    std::string stage_id;  // of Pinned::stage, else empty
    double value = 0;      // ≥ 0, finite
    friend bool operator==(const Pin&, const Pin&) = default;
};

// What may change for it.
enum class Gives : std::uint8_t {
    conversion,       // of stage `stage_id`
    all_conversions,  // of every stage that matters, times one factor, none above 100 %
    leads,
    check,
    managers,  // whole people: the fewest that reach the pinned result (for the daily load: that stay within
               // it)
};
struct Give {
    Gives what = Gives::all_conversions;
    std::string stage_id;  // of Gives::conversion, else empty
    friend bool operator==(const Give&, const Give&) = default;
};

// JSON spellings, in the order of the enumerators.
inline constexpr std::array<std::string_view, 5> kPinnedNames{"revenue", "sales", "stage", "leads",
                                                              "leads_per_manager_day"};
inline constexpr std::array<std::string_view, 5> kGivesNames{"conversion", "all_conversions", "leads",
                                                             "check", "managers"};
[[nodiscard]] std::string_view name_of(Pinned what);
[[nodiscard]] std::string_view name_of(Gives what);
[[nodiscard]] std::optional<Pinned> pinned_from(std::string_view name);
[[nodiscard]] std::optional<Gives> gives_from(std::string_view name);

// Why the pinned result cannot hold.
struct Refusal {
    std::string code;     // no_effect above_hundred_percent zero capacity out_of_range no_such_stage
    std::string message;  // in Russian, for the person who asked: ru.json, "refusals"
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// The input that gave way, before and after; for all conversions the factor (from 1).
struct Change {
    double from = 0;
    double to = 0;
};

// Either a scenario whose result is the pinned one, or the reason why there is none.
struct SolveResult {
    std::optional<Scenario> scenario;
    Change change;       // of what gave way
    double before = 0;   // the pinned result as it was
    double reached = 0;  // as it is in the solution: the pinned value to 1e-9, except with whole managers
    std::optional<Refusal> refusal;
};

// Precondition: the scenario is within its ranges. A conversion that gives way loses its counts: it is no
// longer observed.
[[nodiscard]] SolveResult solve(const Scenario& scenario, const Pin& pin, const Give& give);

// The pinned result as it is now; absent for an unknown stage.
[[nodiscard]] std::optional<double> pinned_value(const Scenario& scenario, const Pin& pin);

}  // namespace funnel
