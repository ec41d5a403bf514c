#include "workbench/drawing/fonts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <optional>
#include <vector>

#include "imgui.h"

namespace funnel::workbench {
namespace {

using Bytes = std::span<const std::uint8_t>;

struct Part {
    std::uint8_t face = 0;
    Bytes file;
};

std::uint32_t little_u32(Bytes bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(bytes[at + i]) << (8U * i);
    return value;
}

std::uint16_t big_u16(Bytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>((bytes[at] << 8U) | bytes[at + 1]);
}

std::optional<std::vector<Part>> parts_of(Bytes pack) {
    if (pack.size() < 4) return std::nullopt;
    const std::uint32_t parts = little_u32(pack, 0);
    std::vector<Part> out;
    std::size_t at = 4;
    for (std::uint32_t i = 0; i < parts; ++i) {
        if (pack.size() - at < 5) return std::nullopt;
        const std::uint8_t face = pack[at];
        const std::size_t length = little_u32(pack, at + 1);
        at += 5;
        if (face > 2 || length < 12 || pack.size() - at < length) return std::nullopt;
        out.push_back({face, pack.subspan(at, length)});
        at += length;
    }
    if (out.empty()) return std::nullopt;
    return out;
}

// Start of a TrueType table, if it lies within the file with at least `need` bytes.
std::optional<std::size_t> table(Bytes font, const char* tag, std::size_t need) {
    const std::size_t tables = big_u16(font, 4);
    for (std::size_t i = 0; i < tables && 12 + 16 * (i + 1) <= font.size(); ++i) {
        const std::size_t record = 12 + 16 * i;
        if (std::memcmp(&font[record], tag, 4) != 0) continue;
        const std::size_t offset =
            (static_cast<std::size_t>(big_u16(font, record + 8)) << 16U) | big_u16(font, record + 10);
        if (offset + need > font.size()) return std::nullopt;
        return offset;
    }
    return std::nullopt;
}

// ImGui measures fonts by ascent − descent, people by the em square: their ratio, from the font's own tables.
std::optional<float> height_per_em(Bytes font) {
    const auto head = table(font, "head", 54);
    const auto hhea = table(font, "hhea", 36);
    if (!head || !hhea) return std::nullopt;
    const float em = big_u16(font, *head + 18);
    const auto ascent = static_cast<std::int16_t>(big_u16(font, *hhea + 4));
    const auto descent = static_cast<std::int16_t>(big_u16(font, *hhea + 6));
    if (em < 16 || ascent <= descent) return std::nullopt;
    return static_cast<float>(ascent - descent) / em;
}

constexpr std::array<std::uint8_t, kTypes> kFaceOf{0, 1, 0, 1, 1, 2, 2, 1, 1};

// Russian and its neighbours: Ukrainian, Belarusian, Kazakh, Uzbek in Latin letters.
constexpr std::array<ImWchar, 21> kText{0x20,   0x7e,   0xa0,   0xff,   0x2bb,  0x2bc,  0x400,
                                        0x45f,  0x490,  0x4e9,  0x2013, 0x2026, 0x20bd, 0x20bd,
                                        0x2116, 0x2116, 0x2190, 0x2195, 0x2212, 0x2212, 0};
constexpr std::array<ImWchar, 15> kFigures{0x20,   0x39,   0xa0,  0xa0,  0x2026, 0x2026, 0x20bd, 0x20bd,
                                           0x2212, 0x2212, 0x410, 0x451, 0x2192, 0x2192, 0};

const ImWchar* characters_of(Type type) {
    if (type == Type::figure || type == Type::figure_small) return kFigures.data();
    return kText.data();
}

// The parts of a face; the display face lacks most Latin letters and the signs, which come from the semibold
// behind it.
std::vector<Part> in_order(const std::vector<Part>& parts, std::uint8_t face) {
    std::vector<Part> out;
    const auto add = [&](std::uint8_t wanted) {
        std::copy_if(parts.begin(), parts.end(), std::back_inserter(out),
                     [wanted](const Part& p) { return p.face == wanted; });
    };
    add(face);
    if (face == 2) add(1);
    return out;
}

// Device pixels of the em square.
float size_of(std::size_t type, float pixels_per_unit) {
    return kTypeSize[type] * pixels_per_unit;
}

// All digits as wide as the widest: columns of figures line up.
void make_digits_tabular(ImFont& font) {
    float widest = 0;
    for (ImWchar c = '0'; c <= '9'; ++c) widest = std::max(widest, font.GetCharAdvance(c));
    for (ImFontGlyph& glyph : font.Glyphs) {
        if (glyph.Codepoint < '0' || glyph.Codepoint > '9') continue;
        const float shift = std::floor((widest - glyph.AdvanceX) / 2);
        glyph.X0 += shift;
        glyph.X1 += shift;
        glyph.AdvanceX = widest;
        font.IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = widest;
    }
}

void tighten(ImFont& font, float by) {
    for (ImFontGlyph& glyph : font.Glyphs) {
        glyph.AdvanceX -= by;
        font.IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = glyph.AdvanceX;
    }
}

// Room in the picture for the box of a font.
int room_for_box(ImFontAtlas& atlas, ImFont& font, float em) {
    const int width = static_cast<int>(std::max(4.0F, std::round(0.52F * em)));
    const int height = static_cast<int>(std::max(5.0F, std::round(0.68F * em)));
    return atlas.AddCustomRectFontGlyph(&font, static_cast<ImWchar>(kMissing), width, height,
                                        static_cast<float>(width) + std::round(0.12F * em),
                                        {std::round(0.06F * em), 0});
}

// The box itself, standing on the line of writing. Precondition: the atlas is built.
void draw_box(ImFontAtlas& atlas, int room) {
    const ImFontAtlasCustomRect& at = *atlas.GetCustomRectByIndex(room);
    const int thick = std::max(1, at.Height / 12);
    for (int y = 0; y < at.Height; ++y) {
        for (int x = 0; x < at.Width; ++x) {
            const bool edge = std::min({x, y, at.Width - 1 - x, at.Height - 1 - y}) < thick;
            if (edge) atlas.TexPixelsAlpha8[(at.Y + y) * atlas.TexWidth + at.X + x] = 0xff;
        }
    }
    for (ImFontGlyph& glyph : at.Font->Glyphs) {
        if (glyph.Codepoint != kMissing) continue;
        glyph.Y0 = std::round(at.Font->Ascent) - static_cast<float>(at.Height);
        glyph.Y1 = std::round(at.Font->Ascent);
    }
}

}  // namespace

bool build_letters(ImFontAtlas& atlas, Bytes pack, float pixels_per_unit, Letters& out) {
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight | ImFontAtlasFlags_NoMouseCursors;
    out.pixels_per_unit = pixels_per_unit;
    const auto parts = parts_of(pack);
    bool good = parts.has_value();
    std::array<int, kTypes> boxes{};
    for (std::size_t type = 0; good && type < kTypes; ++type) {
        out.font[type] = nullptr;
        for (const Part& part : in_order(*parts, kFaceOf[type])) {
            const auto height = height_per_em(part.file);
            if (!height) {
                good = false;
                break;
            }
            ImFontConfig config;
            config.FontDataOwnedByAtlas = false;
            config.MergeMode = out.font[type] != nullptr;
            config.PixelSnapH = true;
            config.OversampleH = 1;
            config.OversampleV = 1;
            // ImGui reads, but never writes, data it does not own.
            auto* data = const_cast<std::uint8_t*>(part.file.data());
            ImFont* font = atlas.AddFontFromMemoryTTF(data, static_cast<int>(part.file.size()),
                                                      size_of(type, pixels_per_unit) * *height, &config,
                                                      characters_of(static_cast<Type>(type)));
            if (out.font[type] == nullptr) out.font[type] = font;
        }
        good = good && out.font[type] != nullptr;
        if (good) boxes[type] = room_for_box(atlas, *out.font[type], size_of(type, pixels_per_unit));
    }
    good = good && atlas.Build();
    if (!good) {
        atlas.Clear();
        out.font.fill(nullptr);
        return false;
    }
    for (const int room : boxes) draw_box(atlas, room);
    for (std::size_t type = 0; type < kTypes; ++type) {
        if (characters_of(static_cast<Type>(type)) == kFigures.data()) {
            tighten(*out.font[type], 0.03F * size_of(type, pixels_per_unit));
        } else {
            make_digits_tabular(*out.font[type]);
        }
    }
    return true;
}

}  // namespace funnel::workbench
