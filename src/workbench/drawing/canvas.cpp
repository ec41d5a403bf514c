#include "workbench/drawing/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/text/characters.hpp"
#include "workbench/drawing/fonts.hpp"

namespace funnel::workbench {
namespace {

constexpr std::string_view kEllipsis = "…";

// Length of the UTF-8 prefix that ends before byte `at`, never inside a character.
std::size_t character_start(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) --at;
    return at;
}

}  // namespace

Box Box::take_top(float h) {
    const float edge = std::min(y0 + h, y1);
    const Box strip{x0, y0, x1, edge};
    y0 = edge;
    return strip;
}
Box Box::take_bottom(float h) {
    const float edge = std::max(y1 - h, y0);
    const Box strip{x0, edge, x1, y1};
    y1 = edge;
    return strip;
}
Box Box::take_left(float w) {
    const float edge = std::min(x0 + w, x1);
    const Box strip{x0, y0, edge, y1};
    x0 = edge;
    return strip;
}
Box Box::take_right(float w) {
    const float edge = std::max(x1 - w, x0);
    const Box strip{edge, y0, x1, y1};
    x1 = edge;
    return strip;
}

Canvas::Canvas(const Letters& letters, const Palette& palette, std::vector<TextRecord>* records)
    : letters_(letters), palette_(palette), records_(records) {}

void Canvas::aim(ImVec2 origin, std::string_view panel, int layer) {
    list_ = ImGui::GetWindowDrawList();
    origin_ = origin;
    panel_ = panel;
    layer_ = layer;
}

ImVec2 Canvas::to_device(float x, float y) const {
    return {std::round(origin_.x + x * scale()), std::round(origin_.y + y * scale())};
}

Box Canvas::from_device(ImVec2 low, ImVec2 high) const {
    return {(low.x - origin_.x) / scale(), (low.y - origin_.y) / scale(), (high.x - origin_.x) / scale(),
            (high.y - origin_.y) / scale()};
}

void Canvas::fill(const Box& box, ImU32 color) {
    if (box.x1 <= box.x0 || box.y1 <= box.y0) return;
    list_->AddRectFilled(to_device(box.x0, box.y0), to_device(box.x1, box.y1), color);
}

void Canvas::frame(const Box& box, ImU32 color, float thickness) {
    const float t = std::max(1.0F, std::round(thickness * scale()));
    const ImVec2 low = to_device(box.x0, box.y0);
    const ImVec2 high = to_device(box.x1, box.y1);
    if (high.x - low.x < 2 * t || high.y - low.y < 2 * t) return;
    list_->AddRectFilled(low, {high.x, low.y + t}, color);
    list_->AddRectFilled({low.x, high.y - t}, high, color);
    list_->AddRectFilled({low.x, low.y + t}, {low.x + t, high.y - t}, color);
    list_->AddRectFilled({high.x - t, low.y + t}, {high.x, high.y - t}, color);
}

void Canvas::horizontal(float x0, float x1, float y, ImU32 color, float thickness) {
    const ImVec2 a = to_device(x0, y);
    const float t = std::max(1.0F, std::round(thickness * scale()));
    list_->AddRectFilled(a, {to_device(x1, y).x, a.y + t}, color);
}

void Canvas::vertical(float x, float y0, float y1, ImU32 color, float thickness) {
    const ImVec2 a = to_device(x, y0);
    const float t = std::max(1.0F, std::round(thickness * scale()));
    list_->AddRectFilled(a, {a.x + t, to_device(x, y1).y}, color);
}

void Canvas::dashed_vertical(float x, float y0, float y1, ImU32 color) {
    const int dashes = static_cast<int>(std::ceil((y1 - y0) / 6));
    for (int i = 0; i < dashes; ++i) {
        const float y = y0 + 6 * static_cast<float>(i);
        vertical(x, y, std::min(y + 3, y1), color);
    }
}

void Canvas::hatch(const Box& box) {
    fill(box, palette_.lost_tint);
    const ImVec2 low = to_device(box.x0, box.y0);
    const ImVec2 high = to_device(box.x1, box.y1);
    if (high.x <= low.x || high.y <= low.y) return;
    const float height = high.y - low.y;
    const float step = 7 * scale();
    list_->PushClipRect(low, high, true);
    const float first = std::floor((low.x - height) / step) * step;
    const int lines = static_cast<int>(std::ceil((high.x - first) / step));
    for (int i = 0; i < lines; ++i) {
        const float x = first + step * static_cast<float>(i);
        list_->AddLine({x, high.y + 1}, {x + height + 1, low.y}, palette_.lost, 2.4F * scale());
    }
    list_->PopClipRect();
}

void Canvas::quad(ImVec2 a, ImVec2 b, ImVec2 c, ImVec2 d, ImU32 color) {
    list_->AddQuadFilled(to_device(a.x, a.y), to_device(b.x, b.y), to_device(c.x, c.y), to_device(d.x, d.y),
                         color);
}

void Canvas::area(std::span<const ImVec2> curve, float base, ImU32 color) {
    // Slices share whole device pixels, so that neighbours neither overlap nor leave a seam.
    const ImDrawListFlags flags = list_->Flags;
    list_->Flags &= ~ImDrawListFlags_AntiAliasedFill;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const ImVec2 a = curve[i - 1];
        const ImVec2 b = curve[i];
        const ImVec2 low_a = to_device(a.x, base);
        const ImVec2 low_b = to_device(b.x, base);
        list_->AddQuadFilled({low_a.x, origin_.y + a.y * scale()}, {low_b.x, origin_.y + b.y * scale()},
                             low_b, low_a, color);
    }
    list_->Flags = flags;
}

void Canvas::polyline(std::span<const ImVec2> points, ImU32 color, float thickness) {
    for (const ImVec2& p : points) list_->PathLineTo({origin_.x + p.x * scale(), origin_.y + p.y * scale()});
    list_->PathStroke(color, 0, thickness * scale());
}

float Canvas::width_of(Type type, std::string_view text) const {
    if (text.empty()) return 0;
    const ImFont* f = font(type);
    return f->CalcTextSizeA(f->FontSize, 1e9F, 0, text.data(), text.data() + text.size()).x / scale();
}

float Canvas::line_height(Type type) const {
    return font(type)->FontSize / scale();
}

std::u32string Canvas::lacking(Type type, std::string_view text) const {
    std::u32string out;
    const ImFont* f = font(type);
    for (const char32_t c : text::decoded(text)) {
        const bool known = c < kMissing && f->FindGlyphNoFallback(static_cast<ImWchar>(c)) != nullptr;
        if (!known && c >= U' ') out += c;
    }
    return out;
}

Box Canvas::draw_text(const Box& box, TextStyle style, std::string_view text, bool shortened) {
    const float width = width_of(style.type, text);
    const float height = line_height(style.type);
    float x = box.x0;
    if (style.align == Align::right) x = box.x1 - width;
    if (style.align == Align::center) x = (box.x0 + box.x1 - width) / 2;
    const Box at{x, box.middle_y() - height / 2, x + width, box.middle_y() + height / 2};
    if (text.empty()) return at;
    ImFont* f = font(style.type);
    list_->AddText(f, f->FontSize, to_device(at.x0, at.y0), style.color, text.data(),
                   text.data() + text.size());
    const std::u32string missing = lacking(style.type, text);
    missing_ += missing;
    if (records_ != nullptr) {
        const Box clip = from_device(list_->GetClipRectMin(), list_->GetClipRectMax());
        const Box visible{std::max(at.x0, clip.x0), std::max(at.y0, clip.y0), std::min(at.x1, clip.x1),
                          std::min(at.y1, clip.y1)};
        records_->push_back({std::string(text), std::string(panel_), at, box, visible, layer_, shortened,
                             style.color, text::encoded(missing)});
    }
    return at;
}

Box Canvas::text(const Box& box, TextStyle style, std::string_view words) {
    // Half a pixel is forgiven: boxes are often measured from the same words.
    if (width_of(style.type, words) <= box.width() + 0.5F) return draw_text(box, style, words, false);
    const float room = box.width() - width_of(style.type, kEllipsis);
    if (room <= 0) return {box.x0, box.y0, box.x0, box.y0};
    std::size_t low = 0;
    std::size_t high = words.size();
    while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (width_of(style.type, words.substr(0, character_start(words, middle))) <= room) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    std::string cut(words.substr(0, character_start(words, low)));
    while (!cut.empty() && (cut.back() == ' ' || cut.back() == ',')) cut.pop_back();
    cut += kEllipsis;
    return draw_text(box, style, cut, true);
}

Box Canvas::text(const Box& box, TextStyle style, std::initializer_list<std::string_view> wordings) {
    std::string_view last;
    for (const std::string_view words : wordings) {
        last = words;
        if (width_of(style.type, words) <= box.width() + 0.5F) return draw_text(box, style, words, false);
    }
    return text(box, style, last);
}

float Canvas::typed_start(const Box& box, TextStyle style, const Typed& typed) const {
    const float whole = width_of(style.type, typed.text);
    const float before = width_of(style.type, typed.text.substr(0, typed.caret));
    if (whole <= box.width()) {
        if (style.align == Align::center) return (box.x0 + box.x1 - whole) / 2;
        if (style.align == Align::right) return box.x1 - whole;
        return box.x0;
    }
    // The caret stays in sight.
    return box.x0 - std::clamp(before - box.width() * 0.8F, 0.0F, whole - box.width());
}

void Canvas::typed(const Box& box, TextStyle style, const Typed& typed) {
    const float x = typed_start(box, style, typed);
    const auto at = [&](std::size_t byte) { return x + width_of(style.type, typed.text.substr(0, byte)); };
    const float half = line_height(style.type) / 2;
    const Box line{box.x0, box.middle_y() - half, box.x1, box.middle_y() + half};
    list_->PushClipRect(to_device(box.x0 - 1, box.y0), to_device(box.x1 + 2, box.y1), true);
    if (typed.caret != typed.anchor) {
        fill({at(std::min(typed.caret, typed.anchor)), line.y0, at(std::max(typed.caret, typed.anchor)),
              line.y1},
             palette_.tint_filled);
    }
    ImFont* f = font(style.type);
    list_->AddText(f, f->FontSize, to_device(x, line.y0), style.color, typed.text.data(),
                   typed.text.data() + typed.text.size());
    vertical(at(typed.caret), line.y0 + 1, line.y1 - 1, palette_.ink, 1.5F);
    list_->PopClipRect();
}

std::size_t Canvas::byte_at(const Box& box, TextStyle style, const Typed& typed, float x) const {
    const float start = typed_start(box, style, typed);
    std::size_t best = 0;
    float nearest = 1e9F;
    for (std::size_t byte = 0; byte <= typed.text.size(); ++byte) {
        if (character_start(typed.text, byte) != byte) continue;
        const float away = std::fabs(start + width_of(style.type, typed.text.substr(0, byte)) - x);
        if (away >= nearest) continue;
        nearest = away;
        best = byte;
    }
    return best;
}

float Canvas::paragraph_height(float width, Type type, std::string_view words) const {
    float lines = 0;
    while (!words.empty()) {
        const std::size_t end = line_end(type, words, width);
        words.remove_prefix(std::min(end + 1, words.size()));
        ++lines;
    }
    return lines * line_height(type) * 1.08F;
}

// Where the first line of the words ends.
std::size_t Canvas::line_end(Type type, std::string_view words, float width) const {
    std::size_t end = 0;
    for (std::size_t at = 0; at != std::string_view::npos;) {
        const std::size_t next = words.find(' ', at);
        const std::size_t stop = next == std::string_view::npos ? words.size() : next;
        if (end > 0 && width_of(type, words.substr(0, stop)) > width) break;
        end = stop;
        at = next == std::string_view::npos ? next : next + 1;
    }
    return end;
}

float Canvas::paragraph(const Box& box, Type type, ImU32 color, std::string_view words) {
    const float line = line_height(type) * 1.08F;
    float y = box.y0;
    while (!words.empty() && y + line <= box.y1 + 0.5F) {
        const std::size_t end = line_end(type, words, box.width());
        const bool last_line = y + 2 * line > box.y1 + 0.5F;
        const std::string_view shown = last_line ? words : words.substr(0, end);
        text({box.x0, y, box.x1, y + line}, {type, color}, shown);
        words.remove_prefix(last_line ? words.size() : std::min(end + 1, words.size()));
        y += line;
    }
    return y - box.y0;
}

}  // namespace funnel::workbench
