#include "core/chance/intervals.hpp"

#include <algorithm>
#include <cmath>

namespace funnel {

std::optional<Interval> wilson_interval(Evidence evidence) {
    const double n = evidence.trials;
    const double p = evidence.share;
    if (!(n > 0)) return std::nullopt;
    constexpr double kZSquared = kZ95 * kZ95;
    const double centre = (n * p + kZSquared / 2) / (n + kZSquared);
    const double half = kZ95 / (n + kZSquared) * std::sqrt(n * p * (1 - p) + kZSquared / 4);
    // Clamped only against rounding: the exact interval contains the share and stays within 0..1.
    return Interval{std::clamp(centre - half, 0.0, p), std::clamp(centre + half, p, 1.0)};
}

Difference newcombe_difference(Before before, After after) {
    const double p1 = before.evidence.share;
    const double p2 = after.evidence.share;
    Difference result{p2 - p1, std::nullopt, false};
    const std::optional<Interval> first = wilson_interval(before.evidence);
    const std::optional<Interval> second = wilson_interval(after.evidence);
    if (!first || !second) return result;
    const double below = std::hypot(p2 - second->low, first->high - p1);
    const double above = std::hypot(second->high - p2, p1 - first->low);
    result.interval = Interval{result.difference - below, result.difference + above};
    result.distinguishable = result.interval->low > 0 || result.interval->high < 0;
    return result;
}

}  // namespace funnel
