// The keyboard and the pointer on a workbench without a screen.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stage.hpp"

using namespace funnel;
using namespace funnel::workbench;

namespace {

constexpr FrameSize kWindow{1440, 900, 1};

// The middle of a drawn text, in device pixels.
ImVec2 place_of(const Bench& bench, const std::string& words, const std::string& panel) {
    const auto at = std::find_if(bench.texts.begin(), bench.texts.end(),
                                 [&](const TextRecord& t) { return t.text == words && t.panel == panel; });
    REQUIRE_MESSAGE(at != bench.texts.end(), words);
    return {(at->at.x0 + at->at.x1) / 2, at->at.middle_y()};
}

void click(Bench& bench, ImVec2 at) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(at.x, at.y);
    bench.frames(kWindow);
    io.AddMouseButtonEvent(0, true);
    bench.frames(kWindow);
    io.AddMouseButtonEvent(0, false);
    bench.frames(kWindow, 3);
}

void drag(Bench& bench, ImVec2 from, float dx, float dy) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(from.x, from.y);
    bench.frames(kWindow);
    io.AddMouseButtonEvent(0, true);
    bench.frames(kWindow);
    for (int i = 1; i <= 10; ++i) {
        io.AddMousePosEvent(from.x + dx * static_cast<float>(i) / 10,
                            from.y + dy * static_cast<float>(i) / 10);
        bench.frames(kWindow);
    }
    io.AddMouseButtonEvent(0, false);
    bench.frames(kWindow, 2);
}

const Scenario& scenario(const Bench& bench) {
    return bench.workbench.history().now().scenario();
}

}  // namespace

TEST_CASE("a click and a number change a field, and undo takes it back") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    click(bench, place_of(bench, "2\u00a0400", "scenario"));
    CHECK(bench.workbench.typing());
    bench.type("3,5 тыс");
    bench.press(ImGuiKey_Enter);
    CHECK_FALSE(bench.workbench.typing());
    CHECK(scenario(bench).leads_per_month == 3500);
    bench.press(ImGuiKey_Z);
    CHECK(scenario(bench).leads_per_month == 2400);
}

TEST_CASE("Escape leaves a field as it was, and what is no number says so") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    click(bench, place_of(bench, "180\u00a0000", "scenario"));
    bench.type("5");
    bench.press(ImGuiKey_Escape);
    CHECK(scenario(bench).average_check == 180'000);
    click(bench, place_of(bench, "180\u00a0000", "scenario"));
    bench.type("много");
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).average_check == 180'000);
    CHECK(bench.workbench.view().notice.find("много") != std::string::npos);
}

TEST_CASE("a drag across a share is one step to undo and moves the report with it") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    const double before = bench.workbench.results().slot[0]->report.now.revenue;
    drag(bench, place_of(bench, "22\u00a0%", "scenario"), 20, 0);
    CHECK(scenario(bench).stages[3].conversion > 0.3);
    CHECK(bench.workbench.results().slot[0]->report.now.revenue > before);
    CHECK(bench.workbench.history().steps() == 2);
    bench.press(ImGuiKey_Z);
    CHECK(scenario(bench).stages[3].conversion == doctest::Approx(0.22));
}

TEST_CASE("letters are shortcuts, but not while typing") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bench.press(ImGuiKey_N);
    CHECK(scenario(bench).stages.size() == 5);
    bench.press(ImGuiKey_D);
    CHECK(bench.workbench.history().now().active == 1);
    bench.press(ImGuiKey_1);
    CHECK(bench.workbench.history().now().active == 0);
    bench.press(ImGuiKey_T);
    CHECK(bench.workbench.view().theme == Theme::dark);
    bench.press(ImGuiKey_F);
    CHECK(bench.workbench.view().presenting);
    bench.press(ImGuiKey_RightArrow);
    CHECK(bench.workbench.view().presenter_step == 1);
    bench.press(ImGuiKey_Escape);
    CHECK_FALSE(bench.workbench.view().presenting);
    bench.press(ImGuiKey_Slash);
    CHECK(bench.workbench.view().sheet == Sheet::cheat_sheet);
    bench.press(ImGuiKey_Escape);
    CHECK(bench.workbench.view().sheet == Sheet::none);
    bench.press(ImGuiKey_L);
    CHECK(bench.workbench.take_page_requests() == std::vector{PageRequest::copy_link});
    click(bench, place_of(bench, "Отдел из семи", "strip"));
    REQUIRE(bench.workbench.typing());
    bench.press(ImGuiKey_T);
    CHECK(bench.workbench.view().theme == Theme::dark);
}

TEST_CASE("Tab reaches a field, a digit types into it, Page Up steps it") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    bool typing = false;
    for (int i = 0; i < 20 && !typing; ++i) {
        bench.press(ImGuiKey_Tab);
        bench.type("9");
        typing = bench.workbench.typing();
    }
    REQUIRE(typing);
    bench.frames(kWindow, 3);
    bench.press(ImGuiKey_Enter);
    CHECK(scenario(bench).managers == 9);
    bench.press(ImGuiKey_PageUp);
    CHECK(scenario(bench).managers == 10);
    bench.press(ImGuiKey_PageDown);
    bench.press(ImGuiKey_PageDown);
    CHECK(scenario(bench).managers == 8);
}

TEST_CASE("what can be carried off is one click away, the rest is behind «Ещё»") {
    Bench bench(golden("full"));
    bench.frames(kWindow, 2);
    const std::pair<const char*, PageRequest> kTakeAways[] = {
        {"Ссылка", PageRequest::copy_link}, {"PDF", PageRequest::save_pdf},
        {"Excel", PageRequest::save_xlsx},  {"CSV", PageRequest::save_csv},
        {"PNG", PageRequest::save_png},     {"Владельцу", PageRequest::show_owner_page}};
    for (const auto& take_away : kTakeAways) {
        const auto& [words, request] = take_away;
        INFO(take_away.first);  // not `words`: clang 14 refuses to capture a structured binding
        click(bench, place_of(bench, words, "strip"));
        CHECK(bench.workbench.take_page_requests() == std::vector{request});
    }
    click(bench, place_of(bench, "Ещё", "strip"));
    REQUIRE(bench.workbench.view().sheet == Sheet::actions);
    click(bench, place_of(bench, "Крупнее", "sheet"));
    CHECK(bench.workbench.view().zoom_percent == 110);
    CHECK(bench.workbench.view().sheet == Sheet::actions);
    bench.workbench.apply(ChangeView{View{}});
    bench.frames(kWindow, 2);
    click(bench, place_of(bench, "Ещё", "strip"));
    click(bench, place_of(bench, "Сохранить файл расчёта", "sheet"));
    CHECK(bench.workbench.take_page_requests() == std::vector{PageRequest::save_file});
    CHECK(bench.workbench.view().sheet == Sheet::none);
}
