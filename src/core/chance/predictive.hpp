// Next month's sales and revenue: the exact predictive distribution, no simulation.
//
// Leads enter the first stage; at each stage the number that passes is beta-binomial with the posterior
// Beta(k + ½, n − k + ½) of its evidence; stages follow one another by convolution. Given S sales, revenue is
// Gamma(shape S/v², scale check·v²), v = spread of the check (S · check when v = 0).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/units.hpp"

namespace funnel {

// Posterior of a stage's conversion: alpha = passed + ½, beta = not passed + ½.
struct BetaPosterior {
    double alpha = 0.5;
    double beta = 0.5;
};

// A distribution of a number of sales: probability[i] of count[i], counts ascending, probabilities sum to 1.
// Up to 20 000 leads `exact`: the counts are consecutive whole numbers and every probability is right to 1e-6
// and better. Above, where the curve is wide, the counts are nodes of a quadrature, count[i] standing for the
// cell from edge[i] to edge[i + 1] (quantiles within 0.5 %; within 2 % where an almost unknown conversion
// makes a tenth of the best likely).
struct CountDistribution {
    std::vector<double> count;  // never empty
    std::vector<double> probability;
    std::vector<double> edge;  // empty when exact
    bool exact = true;
    double mean = 0;  // closed form, leads · Π α/(α+β)
};

inline constexpr std::int64_t kExactLeads = 20'000;

// Precondition: leads ≥ 0, every alpha and beta > 0.
[[nodiscard]] CountDistribution sales_distribution(std::int64_t leads,
                                                   const std::vector<BetaPosterior>& stages);

// Revenue of a month as a distribution over sales × the spread of the check.
struct RevenueModel {
    CountDistribution sales;
    Roubles average_check = 0;  // ≥ 0
    double check_spread = 0;    // ≥ 0, coefficient of variation
};

struct RevenueSummary {
    Roubles mean = 0, p10 = 0, p50 = 0, p90 = 0;
};
[[nodiscard]] RevenueSummary summary_of(const RevenueModel& model);

// P(revenue ≥ goal), 0..1.
[[nodiscard]] double probability_of_at_least(const RevenueModel& model, Roubles goal);

// One point of the curve people see: density scaled so that its highest point is 1.
struct CurvePoint {
    Roubles revenue = 0;
    double density = 0;
};
// At most `points` points (≥ 2) over all revenue that is not negligible (outside it less than 0.1 % on either
// side), ascending.
[[nodiscard]] std::vector<CurvePoint> revenue_curve(const RevenueModel& model, int points);

}  // namespace funnel
