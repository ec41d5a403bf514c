#include "core/goal.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/report.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {
Scenario simple(std::vector<double> conversions, double leads = 1000, double check = 150'000) {
    Scenario s;
    s.managers = 5;
    s.leads_per_month = leads;
    s.average_check = check;
    for (std::size_t i = 0; i < conversions.size(); ++i) {
        Stage stage;
        stage.id = "s" + std::to_string(i);
        stage.name = "Этап";
        stage.conversion = conversions[i];
        s.stages.push_back(stage);
    }
    return s;
}
}  // namespace

TEST_CASE("11 250 000 from 5 % needs 75 sales and 1500 leads, or 7,5 %") {
    Scenario s = simple({0.05});
    s.goal_revenue = 11'250'000;
    const Goal goal = goal_of(s, factors_of(s)).value();
    CHECK(goal.sales == 75);
    CHECK(goal.leads == 1500);
    CHECK(goal.leads_extra == 500);
    CHECK(goal.single_stage[0].needed.value() == doctest::Approx(0.075));
    CHECK(goal.single_stage[0].feasible);
    CHECK(goal.uniform_uplift.value() == doctest::Approx(1.5));
    CHECK_FALSE(goal.managers.has_value());
}

TEST_CASE("a goal of exactly today's revenue is reached in spite of floating noise") {
    Scenario s = simple({0.1, 0.3, 0.7}, 900, 333.3);
    s.goal_revenue = 900 * (0.1 * (0.3 * 0.7)) * 333.3;
    CHECK(goal_of(s, factors_of(s))->reached);
    CHECK(goal_of(s, factors_of(s))->uniform_uplift == 1);
}

TEST_CASE("without a check nothing is known but that the goal is out of reach") {
    Scenario s = simple({0.05}, 1000, 0);
    s.goal_revenue = 1;
    const Goal goal = goal_of(s, factors_of(s)).value();
    CHECK_FALSE(goal.reachable);
    CHECK_FALSE(goal.sales.has_value());
    CHECK_FALSE(goal.stages.has_value());
    CHECK_FALSE(goal.uniform_uplift.has_value());
}

TEST_CASE("a goal of nothing needs nobody, even when nothing passes") {
    Scenario s = simple({0.0, 0.5}, 0, 0);
    s.goal_revenue = 0;
    const Goal goal = goal_of(s, factors_of(s)).value();
    CHECK(goal.reached);
    CHECK(goal.reachable);
    CHECK(goal.sales == 0);
    CHECK(goal.leads == 0);
    CHECK(goal.stages->front().entered == 0);
}

TEST_CASE("managers are leads over capacity, rounded up") {
    Scenario s = simple({0.05});
    s.capacity_leads_per_manager = 160;
    s.goal_revenue = 11'250'000;
    CHECK(goal_of(s, factors_of(s))->managers == 10);
}

TEST_CASE("an even uplift caps at 100 % and lets the others carry the rest") {
    const double u = uniform_uplift({0.9, 0.2}, 0.4).value();
    CHECK(std::min(1.0, 0.9 * u) * 0.2 * u == doctest::Approx(0.4).epsilon(1e-12));
    CHECK(u == doctest::Approx(2.0));
    CHECK_FALSE(uniform_uplift({0.9, 0.0}, 0.4).has_value());
    CHECK_FALSE(uniform_uplift({0.9, 0.5}, 1.01).has_value());
    CHECK(uniform_uplift({0.25, 0.5}, 1).value() == doctest::Approx(4));
    CHECK(uniform_uplift({0.9, 0.5}, 0.3) == 1.0);
}

TEST_CASE("default targets: 5 % at one stage grows to 7,5 %") {
    const UpliftTargets targets = targets_from_uplift(simple({0.05}), 1.5);
    CHECK(targets.reached);
    CHECK(targets.uplift == doctest::Approx(1.5));
    CHECK(targets.scenario.stages[0].target_conversion.value() == doctest::Approx(0.075));
}

TEST_CASE("default targets stop at 100 % and say so; a stage of 0 % stays") {
    const UpliftTargets capped = targets_from_uplift(simple({0.9, 0.95}), 1.5);
    CHECK_FALSE(capped.reached);
    CHECK(capped.scenario.stages[0].target_conversion == 1.0);
    CHECK(capped.uplift == doctest::Approx(1 / (0.9 * 0.95)));
    const UpliftTargets dead = targets_from_uplift(simple({0.9, 0.0}), 1.5);
    CHECK_FALSE(dead.reached);
    CHECK(dead.uplift == 1);
    CHECK(dead.scenario.stages[1].target_conversion == 0.0);
}

TEST_CASE("whatever the wish, running the answer forward reaches it") {
    testing::Random random(7);
    int checked = 0;
    for (int i = 0; i < 3000; ++i) {
        Scenario s = testing::random_scenario(random, 1e5);
        s.goal_revenue = random.magnitude(1, 1e10);
        const Goal goal = goal_of(s, factors_of(s)).value();
        // Beyond a double's whole numbers, and below the noise that rounding up forgives, nothing is
        // promised.
        if (!goal.reachable || *goal.leads > 1e12 || goal.revenue / s.average_check < 1e-6) continue;
        double passing = *goal.leads;
        for (const Stage& stage : s.stages) passing *= conversion_now(stage);
        REQUIRE(passing * s.average_check >= goal.revenue * (1 - 1e-7));
        ++checked;
    }
    CHECK(checked > 500);
}

TEST_CASE("a single stage set to what it needs reaches the goal") {
    testing::Random random(8);
    for (int i = 0; i < 500; ++i) {
        Scenario s = testing::plain_scenario(random);
        const double now = evaluate(s, Distribution::skip).now.revenue;
        s.goal_revenue = now * random.between(0.5, 3);
        const Goal goal = goal_of(s, factors_of(s)).value();
        for (std::size_t k = 0; k < s.stages.size(); ++k) {
            if (!goal.single_stage[k].feasible) continue;
            Scenario changed = s;
            changed.stages[k].conversion = std::min(1.0, *goal.single_stage[k].needed);
            REQUIRE(evaluate(changed, Distribution::skip).now.revenue ==
                    doctest::Approx(*s.goal_revenue).epsilon(1e-9));
        }
        if (!goal.uniform_uplift) continue;
        Scenario lifted = s;
        for (Stage& stage : lifted.stages)
            stage.conversion = std::min(1.0, stage.conversion * *goal.uniform_uplift);
        REQUIRE(evaluate(lifted, Distribution::skip).now.revenue ==
                doctest::Approx(std::max(now, *s.goal_revenue)).epsilon(1e-8));
    }
}
