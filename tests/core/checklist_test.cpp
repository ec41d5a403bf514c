#include "core/checklist.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "core/json/checklist_json.hpp"
#include "core/json/scenario_json.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {
Checklist sample() {
    auto read = checklist_from_json(testing::text_of("tests/core/sample_checklist.json"));
    REQUIRE(read.issues.empty());
    return *read.checklist;
}
Scenario full() {
    auto read = scenario_from_json(testing::text_of("assets/scenarios/full.json"));
    REQUIRE(read.issues.empty());
    return *read.scenario;
}
ChecklistResult scored(const std::vector<Answer>& answers, const Scenario* scenario = nullptr) {
    const Checklist checklist = sample();
    return score_checklist({&checklist, &answers, scenario});
}
}  // namespace

TEST_CASE("a score weighs marks; not asked and not applicable do not count") {
    const ChecklistResult result =
        scored({{"reason", Mark::partly}, {"plan", Mark::systematic}, {"attempt", Mark::not_applicable}});
    // (3·1 + 1·2) / (2·3 + 2·1)
    CHECK(result.total.score.value() == doctest::Approx(5.0 / 8));
    // 2 answered of 5 − 1
    CHECK(result.total.completeness.value() == doctest::Approx(0.5));
    CHECK_FALSE(result.areas[1].score.score.has_value());
    CHECK_FALSE(result.areas[1].score.completeness.has_value());
}

TEST_CASE("nothing answered: no score, completeness 0") {
    const ChecklistResult result = scored({});
    CHECK_FALSE(result.total.score.has_value());
    CHECK(result.total.completeness == 0.0);
}

TEST_CASE("a zero on a critical item is named, a zero on another is not") {
    const ChecklistResult result = scored({{"reason", Mark::no}, {"plan", Mark::no}, {"attempt", Mark::no}});
    CHECK(result.total.critical_zeros == std::vector<std::string>{"reason", "attempt"});
}

TEST_CASE("a factor's money is split equally between the areas that govern it, and nobody invents any") {
    const Scenario scenario = full();
    const ChecklistResult result = scored({}, &scenario);
    // meet 4 806 975,6 between meetings and next_step; pay 6 640 725,6 between closing and next_step;
    // coverage to next_step.
    CHECK(result.areas[0].money.value() == doctest::Approx(4'806'975.6 / 2));
    CHECK(result.areas[1].money.value() == doctest::Approx(6'640'725.6 / 2));
    CHECK(result.areas[2].money.value() == doctest::Approx((4'806'975.6 + 6'640'725.6) / 2 + 2'894'673.6));
    CHECK(result.areas[3].money == 0.0);
    CHECK(result.areas[2].factors.size() == 3);
}

TEST_CASE("what to start with: by the money of the weakness, then by its weight") {
    const Scenario scenario = full();
    const ChecklistResult result = scored({{"reason", Mark::systematic},
                                           {"plan", Mark::systematic},
                                           {"attempt", Mark::partly},
                                           {"date", Mark::no},
                                           {"daily", Mark::no}},
                                          &scenario);
    CHECK(result.order == std::vector<std::string>{"next_step", "closing", "culture", "meetings"});
    CHECK(result.areas[1].priority == doctest::Approx(0.5 * 6'640'725.6 / 2));
}

TEST_CASE("weak items: critical first, then the heavier lack") {
    const ChecklistResult result = scored({{"reason", Mark::partly}, {"plan", Mark::no}});
    CHECK(result.areas[0].weak_items == std::vector<std::string>{"reason", "plan"});
}

TEST_CASE("answers are read with every issue at once") {
    const Checklist checklist = sample();
    const auto good = answers_from_json(
        R"({"format":"funnel-checklist","version":1,"answers":{"reason":2,"plan":"na"}})", checklist);
    REQUIRE(good.answers);
    CHECK(good.answers->size() == 2);
    const auto bad = answers_from_json(
        R"({"format":"funnel-checklist","version":1,"answers":{"reason":3,"nobody":1,"plan":"yes","date":null}})",
        checklist);
    CHECK_FALSE(bad.answers);
    CHECK(bad.issues.size() == 4);
}

TEST_CASE("scores stay between 0 and 1 and rise with a better mark") {
    const Checklist checklist = sample();
    testing::Random random(31);
    for (int i = 0; i < 500; ++i) {
        std::vector<Answer> answers;
        for (const ChecklistArea& area : checklist.areas) {
            for (const ChecklistItem& item : area.items) {
                if (random.chance(0.7)) answers.push_back({item.id, static_cast<Mark>(random.whole(0, 3))});
            }
        }
        const auto before = score_checklist({&checklist, &answers, nullptr});
        if (before.total.score) {
            REQUIRE(*before.total.score >= 0);
            REQUIRE(*before.total.score <= 1);
        }
        for (Answer& answer : answers) {
            if (answer.mark != Mark::no) continue;
            answer.mark = Mark::systematic;
            const auto after = score_checklist({&checklist, &answers, nullptr});
            REQUIRE(*after.total.score > *before.total.score);
            break;
        }
    }
}
