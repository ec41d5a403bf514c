#include "core/solver.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/json/solver_json.hpp"
#include "core/report.hpp"

namespace {

using namespace funnel;

// 1000 leads × 50 % × 10 % × 150 000 = 50 sales = 7 500 000 a month.
Scenario two_stages() {
    Scenario s;
    s.managers = 5;
    s.leads_per_month = 1000;
    s.average_check = 150'000;
    s.working_days_per_month = 20;
    s.stages = {{"meet", "Встреча", StageKind::meeting, 0.5, std::nullopt, std::nullopt},
                {"pay", "Оплата", StageKind::payment, 0, Observed{500, 50}, std::nullopt}};
    return s;
}

const Scenario& solution(const SolveResult& result) {
    REQUIRE(result.scenario.has_value());
    REQUIRE_FALSE(result.refusal.has_value());
    return *result.scenario;
}

void check_refused(const SolveResult& result, const std::string& code) {
    CHECK_FALSE(result.scenario.has_value());
    REQUIRE(result.refusal.has_value());
    CHECK(result.refusal->code == code);
    CHECK_FALSE(result.refusal->message.empty());
}

}  // namespace

TEST_CASE("a pinned revenue raises one conversion and forgets its counts") {
    const SolveResult result =
        solve(two_stages(), {Pinned::revenue, "", 11'250'000}, {Gives::conversion, "pay"});
    const Scenario& s = solution(result);
    CHECK(s.stages[1].conversion == doctest::Approx(0.15));
    CHECK_FALSE(s.stages[1].observed.has_value());
    CHECK(result.change.from == doctest::Approx(0.1));
    CHECK(result.change.to == doctest::Approx(0.15));
    CHECK(result.before == doctest::Approx(7'500'000));
    CHECK(evaluate(s, Distribution::skip).now.revenue == doctest::Approx(11'250'000).epsilon(1e-9));
}

TEST_CASE("one stage that would need more than 100 % is refused") {
    check_refused(solve(two_stages(), {Pinned::revenue, "", 80'000'000}, {Gives::conversion, "pay"}),
                  "above_hundred_percent");
    check_refused(solve(two_stages(), {Pinned::revenue, "", 151'000'000}, {Gives::all_conversions, ""}),
                  "above_hundred_percent");
}

TEST_CASE("exactly 100 % is allowed") {
    CHECK(solution(solve(two_stages(), {Pinned::revenue, "", 75'000'000}, {Gives::conversion, "pay"}))
              .stages[1]
              .conversion == 1.0);
}

TEST_CASE("all conversions grow by one factor, those at 100 % stay there") {
    const SolveResult result = solve(two_stages(), {Pinned::sales, "", 200}, {Gives::all_conversions, ""});
    CHECK(result.change.to == doctest::Approx(2));
    CHECK(solution(result).stages[0].conversion == doctest::Approx(1.0));
    CHECK(solution(result).stages[1].conversion == doctest::Approx(0.2));
    const SolveResult more = solve(two_stages(), {Pinned::sales, "", 400}, {Gives::all_conversions, ""});
    CHECK(solution(more).stages[0].conversion == 1.0);
    CHECK(solution(more).stages[1].conversion == doctest::Approx(0.4));
}

TEST_CASE("all conversions shrink by one factor when less is wanted") {
    const SolveResult result = solve(two_stages(), {Pinned::sales, "", 12.5}, {Gives::all_conversions, ""});
    CHECK(solution(result).stages[0].conversion == doctest::Approx(0.25));
    CHECK(solution(result).stages[1].conversion == doctest::Approx(0.05));
}

TEST_CASE("only stages up to the pinned one give way") {
    const SolveResult result =
        solve(two_stages(), {Pinned::stage, "meet", 600}, {Gives::all_conversions, ""});
    CHECK(solution(result).stages[0].conversion == doctest::Approx(0.6));
    CHECK(solution(result).stages[1].observed.has_value());
    check_refused(solve(two_stages(), {Pinned::stage, "meet", 600}, {Gives::conversion, "pay"}), "no_effect");
    check_refused(solve(two_stages(), {Pinned::stage, "nobody", 600}, {Gives::conversion, "pay"}),
                  "no_such_stage");
    check_refused(solve(two_stages(), {Pinned::revenue, "", 600}, {Gives::conversion, "nobody"}),
                  "no_such_stage");
}

TEST_CASE("leads give way up to the capacity") {
    Scenario s = two_stages();
    CHECK(solution(solve(s, {Pinned::sales, "", 75}, {Gives::leads, ""})).leads_per_month ==
          doctest::Approx(1500));
    s.capacity_leads_per_manager = 250;
    CHECK(solution(solve(s, {Pinned::sales, "", 62.5}, {Gives::leads, ""})).leads_per_month ==
          doctest::Approx(1250));
    check_refused(solve(s, {Pinned::sales, "", 63}, {Gives::leads, ""}), "capacity");
}

TEST_CASE("the check gives way for revenue only") {
    CHECK(solution(solve(two_stages(), {Pinned::revenue, "", 5'000'000}, {Gives::check, ""})).average_check ==
          doctest::Approx(100'000));
    check_refused(solve(two_stages(), {Pinned::sales, "", 60}, {Gives::check, ""}), "no_effect");
}

TEST_CASE("managers are whole people, the fewest that reach the pinned result") {
    Scenario s = two_stages();
    check_refused(solve(s, {Pinned::revenue, "", 6'000'000}, {Gives::managers, ""}), "no_effect");
    s.capacity_leads_per_manager = 150;  // five work 750 of 1000
    const SolveResult result = solve(s, {Pinned::sales, "", 41}, {Gives::managers, ""});
    CHECK(solution(result).managers == 6);
    CHECK(result.reached == doctest::Approx(45));
    check_refused(solve(s, {Pinned::sales, "", 51}, {Gives::managers, ""}), "capacity");
}

TEST_CASE("a daily load is kept by people or by leads") {
    const Pin pin{Pinned::leads_per_manager_day, "", 8};
    const SolveResult people = solve(two_stages(), pin, {Gives::managers, ""});
    CHECK(people.before == doctest::Approx(10));
    CHECK(solution(people).managers == 7);
    CHECK(people.reached <= 8);
    CHECK(solution(solve(two_stages(), pin, {Gives::leads, ""})).leads_per_month == doctest::Approx(800));
    check_refused(solve(two_stages(), pin, {Gives::check, ""}), "no_effect");
    check_refused(solve(two_stages(), {Pinned::leads_per_manager_day, "", 0}, {Gives::managers, ""}), "zero");
    Scenario limited = two_stages();
    limited.capacity_leads_per_manager = 100;
    check_refused(solve(limited, pin, {Gives::managers, ""}), "capacity");
}

TEST_CASE("pinned leads keep the revenue of before") {
    const SolveResult result = solve(two_stages(), {Pinned::leads, "", 800}, {Gives::conversion, "pay"});
    CHECK(solution(result).leads_per_month == 800);
    CHECK(solution(result).stages[1].conversion == doctest::Approx(0.125));
    CHECK(evaluate(solution(result), Distribution::skip).now.revenue == doctest::Approx(7'500'000));
    CHECK(solution(solve(two_stages(), {Pinned::leads, "", 800}, {Gives::leads, ""})).leads_per_month == 800);
}

TEST_CASE("zeros and nonsense are refused with a reason") {
    Scenario s = two_stages();
    s.leads_per_month = 0;
    check_refused(solve(s, {Pinned::revenue, "", 1}, {Gives::conversion, "pay"}), "zero");
    check_refused(solve(s, {Pinned::revenue, "", 1}, {Gives::check, ""}), "zero");
    check_refused(solve(s, {Pinned::leads, "", 10}, {Gives::conversion, "pay"}), "zero");
    s = two_stages();
    s.stages[0].conversion = 0;
    check_refused(solve(s, {Pinned::revenue, "", 1}, {Gives::all_conversions, ""}), "zero");
    check_refused(solve(s, {Pinned::revenue, "", 1}, {Gives::leads, ""}), "zero");
    check_refused(solve(s, {Pinned::revenue, "", -1}, {Gives::leads, ""}), "out_of_range");
    check_refused(solve(s, {Pinned::revenue, "", std::nan("")}, {Gives::leads, ""}), "out_of_range");
    check_refused(solve(two_stages(), {Pinned::revenue, "", 1e300}, {Gives::check, ""}), "out_of_range");
}

TEST_CASE(
    "over random scenarios a solution holds the pinned result and changes nothing else, or there is a "
    "reason") {
    std::mt19937_64 bits(5);  // the engine is specified exactly; distributions of the library are not
    const auto unit = [&bits] { return static_cast<double>(bits() >> 11U) * 0x1p-53; };
    int solutions = 0;
    for (int round = 0; round < 4000; ++round) {
        Scenario s;
        s.managers = 1 + static_cast<int>(unit() * 20);
        s.leads_per_month = std::floor(unit() * 5000);
        s.average_check = std::floor(unit() * 300'000);
        if (unit() < 0.5) s.capacity_leads_per_manager = 1 + std::floor(unit() * 400);
        const int stages = 1 + static_cast<int>(unit() * 6);
        for (int i = 0; i < stages; ++i) {
            Stage stage;
            stage.id = "s" + std::to_string(i);
            stage.name = stage.id;
            stage.conversion = unit() < 0.05 ? 0 : unit();
            s.stages.push_back(stage);
        }
        const auto any_stage = [&] { return "s" + std::to_string(static_cast<int>(unit() * stages)); };
        Pin pin{static_cast<Pinned>(static_cast<int>(unit() * 5)), "", 0};
        if (pin.what == Pinned::stage) pin.stage_id = any_stage();
        pin.value = *pinned_value(s, pin) * unit() * 3;
        const Give give{static_cast<Gives>(static_cast<int>(unit() * 5)), any_stage()};
        CAPTURE(name_of(pin.what));
        CAPTURE(name_of(give.what));
        const SolveResult result = solve(s, pin, give);
        REQUIRE(result.scenario.has_value() != result.refusal.has_value());
        if (!result.scenario) continue;
        ++solutions;
        CHECK(evaluate(*result.scenario, Distribution::skip).levers.size() == s.stages.size() + 3);
        if (give.what == Gives::managers) {
            if (pin.what == Pinned::leads_per_manager_day)
                CHECK(result.reached <= pin.value * (1 + 1e-9) + 1e-9);
            if (pin.what == Pinned::revenue) CHECK(result.reached >= pin.value * (1 - 1e-9) - 1e-9);
        } else {
            CHECK(result.reached == doctest::Approx(pin.value).epsilon(1e-9));
        }
        Scenario same = *result.scenario;
        same.managers = s.managers;
        same.leads_per_month = s.leads_per_month;
        same.average_check = s.average_check;
        same.stages = s.stages;
        CHECK(same == s);
    }
    CHECK(solutions > 1000);
}

TEST_CASE("a request is read from JSON with all of its issues, an answer is written") {
    const SolveRequestResult bad =
        solve_request_from_json(R"({"scenario": {}, "pin": {"what": "luck", "value": -1}, "giv": {}})");
    CHECK_FALSE(bad.request.has_value());
    CHECK(bad.issues.size() >= 5);
    const SolveRequestResult good = solve_request_from_json(R"({
        "scenario": {"format": "funnel-scenario", "version": 1, "managers": 1, "leads_per_month": 1000, "average_check": 150000,
                     "stages": [{"id": "pay", "name": "Оплата", "conversion": 0.05}]},
        "pin": {"what": "revenue", "value": 11250000}, "give": {"what": "conversion", "stage": "pay"}})");
    REQUIRE(good.request.has_value());
    const std::string answer =
        solve_result_to_json(solve(good.request->scenario, good.request->pin, good.request->give));
    CHECK(answer.find("\"to\":0.075") != std::string::npos);
    CHECK(solve_result_to_json(solve(good.request->scenario, {Pinned::sales, "", 1}, {Gives::check, ""}))
              .find("no_effect") != std::string::npos);
}

TEST_CASE("every refusal has its code and its sentence") {
    Scenario s;
    s.managers = 5;
    s.leads_per_month = 1000;
    s.average_check = 150'000;
    s.stages = {{"talk", "Разговор", StageKind::contact, 0.5}, {"pay", "Оплата", StageKind::payment, 0.1}};
    const auto refusal = [&](const Pin& pin, const Give& give) {
        return solve(s, pin, give).refusal.value();
    };
    const Pin revenue{Pinned::revenue, {}, 10'000'000};
    const Give leads{Gives::leads, {}};
    const Give managers{Gives::managers, {}};

    CHECK(refusal(revenue, {Gives::conversion, "none"}).code == "no_such_stage");
    CHECK(refusal({Pinned::stage, "none", 5}, leads).code == "no_such_stage");
    CHECK(refusal({Pinned::stage, "talk", 5}, {Gives::conversion, "pay"}).code == "no_effect");
    CHECK(refusal({Pinned::sales, {}, 5}, {Gives::check, {}}).code == "no_effect");
    CHECK(refusal(revenue, managers).code == "no_effect");
    CHECK(refusal({Pinned::leads_per_manager_day, {}, 5}, {Gives::check, {}}).code == "no_effect");
    CHECK(refusal({Pinned::leads_per_manager_day, {}, 0}, managers).code == "zero");
    CHECK(refusal({Pinned::revenue, {}, 76e6}, {Gives::conversion, "pay"}) ==
          Refusal{"above_hundred_percent",
                  "Одного этапа не хватит: конверсия «Оплата» должна была бы быть выше 100 %"});
    CHECK(refusal({Pinned::revenue, {}, 151e6}, {Gives::all_conversions, {}}).code ==
          "above_hundred_percent");
    CHECK(refusal({Pinned::revenue, {}, 1e15}, leads) ==
          Refusal{"out_of_range", "Нужно больше 100\u00a0млн заявок в месяц"});
    CHECK(refusal({Pinned::leads, {}, 2e8}, {Gives::check, {}}).code == "out_of_range");
    CHECK(refusal({Pinned::revenue, {}, 1e15}, {Gives::check, {}}) ==
          Refusal{"out_of_range", "Нужен чек больше 1\u00a0трлн\u00a0₽"});
    CHECK(refusal({Pinned::leads_per_manager_day, {}, 0.001}, managers) ==
          Refusal{"out_of_range", "Нужно больше 10\u00a0000 менеджеров"});
    CHECK(refusal({Pinned::revenue, {}, -1}, leads).code == "out_of_range");

    s.capacity_leads_per_manager = 100;
    CHECK(refusal({Pinned::revenue, {}, 5e6}, leads).code == "capacity");
    CHECK(refusal({Pinned::revenue, {}, 8e6}, managers).code == "capacity");
    CHECK(refusal({Pinned::leads_per_manager_day, {}, 6}, managers).code == "capacity");
    s.average_check = 0;
    for (const Gives what : {Gives::all_conversions, Gives::leads, Gives::managers})
        CHECK(refusal(revenue, {what, {}}).code == "zero");
    CHECK(refusal(revenue, {Gives::conversion, "pay"}).code == "zero");
    s.average_check = 1;
    s.stages[0].conversion = 0;
    CHECK(refusal(revenue, {Gives::check, {}}).code == "zero");
    CHECK(refusal({Pinned::leads, {}, 10}, {Gives::check, {}}).code == "zero");
}
