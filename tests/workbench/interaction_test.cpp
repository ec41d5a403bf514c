// The keyboard and the pointer on a workbench without a screen.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "imgui_internal.h"
#include "stage.hpp"
#include "workbench/commands.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/document/quantities.hpp"

using namespace funnel;
using namespace funnel::workbench;
using Keys = Workbench::Keys;

namespace {

constexpr FrameSize kWindow{1120, 836, 1};

void drag(Bench& bench, ImVec2 from, float dx) {
    ImGuiIO& io = ImGui::GetIO();
    bench.move(from);
    io.AddMouseButtonEvent(0, true);
    bench.frames(kWindow);
    for (int i = 1; i <= 10; ++i) bench.move({from.x + dx * static_cast<float>(i) / 10, from.y});
    io.AddMouseButtonEvent(0, false);
    bench.frames(kWindow, 2);
}

// Frames until everything that was done is taken.
void settle(Bench& bench) {
    for (int i = 0; i < 100 && (i < 2 || ImGui::GetCurrentContext()->InputEventsQueue.Size > 0); ++i)
        bench.frames(kWindow);
}

const Scenario& scenario(const Bench& bench) {
    return bench.workbench.history().now().scenario();
}

// The handle at the end of a field whose value reads so.
ImVec2 handle_of(const Bench& bench, const std::string& words) {
    const auto at = std::find_if(bench.texts.begin(), bench.texts.end(), [&](const TextRecord& t) {
        return t.text == words && t.panel == "scenario";
    });
    REQUIRE_MESSAGE(at != bench.texts.end(), words);
    const auto unit = std::find_if(at, bench.texts.end(), [](const TextRecord& t) { return t.text == "%"; });
    const bool unit_before = at != bench.texts.begin() && std::prev(at)->text == "%";
    const float x = unit_before                 ? std::prev(at)->room.x1
                    : unit != bench.texts.end() ? unit->room.x1
                                                : at->room.x1;
    return {x + 9, at->at.middle_y()};
}

}  // namespace

TEST_CASE("one press focuses a field, a digit begins anew, Enter commits and stays, undo takes it back") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    CHECK(bench.workbench.keys() == Keys::number_field);
    bench.type("3,5 тыс");
    CHECK(bench.workbench.keys() == Keys::number_typed);
    CHECK(bench.workbench.provisional());
    bench.press(ImGuiKey_Enter);
    CHECK(bench.workbench.keys() == Keys::number_field);
    CHECK_FALSE(bench.workbench.provisional());
    CHECK(scenario(bench).leads_per_month == 3500);
    CHECK(bench.workbench.history().steps() == 2);
    bench.workbench.apply(UndoEdit{});
    CHECK(scenario(bench).leads_per_month == 2400);
    CHECK(bench.workbench.view().notice == "Отменено: Заявок 3\u00a0500");
}

TEST_CASE("what is typed counts at once, Escape restores, what is no number says so and changes nothing") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    const double before = bench.workbench.results().variant[0].report.now.revenue;
    bench.click(bench.place_of("180\u00a0000", "scenario"));
    bench.type("9");
    bench.type("00 000");
    CHECK(bench.workbench.results().variant[0].report.now.revenue == doctest::Approx(before * 5));
    bench.press(ImGuiKey_Escape);
    CHECK(scenario(bench).average_check == 180'000);
    CHECK(bench.workbench.history().steps() == 1);
    bench.type("5%");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).average_check == 180'000);
    CHECK(bench.workbench.view().notice == "Здесь нужно число, а не проценты. Осталось прежнее значение");
}

TEST_CASE("a number emptied while it is typed leaves what was there before") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    bench.type("320");
    for (int i = 0; i < 3; ++i) bench.press(ImGuiKey_Backspace);
    CHECK(scenario(bench).leads_per_month == 2400);
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).leads_per_month == 2400);
    CHECK(bench.workbench.history().steps() == 1);
    bench.type("200 млн");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).leads_per_month == 2400);
    CHECK(bench.workbench.view().notice ==
          "Нужно число от 0 до 100\u00a0млн\u00a0шт. Осталось прежнее значение");
}

TEST_CASE(
    "a command takes what is being typed first: it stays where it was typed, the next digit begins anew") {
    Bench bench(golden("full"));
    bench.workbench.apply(DuplicateVariant{});
    bench.frames(kWindow, 2);
    const ImVec2 leads = bench.place_of("2\u00a0400", "scenario");
    bench.click(leads);
    bench.type("777");
    (void)run_command(bench.workbench, R"({"do":"choose","variant":"A"})");
    bench.frames(kWindow, 2);
    CHECK_FALSE(bench.workbench.provisional());
    CHECK(bench.workbench.history().now().variants[0].scenario->leads_per_month == 2400);
    CHECK(bench.workbench.history().now().variants[1].scenario->leads_per_month == 777);
    bench.frames(kWindow, 40);
    bench.click(leads);
    bench.type("778");
    (void)run_command(bench.workbench, R"({"do":"finish"})");
    CHECK_FALSE(bench.workbench.provisional());
    CHECK(scenario(bench).leads_per_month == 778);
    bench.frames(kWindow, 40);
    bench.click(leads);
    bench.type("779");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).leads_per_month == 779);
}

TEST_CASE("a double press selects all, ↑ ↓ step, a letter does not begin a number") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    const ImVec2 leads = bench.place_of("2\u00a0400", "scenario");
    bench.click(leads, 2);
    CHECK(bench.workbench.keys() == Keys::number_typed);
    bench.type("320");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).leads_per_month == 320);
    bench.press(ImGuiKey_UpArrow);
    CHECK(scenario(bench).leads_per_month == 330);
    bench.press(ImGuiKey_DownArrow);
    bench.press(ImGuiKey_DownArrow);
    CHECK(scenario(bench).leads_per_month == 310);
    bench.type("чек");
    CHECK(bench.workbench.keys() == Keys::number_field);
    CHECK(scenario(bench).leads_per_month == 310);
}

TEST_CASE("Tab goes on in the order of speaking: managers, leads, check, stages") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("7", "scenario"));
    const char* const typed[] = {"4", "320", "85000", "70", "45", "40", "25"};
    for (const char* text : typed) {
        bench.type(text);
        bench.press(ImGuiKey_Tab);
        settle(bench);
    }
    const Scenario& s = scenario(bench);
    CHECK(s.managers == 4);
    CHECK(s.leads_per_month == 320);
    CHECK(s.average_check == 85'000);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(conversion_now(s.stages[i]) == doctest::Approx(std::vector{0.7, 0.45, 0.4, 0.25}[i]));
}

TEST_CASE("no letter is lost in five hundred numbers typed by hand, however many come in one slow frame") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    ImGuiIO& io = ImGui::GetIO();
    const ImVec2 leads = bench.place_of("2\u00a0400", "scenario");
    std::uint64_t seed = 1;
    const auto random = [&seed](std::uint64_t below) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        return (seed >> 33U) % below;
    };
    for (int run = 0; run < 500; ++run) {
        const auto wanted = 1 + random(99'999);
        // A hand: up to 6 px aside, the first digit right behind the press, frames whenever the machine finds
        // time.
        const auto aside = static_cast<float>(random(7)) - 3;
        io.AddMousePosEvent(leads.x + aside, leads.y + aside);
        io.AddMouseButtonEvent(0, true);
        io.AddMousePosEvent(leads.x - aside, leads.y);
        io.AddMouseButtonEvent(0, false);
        for (const char digit : std::to_string(wanted)) {
            if (random(3) == 0) bench.frames(kWindow);
            const auto key = static_cast<ImGuiKey>(ImGuiKey_0 + (digit - '0'));
            io.AddKeyEvent(key, true);
            io.AddInputCharacter(static_cast<unsigned>(digit));
            io.AddKeyEvent(key, false);
        }
        io.AddKeyEvent(ImGuiKey_Enter, true);
        io.AddKeyEvent(ImGuiKey_Enter, false);
        settle(bench);
        CAPTURE(run);
        REQUIRE(scenario(bench).leads_per_month == static_cast<double>(wanted));
        // Not twice within the time of a double press.
        bench.frames(kWindow, 40);
    }
}

TEST_CASE("only the handle drags, beyond a dead zone, one step to undo; a tremor changes nothing") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    drag(bench, bench.place_of("22", "scenario"), 40);
    CHECK(scenario(bench) == golden("full"));
    bench.frames(kWindow, 40);
    drag(bench, handle_of(bench, "22"), 6);
    CHECK(scenario(bench) == golden("full"));
    bench.frames(kWindow, 40);
    drag(bench, handle_of(bench, "22"), 40);
    CHECK(scenario(bench).stages[3].conversion == doctest::Approx(0.30));
    CHECK(bench.workbench.history().steps() == 2);
}

TEST_CASE("short words say under the pointer what they mean") {
    Bench bench(golden("roster_noise"));
    constexpr FrameSize kTall{1120, 1700, 1};
    View view = bench.workbench.view();
    view.details = true;
    view.tab = Tab::roster;
    bench.workbench.apply(ChangeView{view});
    bench.frames(kTall, 2);
    const auto told = [&](const char* words, const char* panel) {
        bench.move(bench.place_of(words, panel));
        bench.frames(kTall);
        std::string out;
        for (const TextRecord& text : bench.texts) {
            if (text.panel == "tip") out += text.text + ' ';
        }
        return out;
    };
    for (const char* words :
         {"Успевает один", "Чек ±", "Данные за", "Маржа", "Плата", "С прироста", "Старт", "Полный", "Цикл"}) {
        CAPTURE(words);
        CHECK(told(words, "scenario").size() > 20);
    }
    CHECK(told("без везения", "picture").find("поправкой на малые числа") != std::string::npos);
    CHECK(told("до лучшего, ₽", "picture").find("принёс") != std::string::npos);
}

TEST_CASE("the wheel changes no number") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    for (int i = 0; i < 10; ++i) {
        ImGui::GetIO().AddMouseWheelEvent(0, i % 2 == 0 ? 3.0F : -3.0F);
        bench.frames(kWindow);
    }
    CHECK(scenario(bench) == golden("full"));
}

TEST_CASE("a press on nothing leaves the field, so that the next word is a command") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("2\u00a0400", "scenario"));
    CHECK(bench.workbench.keys() == Keys::number_field);
    bench.click({1000, 820});
    settle(bench);
    CHECK(bench.workbench.keys() == Keys::nobody);
}

TEST_CASE("cards: a press takes a variant in hand, a double press renames it in place, × removes it") {
    Bench bench(golden("full"));
    bench.workbench.apply(DuplicateVariant{});
    bench.frames(kWindow, 2);
    bench.click(bench.place_of("Как есть", "variants"));
    CHECK(bench.workbench.history().now().active == 0);
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("Вариант 2", "variants"), 2);
    settle(bench);
    REQUIRE(bench.workbench.keys() == Keys::words_typed);
    bench.type("Чек 100");
    bench.press(ImGuiKey_Enter);
    CHECK(bench.workbench.history().now().variants[1].name == "Чек 100");
    bench.frames(kWindow, 40);
    bench.click(bench.place_of("×", "variants"));
    settle(bench);
    CHECK(bench.workbench.history().now().variants.size() == 1);
    bench.workbench.apply(UndoEdit{});
    CHECK(bench.workbench.history().now().variants.size() == 2);
}

TEST_CASE("the show is stepped by keys and left by Esc") {
    Bench bench(golden("full"));
    View view = bench.workbench.view();
    view.presenting = true;
    bench.workbench.apply(ChangeView{view});
    bench.frames(kWindow, 2);
    CHECK(bench.workbench.keys() == Keys::slides);
    bench.press(ImGuiKey_RightArrow);
    CHECK(bench.workbench.view().presenter_step == 1);
    bench.press(ImGuiKey_Home);
    CHECK(bench.workbench.view().presenter_step == 0);
    bench.press(ImGuiKey_Escape);
    CHECK_FALSE(bench.workbench.view().presenting);
    CHECK(bench.workbench.take_page_requests() == std::vector{PageRequest::end_show});
}

TEST_CASE("two things done within one frame are both kept, and an edit goes to the variant it was made on") {
    Workbench workbench(golden("full"));
    workbench.apply(DuplicateVariant{});
    workbench.apply(ChooseVariant{0});
    const std::size_t stages = workbench.history().now().scenario().stages.size();
    std::vector<Intent> intents;
    const auto scenario = [&] { return latest_scenario(intents, workbench.history().now()); };
    View shown = latest_view(intents, workbench.view());
    shown.tab = Tab::roster;
    intents.emplace_back(ChangeView{shown});
    intents.emplace_back(ChooseVariant{1});
    intents.emplace_back(EditScenario{with_stage_added(scenario()), 0});
    intents.emplace_back(EditScenario{with_value(scenario(), QuantityId::leads, 320), 7});
    shown = latest_view(intents, workbench.view());
    shown.notice = "готово";
    intents.emplace_back(ChangeView{shown});
    workbench.apply_all(intents);
    const Document& now = workbench.history().now();
    CHECK(now.active == 1);
    CHECK(now.variants[0].scenario->leads_per_month == 320);
    CHECK(now.variants[0].scenario->stages.size() == stages + 1);
    CHECK(now.variants[1].scenario->leads_per_month == 2400);
    CHECK(now.variants[1].scenario->stages.size() == stages);
    CHECK(workbench.view().tab == Tab::roster);
    CHECK(workbench.view().notice == "готово");
}
