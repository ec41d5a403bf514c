#include "core/comparison.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "random_scenario.hpp"

using namespace funnel;

TEST_CASE("scenarios with other stages are not compared") {
    Scenario a;
    a.stages.push_back({"s", "Этап", StageKind::other, 0.5, std::nullopt, std::nullopt});
    Scenario b = a;
    b.stages[0].id = "t";
    const ComparisonResult result = compare(a, b);
    CHECK_FALSE(result.comparison.has_value());
    REQUIRE(result.issues.size() == 1);
    CHECK(result.issues[0].code == "stages_differ");
}

TEST_CASE("the same stages in another order differ") {
    Scenario a;
    a.stages.push_back({"s", "Этап", StageKind::other, 0.5, std::nullopt, std::nullopt});
    a.stages.push_back({"t", "Этап", StageKind::other, 0.5, std::nullopt, std::nullopt});
    Scenario b = a;
    std::swap(b.stages[0], b.stages[1]);
    CHECK(compare(a, b).issues.size() == 1);
}

TEST_CASE("Uzens: 110 of 700, then 120 with 200 turned away, is 1,43 pp more and not more than chance") {
    Scenario before;
    before.leads_per_month = 700;
    before.average_check = 18'000;
    before.stages.push_back(
        {"qualification", "Квалификация", StageKind::qualification, 1.0, std::nullopt, std::nullopt});
    before.stages.push_back({"sale", "Продажа", StageKind::payment, 0, Observed{700, 110}, std::nullopt});
    Scenario after = before;
    after.stages[0].observed = Observed{700, 500};
    after.stages[1].observed = Observed{500, 120};
    const Comparison comparison = compare(before, after).comparison.value();
    CHECK(comparison.conversion_change.difference == doctest::Approx(0.0143).epsilon(1e-2));
    CHECK(comparison.conversion_change.interval->low == doctest::Approx(-0.0246).epsilon(1e-2));
    CHECK(comparison.conversion_change.interval->high == doctest::Approx(0.0532).epsilon(1e-2));
    CHECK_FALSE(comparison.conversion_change.distinguishable);
}

TEST_CASE(
    "comparing forth and back gives the same amounts with the other sign, and they sum to the difference") {
    testing::Random random(21);
    for (int i = 0; i < 500; ++i) {
        const Scenario a = testing::plain_scenario(random);
        Scenario b = a;
        b.leads_per_month *= random.between(0.5, 2);
        b.average_check *= random.between(0.5, 2);
        for (Stage& stage : b.stages) stage.conversion = random.unit();
        const Comparison forth = compare(a, b).comparison.value();
        const Comparison back = compare(b, a).comparison.value();
        double sum = 0;
        for (std::size_t k = 0; k < forth.by_factor.size(); ++k) {
            REQUIRE(forth.by_factor[k].amount ==
                    doctest::Approx(-back.by_factor[k].amount).epsilon(1e-9).scale(1));
            sum += forth.by_factor[k].amount;
        }
        REQUIRE(sum ==
                doctest::Approx(forth.revenue_b - forth.revenue_a).epsilon(1e-9).scale(forth.revenue_a));
    }
}
