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

// Every way text is set, with its size in CSS pixels at 100 % zoom.
enum class Type : std::uint8_t {
    note,          // 13 regular: units, axes, remarks
    note_bold,     // 13 semibold
    small,         // 14 regular: dense tables
    small_bold,    // 14 semibold
    body,          // 15 regular: labels
    body_bold,     // 15 semibold: values
    value,         // 17 semibold: results
    title,         // 19 display: name of a panel
    heading,       // 24 display: name of the scenario
    figure,        // 60 semibold, proportional digits: the one big number
    figure_small,  // 32 of the same, where there is little room
};
inline constexpr std::size_t kTypes = 11;
inline constexpr std::array<float, kTypes> kTypeSize{13, 13, 14, 14, 15, 15, 17, 19, 24, 60, 32};

}  // namespace funnel::workbench
