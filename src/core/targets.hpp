// Targets the page assumes until the owner sets his own (MODEL.md, "Default targets").
#pragma once

#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// No conversion is assumed to grow beyond this share; one that is there already stays.
inline constexpr Ratio kHighestAssumed = 0.95;

struct DefaultTargets {
    Scenario scenario;  // the same with the assumed targets, `targets_source` assumed
    double uplift = 1;  // Π target / now of the conversions: what they really reach, ≥ 1 up to rounding
};

// Every lead is worked first: where capacity limits, its target is leads / managers. Then every conversion
// between 0 and 95 % becomes min(95 %, c · f) with the smallest f ≥ 1 that raises the overall conversion
// `uplift` times, or as far as that goes, each rounded to half a point but never below the present. Targets
// of capacity and conversions that were there before are replaced, those of managers, leads and check stay.
// Precondition: uplift ≥ 1.
[[nodiscard]] DefaultTargets default_targets(const Scenario& scenario, double uplift);

}  // namespace funnel
