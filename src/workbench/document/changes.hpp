// What differs between two scenarios, in the words a variant is named by: "Чек 100 тыс.", "Оплата 30 %",
// "Оплата: цель 35 %".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/scenario.hpp"

namespace funnel::workbench {

// What the money of now depends on, or everything: targets, the goal and the plan of the growth too.
enum class Changed : std::uint8_t { now, everything };

// In the order of speaking: people, leads, check, stages, the rest; what `b` has where it is not `a`'s.
[[nodiscard]] std::vector<std::string> changes(const Scenario& a, const Scenario& b,
                                               Changed which = Changed::everything);

// The first two of them joined, and how many more: "Чек 100 тыс., оплата 30 % и ещё 2". Empty for none.
[[nodiscard]] std::string name_of(const std::vector<std::string>& changes);

}  // namespace funnel::workbench
