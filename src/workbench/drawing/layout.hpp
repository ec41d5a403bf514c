// Where each panel is, in CSS pixels, for any size of the window: three columns, two, or one that scrolls.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "workbench/drawing/canvas.hpp"

namespace funnel::workbench {

enum class PanelId : std::uint8_t {
    scenario,
    funnel,
    waterfall,
    variants,
    distributions,
    bottom,
    levers,
    roster,
    solver
};
inline constexpr std::size_t kPanels = 9;

// Least height each panel needs for its content; `comfortable` is where the scenario table stops being
// squeezed.
struct PanelNeeds {
    float scenario = 560;
    float funnel = 230;
    float waterfall = 220;
    float variants = 230;
    float distributions = 200;
    float bottom = 200;
};

enum class Columns : std::uint8_t { one, two, three };

struct Layout {
    Columns columns = Columns::three;
    Box window;
    Box strip;  // the figures on top, always there
    Box left;   // region of the scenario table; in one column it is empty
    Box right;  // region of the charts; scrolls when `right_height` is more than its height
    float left_height = 0;
    float right_height = 0;
    // Boxes lie in their region as if nothing was scrolled. An empty box: the panel is not shown (or is in
    // the bottom tab).
    std::array<Box, kPanels> panel{};
    bool bottom_has_tabs = true;  // false: levers, roster and solver have places of their own

    [[nodiscard]] const Box& at(PanelId id) const { return panel[static_cast<std::size_t>(id)]; }
};

struct WindowSize {
    float width = 0;  // CSS pixels at the chosen zoom
    float height = 0;
};
[[nodiscard]] Layout layout_for(WindowSize size, const PanelNeeds& needs);

}  // namespace funnel::workbench
