// What is half typed: it changes nothing else, and another tab's edit does not take it away.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "stage.hpp"
#include "workbench/commands.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/document/quantities.hpp"

using namespace funnel;
using namespace funnel::workbench;
using Keys = Workbench::Keys;

namespace {

constexpr FrameSize kWindow{1120, 836, 1};

const Scenario& scenario(const Bench& bench) {
    return bench.workbench.history().now().scenario();
}

// One manager with a roster, its tab open.
Scenario with_one(std::int64_t leads, std::int64_t sales) {
    return with_roster(golden("full"), {{"Анна", leads, sales}});
}
void open_roster(Bench& bench) {
    (void)run_command(bench.workbench, R"({"do":"view","tab":"roster"})");
    bench.frames(kWindow, 2);
}
const RosterEntry& anna(const Bench& bench) {
    return scenario(bench).roster[0];
}
}  // namespace

TEST_CASE("half typed, a number of a pair changes nothing of the other; corrected digits leave no trace") {
    Bench bench(with_one(40, 12));
    open_roster(bench);
    bench.click(bench.place_of("40", "picture"));
    bench.type("4");
    CHECK(anna(bench).sales == 12);
    CHECK(anna(bench).leads == 40);
    bench.type("5");
    CHECK(anna(bench).leads == 45);
    CHECK(anna(bench).sales == 12);
    bench.press(ImGuiKey_Enter);
    CHECK(anna(bench).leads == 45);
    CHECK(anna(bench).sales == 12);
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("12", "picture"));
    bench.type("120");
    CHECK(anna(bench).leads == 45);
    bench.press(ImGuiKey_Backspace);
    bench.press(ImGuiKey_Enter);
    CHECK(anna(bench).leads == 45);
    CHECK(anna(bench).sales == 12);
}

TEST_CASE("more sales than leads are refused beside the field, and nothing is changed for their sake") {
    Bench bench(with_one(40, 12));
    open_roster(bench);
    bench.click(bench.place_of("12", "picture"));
    bench.type("120");
    bench.press(ImGuiKey_Enter);
    CHECK(anna(bench).leads == 40);
    CHECK(anna(bench).sales == 12);
    CHECK(bench.workbench.view().notice ==
          "Продаж больше, чем заявок: проверьте строку. Осталось прежнее значение");
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("40", "picture"));
    bench.type("8");
    bench.press(ImGuiKey_Enter);
    CHECK(anna(bench).leads == 40);
    CHECK(anna(bench).sales == 12);
    CHECK_FALSE(bench.workbench.history().can_undo());
}

TEST_CASE("a number too small so far is not called wrong while more digits may follow") {
    Bench bench(with_one(40, 12));
    open_roster(bench);
    bench.click(bench.place_of("40", "picture"));
    const auto told = [&] {
        return std::any_of(bench.texts.begin(), bench.texts.end(),
                           [](const TextRecord& text) { return text.panel == "tip"; });
    };
    bench.type("1");
    bench.frames(kWindow, 2);
    CHECK_FALSE(told());
    bench.type("3");
    bench.press(ImGuiKey_Enter);
    CHECK(anna(bench).leads == 13);
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("12", "picture"));
    bench.type("14");
    bench.frames(kWindow, 2);
    CHECK(told());
}

TEST_CASE("counts of a stage: half typed, what entered leaves what passed alone") {
    Scenario start = with_counts(golden("full"), 3, {45, 12});
    Bench bench(std::move(start));
    (void)run_command(bench.workbench, R"({"do":"view","counts":true})");
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("45", "scenario"));
    for (const char* digit : {"4", "8", "0"}) {
        bench.type(digit);
        CHECK(scenario(bench).stages[3].observed->passed == 12);
    }
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).stages[3].observed == Observed{480, 12});
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("12", "scenario"));
    bench.type("481");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).stages[3].observed == Observed{480, 12});
    CHECK(bench.workbench.view().notice ==
          "Прошло больше, чем вошло: проверьте числа этапа. Осталось прежнее значение");
}

TEST_CASE("the months of the ramp: a slip in the first does not cost the second") {
    Bench bench(golden("full"));
    View view = bench.workbench.view();
    view.details = true;
    bench.workbench.apply(ChangeView{view});
    const RampPlan before = scenario(bench).ramp;
    for (const char* command : {R"({"do":"type","id":"ramp/starts_month","text":"30"})",
                                R"({"do":"type","id":"ramp/full_month","text":"1"})"}) {
        const std::string answer = run_command(bench.workbench, command);
        CAPTURE(answer);
        CHECK(answer.find("не раньше, чем начинается") != std::string::npos);
        CHECK(scenario(bench).ramp == before);
    }
}

TEST_CASE("typed back to what it was: nothing to undo, and no new variant of a frozen baseline") {
    Bench bench(golden("full"));
    bench.workbench.apply(FreezeVariant{0});
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    bench.type("2400");
    bench.press(ImGuiKey_Enter);
    CHECK(bench.workbench.history().now().variants.size() == 1);
    CHECK(bench.workbench.history().undoes() == "точку отсчёта");
}

namespace {
// What another tab has made of the document: `change` of the first variant's scenario.
template <typename Change>
std::string from_another_tab(const Bench& bench, Change change) {
    Workbench other(scenario(bench));
    other.apply(EditScenario{change(scenario(bench)), 0});
    const std::string answer = run_command(other, R"({"do":"save"})");
    const std::string head = R"({"ok":true,)";
    return R"({"do":"sync",)" + answer.substr(head.size());
}
}  // namespace

TEST_CASE("what is half typed survives what another tab has committed, and is one step of its own") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    const std::string news = from_another_tab(
        bench, [](Scenario s) { return with_value(std::move(s), QuantityId::average_check, 200'000); });
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    bench.type("33");
    (void)run_command(bench.workbench, news);
    bench.frames(kWindow, 2);
    CHECK(bench.workbench.keys() == Keys::number_typed);
    CHECK(bench.workbench.provisional());
    CHECK(scenario(bench).average_check == 200'000);
    CHECK(scenario(bench).leads_per_month == 33);
    bench.type("0");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).leads_per_month == 330);
    CHECK(scenario(bench).average_check == 200'000);
    bench.workbench.apply(UndoEdit{});
    CHECK(scenario(bench).leads_per_month == 2400);
    CHECK(scenario(bench).average_check == 200'000);
    // Given up, it leaves what the other tab has done.
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    bench.type("44");
    (void)run_command(bench.workbench, news);
    bench.press(ImGuiKey_Escape);
    CHECK(scenario(bench).leads_per_month == 2400);
    CHECK(scenario(bench).average_check == 200'000);
}

TEST_CASE(
    "what is typed stays in its stage when another tab puts one before it; without its stage it is told") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    const std::string one_more = from_another_tab(bench, with_stage_added);
    const std::string one_less =
        from_another_tab(bench, [](Scenario s) { return without_stage(std::move(s), 3); });
    bench.click(bench.place_of("22", "scenario"));
    bench.type("25");
    (void)run_command(bench.workbench, one_more);
    bench.press(ImGuiKey_Enter);
    REQUIRE(scenario(bench).stages.size() == 5);
    CHECK(scenario(bench).stages[3].conversion == 1);
    CHECK(scenario(bench).stages[4].conversion == doctest::Approx(0.25));
    bench.workbench.apply(UndoEdit{});
    bench.workbench.apply(UndoEdit{});
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("22", "scenario"));
    bench.type("26");
    (void)run_command(bench.workbench, one_less);
    bench.frames(kWindow, 2);
    CHECK(scenario(bench).stages.size() == 3);
    CHECK(bench.workbench.keys() != Keys::number_typed);
    CHECK(bench.workbench.view().notice ==
          "Поля, в которое вы вводили, больше нет: его убрали в другой вкладке");
}
