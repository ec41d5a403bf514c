// The quantities of the sales model and the few ways they meet. All are plain doubles with a unit in the name
// of the type; nothing here knows what a scenario is. Source of every rule: the project's model document.
#pragma once

namespace funnel {

// Money in roubles, unrounded; shown to people as whole roubles.
using Roubles = double;
// A share from 0 to 1. Percent exist only in text.
using Ratio = double;
// A number of leads, meetings, sales… a month; fractional, because it is an expectation.
using Count = double;

// A closed interval [low, high].
struct Interval {
    double low = 0;
    double high = 0;
    friend bool operator==(const Interval&, const Interval&) = default;
};

// Two values of the same quantity: as it is now and as it is meant to be.
struct NowTarget {
    double now = 0;
    double target = 0;
};

// Nearest finite number: infinities become ±the largest double, NaN becomes 0. A report never holds anything
// else.
[[nodiscard]] double finite(double value);

// ⌈x⌉ and ⌊x⌋ that forgive floating noise of 1e-9·max(1, |x|): 75.0000000001 sales are 75, not 76.
[[nodiscard]] double ceil_forgiving(double x);
[[nodiscard]] double floor_forgiving(double x);

// a ≥ b, forgiving the same noise. Either may be any finite number.
[[nodiscard]] bool at_least_forgiving(double a, double b);

}  // namespace funnel
