#include "workbench/drawing/layout.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace funnel::workbench;

TEST_CASE("panels never lie over each other and stay within the width, at every size") {
    for (float width = 320; width <= 3840; width += 40) {
        for (float height = 240; height <= 2160; height += 60) {
            CAPTURE(width);
            CAPTURE(height);
            const Layout layout = layout_for({width, height}, {});
            for (std::size_t i = 0; i < kPanels; ++i) {
                const Box& a = layout.panel[i];
                if (a.height() <= 0) continue;
                CHECK(a.x0 >= 0);
                CHECK(a.x1 <= width);
                CHECK(a.y0 >= layout.strip.y1);
                for (std::size_t j = 0; j < i; ++j) {
                    const Box& b = layout.panel[j];
                    const bool apart = a.x1 <= b.x0 + 0.01F || b.x1 <= a.x0 + 0.01F || a.y1 <= b.y0 + 0.01F ||
                                       b.y1 <= a.y0 + 0.01F;
                    CHECK((b.height() <= 0 || apart));
                }
            }
        }
    }
}

TEST_CASE("the usual window needs no scrolling, each panel gets at least what it needs") {
    const PanelNeeds needs;
    const Layout layout = layout_for({1440, 900}, needs);
    CHECK(layout.columns == Columns::three);
    CHECK(layout.right_height <= layout.right.height() + 1);
    CHECK(layout.left_height <= layout.left.height() + 1);
    CHECK(layout.at(PanelId::funnel).height() >= needs.funnel);
    CHECK(layout.at(PanelId::bottom).height() >= needs.bottom);
    CHECK(layout_for({1024, 768}, needs).columns == Columns::two);
    CHECK(layout_for({390, 844}, needs).columns == Columns::one);
}
