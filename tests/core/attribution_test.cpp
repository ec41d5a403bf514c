#include "core/attribution.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace funnel;

namespace {
// The definition itself: the mean contribution over every order of change.
std::vector<double> shapley_by_orders(const std::vector<Factor>& factors) {
    std::vector<std::size_t> order(factors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> sums(factors.size(), 0.0);
    double orders = 0;
    do {
        std::vector<double> value;
        for (const Factor& factor : factors) value.push_back(factor.now);
        const auto product = [&] {
            return std::accumulate(value.begin(), value.end(), 1.0, std::multiplies<>());
        };
        for (const std::size_t i : order) {
            const double before = product();
            value[i] = factors[i].target;
            sums[i] += product() - before;
        }
        orders += 1;
    } while (std::next_permutation(order.begin(), order.end()));
    for (double& sum : sums) sum /= orders;
    return sums;
}
}  // namespace

TEST_CASE("from 1000 leads, 5 %, 150 000 to 1100, 7,5 %, 140 000: the model's worked example to the kopeck") {
    const auto amounts =
        shapley_amounts({{"leads", 1000, 1100}, {"sale", 0.05, 0.075}, {"average_check", 150'000, 140'000}});
    CHECK(amounts[0].amount == doctest::Approx(904'166.6667).epsilon(1e-9));
    CHECK(amounts[1].amount == doctest::Approx(3'804'166.6667).epsilon(1e-9));
    CHECK(amounts[2].amount == doctest::Approx(-658'333.3333).epsilon(1e-9));
}

TEST_CASE("the closed form is the mean over all orders, zeros included") {
    const std::vector<Factor> factors{{"a", 100, 150}, {"b", 1, 0.5}, {"c", 0, 0.4},
                                      {"d", 0.2, 0.2}, {"e", 0.3, 0}, {"f", 900, 1000}};
    const auto expected = shapley_by_orders(factors);
    const auto amounts = shapley_amounts(factors);
    for (std::size_t i = 0; i < factors.size(); ++i)
        CHECK(amounts[i].amount == doctest::Approx(expected[i]).epsilon(1e-12));
}

TEST_CASE("a factor that does not change earns nothing") {
    CHECK(shapley_amounts({{"a", 5, 5}, {"b", 1, 2}})[0].amount == 0);
}

TEST_CASE("one more percentage point is worth what is left to 100 % at most") {
    const Factors factors{{"leads", 1000, 1000},
                          {"coverage", 1, 1},
                          {{"s", 0.995, 0.995}, {"t", 0.05, 0.05}},
                          {"average_check", 150'000, 150'000}};
    const auto levers = levers_of(factors);
    CHECK(levers[2].per_point.value() == doctest::Approx(1000 * 0.05 * 150'000 * 0.005));
    CHECK(levers[3].per_point.value() == doctest::Approx(1000 * 0.995 * 150'000 * 0.01));
    CHECK_FALSE(levers[0].per_point.has_value());
    CHECK_FALSE(levers[4].per_point.has_value());
}
