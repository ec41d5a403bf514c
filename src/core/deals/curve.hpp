// How applications ripen: the share won by an age in days, Kaplan–Meier with lost deals staying in the risk
// set (deals.md §3).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/deals/deals.hpp"
#include "core/units.hpp"

namespace funnel::deals {

// Comparisons of shares forgive this much.
inline constexpr double kShareNoise = 1e-12;
[[nodiscard]] constexpr bool reaches(double share, double wanted) {
    return share >= wanted - kShareNoise;
}

// Horizons a conversion is measured at, days.
inline constexpr std::array<int, 12> kHorizons{7, 14, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730};
inline constexpr int kMaxHorizon = 1825;

struct CurvePoint {
    int day = 0;
    Ratio share = 0;
    Interval band;  // 95 %
};

class Curve {
public:
    // Deals won without a date are in no risk set.
    Curve(const std::vector<Deal>& deals, Day as_of);

    // Deals with a known time, and how many of them must be at risk for the curve to be told.
    [[nodiscard]] std::size_t deals() const { return winners_.size() + others_.size(); }
    [[nodiscard]] std::size_t least_at_risk() const;
    // Largest age that enough deals have seen; absent under 30 deals.
    [[nodiscard]] std::optional<int> last_day() const { return last_day_; }
    // Share won by an age ≥ 0; defined beyond last_day() too, on fewer deals.
    [[nodiscard]] Ratio share_by(int day) const;
    [[nodiscard]] Interval band_at(int day) const;
    [[nodiscard]] std::size_t at_risk(int day) const;
    // Smallest age ≤ last_day() with at least this part of the share won by last_day(); absent without it or
    // when that is 0.
    [[nodiscard]] std::optional<int> day_of_part(double part) const;
    // The shortest horizon by which most of what comes has come; deals.md "Horizon". Absent when the file is
    // too young.
    [[nodiscard]] std::optional<int> horizon() const;
    // Empty without last_day().
    [[nodiscard]] std::vector<CurvePoint> points() const;

private:
    struct Event {
        int day = 0;
        double survival = 1;  // S after the wins of this day
        double greenwood = 0;
        std::size_t at_risk = 0;
    };
    [[nodiscard]] const Event* last_event(int day) const;

    std::vector<int> winners_;  // ages at winning, sorted
    std::vector<int> others_;   // ages of the others, sorted
    std::vector<Event> events_;
    std::optional<int> last_day_;
};

}  // namespace funnel::deals
