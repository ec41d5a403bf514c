// Where each part is, in units, for any size of the window: the inputs beside one picture, or everything in
// one column that scrolls.
#pragma once

#include "workbench/drawing/canvas.hpp"

namespace funnel::workbench {

// Height each part needs for its content.
struct PartNeeds {
    float inputs = 470;
    float picture = 400;
};

struct Layout {
    bool one_column = false;
    Box window;
    Box hero;   // the big number on top, always there
    Box cards;  // the variants; in one column they scroll with the rest
    Box left;   // region of the inputs; empty in one column
    Box right;  // region of the picture, or of everything
    // Boxes of the contents lie in their region as if nothing was scrolled.
    Box inputs;
    Box tabs;
    Box picture;
    float left_height = 0;  // of the contents: more than the region's means it scrolls
    float right_height = 0;
};

struct WindowSize {
    float width = 0;  // units at the chosen zoom
    float height = 0;
};
[[nodiscard]] Layout layout_for(WindowSize size, const PartNeeds& needs);

}  // namespace funnel::workbench
