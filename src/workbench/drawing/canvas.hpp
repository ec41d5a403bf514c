// What panels draw on: boxes, lines and text in CSS pixels of a chosen zoom, over an ImGui draw list. Text
// always stays inside the box it is given: it takes the first wording that fits, else ends in "…". Every text
// can be recorded, so that tests measure overlap and overflow instead of comparing pictures.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"
#include "workbench/drawing/fonts.hpp"
#include "workbench/drawing/theme.hpp"

namespace funnel::workbench {

// A rectangle in CSS pixels; x to the right, y down.
struct Box {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    [[nodiscard]] float width() const { return x1 - x0; }
    [[nodiscard]] float height() const { return y1 - y0; }
    [[nodiscard]] float middle_y() const { return (y0 + y1) / 2; }
    [[nodiscard]] Box inset(float dx, float dy) const { return {x0 + dx, y0 + dy, x1 - dx, y1 - dy}; }
    // Cuts a strip off the side and returns it; what is left is never negative.
    Box take_top(float height);
    Box take_bottom(float height);
    Box take_left(float width);
    Box take_right(float width);
};

enum class Align : std::uint8_t { left, center, right };

struct TextStyle {
    Type type = Type::body;
    ImU32 color = 0;
    Align align = Align::left;
};

// One text as it was drawn: where, and whether it had to be shortened.
struct TextRecord {
    std::string text;
    std::string panel;
    Box at;         // the ink-independent box of the words: advance widths by line height
    Box room;       // the box it was given
    Box visible;    // what the clip rectangle leaves of `at`
    int layer = 0;  // 0 panels, 1 a sheet over them
    bool shortened = false;
    ImU32 color = 0;
    std::string missing;  // its letters that the font lacks
};

class Canvas {
public:
    // `list` receives the drawing; `scale` is device pixels per CSS pixel. Both outlive the canvas; so does
    // `records` if given.
    Canvas(const Letters& letters, const Palette& palette, std::vector<TextRecord>* records);

    // Aims at the current ImGui window: its draw list, and CSS pixel (0, 0) at device pixel `origin`.
    void aim(ImVec2 origin, std::string_view panel, int layer = 0);
    // Draws into another list of the same place: a part of the window that scrolls.
    void aim_list(ImDrawList* list) { list_ = list; }

    [[nodiscard]] const Palette& colors() const { return palette_; }
    [[nodiscard]] float scale() const { return letters_.pixels_per_unit; }
    [[nodiscard]] ImVec2 to_device(float x, float y) const;
    [[nodiscard]] Box from_device(ImVec2 low, ImVec2 high) const;
    [[nodiscard]] ImFont* font(Type type) const { return letters_.font[static_cast<std::size_t>(type)]; }

    void fill(const Box& box, ImU32 color);
    void frame(const Box& box, ImU32 color, float thickness = 1);
    void horizontal(float x0, float x1, float y, ImU32 color, float thickness = 1);
    void vertical(float x, float y0, float y1, ImU32 color, float thickness = 1);
    void dashed_vertical(float x, float y0, float y1, ImU32 color);
    // Money not earned: diagonal stripes of `lost` on its tint.
    void hatch(const Box& box);
    void quad(ImVec2 a, ImVec2 b, ImVec2 c, ImVec2 d, ImU32 color);
    // A filled area between a curve (points left to right) and the line y = base.
    void area(std::span<const ImVec2> curve, float base, ImU32 color);
    void polyline(std::span<const ImVec2> points, ImU32 color, float thickness);

    // Letters of all that was drawn that the fonts lack: a box stands in their place.
    [[nodiscard]] const std::u32string& missing() const { return missing_; }

    // Width of one line in CSS pixels.
    [[nodiscard]] float width_of(Type type, std::string_view text) const;
    [[nodiscard]] float line_height(Type type) const;
    // One line, centred vertically in the box. Returns the box of the words.
    Box text(const Box& box, TextStyle style, std::string_view text);
    // One line being typed: from `first` on, whatever fits, with its caret and selection (bytes).
    struct Typed {
        std::string_view text;
        std::size_t caret = 0, anchor = 0;
    };
    void typed(const Box& box, TextStyle style, const Typed& typed);
    // The byte of a typed line nearest to x.
    [[nodiscard]] std::size_t byte_at(const Box& box, TextStyle style, const Typed& typed, float x) const;
    // The first wording that fits, the last one shortened if none does.
    Box text(const Box& box, TextStyle style, std::initializer_list<std::string_view> wordings);
    // Left-aligned lines broken at spaces; at most as many as fit the box, the last one shortened. Returns
    // the height used.
    float paragraph(const Box& box, Type type, ImU32 color, std::string_view text);
    // Height all of a paragraph would take at this width.
    [[nodiscard]] float paragraph_height(float width, Type type, std::string_view text) const;

private:
    [[nodiscard]] std::size_t line_end(Type type, std::string_view words, float width) const;
    [[nodiscard]] float typed_start(const Box& box, TextStyle style, const Typed& typed) const;
    Box draw_text(const Box& box, TextStyle style, std::string_view text, bool shortened);
    [[nodiscard]] std::u32string lacking(Type type, std::string_view text) const;

    const Letters& letters_;
    const Palette& palette_;
    std::vector<TextRecord>* records_;
    ImDrawList* list_ = nullptr;
    ImVec2 origin_{0, 0};
    std::string_view panel_;
    int layer_ = 0;
    std::u32string missing_;
};

}  // namespace funnel::workbench
