#include "workbench/drawing/layout.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::workbench {
namespace {

constexpr float kTwoColumns = 900;
constexpr float kTabs = 52;
constexpr float kCards = 106;
constexpr float kScrollbar = 12;

}  // namespace

Layout layout_for(WindowSize size, const PartNeeds& needs) {
    Layout layout;
    layout.window = {0, 0, size.width, size.height};
    layout.one_column = size.width < kTwoColumns || size.height < 520;
    const float wish = size.width < 600 || size.height < 620 ? 140 : 184;
    float y = std::min(wish, size.height * 0.5F);
    layout.hero = {0, 0, size.width, y};
    if (layout.one_column) {
        layout.right = {0, y, size.width, size.height};
        const float width = size.width - kScrollbar;
        const auto take = [&](float height) {
            const Box box{0, y, width, y + height};
            y += height;
            return box;
        };
        layout.cards = take(kCards);
        layout.inputs = take(needs.inputs);
        layout.tabs = take(kTabs);
        layout.picture = take(needs.picture + 24);
        layout.right_height = y - layout.right.y0;
        return layout;
    }
    layout.cards = {0, y, size.width, y + kCards};
    y += kCards;
    const float left = std::round(std::clamp(size.width * 0.4F, 400.0F, 560.0F));
    layout.left = {0, y, left, size.height};
    layout.right = {left, y, size.width, size.height};
    layout.left_height = std::max(needs.inputs, layout.left.height());
    const bool left_scrolls = needs.inputs > layout.left.height() + 1;
    layout.inputs = {0, y, left - (left_scrolls ? kScrollbar : 0), y + layout.left_height};
    layout.right_height = std::max(needs.picture + kTabs + 24, layout.right.height());
    const bool right_scrolls = needs.picture + kTabs + 24 > layout.right.height() + 1;
    const float right = size.width - (right_scrolls ? kScrollbar : 0);
    layout.tabs = {left, y, right, y + kTabs};
    layout.picture = {left, y + kTabs, right, y + layout.right_height};
    return layout;
}

}  // namespace funnel::workbench
