#include "workbench/drawing/theme.hpp"

namespace funnel::workbench {
namespace {

constexpr ImU32 rgb(unsigned hex) {
    return IM_COL32((hex >> 16U) & 0xffU, (hex >> 8U) & 0xffU, hex & 0xffU, 0xffU);
}

constexpr Palette kLight{
    .paper = rgb(0xf7f2e7),
    .sheet = rgb(0xfdfbf5),
    .tint = rgb(0xeae3d5),
    .tint_filled = rgb(0xd6ccb9),
    .ink = rgb(0x1b1815),
    .ink_2 = rgb(0x4a443c),
    .ink_3 = rgb(0x675e54),
    .rule = rgb(0x857a6c),
    .hair = rgb(0xd8cfbf),
    .lost = rgb(0xaa2d14),
    .lost_tint = rgb(0xf1ddd0),
    .could = rgb(0x0b6655),
    .could_tint = rgb(0xd3e2d6),
    .chart_now = rgb(0x2e2924),
    .chart_now_2 = rgb(0x8c8274),
    .chart_flow = rgb(0xe6decf),
    .chart_grid = rgb(0xddd4c5),
};

constexpr Palette kDark{
    .paper = rgb(0x161411),
    .sheet = rgb(0x1e1b17),
    .tint = rgb(0x2a2620),
    .tint_filled = rgb(0x453e34),
    .ink = rgb(0xf0e9dc),
    .ink_2 = rgb(0xc9bfaf),
    .ink_3 = rgb(0xa99e8e),
    .rule = rgb(0x7f7568),
    .hair = rgb(0x3b352d),
    .lost = rgb(0xee7d60),
    .lost_tint = rgb(0x43281f),
    .could = rgb(0x5dc4a8),
    .could_tint = rgb(0x1f3a32),
    .chart_now = rgb(0xd9d0c0),
    .chart_now_2 = rgb(0x857b6d),
    .chart_flow = rgb(0x2f2a23),
    .chart_grid = rgb(0x332e27),
};

}  // namespace

const Palette& palette_of(Theme theme) {
    return theme == Theme::dark ? kDark : kLight;
}

}  // namespace funnel::workbench
