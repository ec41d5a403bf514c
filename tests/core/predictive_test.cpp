#include "core/chance/predictive.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "core/chance/gamma.hpp"
#include "core/chance/predictive_lattice.hpp"
#include "core/json/scenario_json.hpp"
#include "core/report.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {

// The definition, term by term with the C library's lgamma: slow and independent.
std::vector<double> by_definition(int leads, const std::vector<BetaPosterior>& stages) {
    std::vector<double> now(static_cast<std::size_t>(leads) + 1, 0.0);
    now.back() = 1;
    for (const BetaPosterior& p : stages) {
        std::vector<double> next(now.size(), 0.0);
        for (int m = 0; m <= leads; ++m) {
            if (now[static_cast<std::size_t>(m)] <= 0) continue;
            for (int j = 0; j <= m; ++j) {
                const double log_term = std::lgamma(m + 1.0) - std::lgamma(j + 1.0) -
                                        std::lgamma(m - j + 1.0) + std::lgamma(j + p.alpha) +
                                        std::lgamma(m - j + p.beta) - std::lgamma(m + p.alpha + p.beta) +
                                        std::lgamma(p.alpha + p.beta) - std::lgamma(p.alpha) -
                                        std::lgamma(p.beta);
                next[static_cast<std::size_t>(j)] += now[static_cast<std::size_t>(m)] * std::exp(log_term);
            }
        }
        now = std::move(next);
    }
    return now;
}

double probability_of(const CountDistribution& d, int count) {
    const double index = count - d.count.front();
    return index < 0 || index >= static_cast<double>(d.count.size())
               ? 0
               : d.probability[static_cast<std::size_t>(index)];
}

double mean_of(const CountDistribution& d) {
    return std::inner_product(d.count.begin(), d.count.end(), d.probability.begin(), 0.0);
}

BetaPosterior random_posterior(testing::Random& random) {
    const double n = random.magnitude(0.1, 1e6);
    const double c = random.chance(0.1) ? 0 : random.chance(0.1) ? 1 : random.unit();
    return {n * c + 0.5, n * (1 - c) + 0.5};
}

}  // namespace

TEST_CASE("the predictive distribution is the definition's, whatever the evidence") {
    testing::Random random(1);
    for (int i = 0; i < 60; ++i) {
        const int leads = static_cast<int>(random.whole(0, 140));
        std::vector<BetaPosterior> stages;
        for (std::int64_t k = random.whole(1, 4); k > 0; --k) stages.push_back(random_posterior(random));
        const auto expected = by_definition(leads, stages);
        const CountDistribution d = sales_distribution(leads, stages);
        for (int j = 0; j <= leads; ++j) {
            REQUIRE(probability_of(d, j) ==
                    doctest::Approx(expected[static_cast<std::size_t>(j)]).epsilon(1e-7).scale(1e-8));
        }
    }
}

TEST_CASE("nothing that counts is outside the band that is summed: nearly all or nearly none pass") {
    testing::Random random(5);
    for (int i = 0; i < 60; ++i) {
        const int leads = static_cast<int>(random.whole(20, 260));
        std::vector<BetaPosterior> stages;
        for (std::int64_t k = random.whole(2, 4); k > 0; --k) {
            const double n = random.magnitude(1, 1e7);
            const double rare = std::pow(random.unit(), 6);
            const double c = random.chance(0.5) ? rare : 1 - rare;
            stages.push_back({n * c + 0.5, n * (1 - c) + 0.5});
        }
        const auto expected = by_definition(leads, stages);
        const CountDistribution d = sales_distribution(leads, stages);
        for (int j = 0; j <= leads; ++j) {
            REQUIRE(probability_of(d, j) ==
                    doctest::Approx(expected[static_cast<std::size_t>(j)]).epsilon(1e-7).scale(1e-6));
        }
    }
}

TEST_CASE(
    "mass is 1 and the mean is leads times the posterior means, up to 20 000 leads and in every shape of "
    "evidence") {
    testing::Random random(2);
    for (int i = 0; i < 60; ++i) {
        const auto leads = static_cast<std::int64_t>(random.magnitude(1, 20'000));
        const std::vector<BetaPosterior> stages{random_posterior(random), random_posterior(random)};
        const CountDistribution d = sales_distribution(leads, stages);
        REQUIRE(d.exact);
        CHECK(std::accumulate(d.probability.begin(), d.probability.end(), 0.0) ==
              doctest::Approx(1).epsilon(1e-12));
        CHECK(mean_of(d) == doctest::Approx(d.mean).epsilon(1e-8).scale(1e-6));
    }
}

TEST_CASE("nobody in, nobody out") {
    const CountDistribution d = sales_distribution(0, {{0.5, 0.5}});
    CHECK(d.count == std::vector<double>{0});
    CHECK(d.probability == std::vector<double>{1});
}

TEST_CASE("very many leads: the lattice's quantiles are within 0,5 % of exact ones") {
    testing::Random random(3);
    for (int i = 0; i < 12; ++i) {
        const std::int64_t leads = random.whole(8'000, 20'000);
        std::vector<BetaPosterior> stages;
        for (std::int64_t k = random.whole(1, 4); k > 0; --k) {
            const double n = static_cast<double>(leads) * random.magnitude(0.01, 10);
            const double c = random.between(0.2, 0.98);
            stages.push_back({n * c + 0.5, n * (1 - c) + 0.5});
        }
        const CountDistribution exact = sales_distribution(leads, stages);
        CountDistribution lattice = lattice_distribution(leads, stages);
        const double total = std::accumulate(lattice.probability.begin(), lattice.probability.end(), 0.0);
        for (double& p : lattice.probability) p /= total;
        const double spread = random.chance(0.5) ? 0 : random.between(0.01, 1);
        const RevenueSummary e = summary_of({exact, 1, spread});
        const RevenueSummary l = summary_of({lattice, 1, spread});
        INFO(leads << " leads, " << stages.size() << " stages, spread " << spread);
        CHECK(l.p10 == doctest::Approx(e.p10).epsilon(0.005));
        CHECK(l.p50 == doctest::Approx(e.p50).epsilon(0.005));
        CHECK(l.p90 == doctest::Approx(e.p90).epsilon(0.005));
    }
}

TEST_CASE("very many leads but few sales: whole numbers again") {
    // 1 000 000 leads, 40 sales expected: all but Poisson, whatever the lattice.
    const CountDistribution d = sales_distribution(1'000'000, {{4e7 * 0.00004 * 25 + 0.5, 1e9}});
    CHECK(d.exact);
    CHECK(mean_of(d) == doctest::Approx(d.mean).epsilon(1e-3));
}

TEST_CASE("the spread of the check widens the range and leaves the mean") {
    const CountDistribution sales = sales_distribution(1000, {{50.5, 950.5}});
    const RevenueSummary fixed = summary_of({sales, 100, 0});
    const RevenueSummary varied = summary_of({sales, 100, 1});
    CHECK(fixed.mean == varied.mean);
    CHECK(varied.p10 < fixed.p10);
    CHECK(varied.p90 > fixed.p90);
}

TEST_CASE("a quantile with a spread is where the mixture's CDF is: checked by the tail at it") {
    testing::Random random(4);
    for (int i = 0; i < 40; ++i) {
        const auto leads = static_cast<std::int64_t>(random.magnitude(1, 3000));
        const CountDistribution sales = sales_distribution(leads, {random_posterior(random)});
        const RevenueModel model{sales, 1000, random.magnitude(1e-3, 5)};
        const RevenueSummary summary = summary_of(model);
        if (summary.p50 > 0)
            CHECK(probability_of_at_least(model, summary.p50) == doctest::Approx(0.5).epsilon(1e-7));
        if (summary.p90 > 0)
            CHECK(probability_of_at_least(model, summary.p90) == doctest::Approx(0.1).epsilon(1e-7));
        CHECK(summary.p10 <= summary.p50);
        CHECK(summary.p50 <= summary.p90);
    }
}

TEST_CASE("gamma tails sum to 1 and match known values in every regime") {
    for (const double shape : {0.01, 0.5, 1.0, 9.0, 199.0, 201.0, 1e4, 1e7}) {
        for (const double at : {0.2, 0.69, 0.71, 0.99, 1.0, 1.01, 1.29, 1.31, 4.0}) {
            const GammaTails t = gamma_tails(shape, shape * at);
            CHECK(t.lower + t.upper == doctest::Approx(1).epsilon(1e-12));
            CHECK(t.lower >= 0);
            CHECK(t.upper >= 0);
        }
    }
    CHECK(gamma_tails(1, 2).upper == doctest::Approx(std::exp(-2)).epsilon(1e-13));  // exponential
    CHECK(gamma_tails(0.5, 2).upper ==
          doctest::Approx(std::erfc(std::sqrt(2.0))).epsilon(1e-13));  // chi-squared
    double poisson = 0;  // P(X > 220), shape 250 = P(Poisson(220) < 250)
    for (int k = 0; k < 250; ++k) poisson += std::exp(k * std::log(220.0) - 220 - std::lgamma(k + 1.0));
    CHECK(gamma_tails(250, 220).upper == doctest::Approx(poisson).epsilon(1e-9));
}

TEST_CASE("where the ways to compute a gamma tail meet, they agree") {
    for (const double shape : {200.0, 1000.0, 30'000.0}) {
        const double edge = 0.7 * shape;
        CHECK(gamma_tails(shape, edge * (1 - 1e-12)).lower ==
              doctest::Approx(gamma_tails(shape, edge * (1 + 1e-12)).lower).epsilon(1e-8));
        const double high = 1.3 * shape;
        CHECK(gamma_tails(shape, high * (1 - 1e-12)).upper ==
              doctest::Approx(gamma_tails(shape, high * (1 + 1e-12)).upper).epsilon(1e-8));
    }
}

TEST_CASE("the curve for people is ascending, between 0 and 1, with its top at 1") {
    testing::Random random(5);
    for (int i = 0; i < 200; ++i) {
        const Scenario scenario = testing::random_scenario(random, 5e4);
        const RevenueModel model = revenue_model_of(scenario, factors_of(scenario));
        const auto curve = revenue_curve(model, 60);
        if (curve.empty()) continue;
        double top = 0;
        for (std::size_t k = 0; k < curve.size(); ++k) {
            REQUIRE(curve[k].density >= 0);
            REQUIRE(curve[k].density <= 1);
            if (k > 0) REQUIRE(curve[k].revenue >= curve[k - 1].revenue);
            top = std::max(top, curve[k].density);
        }
        CHECK((top == 1 || top == 0));
    }
}
