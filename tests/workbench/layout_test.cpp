#include "workbench/drawing/layout.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace funnel::workbench;

TEST_CASE("parts never lie over each other and stay within the width, at every size") {
    for (float width = 320; width <= 3840; width += 40) {
        for (float height = 240; height <= 2160; height += 60) {
            CAPTURE(width);
            CAPTURE(height);
            const Layout layout = layout_for({width, height}, {});
            const std::array boxes{layout.hero, layout.cards, layout.inputs, layout.tabs, layout.picture};
            for (std::size_t i = 0; i < boxes.size(); ++i) {
                const Box& a = boxes[i];
                CHECK(a.x0 >= 0);
                CHECK(a.x1 <= width);
                CHECK(a.height() > 0);
                for (std::size_t j = 0; j < i; ++j) {
                    const Box& b = boxes[j];
                    CHECK((a.x1 <= b.x0 + 0.01F || b.x1 <= a.x0 + 0.01F || a.y1 <= b.y0 + 0.01F ||
                           b.y1 <= a.y0 + 0.01F));
                }
            }
        }
    }
}

TEST_CASE("the usual windows need no scrolling of the inputs") {
    // 1440×900 and 1280×720 with the bar above and the notes beside: 1120 units wide, 836 and 746 high.
    const PartNeeds needs{456, 430};
    for (const float height : {836.0F, 750.0F}) {
        const Layout layout = layout_for({1120, height}, needs);
        CHECK_FALSE(layout.one_column);
        CHECK(layout.left_height <= layout.left.height() + 1);
    }
    CHECK_FALSE(layout_for({1205, 840}, needs).one_column);
    CHECK(layout_for({768, 900}, needs).one_column);
}
