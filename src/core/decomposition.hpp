// What one manager does in a month, a week and a day: the report's counts divided for people to act on.
#pragma once

#include <string>
#include <vector>

#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// One quantity of one manager. A day is a working day; a week is five working days.
struct PerPeriod {
    double month = 0;
    double week = 0;
    double day = 0;
};

struct DecompositionRow {
    std::string id;  // "leads" (worked), a stage's id (what passed it), "revenue" (roubles)
    PerPeriod now;
    PerPeriod target;
};

struct Decomposition {
    std::vector<DecompositionRow> rows;
    Roubles money_left_per_working_day = 0;  // money left a month / working days
};

[[nodiscard]] Decomposition decomposition_of(const Scenario& scenario);

}  // namespace funnel
