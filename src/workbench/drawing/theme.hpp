// Colours and letter sizes of the workbench: the palette of the site. Ink is what is there now, `lost` is
// money not earned (always hatched), `could` is money that could be. Nothing else is coloured.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "imgui.h"

namespace funnel::workbench {

enum class Theme : std::uint8_t { light, dark };

struct Palette {
    ImU32 paper, sheet, tint, tint_filled;  // page, where one types, quiet fills, the filled part of a slider
    ImU32 ink, ink_2, ink_3;                // text, secondary text, notes
    ImU32 rule, hair;                       // borders of controls, decorative hairlines
    ImU32 lost, lost_tint, could, could_tint;
    ImU32 chart_now, chart_now_2, chart_flow, chart_grid;
};
[[nodiscard]] const Palette& palette_of(Theme theme);

// Every way text is set, with its size in units: CSS pixels in a window 1440 wide at 100 % zoom.
enum class Type : std::uint8_t {
    note,          // 16 regular: units, axes, remarks, tables
    note_bold,     // 16 semibold
    body,          // 17 regular: labels
    body_bold,     // 17 semibold: values
    value,         // 20 semibold: results
    title,         // 21 display: name of a panel
    heading,       // 26 display: name of a slide
    figure,        // 92 semibold, proportional digits: the one big number
    figure_small,  // 42 of the same, where there is little room
};
inline constexpr std::size_t kTypes = 9;
inline constexpr std::array<float, kTypes> kTypeSize{16, 16, 17, 17, 20, 21, 26, 92, 42};

}  // namespace funnel::workbench
