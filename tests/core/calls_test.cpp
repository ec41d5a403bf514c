#include "core/calls.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/chance/student.hpp"
#include "core/json/calls_json.hpp"
#include "random_scenario.hpp"

using namespace funnel;
using nlohmann::json;

namespace {

void check_same(const std::string& path, const json& expected, const json& actual) {
    INFO(path);
    if (expected.is_number()) {
        REQUIRE(actual.is_number());
        const double e = expected.get<double>();
        // A flat maximum: the golden's own search ends near it.
        const bool is_prior =
            path.find("prior") != std::string::npos || path.find("fair") != std::string::npos;
        CHECK(std::fabs(e - actual.get<double>()) <= (is_prior ? 2e-5 : 1e-9) * std::max(1e-9, std::fabs(e)));
    } else if (expected.is_structured()) {
        REQUIRE(actual.size() == expected.size());
        for (const auto& [key, value] : expected.items()) {
            REQUIRE((actual.is_array() || actual.contains(key)));
            check_same(path + "/" + key, value, actual.is_array() ? actual[std::stoul(key)] : actual[key]);
        }
    } else {
        CHECK(actual == expected);
    }
}

Calls random_calls(testing::Random& random) {
    Calls calls;
    const auto criteria = random.whole(1, random.chance(0.1) ? 40 : 8);
    for (std::int64_t i = 0; i < criteria; ++i) {
        Criterion criterion;
        criterion.id = "c" + std::to_string(i);
        criterion.weight = static_cast<int>(random.whole(1, 3));
        calls.criteria.push_back(criterion);
    }
    const auto managers = random.whole(1, 6);
    std::vector<double> skill;
    for (std::int64_t i = 0; i < managers; ++i) {
        calls.managers.push_back("М" + std::to_string(i));
        skill.push_back(random.unit());
    }
    const auto count = random.whole(0, 60);
    for (std::int64_t i = 0; i < count; ++i) {
        Call call;
        call.manager = static_cast<std::size_t>(random.whole(0, managers - 1));
        call.date = static_cast<Day>(random.whole(20'000, 20'060));
        for (std::size_t j = 0; j < calls.criteria.size(); ++j) {
            if (random.chance(0.2)) continue;
            call.marks[j] = random.chance(0.1)                   ? Heard::not_applicable
                            : random.chance(skill[call.manager]) ? Heard::yes
                                                                 : Heard::no;
        }
        calls.calls.push_back(call);
    }
    return calls;
}

constexpr TwoPeriods kPeriods{{20'000, 20'030}, {20'031, 20'060}};
std::string text_of_report(const Calls& calls) {
    return calls_report_to_json(report_of(calls, kPeriods), calls);
}

}  // namespace

TEST_CASE("forty calls of five managers have the golden report, weakest links included") {
    const json golden = json::parse(testing::text_of("tests/golden/calls_forty.json"), nullptr, false);
    const CallsResult read = calls_from_json(golden["document"].dump());
    REQUIRE(read.issues.empty());
    const PeriodsResult periods = periods_from_json(golden["periods"].dump());
    REQUIRE(periods.periods);
    const CallsReport report = report_of(*read.calls, periods.periods);
    check_same("", golden["report"], json::parse(calls_report_to_json(report, *read.calls), nullptr, false));
}

TEST_CASE("efficiency weighs marks; what was not asked or not applicable does not count") {
    Calls calls;
    calls.criteria = {{"a", "", "", 3, StageKind::other, "", ""}, {"b", "", "", 1, StageKind::other, "", ""}};
    calls.managers = {"М"};
    Call call;
    call.marks[0] = Heard::no;
    call.marks[1] = Heard::yes;
    calls.calls = {call};
    calls.calls.push_back(Call{});  // nothing marked
    CallsReport report = report_of(calls);
    CHECK(report.calls == 2);
    CHECK(report.department.efficiency.value == 0.25);
    CHECK_FALSE(report.department.efficiency.interval().has_value());
    calls.calls[1].marks[0] = Heard::not_applicable;
    calls.calls[1].marks[1] = Heard::yes;
    report = report_of(calls);
    CHECK(report.department.efficiency.value == 2.0 / 5);  // (0 + 1 + 1) / (3 + 1 + 1)
    CHECK(report.department.criteria[0].count.asked == 1);
}

TEST_CASE("the interval stands around the set's efficiency, from the fifth call with a mark on") {
    Calls calls;
    calls.criteria = {{"a", "", "", 1, StageKind::other, "", ""}, {"b", "", "", 1, StageKind::other, "", ""}};
    calls.managers = {"М"};
    const auto add = [&](Heard a, Heard b) {
        Call call;
        call.marks[0] = a;
        call.marks[1] = b;
        calls.calls.push_back(call);
    };
    for (int i = 0; i < 4; ++i) add(Heard::yes, Heard::no);
    add(Heard::not_applicable, Heard::not_listened);
    CHECK_FALSE(report_of(calls).department.efficiency.half.has_value());
    add(Heard::yes, Heard::not_listened);
    // 0.5 ×4 and 1: s² = 0.05; t(0.975, 4)·√0.05/√5; efficiency 5/9.
    const Efficiency efficiency = report_of(calls).department.efficiency;
    const double half = 2.7764451051977944 * std::sqrt(0.05) / std::sqrt(5.0);
    CHECK(efficiency.half.value() == doctest::Approx(half).epsilon(1e-12));
    CHECK(efficiency.interval()->low == doctest::Approx(5.0 / 9 - half));
    CHECK(efficiency.interval()->high == doctest::Approx(5.0 / 9 + half));
}

TEST_CASE("the weakest link needs five marks and goes to the first of equals") {
    Calls calls;
    calls.criteria = {{"a", "", "", 1, StageKind::other, "", ""},
                      {"b", "", "", 2, StageKind::other, "", ""},
                      {"c", "", "", 2, StageKind::other, "", ""},
                      {"d", "", "", 3, StageKind::other, "", ""}};
    calls.managers = {"М"};
    for (int i = 0; i < 5; ++i) {
        Call call;
        call.marks[0] = Heard::no;
        call.marks[1] = i < 2 ? Heard::yes : Heard::no;
        call.marks[2] = i >= 3 ? Heard::yes : Heard::no;
        if (i < 4) call.marks[3] = Heard::no;
        calls.calls.push_back(call);
    }
    CHECK(report_of(calls).managers[0].weakest == std::size_t{1});
    calls.calls.resize(4);
    CHECK_FALSE(report_of(calls).managers[0].weakest.has_value());
}

TEST_CASE("the weakest link is what is missing times its weight, not the heaviest") {
    Calls calls;
    calls.criteria = {{"heavy", "", "", 3, StageKind::other, "", ""},
                      {"light", "", "", 1, StageKind::other, "", ""}};
    calls.managers = {"М"};
    for (int i = 0; i < 10; ++i) {
        Call call;
        call.marks[0] = i > 0 ? Heard::yes : Heard::no;
        call.marks[1] = i > 6 ? Heard::yes : Heard::no;
        calls.calls.push_back(call);
    }
    // 3 · 0.1 is less than 1 · 0.7.
    CHECK(report_of(calls).managers[0].weakest == std::size_t{1});
}

TEST_CASE("no calls, no numbers") {
    Calls calls;
    calls.criteria = {{"a", "", "", 1, StageKind::other, "", ""}};
    const CallsReport report = report_of(calls, kPeriods);
    CHECK_FALSE(report.period.has_value());
    CHECK_FALSE(report.department.efficiency.value.has_value());
    CHECK(report.managers.empty());
    CHECK_FALSE(report.spread[0].has_value());
    CHECK_FALSE(report.change->department.difference.has_value());
}

TEST_CASE("97 calls tell a half to ten points, a rare thing needs fewer") {
    CHECK(calls_needed({0.5, 0.1}) == 97);
    CHECK(calls_needed({0, 0.1}) == calls_needed({0.05, 0.1}));
    CHECK(calls_needed({1, 0.1}) == 19);  // 3.8415 · 0.05 · 0.95 / 0.01 = 18.2
    CHECK(calls_needed({0.5, 0.05}) == 385);
}

TEST_CASE("the report does not depend on the order of calls, nor on where managers are first named") {
    testing::Random random(31);
    for (int i = 0; i < 300; ++i) {
        Calls calls = random_calls(random);
        const std::string before = text_of_report(calls);
        for (std::size_t j = calls.calls.size(); j > 1; --j) {
            std::swap(
                calls.calls[j - 1],
                calls.calls[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(j) - 1))]);
        }
        // The same people at other places of the list.
        std::vector<std::size_t> place(calls.managers.size());
        for (std::size_t j = 0; j < place.size(); ++j) place[j] = place.size() - 1 - j;
        std::reverse(calls.managers.begin(), calls.managers.end());
        for (Call& call : calls.calls) call.manager = place[call.manager];
        REQUIRE(text_of_report(calls) == before);
    }
}

TEST_CASE("weights scaled together change nothing but who weighs most") {
    testing::Random random(32);
    for (int i = 0; i < 200; ++i) {
        Calls ones = random_calls(random);
        for (Criterion& criterion : ones.criteria) criterion.weight = 1;
        Calls threes = ones;
        for (Criterion& criterion : threes.criteria) criterion.weight = 3;
        REQUIRE(text_of_report(ones) == text_of_report(threes));
    }
}

TEST_CASE("counts of merged files add up, and every share lies in its interval") {
    testing::Random random(33);
    for (int i = 0; i < 200; ++i) {
        const Calls calls = random_calls(random);
        Calls first = calls;
        Calls second = calls;
        const std::size_t half = calls.calls.size() / 2;
        first.calls.resize(half);
        second.calls.erase(second.calls.begin(), second.calls.begin() + static_cast<std::ptrdiff_t>(half));
        const CallsReport whole = report_of(calls);
        const CallsReport a = report_of(first);
        const CallsReport b = report_of(second);
        for (std::size_t j = 0; j < calls.criteria.size(); ++j) {
            const CriterionResult& result = whole.department.criteria[j];
            REQUIRE(result.count.asked ==
                    a.department.criteria[j].count.asked + b.department.criteria[j].count.asked);
            REQUIRE(result.count.done ==
                    a.department.criteria[j].count.done + b.department.criteria[j].count.done);
            int asked = 0;
            for (const ManagerResult& manager : whole.managers) asked += manager.criteria[j].count.asked;
            REQUIRE(asked == result.count.asked);
            if (!result.share) continue;
            REQUIRE(result.interval->low <= *result.share);
            REQUIRE(*result.share <= result.interval->high);
        }
        if (const auto interval = whole.department.efficiency.interval()) {
            REQUIRE(interval->low >= 0);
            REQUIRE(interval->high <= 1);
        }
    }
}
