// Results as text for people: Russian, aligned, roubles in whole numbers with spaces between groups.
#pragma once

#include <string>

#include "core/checklist.hpp"
#include "core/comparison.hpp"
#include "core/report.hpp"

namespace funnel::cli {

[[nodiscard]] std::string pretty(const Scenario& scenario, const Report& report);
// Factor names are taken from the first scenario; the second has the same.
[[nodiscard]] std::string pretty(const Scenario& scenario, const Comparison& comparison);
[[nodiscard]] std::string pretty(const ChecklistResult& result);

}  // namespace funnel::cli
