#include "core/chance/shrinkage.hpp"

#include <algorithm>
#include <cmath>

#include "core/chance/gamma.hpp"

namespace funnel {

namespace {

constexpr double kWeakestPrior = 1;
constexpr double kStrongestPrior = 100'000;
constexpr double kNoiseFrom = 99'000;

// ψ(a + k) − ψ(a) = Σ_{i<k} 1/(a + i), for a whole k ≥ 0 and a > 0: summed term by term while the argument is
// small, then by the asymptotic series (DLMF 5.11.2), whose error is below 1e-15 from an argument of 20 on.
double digamma_rise(double a, double k) {
    constexpr double kSeriesFrom = 20;
    double sum = 0;
    double from = 0;
    while (from < k && a + from < kSeriesFrom) {
        sum += 1 / (a + from);
        from += 1;
    }
    if (from >= k) return sum;
    const double low = a + from;
    const double high = a + k;
    const auto tail = [](double x) {
        const double r = 1 / (x * x);
        return -1 / (2 * x) - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r / 132))));
    };
    return sum + std::log1p((high - low) / low) + tail(high) - tail(low);
}

// ln Γ(a + k) − ln Γ(a), the same way.
double log_gamma_rise(double a, double k) {
    return log_gamma(a + k) - log_gamma(a);
}

// Equal groups counted once: twenty thousand small groups are a few different ones.
struct Repeated {
    Trials group;
    double times = 0;
};
std::vector<Repeated> repeated(std::vector<Trials> groups) {
    std::sort(groups.begin(), groups.end(), [](const Trials& x, const Trials& y) {
        return x.trials != y.trials ? x.trials < y.trials : x.successes < y.successes;
    });
    std::vector<Repeated> result;
    for (const Trials& group : groups) {
        if (!(group.trials > 0)) continue;
        const bool same = !result.empty() && result.back().group.trials == group.trials &&
                          result.back().group.successes == group.successes;
        if (same) {
            result.back().times += 1;
        } else {
            result.push_back({group, 1});
        }
    }
    return result;
}

// The beta-binomial likelihood of all groups as a function of the prior's strength M (mean fixed at m).
class PriorLikelihood {
public:
    PriorLikelihood(const std::vector<Repeated>& groups, Ratio mean) : groups_(groups), mean_(mean) {}

    [[nodiscard]] double log_likelihood(double strength) const {
        double sum = 0;
        for (const auto& [group, times] : groups_) {
            sum += times * (log_gamma_rise(mean_ * strength, group.successes) +
                            log_gamma_rise((1 - mean_) * strength, group.trials - group.successes) -
                            log_gamma_rise(strength, group.trials));
        }
        return sum;
    }

    // Its derivative by M.
    [[nodiscard]] double slope(double strength) const {
        double sum = 0;
        for (const auto& [group, times] : groups_) {
            sum +=
                times * (mean_ * digamma_rise(mean_ * strength, group.successes) +
                         (1 - mean_) * digamma_rise((1 - mean_) * strength, group.trials - group.successes) -
                         digamma_rise(strength, group.trials));
        }
        return sum;
    }

private:
    const std::vector<Repeated>& groups_;
    Ratio mean_;
};

// A root of the slope between two strengths where it turns from rising to falling, by bisection of ln M.
double peak_between(const PriorLikelihood& likelihood, double low, double high) {
    for (int i = 0; i < 80; ++i) {
        const double middle = std::sqrt(low * high);
        (likelihood.slope(middle) > 0 ? low : high) = middle;
    }
    return std::sqrt(low * high);
}

// Strength that maximises the likelihood: every peak of a scan over ln M, and both ends, compete.
double best_prior_strength(const std::vector<Repeated>& groups, Ratio mean) {
    if (mean <= 0 || mean >= 1) return kStrongestPrior;
    const PriorLikelihood likelihood(groups, mean);
    constexpr int kSteps = 64;
    double best = kStrongestPrior;
    double best_value = likelihood.log_likelihood(kStrongestPrior);
    const auto compete = [&](double strength) {
        const double value = likelihood.log_likelihood(strength);
        if (value > best_value) {
            best = strength;
            best_value = value;
        }
    };
    compete(kWeakestPrior);
    double left = kWeakestPrior;
    double left_slope = likelihood.slope(left);
    for (int i = 1; i <= kSteps; ++i) {
        const double right = std::exp(std::log(kStrongestPrior) * i / kSteps);
        const double right_slope = likelihood.slope(right);
        if (left_slope > 0 && right_slope <= 0) compete(peak_between(likelihood, left, right));
        left = right;
        left_slope = right_slope;
    }
    return best;
}

}  // namespace

std::optional<Shrinkage> shrinkage_of(const std::vector<Trials>& groups) {
    double trials = 0;
    double successes = 0;
    for (const Trials& group : groups) {
        trials += group.trials;
        successes += group.successes;
    }
    if (!(trials > 0)) return std::nullopt;
    Shrinkage shrinkage;
    shrinkage.mean = successes / trials;
    shrinkage.prior_strength = best_prior_strength(repeated(groups), shrinkage.mean);
    shrinkage.spread_is_noise = shrinkage.prior_strength >= kNoiseFrom;
    if (shrinkage.spread_is_noise) shrinkage.prior_strength = kStrongestPrior;
    return shrinkage;
}

Ratio fair_share(const Shrinkage& shrinkage, Trials group) {
    return (group.successes + shrinkage.mean * shrinkage.prior_strength) /
           (group.trials + shrinkage.prior_strength);
}

}  // namespace funnel
