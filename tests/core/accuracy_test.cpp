// How exact the slow parts are: each against another way to the same number.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "core/chance/gamma.hpp"
#include "core/chance/predictive.hpp"
#include "core/chance/predictive_lattice.hpp"
#include "core/report.hpp"
#include "core/roster.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {

double log_beta(double a, double b) {
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}
double beta_binomial(int k, int n, double alpha, double beta) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    log_beta(k + alpha, n - k + beta) - log_beta(alpha, beta));
}

struct Moments {
    double mean = 0;
    double deviation = 0;
};
Moments moments_of(const CountDistribution& d) {
    const double total = std::accumulate(d.probability.begin(), d.probability.end(), 0.0);
    Moments m;
    for (std::size_t i = 0; i < d.count.size(); ++i) m.mean += d.probability[i] / total * d.count[i];
    double variance = 0;
    for (std::size_t i = 0; i < d.count.size(); ++i)
        variance += d.probability[i] / total * (d.count[i] - m.mean) * (d.count[i] - m.mean);
    m.deviation = std::sqrt(variance);
    return m;
}

// Of beta-binomial stages one after another, by the law of total variance.
Moments moments_of(double leads, const std::vector<BetaPosterior>& stages) {
    double mean = leads;
    double square = leads * leads;
    for (const BetaPosterior& p : stages) {
        const double both = p.alpha + p.beta;
        const double share = p.alpha / both;
        const double share_square = share * (p.alpha + 1) / (both + 1);
        square = square * share_square + mean * (share - share_square);
        mean *= share;
    }
    return {mean, std::sqrt(square - mean * mean)};
}

// Σ_{i<k} 1/(a + i), term by term in long double.
long double harmonic(long double a, std::int64_t k) {
    long double sum = 0;
    for (std::int64_t i = 0; i < k; ++i) sum += 1 / (a + static_cast<long double>(i));
    return sum;
}

}  // namespace

TEST_CASE("evidence of k of n is Beta(k + ½, n − k + ½): the month's sales follow it exactly") {
    Scenario s;
    s.leads_per_month = 3;
    s.average_check = 1;
    s.stages = {{"s", "Этап", StageKind::other, 0, Observed{10, 4}}};
    const CountDistribution sales = revenue_model_of(s, factors_of(s)).sales;
    REQUIRE(sales.count.size() == 4);
    for (int k = 0; k <= 3; ++k) {
        CHECK(sales.probability[static_cast<std::size_t>(k)] ==
              doctest::Approx(beta_binomial(k, 3, 4.5, 6.5)).epsilon(1e-12));
    }
    // Nothing of ten: ½ against 10½. All of ten: the other way round.
    s.stages[0].observed = Observed{10, 0};
    CHECK(revenue_model_of(s, factors_of(s)).sales.probability[0] ==
          doctest::Approx(beta_binomial(0, 3, 0.5, 10.5)).epsilon(1e-12));
    s.stages[0].observed = Observed{10, 10};
    CHECK(revenue_model_of(s, factors_of(s)).sales.probability[3] ==
          doctest::Approx(beta_binomial(3, 3, 10.5, 0.5)).epsilon(1e-12));
}

TEST_CASE("a typed share counts as what entered over the history") {
    Scenario s;
    s.leads_per_month = 3;
    s.history_months = 4;
    s.average_check = 1;
    s.stages = {{"s", "Этап", StageKind::other, 0.25}};
    CHECK(revenue_model_of(s, factors_of(s)).sales.probability[0] ==
          doctest::Approx(beta_binomial(0, 3, 3.5, 9.5)).epsilon(1e-12));
}

TEST_CASE("the lattice keeps mean and deviation of a million leads") {
    testing::Random random(81);
    for (int i = 0; i < 30; ++i) {
        const auto leads = static_cast<std::int64_t>(random.magnitude(3e4, 1e8));
        std::vector<BetaPosterior> stages;
        for (std::int64_t k = random.whole(1, 4); k > 0; --k) {
            const double n = random.magnitude(50, 1e7);
            const double c = random.between(0.1, 0.9);
            stages.push_back({n * c + 0.5, n * (1 - c) + 0.5});
        }
        const Moments expected = moments_of(static_cast<double>(leads), stages);
        const Moments actual = moments_of(lattice_distribution(leads, stages));
        CAPTURE(i);
        CHECK(actual.mean == doctest::Approx(expected.mean).epsilon(1e-4));
        CHECK(actual.deviation == doctest::Approx(expected.deviation).epsilon(2e-3));
    }
}

TEST_CASE("the lattice's quantiles are the normal ones where the distribution is normal") {
    // Ten million leads, evidence of as many: skewness below 1e-3.
    const std::vector<BetaPosterior> stages{{5e6, 5e6}};
    const CountDistribution d = sales_distribution(10'000'000, stages);
    REQUIRE_FALSE(d.exact);
    const Moments m = moments_of(1e7, stages);
    const RevenueSummary summary = summary_of({d, 1, 0});
    constexpr double kZ90 = 1.2815515655446004;
    CHECK((summary.p10 - m.mean) / m.deviation == doctest::Approx(-kZ90).epsilon(2e-3));
    CHECK(std::fabs(summary.p50 - m.mean) < 2e-3 * m.deviation);
    CHECK((summary.p90 - m.mean) / m.deviation == doctest::Approx(kZ90).epsilon(2e-3));
}

TEST_CASE("the curve of a certain number of sales is the gamma density itself") {
    CountDistribution sales;
    sales.count = {20};
    sales.probability = {1};
    sales.mean = 20;
    const double v = 0.5;
    const double shape = 20 / (v * v);
    const auto curve = revenue_curve({sales, 1000, v}, 101);
    REQUIRE(curve.size() == 101);
    const double mode = (shape - 1) * v * v;
    for (const CurvePoint& point : curve) {
        const double y = point.revenue / 1000;
        const double log_ratio = (shape - 1) * std::log(y / mode) - (y - mode) / (v * v);
        CHECK(point.density == doctest::Approx(std::exp(log_ratio)).epsilon(2e-3));
    }
    // It spans all but a thousandth on either side.
    CHECK(gamma_tails(shape, curve.front().revenue / 1000 / (v * v)).lower ==
          doctest::Approx(0.001).epsilon(1e-6));
    CHECK(gamma_tails(shape, curve.back().revenue / 1000 / (v * v)).upper ==
          doctest::Approx(0.001).epsilon(1e-6));
}

TEST_CASE("quantiles of a certain number of sales are the gamma's to 1e-9") {
    testing::Random random(83);
    for (int i = 0; i < 40; ++i) {
        CountDistribution sales;
        sales.count = {static_cast<double>(random.whole(1, 2000))};
        sales.probability = {1};
        const double v = random.magnitude(0.01, 4);
        const RevenueSummary summary = summary_of({sales, 1, v});
        const double shape = sales.count[0] / (v * v);
        CHECK(gamma_tails(shape, summary.p10 / (v * v)).lower == doctest::Approx(0.1).epsilon(1e-9));
        CHECK(gamma_tails(shape, summary.p50 / (v * v)).lower == doctest::Approx(0.5).epsilon(1e-9));
        CHECK(gamma_tails(shape, summary.p90 / (v * v)).upper == doctest::Approx(0.1).epsilon(1e-9));
    }
}

TEST_CASE("gamma tails are right to 1e-12 against whole-number shapes, far from the middle too") {
    for (const int shape : {1, 3, 30, 150, 260, 400}) {
        for (const double at : {0.3, 0.72, 0.9, 1.0, 1.1, 1.28, 1.6}) {
            const double x = shape * at;
            // P(X > x) = P(Poisson(x) < shape), summed in long double.
            long double sum = 0;
            for (int k = 0; k < shape; ++k)
                sum += std::exp(k * std::log(static_cast<long double>(x)) - static_cast<long double>(x) -
                                std::lgamma(k + 1.0L));
            CAPTURE(shape);
            CAPTURE(at);
            CHECK(std::fabs(gamma_tails(shape, x).upper - static_cast<double>(sum)) < 1e-12);
        }
    }
}

TEST_CASE("the prior strength is the root of the likelihood's slope to 1e-8, by sums of long doubles") {
    for (const std::vector<RosterEntry>& entries :
         {std::vector<RosterEntry>{{"А", 700, 28}, {"Б", 650, 41}, {"В", 720, 20}, {"Г", 40, 5}},
          std::vector<RosterEntry>{{"А", 60, 30}, {"Б", 50, 5}, {"В", 45, 20}},
          std::vector<RosterEntry>{{"А", 3000, 90}, {"Б", 2500, 140}, {"В", 2800, 60}, {"Г", 2000, 100}}}) {
        Scenario s;
        s.average_check = 1;
        s.stages = {{"s", "Этап", StageKind::other, 0.5}};
        s.roster = entries;
        std::int64_t leads = 0;
        std::int64_t sales = 0;
        for (const RosterEntry& entry : entries) {
            leads += entry.leads;
            sales += entry.sales;
        }
        const long double m = static_cast<long double>(sales) / static_cast<long double>(leads);
        const auto slope = [&](long double strength) {
            long double sum = 0;
            for (const RosterEntry& entry : entries) {
                sum += m * harmonic(m * strength, entry.sales) +
                       (1 - m) * harmonic((1 - m) * strength, entry.leads - entry.sales) -
                       harmonic(strength, entry.leads);
            }
            return sum;
        };
        const double found = roster_of(s).value().prior_strength;
        REQUIRE(found > 1);
        REQUIRE(found < 99'000);
        long double low = static_cast<long double>(found) * 0.5L;
        long double high = static_cast<long double>(found) * 2.0L;
        REQUIRE(slope(low) > 0);
        REQUIRE(slope(high) < 0);
        for (int i = 0; i < 60; ++i) {
            const long double middle = (low + high) / 2;
            (slope(middle) > 0 ? low : high) = middle;
        }
        CHECK(found == doctest::Approx(static_cast<double>(low)).epsilon(1e-8));
    }
}
