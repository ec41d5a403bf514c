// Every panel over every golden scenario and the extremes, at every size: texts stay in their panel and never
// touch each other.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "stage.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/document/quantities.hpp"

using namespace funnel;
using namespace funnel::workbench;

namespace {

constexpr float kForgiven = 1.0F;  // CSS pixels: glyph advances are rounded to whole device pixels

// Line boxes leave air above and below the letters: x-height to descender is what must not touch.
Box ink_of(const TextRecord& text) {
    const float air = (text.visible.y1 - text.visible.y0) * 0.16F;
    return {text.visible.x0, text.visible.y0 + air, text.visible.x1, text.visible.y1 - air};
}

bool touch(const Box& a, const Box& b) {
    return std::min(a.x1, b.x1) - std::max(a.x0, b.x0) > kForgiven &&
           std::min(a.y1, b.y1) - std::max(a.y0, b.y0) > kForgiven;
}

// Describes the first fault of the frame, or nothing.
std::string fault(const Bench& bench) {
    for (std::size_t i = 0; i < bench.texts.size(); ++i) {
        const TextRecord& a = bench.texts[i];
        if (a.at.x0 < a.room.x0 - kForgiven || a.at.x1 > a.room.x1 + kForgiven)
            return a.panel + ": «" + a.text + "» leaves its room";
        if (!a.missing.empty()) return a.panel + ": no letter for «" + a.missing + "» of «" + a.text + "»";
        const Box ink_a = ink_of(a);
        if (ink_a.x1 <= ink_a.x0 || ink_a.y1 <= ink_a.y0) continue;
        for (std::size_t j = 0; j < i; ++j) {
            const TextRecord& b = bench.texts[j];
            if (a.layer != b.layer) continue;
            if (touch(ink_a, ink_of(b)))
                return a.panel + ": «" + a.text + "» touches «" + b.text + "» of " + b.panel;
        }
        const Box& window = bench.workbench.layout().window;
        if (a.visible.x1 > window.x1 + kForgiven || a.visible.x0 < -kForgiven)
            return a.panel + ": «" + a.text + "» leaves the window";
    }
    return "";
}

// Sixty windows: widths and heights of phones, tablets, screens and projectors, as units at several zooms.
std::vector<FrameSize> sizes() {
    std::vector<FrameSize> out;
    for (const float width :
         {320.0F, 390.0F, 560.0F, 768.0F, 900.0F, 1024.0F, 1120.0F, 1205.0F, 1440.0F, 1920.0F}) {
        for (const float height : {240.0F, 480.0F, 640.0F, 746.0F, 836.0F, 1100.0F})
            out.push_back({width, height, 1});
    }
    return out;
}
constexpr FrameSize kSome[] = {{320, 240, 1},  {390, 700, 1},  {768, 900, 1},
                               {1120, 746, 1}, {1120, 836, 2}, {1920, 1080, 1}};

void three_variants(Bench& bench) {
    bench.workbench.apply(FreezeVariant{0});
    bench.workbench.apply(DuplicateVariant{});
    bench.workbench.apply(EditScenario{
        with_value(bench.workbench.history().now().scenario(), QuantityId::average_check, 123'456), 0});
    bench.workbench.apply(DuplicateVariant{});
    bench.workbench.apply(
        EditScenario{with_conversion(bench.workbench.history().now().scenario(), 0, 0.123), 0});
    bench.workbench.apply(ChooseVariant{1});
}

void check_all_views(Bench& bench, FrameSize size) {
    for (std::size_t tab = 0; tab < kTabs; ++tab) {
        View view = bench.workbench.view();
        view.tab = static_cast<Tab>(tab);
        view.details = tab % 2 == 0;
        bench.workbench.apply(ChangeView{view});
        bench.frames(size, 2);
        CAPTURE(tab);
        CHECK(fault(bench) == "");
    }
    View view = bench.workbench.view();
    view.presenting = true;
    for (view.presenter_step = 0; view.presenter_step < 6; ++view.presenter_step) {
        bench.workbench.apply(ChangeView{view});
        bench.frames(size, 1);
        CAPTURE(view.presenter_step);
        CHECK(fault(bench) == "");
    }
    view.presenting = false;
    view.presenter_step = 0;
    bench.workbench.apply(ChangeView{view});
}

}  // namespace

TEST_CASE("no text overlaps or overflows in any golden scenario") {
    for (const auto& entry : golden_scenarios()) {
        CAPTURE(entry.first);
        Bench bench(entry.second);
        three_variants(bench);
        for (const FrameSize& size : kSome) {
            CAPTURE(size.width);
            CAPTURE(size.scale);
            check_all_views(bench, size);
        }
    }
}

TEST_CASE("no text overlaps or overflows at the ends of the ranges") {
    for (const auto& entry : extreme_scenarios()) {
        CAPTURE(entry.first);
        Bench bench(entry.second);
        for (const FrameSize& size : kSome) {
            CAPTURE(size.width);
            check_all_views(bench, size);
        }
    }
}

TEST_CASE("no text overlaps or overflows at any of sixty sizes, at any zoom, in counts, in the dark") {
    Bench bench(golden("full"));
    three_variants(bench);
    for (const FrameSize& size : sizes()) {
        CAPTURE(size.width);
        CAPTURE(size.height);
        View view = bench.workbench.view();
        view.theme = Theme::dark;
        view.stages_as_counts = size.height == 640;
        bench.workbench.apply(ChangeView{view});
        check_all_views(bench, size);
    }
    for (const int zoom : {80, 150, 200}) {
        CAPTURE(zoom);
        View view = bench.workbench.view();
        view.zoom_percent = zoom;
        bench.workbench.apply(ChangeView{view});
        check_all_views(bench, {1120, 836, 1});
        check_all_views(bench, {2000, 1300, 1});
    }
}

TEST_CASE("the usual windows show the result whole and shorten nothing") {
    for (const FrameSize& size :
         {FrameSize{1120, 836, 1}, FrameSize{1120, 746, 1}, FrameSize{1205, 840, 1}}) {
        CAPTURE(size.width);
        CAPTURE(size.height);
        Bench bench(golden("full"));
        for (std::size_t tab = 0; tab < kTabs; ++tab) {
            View view = bench.workbench.view();
            view.tab = static_cast<Tab>(tab);
            bench.workbench.apply(ChangeView{view});
            bench.frames(size, 2);
            CAPTURE(tab);
            for (const TextRecord& text : bench.texts) {
                CAPTURE(text.text);
                CAPTURE(text.panel);
                CHECK_FALSE(text.shortened);
            }
        }
        const auto shown = [&](const std::string& words) {
            return std::any_of(bench.texts.begin(), bench.texts.end(),
                               [&](const TextRecord& t) { return t.text == words; });
        };
        CHECK(shown("18\u00a0437\u00a0760"));
        CHECK(shown("13\u00a0638\u00a0240\u00a0₽"));
    }
}

TEST_CASE("no number of a field is cut on a narrow phone") {
    Scenario scenario = golden("full");
    for (const double check : {100'000.0, 123'456.0, 1'500'000.0, 999'999.0, 85'000.0}) {
        CAPTURE(check);
        scenario.average_check = check;
        Bench bench(scenario);
        bench.frames({320, 640, 1}, 2);
        for (const TextRecord& text : bench.texts) {
            CAPTURE(text.text);
            CHECK_FALSE((text.shortened && text.text.find_first_of("0123456789") != std::string::npos));
        }
    }
}

TEST_CASE("the delta to the frozen baseline stands at the hero's size, with where it comes from") {
    Bench bench(golden("full"));
    bench.workbench.apply(FreezeVariant{0});
    bench.workbench.apply(EditScenario{with_value(golden("full"), QuantityId::average_check, 200'000), 0});
    bench.frames({1120, 746, 1}, 2);
    const auto hero = std::find_if(bench.texts.begin(), bench.texts.end(), [](const TextRecord& t) {
        return t.text == "+1\u00a0515\u00a0360" && t.panel == "hero";
    });
    REQUIRE(hero != bench.texts.end());
    CHECK(hero->at.y1 - hero->at.y0 > 80);
    const auto sentence = std::find_if(bench.texts.begin(), bench.texts.end(), [](const TextRecord& t) {
        return t.text == "Из +1\u00a0515\u00a0360: средний чек +1\u00a0515\u00a0360";
    });
    CHECK(sentence != bench.texts.end());
}

TEST_CASE("from what to what is told of counts, and never of shares somebody named") {
    const auto says_range = [](const Scenario& scenario) {
        Bench bench(scenario);
        bench.frames({1120, 746, 1}, 2);
        return std::any_of(bench.texts.begin(), bench.texts.end(), [](const TextRecord& t) {
            return t.panel == "hero" && t.text.find("корее всего") != std::string::npos;
        });
    };
    Scenario scenario = golden("full");
    scenario.history_months = 12;
    for (Stage& stage : scenario.stages) {
        stage.conversion = conversion_now(stage);
        stage.observed.reset();
        stage.source = Source::typed;
    }
    CHECK_FALSE(says_range(scenario));
    for (Stage& stage : scenario.stages) stage.source = Source::crm;
    CHECK(says_range(scenario));
}

TEST_CASE(
    "signs of the fonts stand on every slide and card, also when it went down and there are many variants") {
    Bench bench(golden("full"));
    three_variants(bench);
    bench.workbench.apply(ChooseVariant{2});
    for (int i = 0; i < 4; ++i) bench.workbench.apply(DuplicateVariant{});
    check_all_views(bench, {1120, 746, 1});
    check_all_views(bench, {320, 640, 1});
}

TEST_CASE("a letter the fonts lack stands as a box, and that is said once") {
    Bench bench(golden("full"));
    const auto named = [&](const char* name) {
        bench.workbench.apply(RenameVariant{0, name, 0});
        bench.frames({1120, 836, 1}, 2);
        return bench.workbench.view().notice;
    };
    CHECK(named("Қазақ, Oʻzbek, Ґанок, Ўсё") == "");
    const std::string notice = named("漢字 😀");
    CHECK(notice == "Рамка вместо знака: на холсте его нет, в файлах и ссылках он цел");
    const auto name = std::find_if(bench.texts.begin(), bench.texts.end(),
                                   [](const TextRecord& t) { return t.text == "漢字 😀"; });
    REQUIRE(name != bench.texts.end());
    CHECK(name->missing == "漢字😀");
    const ImFont* font = bench.letters().font[static_cast<std::size_t>(Type::title)];
    const ImFontGlyph* box = font->FindGlyph(0x6f22);
    REQUIRE(box != nullptr);
    CHECK(box->Codepoint == 0xfffd);
    CHECK(box->Visible);
    CHECK(font->FindGlyphNoFallback('?') != box);
    bench.workbench.notify("");
    CHECK(named("漢") == "");
    CHECK_FALSE(named("漢語").empty());
}

TEST_CASE("nothing is green that is less than now: targets below it, months that fall, what was lost") {
    Scenario below = golden("full");
    below.target = {};
    for (Stage& stage : below.stages) stage.target_conversion = conversion_now(stage) / 2;
    Bench bench(below);
    bench.workbench.apply(FreezeVariant{0});
    bench.workbench.apply(DuplicateVariant{});
    bench.workbench.apply(EditScenario{with_value(below, QuantityId::average_check, 100'000), 0});
    const ImU32 green = palette_of(Theme::light).could;
    const auto look = [&](View view) {
        bench.workbench.apply(ChangeView{std::move(view)});
        bench.frames({1120, 836, 1}, 2);
        for (const TextRecord& text : bench.texts) {
            CAPTURE(text.text);
            CHECK((text.color != green || text.text == "Цель"));
        }
    };
    for (const Tab tab : {Tab::analysis, Tab::funnel, Tab::ramp}) {
        View view = bench.workbench.view();
        view.tab = tab;
        look(view);
    }
    for (int step = 0; step < 6; ++step) {
        View view = bench.workbench.view();
        view.presenting = true;
        view.presenter_step = step;
        look(view);
    }
}

TEST_CASE("a notice stands in sight, of a blank call too, until the next edit") {
    Scenario blank;
    blank.stages = {{"pay", "Оплата", StageKind::other, 1, std::nullopt, std::nullopt}};
    Bench bench(blank);
    const auto shown = [&](const std::string& words) {
        bench.frames({1120, 746, 1}, 2);
        return std::any_of(bench.texts.begin(), bench.texts.end(),
                           [&](const TextRecord& t) { return t.text == words; });
    };
    bench.workbench.notify("Ничего не взято");
    CHECK(shown("Ничего не взято"));
    bench.workbench.apply(EditScenario{golden("full"), 0});
    CHECK(bench.workbench.view().notice.empty());
    bench.workbench.apply(FreezeVariant{0});
    CHECK(shown(bench.workbench.view().notice));
    // Typed: of a gesture.
    bench.workbench.apply(EditScenario{with_value(golden("full"), QuantityId::average_check, 200'000), 7});
    CHECK(shown("Из +1\u00a0515\u00a0360: средний чек +1\u00a0515\u00a0360"));
    bench.workbench.apply(UndoEdit{});
    CHECK_FALSE(bench.workbench.view().notice.empty());
    bench.workbench.apply(DuplicateVariant{});
    CHECK(bench.workbench.view().notice.empty());
}

TEST_CASE("ten thousand frames allocate nothing that stays") {
    Bench bench(golden("full"));
    three_variants(bench);
    bench.frames({1120, 836, 1}, 200);
    const std::int64_t before = bytes_allocated();
    const std::size_t steps = bench.workbench.history().steps();
    bench.frames({1120, 836, 1}, 10'000);
    // A byte a frame would be ten thousand; malloc itself may give the same text a block of 16 bytes more or
    // less.
    CHECK(std::abs(bytes_allocated() - before) < 256);
    CHECK(bench.workbench.history().steps() == steps);
}
