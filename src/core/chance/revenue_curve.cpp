#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/chance/gamma.hpp"
#include "core/chance/predictive.hpp"

// Revenue is a mixture over the number of sales S: exactly S checks, or Gamma(S/v², scale v²) checks when
// checks differ. Below, "checks" is revenue measured in average checks.

namespace funnel {

namespace {

constexpr double kSmallestSpread = 1e-7;  // below it the spread of the check changes nothing that is shown

// Lower end, upper end of the cell that a count stands for; a whole number stands for itself.
struct Cell {
    double low = 0;
    double high = 0;
};
Cell cell_of(const CountDistribution& sales, std::size_t i) {
    if (sales.exact) return {sales.count[i], sales.count[i]};
    return {sales.edge[i], sales.edge[i + 1]};
}

// Sales only: the check does not vary.
class SalesQuantiles {
public:
    explicit SalesQuantiles(const CountDistribution& sales) : sales_(sales) {}

    // Smallest number of checks whose CDF reaches the level.
    [[nodiscard]] double quantile(double level) const {
        double cumulative = 0;
        for (std::size_t i = 0; i < sales_.count.size(); ++i) {
            const double p = sales_.probability[i];
            if (cumulative + p >= level || i + 1 == sales_.count.size()) {
                const Cell cell = cell_of(sales_, i);
                const double within = p > 0 ? std::clamp((level - cumulative) / p, 0.0, 1.0) : 0;
                return cell.low + within * (cell.high - cell.low);
            }
            cumulative += p;
        }
        return 0;
    }

    [[nodiscard]] double at_least(double checks) const {
        double sum = 0;
        for (std::size_t i = sales_.count.size(); i-- > 0;) {
            const Cell cell = cell_of(sales_, i);
            if (cell.high < checks) break;
            const double width = cell.high - cell.low;
            const double share = width > 0 ? std::clamp((cell.high - checks) / width, 0.0, 1.0) : 1;
            sum += sales_.probability[i] * share;
        }
        return std::min(1.0, sum);
    }

private:
    const CountDistribution& sales_;
};

// Sales and the spread of the check together.
class MixtureQuantiles {
public:
    MixtureQuantiles(const CountDistribution& sales, double spread) : sales_(sales), v2_(spread * spread) {
        below_.reserve(sales.count.size() + 1);
        below_.push_back(0);
        for (const double p : sales.probability) below_.push_back(below_.back() + p);
    }

    // At y checks: P(revenue ≤ y), P(revenue ≥ y) and the density by ln y.
    [[nodiscard]] GammaTails at(double y) const {
        const auto [from, to] = contested(y);
        GammaTails sum{below_[from], below_.back() - below_[to], 0};
        for (std::size_t i = from; i < to; ++i) {
            const double p = sales_.probability[i];
            if (sales_.count[i] <= 0) {
                sum.lower += p;
                continue;
            }
            const GammaTails tails = gamma_tails(sales_.count[i] / v2_, y / v2_);
            sum.lower += p * tails.lower;
            sum.upper += p * tails.upper;
            sum.density += p * tails.density;
        }
        return sum;
    }

    // Smallest y whose CDF reaches the level: Newton's steps by ln y, kept inside a shrinking bracket.
    [[nodiscard]] double quantile(double level) const {
        if (sales_.count.front() <= 0 && sales_.probability.front() >= level) return 0;
        constexpr double kLowest = -690;  // ln of about 1e-300
        double low = kLowest;
        double high = std::log(sales_.count.back() + 1) + std::log1p(40 * v2_ + 12 * std::sqrt(v2_));
        double x = std::clamp(std::log(std::max(SalesQuantiles(sales_).quantile(level), 0.5)), low, high);
        for (int i = 0; i < 200 && high - low > 1e-13; ++i) {
            const GammaTails here = at(std::exp(x));
            const double miss = here.lower - level;
            (miss < 0 ? low : high) = x;
            double next = here.density > 0 ? x - miss / here.density : low - 1;
            if (std::fabs(next - x) < 1e-13) break;
            // Near the lowest end halving the logarithm is slow: far from the bracket's top, step down by
            // doubling distances.
            if (!(next > low && next < high))
                next = low > kLowest ? (low + high) / 2 : std::max(low, high - 2 * (1 + std::fabs(high - x)));
            if (next <= kLowest) return 0;
            x = next;
        }
        return std::exp(x);
    }

private:
    // Counts whose revenue may fall on either side of y; those before it are surely below, those after surely
    // above.
    struct Range {
        std::size_t from = 0;
        std::size_t to = 0;
    };
    [[nodiscard]] Range contested(double y) const {
        constexpr double kReach = 9;  // standard deviations of the gamma, plus its exponential upper tail
        const double v = std::sqrt(v2_);
        const double spare = y - 80 * v2_;
        const double root_low =
            spare > 0 ? (-kReach * v + std::sqrt(kReach * kReach * v2_ + 4 * spare)) / 2 : 0;
        const double root_high = (kReach * v + std::sqrt(kReach * kReach * v2_ + 4 * y)) / 2;
        const auto begin = sales_.count.begin();
        const auto from = std::lower_bound(begin, sales_.count.end(), root_low > 0 ? root_low * root_low : 0);
        const auto to = std::upper_bound(from, sales_.count.end(), root_high * root_high);
        return {static_cast<std::size_t>(from - begin), static_cast<std::size_t>(to - begin)};
    }

    const CountDistribution& sales_;
    double v2_;
    std::vector<double> below_;  // below_[i] = Σ probability of the first i counts
};

// On a lattice a spread narrower than the cells would be seen as steps; it adds less than 0.2 % to the
// deviation, so leave it out.
bool spread_matters(const RevenueModel& model) {
    if (model.check_spread < kSmallestSpread) return false;
    if (model.sales.exact) return true;
    const std::size_t middle = model.sales.count.size() / 2;
    const Cell cell = cell_of(model.sales, middle);
    return model.check_spread * std::sqrt(std::max(0.0, model.sales.count[middle])) >
           (cell.high - cell.low) / 2;
}

}  // namespace

RevenueSummary summary_of(const RevenueModel& model) {
    const Roubles check = model.average_check;
    RevenueSummary summary;
    summary.mean = finite(model.sales.mean * check);
    if (!(check > 0)) return summary;
    const auto fill = [&](const auto& quantiles) {
        summary.p10 = finite(quantiles.quantile(0.1) * check);
        summary.p50 = finite(quantiles.quantile(0.5) * check);
        summary.p90 = finite(quantiles.quantile(0.9) * check);
    };
    if (spread_matters(model)) {
        fill(MixtureQuantiles(model.sales, model.check_spread));
    } else {
        fill(SalesQuantiles(model.sales));
    }
    return summary;
}

double probability_of_at_least(const RevenueModel& model, Roubles goal) {
    if (goal <= 0) return 1;
    if (!(model.average_check > 0)) return 0;
    const double checks = finite(goal / model.average_check);
    if (spread_matters(model)) {
        return std::clamp(MixtureQuantiles(model.sales, model.check_spread).at(checks).upper, 0.0, 1.0);
    }
    // A goal of exactly 75 checks is met by 75 sales, whatever the division did to the last digit.
    return SalesQuantiles(model.sales).at_least(model.sales.exact ? ceil_forgiving(checks) : checks);
}

std::vector<CurvePoint> revenue_curve(const RevenueModel& model, int points) {
    const Roubles check = model.average_check;
    if (!(check > 0) || points < 2) return {};
    std::vector<CurvePoint> curve;
    const auto scan = [&](const auto& quantiles, const auto& density) {
        const double low = quantiles.quantile(0.001);
        const double high = std::max(quantiles.quantile(0.999), low);
        for (int i = 0; i < points; ++i) {
            const double y = low + (high - low) * i / (points - 1);
            curve.push_back({finite(y * check), density(y)});
        }
    };
    if (spread_matters(model)) {
        const MixtureQuantiles mixture(model.sales, model.check_spread);
        scan(mixture, [&](double y) { return y > 0 ? mixture.at(y).density / y : 0; });
    } else {
        // Between whole numbers the line joins their probabilities (per unit on a lattice).
        const CountDistribution& sales = model.sales;
        const auto height = [&](std::size_t i) {
            const Cell cell = cell_of(sales, i);
            return sales.probability[i] / std::max(1e-300, sales.exact ? 1.0 : cell.high - cell.low);
        };
        scan(SalesQuantiles(sales), [&](double y) {
            const auto after = std::lower_bound(sales.count.begin(), sales.count.end(), y);
            if (after == sales.count.begin()) return height(0);
            if (after == sales.count.end()) return height(sales.count.size() - 1);
            const auto i = static_cast<std::size_t>(after - sales.count.begin());
            const double t = (y - sales.count[i - 1]) / (sales.count[i] - sales.count[i - 1]);
            return height(i - 1) + t * (height(i) - height(i - 1));
        });
    }
    double highest = 0;
    for (const CurvePoint& point : curve) highest = std::max(highest, point.density);
    for (CurvePoint& point : curve) point.density = highest > 0 ? finite(point.density / highest) : 0;
    return curve;
}

}  // namespace funnel
