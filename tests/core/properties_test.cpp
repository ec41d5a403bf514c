// What holds for every scenario, over thousands of random ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/report.hpp"
#include "random_scenario.hpp"

using namespace funnel;
using nlohmann::json;

namespace {

// Every number of a document is finite: a non-finite one would have been printed as something that is not
// JSON, or as null.
bool is_report(const std::string& text) {
    return text.find("inf") == std::string::npos && text.find("nan") == std::string::npos &&
           !json::parse(text, nullptr, false).is_discarded();
}

double scale_of(const Report& report) {
    return std::max({1.0, std::fabs(report.now.revenue), std::fabs(report.target.revenue)});
}

}  // namespace

TEST_CASE("every scenario has a report, and every number in it is finite") {
    testing::Random random(101);
    for (int i = 0; i < 2500; ++i) {
        // Very many leads now and then: they take the lattice.
        const Scenario scenario = testing::random_scenario(random, i % 10 == 0 ? 1e8 : 3000);
        REQUIRE(issues_of(scenario).empty());
        const Report report = evaluate(scenario);
        REQUIRE(report.uncertainty.revenue.has_value());
        INFO(scenario_to_json(scenario));
        REQUIRE(is_report(report_to_json(report)));
    }
}

TEST_CASE("extreme but allowed scenarios have reports") {
    Scenario s;
    s.managers = 10'000;
    s.leads_per_month = 1e8;
    s.average_check = 1e12;
    s.capacity_leads_per_manager = 1e300;
    s.history_months = 1e-300;
    s.check_spread = 5;
    s.gross_margin = 1;
    s.goal_revenue = 1e308;
    s.fee = {1e308, 1};
    s.ramp.months = 60;
    for (int i = 0; i < 12; ++i)
        s.stages.push_back({"s" + std::to_string(i), "Э", StageKind::other, 1e-300, std::nullopt, 1.0});
    CHECK(is_report(report_to_json(evaluate(s))));
    s.average_check = 1e-300;
    s.leads_per_month = 1e-300;
    CHECK(is_report(report_to_json(evaluate(s))));
    s.history_months = 120;
    s.leads_per_month = 1e8;
    for (Stage& stage : s.stages) stage.conversion = 1;
    CHECK(is_report(report_to_json(evaluate(s))));
}

TEST_CASE("the amounts of the factors sum to the money left, without residue") {
    testing::Random random(102);
    for (int i = 0; i < 5000; ++i) {
        const Report report = evaluate(testing::random_scenario(random, 1e8), Distribution::skip);
        double sum = 0;
        double largest =
            scale_of(report);  // one factor up from 0, another down to 0: large amounts that cancel
        for (const FactorAmount& amount : report.money_left.by_factor) {
            sum += amount.amount;
            largest = std::max(largest, std::fabs(amount.amount));
        }
        REQUIRE(std::fabs(sum - report.money_left.per_month) <= 1e-12 * largest);
        REQUIRE(report.money_left.per_year == 12 * report.money_left.per_month);
    }
}

TEST_CASE("money left is zero when every target equals now") {
    testing::Random random(103);
    for (int i = 0; i < 2000; ++i) {
        Scenario s = testing::random_scenario(random, 1e6);
        s.target = {};
        for (Stage& stage : s.stages) stage.target_conversion.reset();
        const Report report = evaluate(s, Distribution::skip);
        REQUIRE(report.money_left.per_month == 0);
        for (const FactorAmount& amount : report.money_left.by_factor) REQUIRE(amount.amount == 0);
        for (const RampMonth& month : report.ramp.months)
            REQUIRE(month.extra == doctest::Approx(0).scale(scale_of(report)));
    }
}

TEST_CASE("a higher target conversion never leaves less money") {
    testing::Random random(104);
    for (int i = 0; i < 2000; ++i) {
        Scenario s = testing::plain_scenario(random);
        const double before = evaluate(s, Distribution::skip).money_left.per_month;
        const auto k =
            static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(s.stages.size()) - 1));
        s.stages[k].target_conversion = random.between(*s.stages[k].target_conversion, 1);
        REQUIRE(evaluate(s, Distribution::skip).money_left.per_month >= before - 1e-9 * before);
    }
}

TEST_CASE("equal factors earn equal amounts: permuting stages permutes their money") {
    testing::Random random(105);
    for (int i = 0; i < 1000; ++i) {
        Scenario s = testing::plain_scenario(random);
        const Report report = evaluate(s, Distribution::skip);
        std::reverse(s.stages.begin(), s.stages.end());
        const Report reversed = evaluate(s, Distribution::skip);
        const std::size_t count = s.stages.size();
        for (std::size_t k = 0; k < count; ++k) {
            REQUIRE(report.money_left.by_factor[2 + k].amount ==
                    doctest::Approx(reversed.money_left.by_factor[2 + count - 1 - k].amount)
                        .epsilon(1e-9)
                        .scale(scale_of(report)));
        }
    }
}

TEST_CASE("p10 ≤ p50 ≤ p90, and the goal's probability is a probability") {
    testing::Random random(106);
    for (int i = 0; i < 600; ++i) {
        const Report report = evaluate(testing::random_scenario(random, 5000));
        REQUIRE(report.uncertainty.revenue->p10 <= report.uncertainty.revenue->p50);
        REQUIRE(report.uncertainty.revenue->p50 <= report.uncertainty.revenue->p90);
        if (report.uncertainty.goal_probability) {
            REQUIRE(*report.uncertainty.goal_probability >= 0);
            REQUIRE(*report.uncertainty.goal_probability <= 1);
        }
    }
}

TEST_CASE("stages lead into one another, lost leads are those nobody worked") {
    testing::Random random(107);
    for (int i = 0; i < 2000; ++i) {
        const Report report = evaluate(testing::random_scenario(random, 1e6), Distribution::skip);
        for (const Flow* flow : {&report.now, &report.target}) {
            REQUIRE(flow->worked_leads + flow->lost_leads == doctest::Approx(flow->leads));
            double passing = flow->worked_leads;
            for (const StageFlow& stage : flow->stages) {
                REQUIRE(stage.entered == passing);
                REQUIRE(stage.passed <= stage.entered);
                passing = stage.passed;
            }
            REQUIRE(flow->sales == passing);
        }
    }
}

TEST_CASE("the last month of a long ramp is the target") {
    testing::Random random(108);
    for (int i = 0; i < 1000; ++i) {
        Scenario s = testing::random_scenario(random, 1e5);
        s.ramp = {60, 2, 6, 3};
        const Report report = evaluate(s, Distribution::skip);
        REQUIRE(report.ramp.months.back().revenue == doctest::Approx(report.target.revenue).epsilon(1e-12));
        REQUIRE(report.ramp.months.front().revenue == doctest::Approx(report.now.revenue).epsilon(1e-12));
    }
}

TEST_CASE("the quick report is the full one without its distribution") {
    testing::Random random(109);
    for (int i = 0; i < 200; ++i) {
        const Scenario s = testing::random_scenario(random, 2000);
        json quick = json::parse(report_to_json(evaluate(s, Distribution::skip)), nullptr, false);
        json full = json::parse(report_to_json(evaluate(s)), nullptr, false);
        REQUIRE(quick["uncertainty"]["revenue"].is_null());
        REQUIRE(quick["uncertainty"]["goal_probability"].is_null());
        quick["uncertainty"]["revenue"] = full["uncertainty"]["revenue"];
        quick["uncertainty"]["goal_probability"] = full["uncertainty"]["goal_probability"];
        REQUIRE(quick == full);
    }
}
