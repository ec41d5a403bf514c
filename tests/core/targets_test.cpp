#include "core/targets.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/report.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {
Scenario with_conversions(const std::vector<Ratio>& conversions) {
    Scenario s;
    s.managers = 5;
    s.leads_per_month = 1000;
    s.average_check = 150'000;
    for (std::size_t i = 0; i < conversions.size(); ++i)
        s.stages.push_back({"s" + std::to_string(i), "Этап", StageKind::other, conversions[i]});
    return s;
}
Ratio target(const DefaultTargets& targets, std::size_t stage) {
    return targets.scenario.stages[stage].target_conversion.value();
}
}  // namespace

TEST_CASE("one stage of 5 % is assumed to grow to 7,5 %") {
    const DefaultTargets targets = default_targets(with_conversions({0.05}), 1.5);
    CHECK(target(targets, 0) == 0.075);
    CHECK(targets.uplift == doctest::Approx(1.5));
    CHECK(targets.scenario.targets_source == TargetsSource::assumed);
    CHECK_FALSE(targets.scenario.target.capacity_leads_per_manager.has_value());
}

TEST_CASE("stages grow by one factor, rounded to half a point, and the growth told is the one reached") {
    // √1.5 = 1.2247: 40 % → 48.99 % → 49 %; 20 % → 24.49 % → 24.5 %.
    const DefaultTargets targets = default_targets(with_conversions({0.4, 0.2}), 1.5);
    CHECK(target(targets, 0) == 0.49);
    CHECK(target(targets, 1) == 0.245);
    CHECK(targets.uplift == doctest::Approx(0.49 / 0.4 * 0.245 / 0.2));
}

TEST_CASE("95 % is the highest assumed; what one stage cannot take the others do") {
    // 90 % stops at 95 %: ×1.0556; the other takes 1.5 / 1.0556 = 1.42105: 40 % → 56.84 % → 57 %.
    const DefaultTargets targets = default_targets(with_conversions({0.9, 0.4}), 1.5);
    CHECK(target(targets, 0) == 0.95);
    CHECK(target(targets, 1) == 0.57);
}

TEST_CASE("out of reach: as far as it goes") {
    const DefaultTargets targets = default_targets(with_conversions({0.9, 0.8}), 3);
    CHECK(target(targets, 0) == 0.95);
    CHECK(target(targets, 1) == 0.95);
    CHECK(targets.uplift == doctest::Approx(0.95 * 0.95 / (0.9 * 0.8)));
}

TEST_CASE("a stage of 0 % or of 95 % and more stays as it is") {
    Scenario s = with_conversions({0, 0.97, 0.95, 0.5});
    s.stages[1].target_conversion = 1;  // what was aimed at before goes, too
    const DefaultTargets targets = default_targets(s, 1.2);
    for (const std::size_t i : {0U, 1U, 2U})
        CHECK_FALSE(targets.scenario.stages[i].target_conversion.has_value());
    CHECK(target(targets, 3) == 0.6);
    CHECK(targets.uplift == doctest::Approx(1.2));
}

TEST_CASE("rounding never goes below the present") {
    const DefaultTargets targets = default_targets(with_conversions({0.0512}), 1);
    CHECK(target(targets, 0) == 0.0512);
    CHECK(targets.uplift == 1);
}

TEST_CASE("where capacity limits, every lead is worked first") {
    Scenario s = with_conversions({0.05});
    s.capacity_leads_per_manager = 150;
    CHECK(default_targets(s, 1.5).scenario.target.capacity_leads_per_manager == 200.0);
    s.capacity_leads_per_manager = 200;
    CHECK_FALSE(default_targets(s, 1.5).scenario.target.capacity_leads_per_manager.has_value());
}

TEST_CASE("a capacity aimed at before goes when nothing limits any more") {
    Scenario s = with_conversions({0.05});
    s.target.capacity_leads_per_manager = 210;
    s.target.managers = 7;
    const DefaultTargets targets = default_targets(s, 1.5);
    CHECK_FALSE(targets.scenario.target.capacity_leads_per_manager.has_value());
    CHECK(targets.scenario.target.managers == 7);
}

TEST_CASE("more unanswered leads never make the money left smaller") {
    Scenario s = with_conversions({0.3, 0.2});
    const auto money_left = [&](Count capacity) {
        s.capacity_leads_per_manager = capacity;
        return evaluate(default_targets(s, 1.5).scenario, Distribution::skip).money_left.per_month;
    };
    CHECK(money_left(200) < money_left(150));
    CHECK(money_left(150) < money_left(50));
}

TEST_CASE("whatever the scenario: from the present to 95 %, in half points, twice the same") {
    testing::Random random(61);
    for (int i = 0; i < 2000; ++i) {
        const Scenario s = testing::random_scenario(random, 1e5);
        const double uplift = random.magnitude(1, 5);
        const DefaultTargets targets = default_targets(s, uplift);
        CAPTURE(i);
        double reached = 1;
        for (const Stage& stage : targets.scenario.stages) {
            const Ratio now = conversion_now(stage);
            const Ratio then = conversion_target(stage);
            CHECK(then >= now);
            CHECK((then == now || then <= 0.95));
            CHECK((then == now || std::fabs(then * 200 - std::round(then * 200)) < 1e-9));
            if (now > 0) reached *= then / now;
        }
        CHECK(targets.uplift == doctest::Approx(reached));
        CHECK(default_targets(targets.scenario, uplift).scenario == targets.scenario);
    }
}
