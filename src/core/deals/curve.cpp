#include "core/deals/curve.hpp"

#include <algorithm>
#include <cmath>

#include "core/chance/intervals.hpp"

namespace funnel::deals {

namespace {

constexpr std::size_t kLeastDeals = 30;
constexpr int kEveryDayUpTo = 200;
constexpr int kPoints = 200;

std::size_t count_from(const std::vector<int>& sorted, int day) {
    return static_cast<std::size_t>(sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), day));
}

// Many days of some years: counted, not compared.
void sort_days(std::vector<int>& days) {
    if (days.empty()) return;
    const auto [low, high] = std::minmax_element(days.begin(), days.end());
    const int first = *low;
    const auto range = static_cast<std::size_t>(std::int64_t{*high} - first) + 1;
    if (range > days.size()) {
        std::sort(days.begin(), days.end());
        return;
    }
    std::vector<std::uint32_t> counts(range, 0);
    for (const int day : days) ++counts[static_cast<std::size_t>(day - first)];
    auto to = days.begin();
    for (std::size_t i = 0; i < range; ++i) to = std::fill_n(to, counts[i], first + static_cast<int>(i));
}

// The k-th largest of both, 1 ≤ k ≤ all of them.
int kth_largest(const std::vector<int>& a, const std::vector<int>& b, std::size_t k) {
    std::size_t i = a.size();
    std::size_t j = b.size();
    int found = 0;
    for (; k > 0; --k) found = j == 0 || (i > 0 && a[i - 1] >= b[j - 1]) ? a[--i] : b[--j];
    return found;
}

Interval wilson(double won, double trials) {
    return wilson_interval({trials, trials > 0 ? won / trials : 0}).value_or(Interval{0, 1});
}

}  // namespace

Curve::Curve(const std::vector<Deal>& deals, Day as_of) {
    for (const Deal& deal : deals) {
        if (deal.outcome == Outcome::won) {
            if (deal.closed != kNoDay) winners_.push_back(deal.closed - deal.created);
        } else {
            others_.push_back(as_of - deal.created);
        }
    }
    sort_days(winners_);
    sort_days(others_);
    double survival = 1;
    double greenwood = 0;
    for (std::size_t i = 0; i < winners_.size();) {
        const int day = winners_[i];
        const std::size_t risk = at_risk(day);
        const std::size_t from = i;
        while (i < winners_.size() && winners_[i] == day) ++i;
        const auto n = static_cast<double>(risk);
        const auto d = static_cast<double>(i - from);
        survival *= 1 - d / n;
        if (i - from == risk)
            survival = 0;
        else
            greenwood += d / (n * (n - d));
        events_.push_back({day, survival, greenwood, risk});
    }
    const std::size_t least = least_at_risk();
    if (this->deals() < kLeastDeals) return;
    last_day_ = kth_largest(winners_, others_, least);
}

std::size_t Curve::least_at_risk() const {
    return std::max(kLeastDeals, (deals() + 19) / 20);
}

std::size_t Curve::at_risk(int day) const {
    return count_from(winners_, day) + count_from(others_, day);
}

const Curve::Event* Curve::last_event(int day) const {
    const auto after = std::upper_bound(events_.begin(), events_.end(), day,
                                        [](int value, const Event& event) { return value < event.day; });
    return after == events_.begin() ? nullptr : &*(after - 1);
}

Ratio Curve::share_by(int day) const {
    const Event* event = last_event(day);
    return event == nullptr ? 0 : 1 - event->survival;
}

Interval Curve::band_at(int day) const {
    const Event* event = last_event(day);
    if (event == nullptr) return wilson(0, static_cast<double>(at_risk(day)));
    if (event->survival <= 0) {
        const auto n = static_cast<double>(event->at_risk);
        return wilson(n, n);
    }
    const double error = std::sqrt(event->greenwood) / std::fabs(std::log(event->survival));
    return {1 - std::pow(event->survival, std::exp(-kZ95 * error)),
            1 - std::pow(event->survival, std::exp(kZ95 * error))};
}

std::optional<int> Curve::day_of_part(double part) const {
    if (!last_day_) return std::nullopt;
    const Ratio whole = share_by(*last_day_);
    if (!(whole > 0)) return std::nullopt;
    for (const Event& event : events_) {
        if (event.day > *last_day_) break;
        if (reaches(1 - event.survival, part * whole)) return event.day;
    }
    return std::nullopt;
}

std::optional<int> Curve::horizon() const {
    if (!last_day_ || *last_day_ < kHorizons.front()) return std::nullopt;
    const Ratio whole = share_by(*last_day_);
    if (!(whole > 0)) return std::nullopt;
    std::optional<int> longest;
    for (const int days : kHorizons) {
        if (days > *last_day_) break;
        if (reaches(share_by(days), 0.8 * whole)) return days;
        longest = days;
    }
    return longest;
}

std::vector<CurvePoint> Curve::points() const {
    std::vector<CurvePoint> points;
    if (!last_day_) return points;
    const auto add = [&](int day) {
        if (points.empty() || points.back().day != day) points.push_back({day, share_by(day), band_at(day)});
    };
    if (*last_day_ <= kEveryDayUpTo) {
        for (int day = 0; day <= *last_day_; ++day) add(day);
    } else {
        for (int i = 0; i < kPoints; ++i) add(static_cast<int>(std::int64_t{i} * *last_day_ / (kPoints - 1)));
    }
    return points;
}

}  // namespace funnel::deals
