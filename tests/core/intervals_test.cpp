#include "core/chance/intervals.hpp"

#include <doctest/doctest.h>

using namespace funnel;

TEST_CASE("Wilson: 50 of 1000 is 3,813–6,531 %, 0 of 10 is 0–27,753 %") {
    const Interval a = wilson_interval({1000, 0.05}).value();
    CHECK(a.low == doctest::Approx(0.03813).epsilon(1e-4));
    CHECK(a.high == doctest::Approx(0.06531).epsilon(1e-4));
    const Interval b = wilson_interval({10, 0}).value();
    CHECK(b.low == 0);
    CHECK(b.high == doctest::Approx(0.27753).epsilon(1e-5));
}

TEST_CASE("Wilson: nothing is known without trials, and the ends of the scale stay on it") {
    CHECK_FALSE(wilson_interval({0, 0.3}).has_value());
    CHECK(wilson_interval({7, 1})->high == 1);
    CHECK(wilson_interval({1e-9, 0.5})->low >= 0);
    CHECK(wilson_interval({1e-9, 0.5})->high <= 1);
}

TEST_CASE("Newcombe: 50 → 75 of 1000 is +2,5 pp [0,374; 4,656]") {
    const Difference d = newcombe_difference(Before{{1000, 0.05}}, After{{1000, 0.075}});
    CHECK(d.difference == doctest::Approx(0.025));
    CHECK(d.interval->low == doctest::Approx(0.00374).epsilon(1e-3));
    CHECK(d.interval->high == doctest::Approx(0.04656).epsilon(1e-4));
    CHECK(d.distinguishable);
}

TEST_CASE("Newcombe: 110 and 120 of 700 cannot be told apart") {
    const Difference d = newcombe_difference(Before{{700, 110.0 / 700}}, After{{700, 120.0 / 700}});
    CHECK(d.difference == doctest::Approx(0.0143).epsilon(1e-2));
    CHECK(d.interval->low == doctest::Approx(-0.0246).epsilon(1e-2));
    CHECK(d.interval->high == doctest::Approx(0.0532).epsilon(1e-2));
    CHECK_FALSE(d.distinguishable);
}

TEST_CASE("Newcombe: no interval when one side has no trials") {
    const Difference d = newcombe_difference(Before{{0, 0}}, After{{700, 0.5}});
    CHECK_FALSE(d.interval.has_value());
    CHECK_FALSE(d.distinguishable);
}
