#include "workbench/document/edits.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/json/scenario_json.hpp"
#include "core/report.hpp"
#include "stage.hpp"
#include "workbench/document/quantities.hpp"

using namespace funnel;
using namespace funnel::workbench;

TEST_CASE("every quantity stays within its range whatever is set") {
    const Scenario scenario = golden("full");
    for (std::size_t i = 0; i < kQuantities; ++i) {
        const auto id = static_cast<QuantityId>(i);
        CAPTURE(quantity(id).id);
        CHECK(quantity_from(quantity(id).id) == id);
        for (const double value : {-1e300, -1.0, 0.0, 0.5, 3.7, 1e9, 1e300,
                                   std::numeric_limits<double>::infinity(), std::nan("")}) {
            CHECK(issues_of(with_value(scenario, id, value)).empty());
        }
        CHECK(issues_of(with_value(scenario, id, std::nullopt)).empty());
        if (const auto value = value_of(scenario, id)) CHECK(with_value(scenario, id, value) == scenario);
    }
}

TEST_CASE("stages are added, moved, renamed and removed, one always stays") {
    Scenario s = golden("full");
    for (int i = 0; i < 20; ++i) s = with_stage_added(std::move(s));
    CHECK(s.stages.size() == kMaxStages);
    CHECK(issues_of(s).empty());
    const std::string first = s.stages[0].id;
    s = with_stage_moved(std::move(s), {0, 5});
    CHECK(s.stages[5].id == first);
    CHECK(with_stage_moved(s, {5, 99}) == s);
    CHECK(with_stage_name(s, 0, "  \n ") == s);
    CHECK(with_stage_name(s, 0, " Звонок\n").stages[0].name == "Звонок");
    for (int i = 0; i < 20; ++i) s = without_stage(std::move(s), 0);
    CHECK(s.stages.size() == 1);
}

TEST_CASE("with all targets reached, now is what the target was") {
    const Scenario before = golden("full");
    const Scenario after = with_targets_reached(before);
    CHECK(issues_of(after).empty());
    CHECK(evaluate(after, Distribution::skip).now.revenue ==
          doctest::Approx(evaluate(before, Distribution::skip).target.revenue));
    CHECK(evaluate(after, Distribution::skip).money_left.per_month == 0);
}

TEST_CASE("counts are kept within sense") {
    const Scenario s = with_counts(golden("full"), 0, {0, 7});
    CHECK(s.stages[0].observed == Observed{1, 1});
    CHECK(issues_of(s).empty());
    CHECK(with_conversion(s, 0, 2).stages[0].conversion == 1);
    CHECK(with_conversion(s, 99, 0.5) == s);
}

TEST_CASE("a new stage stands before the last and changes no money yet") {
    const Scenario before = golden("full");
    const Scenario after = with_stage_added(before);
    REQUIRE(after.stages.size() == 5);
    CHECK(after.stages[3].conversion == 1);
    CHECK(after.stages[4] == before.stages[3]);
    CHECK(evaluate(after, Distribution::skip).now.revenue ==
          doctest::Approx(evaluate(before, Distribution::skip).now.revenue));
}

TEST_CASE("stages from a preset keep ids, kinds and targets of stages called the same, where they fit") {
    const Scenario before = golden("full");  // Дозвон 82 → 90, Оплата 22 → 30
    std::vector<Stage> stages(2);
    stages[0].name = "дозвон";
    stages[0].conversion = 0.7;
    stages[1].name = "Оплата";
    stages[1].conversion = 0.5;
    const Scenario after = with_stages(before, stages);
    CHECK(issues_of(after).empty());
    CHECK(after.stages[0].id == before.stages[0].id);
    CHECK(after.stages[0].kind == before.stages[0].kind);
    CHECK(after.stages[0].target_conversion == before.stages[0].target_conversion);
    CHECK_FALSE(after.stages[1].target_conversion.has_value());  // 30 % is below what is there now
}
