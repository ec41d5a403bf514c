// Every panel over every golden scenario and the extremes, at every size: texts stay in their panel and never
// touch each other.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "allocations.hpp"
#include "stage.hpp"

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

constexpr FrameSize kSizes[] = {{320, 240, 1},  {360, 740, 1},   {800, 600, 1},
                                {1024, 768, 1}, {1280, 720, 1},  {1440, 900, 1},
                                {1440, 900, 2}, {1920, 1080, 1}, {3840, 2160, 1}};

void three_variants(Bench& bench) {
    bench.workbench.apply(CopyToSlot{1});
    bench.workbench.apply(CopyToSlot{2});
    bench.workbench.apply(ChooseSlot{1});
}

void check_all_views(Bench& bench, FrameSize size) {
    for (const Tab tab : {Tab::ramp, Tab::roster, Tab::levers, Tab::solver}) {
        View view = bench.workbench.view();
        view.tab = tab;
        bench.workbench.apply(ChangeView{view});
        bench.frames(size, 2);
        CAPTURE(static_cast<int>(tab));
        CHECK(fault(bench) == "");
        CHECK(bench.texts.size() > 8);
    }
    for (const Sheet sheet : {Sheet::cheat_sheet, Sheet::presets, Sheet::actions, Sheet::none}) {
        View view = bench.workbench.view();
        view.sheet = sheet;
        bench.workbench.apply(ChangeView{view});
        bench.frames(size, 2);
        CHECK(fault(bench) == "");
    }
    View view = bench.workbench.view();
    view.presenting = true;
    for (view.presenter_step = 0; view.presenter_step < 9; ++view.presenter_step) {
        bench.workbench.apply(ChangeView{view});
        bench.frames(size, 1);
        CHECK(fault(bench) == "");
    }
    view.presenting = false;
    view.presenter_step = 0;
    bench.workbench.apply(ChangeView{view});
}

}  // namespace

TEST_CASE("no text overlaps or overflows in any golden scenario at any size") {
    for (const auto& entry : golden_scenarios()) {
        CAPTURE(entry.first);
        Bench bench(entry.second);
        three_variants(bench);
        for (const FrameSize& size : kSizes) {
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
        for (const FrameSize& size : kSizes) {
            CAPTURE(size.width);
            CAPTURE(size.scale);
            check_all_views(bench, size);
        }
    }
}

TEST_CASE("no text overlaps or overflows at any zoom, in counts, in the dark") {
    Bench bench(golden("full"));
    three_variants(bench);
    for (const int zoom : {80, 100, 130, 200}) {
        CAPTURE(zoom);
        View view = bench.workbench.view();
        view.zoom_percent = zoom;
        view.theme = Theme::dark;
        view.stages_as_counts = zoom == 130;
        bench.workbench.apply(ChangeView{view});
        check_all_views(bench, {1440, 900, 1});
        check_all_views(bench, {1024, 768, 1});
    }
}

TEST_CASE("the usual window shows the result whole and shortens nothing but names") {
    Bench bench(golden("full"));
    bench.frames({1440, 900, 1}, 2);
    const auto shown = [&](const std::string& words) {
        return std::any_of(bench.texts.begin(), bench.texts.end(),
                           [&](const TextRecord& t) { return t.text == words; });
    };
    CHECK(shown("18\u00a0437\u00a0760"));
    CHECK(shown("221\u00a0253\u00a0120\u00a0₽"));
    CHECK(shown("13\u00a0638\u00a0240"));
    CHECK(shown("+6\u00a0640\u00a0725"));
    for (const TextRecord& text : bench.texts) {
        CAPTURE(text.text);
        CHECK_FALSE(text.shortened);
    }
}

TEST_CASE("ten thousand frames allocate not a byte that stays") {
    Bench bench(golden("full"));
    three_variants(bench);
    bench.frames({1440, 900, 1}, 200);
    const std::int64_t before = bytes_allocated();
    const std::size_t steps = bench.workbench.history().steps();
    bench.frames({1440, 900, 1}, 10'000);
    CHECK(bytes_allocated() == before);
    CHECK(bench.workbench.history().steps() == steps);
}
