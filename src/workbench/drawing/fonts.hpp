// The letters of the workbench, cut from the site's fonts and handed over as one file: Onest regular and
// semibold, Literata.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "workbench/drawing/theme.hpp"

struct ImFont;
struct ImFontAtlas;

namespace funnel::workbench {

// The fonts of one atlas, one per Type. The pointers belong to the atlas.
struct Letters {
    std::array<ImFont*, kTypes> font{};
    float pixels_per_unit = 1;  // the scale they were drawn at: device pixels per unit of the layout
};

// The box that stands for every letter the fonts lack.
inline constexpr char32_t kMissing = 0xfffd;

// Draws all letters of `pack` into the atlas (cleared first) for one scale (0.25..8), figures tabular except
// in the big number. Pack: u32 count, then per part u8 face (0 regular, 1 semibold, 2 display), u32 length,
// TrueType bytes; little-endian; parts of one face hold different characters. False when the pack is damaged;
// there are no letters then.
[[nodiscard]] bool build_letters(ImFontAtlas& atlas, std::span<const std::uint8_t> pack,
                                 float pixels_per_unit, Letters& out);

}  // namespace funnel::workbench
