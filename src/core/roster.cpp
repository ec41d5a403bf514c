#include "core/roster.hpp"

#include <algorithm>
#include <cmath>

#include "core/chance/gamma.hpp"
#include "core/chance/intervals.hpp"

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

// The beta-binomial likelihood of all managers as a function of the prior's strength M (mean fixed at m).
class PriorLikelihood {
public:
    PriorLikelihood(const std::vector<RosterEntry>& roster, Ratio mean) : roster_(roster), mean_(mean) {}

    [[nodiscard]] double log_likelihood(double strength) const {
        double sum = 0;
        for (const RosterEntry& entry : roster_) {
            const auto sales = static_cast<double>(entry.sales);
            const auto leads = static_cast<double>(entry.leads);
            sum += log_gamma_rise(mean_ * strength, sales) +
                   log_gamma_rise((1 - mean_) * strength, leads - sales) - log_gamma_rise(strength, leads);
        }
        return sum;
    }

    // Its derivative by M.
    [[nodiscard]] double slope(double strength) const {
        double sum = 0;
        for (const RosterEntry& entry : roster_) {
            const auto sales = static_cast<double>(entry.sales);
            const auto leads = static_cast<double>(entry.leads);
            sum += mean_ * digamma_rise(mean_ * strength, sales) +
                   (1 - mean_) * digamma_rise((1 - mean_) * strength, leads - sales) -
                   digamma_rise(strength, leads);
        }
        return sum;
    }

private:
    const std::vector<RosterEntry>& roster_;
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
double best_prior_strength(const std::vector<RosterEntry>& roster, Ratio mean) {
    if (mean <= 0 || mean >= 1) return kStrongestPrior;
    const PriorLikelihood likelihood(roster, mean);
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

std::optional<Roster> roster_of(const Scenario& scenario) {
    double leads = 0;
    double sales = 0;
    for (const RosterEntry& entry : scenario.roster) {
        leads += static_cast<double>(entry.leads);
        sales += static_cast<double>(entry.sales);
    }
    if (!(leads > 0)) return std::nullopt;
    const Ratio mean = sales / leads;

    Roster roster;
    roster.prior_strength = best_prior_strength(scenario.roster, mean);
    roster.spread_is_noise = roster.prior_strength >= kNoiseFrom;
    if (roster.spread_is_noise) roster.prior_strength = kStrongestPrior;

    Ratio best_fair = 0;
    for (const RosterEntry& entry : scenario.roster) {
        const auto n = static_cast<double>(entry.leads);
        const auto s = static_cast<double>(entry.sales);
        RosterManager manager;
        manager.name = entry.name;
        if (n > 0) {
            manager.conversion = s / n;
            manager.interval = wilson_interval({n, s / n});
        }
        manager.fair_conversion = (s + mean * roster.prior_strength) / (n + roster.prior_strength);
        best_fair = std::max(best_fair, manager.fair_conversion);
        roster.managers.push_back(std::move(manager));
    }
    if (roster.spread_is_noise) return roster;
    for (std::size_t i = 0; i < roster.managers.size(); ++i) {
        RosterManager& manager = roster.managers[i];
        const double leads_a_month = static_cast<double>(scenario.roster[i].leads) / scenario.history_months;
        manager.money_left =
            finite(leads_a_month * (best_fair - manager.fair_conversion) * scenario.average_check);
        roster.money_left = finite(roster.money_left + manager.money_left);
    }
    return roster;
}

}  // namespace funnel
