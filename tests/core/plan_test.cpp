#include "core/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/chance/intervals.hpp"
#include "core/json/plan_json.hpp"
#include "core/report.hpp"
#include "core/words.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {

std::vector<Technique> techniques() {
    auto read = techniques_from_json(testing::text_of("tests/core/plan_techniques.json"));
    REQUIRE(read.issues.empty());
    return *read.techniques;
}

Technique technique(std::string id, std::vector<StageKind> kinds, int weeks, Person owner = Person::rop) {
    Technique result;
    result.id = std::move(id);
    result.governed.kinds = std::move(kinds);
    result.weeks = weeks;
    result.owner = owner;
    return result;
}

// 1000 leads, contact 50 → 60 %, payment 10 → 12 %.
Scenario two_stages() {
    Scenario scenario;
    scenario.managers = 4;
    scenario.leads_per_month = 1000;
    scenario.average_check = 1000;
    scenario.stages = {{"talk", "Дозвон", StageKind::contact, 0.5, std::nullopt, 0.6},
                       {"pay", "Оплата", StageKind::payment, 0.1, std::nullopt, 0.12}};
    return scenario;
}

Plan planned(const Scenario& scenario, const std::vector<Technique>& list) {
    PlanInput input;
    input.scenario = &scenario;
    input.techniques = &list;
    return plan_of(input);
}

std::vector<std::string> ids(const Plan& plan, const std::vector<Technique>& list) {
    std::vector<std::string> result;
    for (const PlanStep& step : plan.steps) result.push_back(list[step.technique].id);
    return result;
}

Roubles money_left(const Scenario& scenario) {
    Roubles sum = 0;
    for (const FactorAmount& factor : evaluate(scenario, Distribution::skip).money_left.by_factor) {
        sum += std::max(0.0, factor.amount);
    }
    return sum;
}

}  // namespace

TEST_CASE("criteria without calls, and calls without criteria, say nothing") {
    const std::vector<Technique> list{technique("a", {StageKind::payment}, 1)};
    const Scenario scenario = two_stages();
    const std::vector<Criterion> criteria{Criterion{}};
    const CallsReport calls{};
    PlanInput input;
    input.scenario = &scenario;
    input.techniques = &list;
    const Plan plain = plan_of(input);
    input.criteria = &criteria;
    CHECK(plan_of(input).steps[0].why.evidence.size() == plain.steps[0].why.evidence.size());
    input.criteria = nullptr;
    input.calls = &calls;
    CHECK(plan_of(input).steps[0].why.evidence.size() == plain.steps[0].why.evidence.size());
}

TEST_CASE("the dearest comes first, money is split between those who govern a factor") {
    // Revenue 50 000 → 72 000: talk (0.1 · 500 · 0.11)… = 11 000 each by Shapley.
    const std::vector<Technique> list{technique("a", {StageKind::payment}, 1),
                                      technique("b", {StageKind::contact}, 2),
                                      technique("c", {StageKind::payment}, 1)};
    const Plan plan = planned(two_stages(), list);
    CHECK(ids(plan, list) == std::vector<std::string>{"b", "a", "c"});
    CHECK(plan.steps[0].why.money == doctest::Approx(11'000));
    CHECK(plan.steps[1].why.money == doctest::Approx(5'500));
    CHECK(plan.steps[1].week_from == 3);
    CHECK(plan.steps[2].week_from == 4);
    CHECK(plan.unplaced_money == 0);
    CHECK(plan.by_money_only);
}

TEST_CASE("two run side by side, never two of one person, and what is too long waits for later") {
    const std::vector<Technique> list{
        technique("a", {StageKind::contact}, 3), technique("b", {StageKind::contact}, 1),
        technique("c", {StageKind::contact}, 2, Person::owner),
        technique("d", {StageKind::contact}, 1, Person::crm), technique("e", {StageKind::contact}, 10)};
    const Plan plan = planned(two_stages(), list);
    CHECK(ids(plan, list) == std::vector<std::string>{"a", "c", "d", "b"});
    CHECK(plan.steps[2].week_from == 3);  // beside a, after c
    CHECK(plan.steps[3].week_from == 4);  // after a
    CHECK(plan.later == std::vector<std::size_t>{4});
}

TEST_CASE("a technique waits for what it needs; a ring of them waits for ever") {
    std::vector<Technique> list{
        technique("a", {StageKind::contact}, 1), technique("b", {StageKind::contact}, 2),
        technique("x", {StageKind::contact}, 1), technique("y", {StageKind::contact}, 1)};
    list[0].after = {"b"};
    list[2].after = {"y"};
    list[3].after = {"x"};
    const Plan plan = planned(two_stages(), list);
    CHECK(ids(plan, list) == std::vector<std::string>{"b", "a"});
    CHECK(plan.steps[1].week_from == 3);
    CHECK(plan.later == std::vector<std::size_t>{2, 3});
}

TEST_CASE("in a funnel of one stage whoever governs any stage governs it") {
    Scenario scenario = two_stages();
    scenario.stages.resize(1);
    const std::vector<Technique> list{technique("a", {StageKind::offer}, 1), technique("b", {}, 1)};
    const Plan plan = planned(scenario, list);
    CHECK(plan.steps[0].why.money == doctest::Approx(money_left(scenario)));
    CHECK(plan.steps[1].why.money == 0);
    CHECK_FALSE(plan.steps[1].measure.factor.has_value());
}

TEST_CASE("need is what is missing in areas and calls, and a critical zero makes it whole") {
    const Scenario scenario = two_stages();
    std::vector<Technique> list{technique("a", {StageKind::contact}, 1)};
    list[0].areas = {"one", "two", "silent"};
    list[0].criteria = {"need", "price", "rare"};
    ChecklistResult checklist;
    checklist.areas.resize(3);
    checklist.areas[0].id = "one";
    checklist.areas[0].score.score = 0.5;
    checklist.areas[1].id = "two";
    checklist.areas[1].score.score = 0.9;
    checklist.areas[2].id = "silent";
    std::vector<Criterion> criteria(3);
    criteria[0].id = "need";
    criteria[1].id = "price";
    criteria[2].id = "rare";
    CallsReport calls;
    calls.department.criteria = {{{10, 4}, 0.4, std::nullopt, std::nullopt},
                                 {{5, 1}, 0.2, std::nullopt, std::nullopt},
                                 {{4, 0}, 0.0, std::nullopt, std::nullopt}};
    PlanInput input;
    input.scenario = &scenario;
    input.techniques = &list;
    input.checklist = &checklist;
    CHECK(plan_of(input).steps[0].why.need == doctest::Approx((0.5 + 0.1) / 2));
    input.calls = &calls;
    input.criteria = &criteria;
    CHECK(plan_of(input).steps[0].why.need == doctest::Approx((0.3 + (0.6 + 0.8) / 2) / 2));
    CHECK_FALSE(plan_of(input).by_money_only);
    checklist.areas[1].score.critical_zeros = {"item"};
    CHECK(plan_of(input).steps[0].why.need == 1);
    input.checklist = nullptr;
    CHECK(plan_of(input).steps[0].why.need == doctest::Approx(0.7));
}

TEST_CASE("who is not there is replaced by the head of sales, then the owner; with nobody all is later") {
    const Scenario scenario = two_stages();
    const std::vector<Technique> list{technique("a", {StageKind::contact}, 1, Person::marketing)};
    PlanInput input;
    input.scenario = &scenario;
    input.techniques = &list;
    input.people = {true, true, false, false};
    CHECK(plan_of(input).steps[0].owner == Person::rop);
    input.people = {false, true, false, true};
    CHECK(plan_of(input).steps[0].owner == Person::owner);
    input.people = {false, false, false, false};
    CHECK(plan_of(input).steps.empty());
    CHECK(plan_of(input).later.size() == 1);
}

TEST_CASE("a step that was moved stays where it was put, the others go around it") {
    const Scenario scenario = two_stages();
    const std::vector<Technique> list{technique("a", {StageKind::contact}, 1),
                                      technique("b", {StageKind::contact}, 2)};
    PlanInput input;
    input.scenario = &scenario;
    input.techniques = &list;
    input.fixed = {{"a", Person::crm, 5}, {"b", std::nullopt, 12}};
    const Plan plan = plan_of(input);
    CHECK(plan.steps[0].week_from == 5);
    CHECK(plan.steps[0].owner == Person::crm);
    CHECK(plan.later == std::vector<std::size_t>{1});  // does not fit where it was put
}

TEST_CASE("power: 1000 → 1200 of ten thousand needs thousands, 50 → 62 % some 268") {
    CHECK(entries_to_tell_apart({0.5, 0.62}) == 268.0);
    CHECK_FALSE(entries_to_tell_apart({0.3, 0.3}).has_value());
    CHECK(entries_to_tell_apart({0, 1}) == 2.0);
    // Direct: with so many entries the chance to see the difference is 80 %.
    testing::Random random(5);
    for (int i = 0; i < 300; ++i) {
        const double p1 = random.between(0.02, 0.9);
        const double p2 = std::min(0.99, p1 + random.between(0.02, 0.3));
        const double n = entries_to_tell_apart({p1, p2}).value();
        const double middle = (p1 + p2) / 2;
        const auto power = [&](double entries) {
            const double distance =
                (p2 - p1) * std::sqrt(entries) - kZ95 * std::sqrt(2 * middle * (1 - middle));
            return 0.5 * std::erfc(-distance / std::sqrt(p1 * (1 - p1) + p2 * (1 - p2)) / std::sqrt(2.0));
        };
        REQUIRE(power(n) >= 0.8 - 1e-9);
        REQUIRE(power(n - 1) < 0.8 + 1e-9);
    }
}

TEST_CASE("the difference shows when enough entries have come, within a year") {
    const std::vector<Technique> list{technique("a", {StageKind::contact}, 2)};
    Scenario scenario = two_stages();
    // 50 → 60 %: 388 entries a period; 1000 leads a month are 229.98 a week.
    const Plan plan = planned(scenario, list);
    CHECK(plan.steps[0].measure.per_period == 388.0);
    CHECK(plan.steps[0].measure.visible_week == 4);
    scenario.leads_per_month = 20;
    CHECK_FALSE(planned(scenario, list).steps[0].measure.visible_week.has_value());
}

TEST_CASE("three numbers have a plan already") {
    Scenario scenario;
    scenario.managers = 4;
    scenario.leads_per_month = 320;
    scenario.average_check = 85'000;
    scenario.stages = {{"sale", "Оплата", StageKind::payment, 10.0 / 320, std::nullopt, 0.045}};
    const std::vector<Technique> list = techniques();
    const Plan plan = planned(scenario, list);
    CHECK(plan.steps.size() >= 6);
    CHECK(plan.by_money_only);
    for (const PlanStep& step : plan.steps) CHECK(step.why.need == 1);
}

TEST_CASE("any scenario: money is kept, nobody is in two places, nothing comes before what it needs") {
    testing::Random random(77);
    const std::vector<Technique> list = techniques();
    for (int i = 0; i < 400; ++i) {
        const Scenario scenario = testing::random_scenario(random, 3000);
        PlanInput input;
        input.scenario = &scenario;
        input.techniques = &list;
        for (bool& person : input.people) person = random.chance(0.8);
        const Plan plan = plan_of(input);

        Roubles sum = plan.unplaced_money;
        for (const PlanPriority& priority : plan.priority) sum += priority.money;
        const Roubles left = money_left(scenario);
        REQUIRE(std::fabs(sum - left) <= 1e-9 * std::max(1.0, left));
        REQUIRE(plan.steps.size() + plan.later.size() == list.size());

        for (int week = 1; week <= kPlanWeeks; ++week) {
            std::set<Person> busy;
            std::size_t running = 0;
            for (const PlanStep& step : plan.steps) {
                if (step.week_from > week || step.week_to < week) continue;
                busy.insert(step.owner);
                ++running;
            }
            REQUIRE(running <= 2);
            REQUIRE(busy.size() == running);
        }
        for (const PlanStep& step : plan.steps) {
            REQUIRE(step.week_to <= kPlanWeeks);
            REQUIRE(input.people[static_cast<std::size_t>(step.owner)]);
            for (const std::string& needed : list[step.technique].after) {
                const auto before =
                    std::find_if(plan.steps.begin(), plan.steps.end(),
                                 [&](const PlanStep& other) { return list[other.technique].id == needed; });
                REQUIRE(before != plan.steps.end());
                REQUIRE(before->week_to < step.week_from);
            }
        }
    }
}

TEST_CASE("the order of techniques in their file changes nothing") {
    testing::Random random(78);
    const std::vector<Technique> list = techniques();
    for (int i = 0; i < 100; ++i) {
        const Scenario scenario = testing::random_scenario(random, 3000);
        std::vector<Technique> shuffled = list;
        for (std::size_t j = shuffled.size(); j > 1; --j) {
            std::swap(shuffled[j - 1],
                      shuffled[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(j) - 1))]);
        }
        REQUIRE(plan_to_json(planned(scenario, list), list) ==
                plan_to_json(planned(scenario, shuffled), shuffled));
    }
}

TEST_CASE("whoever leads a step has a name for people, each another") {
    std::set<std::string_view> names;
    for (const auto code : kPersonNames) {
        const auto person = person_from(code);
        REQUIRE(person);
        CHECK_FALSE(person_name(*person).empty());
        names.insert(person_name(*person));
    }
    CHECK(names.size() == kPersons);
}
