// How sure a share is: Wilson's score interval for one share, Newcombe's hybrid for a difference of two. 95
// %.
#pragma once

#include <optional>

#include "core/units.hpp"

namespace funnel {

inline constexpr double kZ95 = 1.959963984540054;

// A share with the number of trials it rests on; trials may be fractional (an expectation over the history).
struct Evidence {
    double trials = 0;  // ≥ 0
    Ratio share = 0;    // 0..1
};

// Wilson's score interval; absent without trials. Always within 0..1 and around the share.
// E. B. Wilson (1927). 50 of 1000: 3.813–6.531 %.
[[nodiscard]] std::optional<Interval> wilson_interval(Evidence evidence);

// Difference of shares b − a with Newcombe's hybrid-score interval (R. G. Newcombe 1998, method 10).
struct Difference {
    double difference = 0;
    std::optional<Interval> interval;  // absent when either has no trials
    bool distinguishable = false;      // the interval excludes 0
};
struct Before {
    Evidence evidence;
};
struct After {
    Evidence evidence;
};
[[nodiscard]] Difference newcombe_difference(Before before, After after);

}  // namespace funnel
