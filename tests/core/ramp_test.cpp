#include "core/ramp.hpp"

#include <doctest/doctest.h>

using namespace funnel;

TEST_CASE("a change that starts in month 2 and is full in month 6 arrives in fifths") {
    const RampPlan plan{12, 2, 6, 0};
    CHECK(ramp_share(plan, 1) == 0);
    CHECK(ramp_share(plan, 2) == doctest::Approx(0.2));
    CHECK(ramp_share(plan, 5) == doctest::Approx(0.8));
    CHECK(ramp_share(plan, 6) == 1);
    CHECK(ramp_share(plan, 60) == 1);
}

TEST_CASE("start and full month together: all at once") {
    CHECK(ramp_share({12, 3, 3, 0}, 3) == 1);
}

TEST_CASE(
    "the money comes a sales cycle later, the fee does not wait, and payback is the first month it is back") {
    Scenario s;
    s.managers = 5;
    s.leads_per_month = 1000;
    s.average_check = 150'000;
    s.gross_margin = 0.5;
    s.stages.push_back({"s", "Этап", StageKind::other, 0.05, std::nullopt, 0.075});
    s.ramp = {6, 1, 1, 2};
    s.fee = {1'000'000, 0.1};
    const Ramp ramp = ramp_of(s, factors_of(s));
    CHECK(ramp.months[1].extra == 0);
    CHECK(ramp.months[1].cumulative_net.value() == doctest::Approx(-2'000'000));
    CHECK(ramp.months[2].extra == doctest::Approx(3'750'000));
    // 3 750 000 · 0,5 − 1 000 000 − 375 000
    CHECK(ramp.months[2].net.value() == doctest::Approx(500'000));
    CHECK(ramp.payback_month == 6);
    CHECK(ramp.months[5].cumulative_net.value() == doctest::Approx(0));
}

TEST_CASE("without a margin nothing is said of profit; without extra money there is no payback") {
    Scenario s;
    s.leads_per_month = 10;
    s.average_check = 10;
    s.stages.push_back({"s", "Этап", StageKind::other, 0.5, std::nullopt, std::nullopt});
    CHECK_FALSE(ramp_of(s, factors_of(s)).months[0].net.has_value());
    s.gross_margin = 1;
    CHECK(ramp_of(s, factors_of(s)).months[0].cumulative_net == 0.0);
    CHECK_FALSE(ramp_of(s, factors_of(s)).payback_month.has_value());
}
