#include "workbench/drawing/layout.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::workbench {
namespace {

constexpr float kThreeColumns = 1160;
constexpr float kTwoColumns = 860;
constexpr float kScrollbar = 12;

Box& place(Layout& layout, PanelId id) {
    return layout.panel[static_cast<std::size_t>(id)];
}

// Stacks everything in one column.
void one_column(Layout& layout, const PanelNeeds& needs) {
    layout.columns = Columns::one;
    layout.right = layout.window;
    layout.right.y0 = layout.strip.y1;
    const float width = layout.right.width() - kScrollbar;
    float y = layout.right.y0;
    const auto add = [&](PanelId id, float height) {
        place(layout, id) = {layout.right.x0, y, layout.right.x0 + width, y + height};
        y += height;
    };
    add(PanelId::scenario, needs.scenario);
    add(PanelId::funnel, needs.funnel);
    add(PanelId::waterfall, needs.waterfall);
    add(PanelId::variants, needs.variants);
    add(PanelId::distributions, needs.distributions);
    add(PanelId::bottom, needs.bottom + 40);
    layout.right_height = y - layout.right.y0;
}

// Heights of three rows: their share of the room, never less than they need.
std::array<float, 3> row_heights(float room, const std::array<float, 3>& needs,
                                 const std::array<float, 3>& shares) {
    std::array<float, 3> out{};
    const float total_need = needs[0] + needs[1] + needs[2];
    const float wish = std::max(room, total_need);
    float lacking = 0;
    float giving = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        out[i] = wish * shares[i];
        if (out[i] < needs[i])
            lacking += needs[i] - out[i];
        else
            giving += out[i] - needs[i];
    }
    for (std::size_t i = 0; i < 3; ++i) {
        if (out[i] < needs[i])
            out[i] = needs[i];
        else if (giving > 0)
            out[i] -= lacking * (out[i] - needs[i]) / giving;
    }
    return out;
}

}  // namespace

Layout layout_for(WindowSize size, const PanelNeeds& needs) {
    Layout layout;
    const bool narrow = size.width < kTwoColumns;
    layout.window = {0, 0, size.width, size.height};
    const bool low = size.height < 560 || narrow;
    layout.strip = {0, 0, size.width, std::min(low ? 84.0F : 112.0F, size.height)};
    if (narrow) {
        one_column(layout, needs);
        return layout;
    }
    layout.columns = size.width < kThreeColumns ? Columns::two : Columns::three;
    const float left_width = std::round(std::clamp(size.width * 0.286F, 372.0F, 460.0F));
    layout.left = {0, layout.strip.y1, left_width, size.height};
    layout.right = {left_width, layout.strip.y1, size.width, size.height};
    layout.left_height = std::max(needs.scenario, layout.left.height());
    const float top = layout.strip.y1;
    place(layout, PanelId::scenario) = {0, top, left_width, top + layout.left_height};

    std::array<float, 3> least{std::max(needs.funnel, needs.variants),
                               std::max(needs.waterfall, needs.distributions), needs.bottom};
    const float room = layout.right.height();
    const bool tall = room > least[0] + least[1] + 2 * least[2] + 160 && size.width >= kThreeColumns;
    layout.bottom_has_tabs = !tall;
    const float extra = tall ? std::round(room * 0.26F) : 0;
    const auto rows = row_heights(room - extra, least, {0.368F, 0.348F, 0.284F});
    layout.right_height = rows[0] + rows[1] + rows[2] + extra;
    const bool scrolls = layout.right_height > room + 1;
    const float width = layout.right.width() - (scrolls ? kScrollbar : 0);
    const float x0 = layout.right.x0;
    const float split = x0 + std::round(width * (layout.columns == Columns::three ? 0.603F : 0.54F));
    const float x1 = x0 + width;
    float y = top;
    place(layout, PanelId::funnel) = {x0, y, split, y + rows[0]};
    place(layout, PanelId::variants) = {split, y, x1, y + rows[0]};
    y += rows[0];
    place(layout, PanelId::waterfall) = {x0, y, split, y + rows[1]};
    place(layout, PanelId::distributions) = {split, y, x1, y + rows[1]};
    y += rows[1];
    if (tall) {
        const float third = std::round(width / 3);
        place(layout, PanelId::levers) = {x0, y, x0 + third, y + extra};
        place(layout, PanelId::roster) = {x0 + third, y, x0 + 2 * third, y + extra};
        place(layout, PanelId::solver) = {x0 + 2 * third, y, x1, y + extra};
        y += extra;
    }
    place(layout, PanelId::bottom) = {x0, y, x1, y + rows[2]};
    return layout;
}

}  // namespace funnel::workbench
