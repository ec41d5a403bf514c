#include "workbench/controls/controls.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text/characters.hpp"
#include "core/text/number_words.hpp"
#include "imgui_internal.h"

namespace funnel::workbench {
namespace {

constexpr float kPadding = 8;
constexpr float kUnitsPerStep = 4;
constexpr float kDeadZone = 8;
constexpr float kHandle = 16;

// A device rectangle of at least one pixel, as ImGui wants it.
struct Place {
    ImVec2 at;
    ImVec2 size;
};
Place place(const Canvas& canvas, const Box& box) {
    const ImVec2 low = canvas.to_device(box.x0, box.y0);
    const ImVec2 high = canvas.to_device(box.x1, box.y1);
    return {low, {std::max(1.0F, high.x - low.x), std::max(1.0F, high.y - low.y)}};
}

bool invisible(const Canvas& canvas, const Box& box, std::string_view id,
               ImGuiButtonFlags flags = ImGuiButtonFlags_PressedOnClickRelease) {
    const Place p = place(canvas, box);
    ImGui::SetCursorScreenPos(p.at);
    ImGui::PushID(id.data(), id.data() + id.size());
    const bool pressed = ImGui::InvisibleButton("##it", p.size, flags);
    ImGui::PopID();
    return pressed;
}

void focus_frame(PanelContext& context, const Box& box) {
    if (keyboard_is_on_it()) context.canvas.frame(box.inset(-1, -1), context.canvas.colors().ink, 2);
}

enum class Selected : std::uint8_t { all, nothing };

void start_typing(Interaction& interaction, ImGuiID id, std::string text, Selected selected) {
    interaction.editor = {};
    interaction.editor.field = id;
    interaction.editor.text = std::move(text);
    interaction.editor.caret = interaction.editor.anchor = interaction.editor.text.size();
    if (selected == Selected::all) interaction.editor.select_all();
    interaction.editor.gesture = ++interaction.gesture;
}

void stop_typing(Interaction& interaction) {
    interaction.editor = {};
    interaction.provisional = false;
}

// The item just submitted is in focus: by the keyboard, or it was the last one pressed.
bool focused(PanelContext& context, ImGuiID id) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (!ImGui::IsItemFocused()) return false;
    return !g.NavDisableHighlight || context.interaction.pressed == id;
}

// Focus, presses and keys of a field that is typed into.
struct FieldUse {
    bool focused = false;
    bool typing = false;
    Typing did = Typing::going_on;
};

FieldUse use_field(PanelContext& context, const Box& box, TextStyle style, const std::string& value,
                   bool begins_with_digit) {
    Interaction& interaction = context.interaction;
    const ImGuiIO& io = ImGui::GetIO();
    const bool used = invisible(context.canvas, box, "field", ImGuiButtonFlags_PressedOnClick);
    const ImGuiID id = ImGui::GetItemID();
    const bool clicked = ImGui::IsItemHovered() && io.MouseClicked[0];
    const bool twice = ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0);
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (clicked) interaction.pressed = id;
    FieldUse use;
    use.focused = focused(context, id) || clicked;
    // Pressed or reached, a field in focus is one Tab away from the next.
    if (use.focused) ImGui::GetCurrentContext()->NavDisableHighlight = false;
    if (use.focused) interaction.field = begins_with_digit ? id : interaction.field;
    Editor& editor = interaction.editor;
    const bool was_typing = editor.field == id;
    if (use.focused && interaction.edit_asked) {
        interaction.edit_asked = false;
        if (!was_typing) start_typing(interaction, id, value, Selected::all);
    } else if (twice || (used && !clicked && !was_typing)) {
        start_typing(interaction, id, value, Selected::all);
    } else if (was_typing && clicked) {
        const float x = context.canvas.from_device(io.MousePos, io.MousePos).x0;
        editor.caret = editor.anchor = context.canvas.byte_at(box.inset(kPadding, 0), style,
                                                              {editor.text, editor.caret, editor.anchor}, x);
    } else if (was_typing) {
        use.did = use.focused ? take_keys(editor) : Typing::left;
    }
    use.typing = editor.field == id;
    return use;
}

// A digit on a field in focus begins a new number; letters of the same frame follow it.
bool begin_with_digit(Interaction& interaction, ImGuiID id) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeySuper || io.KeyAlt) return false;
    std::string typed;
    for (const ImWchar c : io.InputQueueCharacters) {
        const char32_t letter = c;
        const bool begins = text::is_digit(letter) || c == ',' || c == '-';
        if (c < 0x20 || (typed.empty() && !begins)) continue;
        typed += text::encoded(std::u32string_view(&letter, 1));
    }
    if (typed.empty()) return false;
    start_typing(interaction, id, std::move(typed), Selected::nothing);
    interaction.editor.touched = true;
    return true;
}

std::string shown_number(const NumberField& field) {
    return field.value ? text::number(*field.value, field.whole ? 0 : 2) : std::string(field.empty);
}

double within(const NumberField& field, double value) {
    const double inside = std::clamp(value, field.low, field.high);
    return field.whole ? std::round(inside) : inside;
}

// ↑ and ↓ step, Delete empties; the keys are the field's own while it is in focus.
NumberChange step_keys(const NumberField& field, ImGuiID id) {
    const ImGuiIO& io = ImGui::GetIO();
    for (const ImGuiKey key : {ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_PageUp, ImGuiKey_PageDown})
        ImGui::SetKeyOwner(key, id);
    if (io.KeyCtrl || io.KeySuper || io.KeyAlt) return {};
    const auto down = [&](ImGuiKey key) {
        return ImGui::IsKeyPressed(key, id, ImGuiInputFlags_Repeat) ? 1 : 0;
    };
    const int steps = down(ImGuiKey_UpArrow) - down(ImGuiKey_DownArrow) +
                      10 * (down(ImGuiKey_PageUp) - down(ImGuiKey_PageDown));
    if (ImGui::IsKeyPressed(ImGuiKey_Delete, false) && field.optional && field.value)
        return {true, std::nullopt, 0};
    if (steps == 0) return {};
    const double value =
        within(field, field.value.value_or(field.low) + steps * field.step * (io.KeyShift ? 10 : 1));
    return {field.value != value, value, 0};
}

// The handle at the field's end: drags beyond a dead zone, one step per so many units.
NumberChange handle(PanelContext& context, const Box& box, const NumberField& field) {
    Interaction& interaction = context.interaction;
    Canvas& canvas = context.canvas;
    const ImGuiIO& io = ImGui::GetIO();
    ImGui::PushTabStop(false);
    (void)invisible(canvas, box, "handle", ImGuiButtonFlags_NoNavFocus);
    ImGui::PopTabStop();
    const ImGuiID id = ImGui::GetItemID();
    const bool near = ImGui::IsItemHovered() || ImGui::IsItemActive();
    if (near) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    interaction.grips = interaction.grips || near;
    const float middle = box.middle_y();
    const ImU32 color = near ? canvas.colors().ink : canvas.colors().rule;
    for (const float dx : {-2.5F, 1.5F})
        canvas.vertical((box.x0 + box.x1) / 2 + dx, middle - 6, middle + 6, color, 1.5F);
    if (ImGui::IsItemActivated()) {
        interaction.drag_from = field.value.value_or(field.low);
        ++interaction.gesture;
    }
    if (!ImGui::IsItemActive()) {
        if (interaction.dragging == id) interaction.dragging = 0;
        return {};
    }
    const float pulled = (io.MousePos.x - io.MouseClickedPos[0].x) / canvas.scale();
    if (std::fabs(pulled) < kDeadZone && interaction.dragging != id) return {};
    interaction.dragging = id;
    const float beyond = pulled > 0 ? std::max(0.0F, pulled - kDeadZone) : std::min(0.0F, pulled + kDeadZone);
    // Large numbers move in proportion, so that a drag across the screen is always worth it.
    const double grain = field.step * (io.KeyShift ? 0.1 : 1);
    const double pace = std::max(grain, std::fabs(interaction.drag_from) / 100 * (io.KeyShift ? 0.1 : 1));
    const double wish = interaction.drag_from + static_cast<double>(beyond / kUnitsPerStep) * pace;
    const double value = within(field, std::round(wish / grain) * grain);
    return {field.value != value, value, interaction.gesture};
}

void draw_number(PanelContext& context, const Box& box, const NumberField& field) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    Box inner = box.inset(std::min(kPadding, box.width() / 8), 0);
    inner.x1 -= std::min(kHandle - 6, box.width() / 6);
    const std::string shown = shown_number(field);
    const float unit_width = canvas.width_of(Type::note, field.unit);
    const bool unit_apart = !field.centered && !field.unit.empty();
    if (unit_apart && inner.width() - unit_width - 6 >= canvas.width_of(Type::body_bold, shown)) {
        canvas.text(inner.take_right(unit_width), {Type::note, colors.ink_3, Align::right}, field.unit);
        inner.x1 -= 6;
    }
    const bool quiet = !field.value;
    const ImU32 color = quiet ? colors.ink_3 : field.target ? colors.could : colors.ink;
    const Align align = field.centered ? Align::center : Align::left;
    if (field.centered && field.value && !field.unit.empty()) {
        const std::string with_unit = shown + "\u00a0" + std::string(field.unit);
        canvas.text(inner, {Type::body_bold, color, align}, {with_unit, shown});
    } else if (field.value && std::fabs(*field.value) >= 1e4) {
        const std::string shorter = text::short_number(*field.value);
        canvas.text(inner, {Type::body_bold, color, align}, {shown, shorter});
    } else if (quiet) {
        canvas.text(inner, {Type::body, color, align}, {shown, "—"});
    } else {
        canvas.text(inner, {Type::body_bold, color, align}, shown);
    }
}

void draw_typed(PanelContext& context, const Box& box, TextStyle style) {
    const Editor& editor = context.interaction.editor;
    context.canvas.fill(box, context.canvas.colors().paper);
    context.canvas.typed(box.inset(kPadding, 0), style, {editor.text, editor.caret, editor.anchor});
    const bool refused = editor.refused;
    context.canvas.frame(box.inset(-1, -1),
                         refused ? context.canvas.colors().lost : context.canvas.colors().ink, 2);
}

void say(PanelContext& context, std::string notice) {
    View view = context.view;
    view.notice = std::move(notice);
    context.show(std::move(view));
}

// What the typed text changes now; a text that is no number says so when it is committed or left.
NumberChange typed_change(PanelContext& context, const Box& box, const NumberField& field, Typing did) {
    Interaction& interaction = context.interaction;
    Editor& editor = interaction.editor;
    const Gesture gesture = editor.gesture;
    if (did == Typing::given_up) {
        context.intents.emplace_back(AbandonGesture{gesture});
        stop_typing(interaction);
        return {};
    }
    const ReadNumber read = read_typed(field, editor.text);
    const bool empty = !read.value && read.refusal.empty();
    editor.refused = !read.refusal.empty();
    NumberChange change;
    if (editor.touched && did != Typing::going_on && (read.value || (empty && field.optional)))
        change = {field.value != read.value, read.value, gesture};
    if (editor.refused) {
        const ImVec2 low = context.canvas.to_device(box.x0, box.y0);
        const ImVec2 high = context.canvas.to_device(box.x1, box.y1);
        interaction.tip = {read.refusal, {low.x, low.y, high.x, high.y}};
    }
    if (did == Typing::committed || did == Typing::left) {
        if (editor.refused) {
            context.intents.emplace_back(AbandonGesture{gesture});
            say(context, read.refusal + ". Осталось прежнее значение");
            change = {};
        }
        stop_typing(interaction);
    } else if (change.changed) {
        interaction.provisional = true;
    }
    return change;
}

std::string limits(const NumberField& field) {
    const auto bound = [&](double value) {
        const std::string unit = field.unit.empty() ? "" : "\u00a0" + std::string(field.unit);
        return (std::fabs(value) >= 1e6 ? text::short_number(value) : text::number(value, 2)) + unit;
    };
    return "Можно от " + bound(field.low < 1e-3 ? 0 : field.low) + " до " + bound(field.high);
}

}  // namespace

void own_keys(std::initializer_list<ImGuiKey> keys_of_item) {
    for (const ImGuiKey key : keys_of_item) ImGui::SetKeyOwner(key, ImGui::GetItemID());
}

ReadNumber read_typed(const NumberField& field, std::string_view typed) {
    const text::NumberRead read = text::read_number(typed, field.kind);
    if (read.empty) return {};
    if (read.refusal) {
        using enum text::NumberRefusal;
        switch (*read.refusal) {
            case percent:
                return {std::nullopt, "Здесь не проценты"};
            case unit:
                return {std::nullopt, "Единица не подходит к этому полю"};
            case separators:
                return {std::nullopt, "Не понять, где тысячи, а где дробь"};
            case several_numbers:
                return {std::nullopt, "Нужно одно число"};
            case too_large:
                return {std::nullopt, limits(field)};
            case not_a_number:
                return {std::nullopt, "Это не число"};
        }
    }
    double value = *read.value;
    if (field.kind == text::NumberKind::percent) value *= 100;
    if (field.whole) value = std::round(value);
    if (value < field.low || value > field.high) return {std::nullopt, limits(field)};
    return {value, ""};
}

bool keyboard_is_on_it() {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    return ImGui::IsItemFocused() && !g.NavDisableHighlight;
}

void scroll_by_finger(PanelContext& context) {
    float& by = context.interaction.scroll_by;
    if (by == 0 || !ImGui::IsWindowHovered() || ImGui::GetScrollMaxY() <= 0) return;
    ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + by, 0.0F, ImGui::GetScrollMaxY()));
    by = 0;
}

Box begin_scroll(PanelContext& context, std::string_view id, const Box& area, float content_height) {
    Canvas& canvas = context.canvas;
    const Place p = place(canvas, area);
    ImGui::SetCursorScreenPos(p.at);
    ImGui::BeginChild(ImGui::GetID(id.data(), id.data() + id.size()), p.size, ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NavFlattened);
    scroll_by_finger(context);
    canvas.aim_list(ImGui::GetWindowDrawList());
    const float moved = ImGui::GetScrollY() / canvas.scale();
    const bool bar = content_height > area.height() + 0.5F;
    return {area.x0, area.y0 - moved, area.x1 - (bar ? 12.0F : 0.0F),
            area.y0 - moved + std::max(content_height, area.height())};
}

void end_scroll(PanelContext& context, float content_height) {
    ImGui::SetCursorPos({0, std::max(0.0F, std::floor(content_height * context.canvas.scale()) - 1)});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
    context.canvas.aim_list(ImGui::GetWindowDrawList());
}

bool pressable(PanelContext& context, const Box& box, std::string_view id) {
    const bool pressed = invisible(context.canvas, box, id);
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    focus_frame(context, box);
    return pressed;
}

float button_width(const Canvas& canvas, const Button& b) {
    const float key = b.key.empty() ? 0 : canvas.width_of(Type::note, b.key) + 8;
    return std::ceil(canvas.width_of(Type::note, b.label) + key + 22);
}

bool button(PanelContext& context, const Box& box, const Button& b) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    if (!b.enabled) ImGui::BeginDisabled();
    const bool pressed = invisible(canvas, box, b.id);
    const bool hovered = b.enabled && ImGui::IsItemHovered();
    if (!b.enabled) ImGui::EndDisabled();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const bool solid = b.look == ButtonLook::solid;
    if (solid) canvas.fill(box, colors.ink);
    if (!solid && hovered) canvas.fill(box, colors.tint);
    if (b.look == ButtonLook::outlined) canvas.frame(box, colors.rule);
    const ImU32 ink = !b.enabled ? colors.ink_3 : solid ? colors.paper : colors.ink;
    const float wanted = button_width(canvas, b);
    Box inner = box.inset(std::min(10.0F, box.width() / 10), 0);
    if (b.key.empty() || wanted > box.width() + 1) {
        canvas.text(inner, {Type::note, ink, Align::center}, b.label);
    } else {
        const Box label = canvas.text(inner, {Type::note, ink}, b.label);
        inner.x0 = label.x1 + 6;
        canvas.text(inner, {Type::note, solid ? colors.paper : colors.ink_3, Align::right}, b.key);
    }
    focus_frame(context, box);
    return pressed && b.enabled;
}

NumberChange number_field(PanelContext& context, const Box& box, const NumberField& field) {
    Canvas& canvas = context.canvas;
    ImGui::PushID(field.id.data(), field.id.data() + field.id.size());
    const bool roomy = box.width() > 60;
    const Box grip{box.x1 - kHandle, box.y0, box.x1, box.y1};
    const Box text_box{box.x0, box.y0, roomy ? grip.x0 : box.x1, box.y1};
    const TextStyle style{Type::body_bold, canvas.colors().ink, Align::left};
    const std::string value = field.value ? text::number(*field.value, 6) : std::string();
    canvas.fill(box, canvas.colors().tint);
    const FieldUse use = use_field(context, text_box, style, value, true);
    const ImGuiID id = ImGui::GetItemID();
    NumberChange change;
    if (use.typing) {
        change = typed_change(context, box, field, use.did);
    } else if (use.focused) {
        if (begin_with_digit(context.interaction, id)) {
            change = typed_change(context, box, field, Typing::changed);
        } else {
            change = step_keys(field, id);
        }
    }
    (void)tip(context, box, field.help);
    if (context.interaction.editor.field == id) {
        draw_typed(context, box, style);
    } else {
        draw_number(context, box, field);
        if (use.focused) canvas.frame(box.inset(-1, -1), canvas.colors().ink, 2);
        if (roomy) {
            const NumberChange dragged = handle(context, grip, field);
            if (dragged.changed) change = dragged;
            if (ImGui::GetItemID() == context.interaction.dragging) {
                NumberField before = field;
                before.value = context.interaction.drag_from;
                const ImVec2 low = canvas.to_device(box.x0, box.y0);
                const ImVec2 high = canvas.to_device(box.x1, box.y1);
                context.interaction.tip = {"было " + shown_number(before), {low.x, low.y, high.x, high.y}};
            }
        }
    }
    ImGui::PopID();
    return change;
}

NameChange name_field(PanelContext& context, const Box& box, const NameField& field) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    ImGui::PushID(field.id.data(), field.id.data() + field.id.size());
    const TextStyle style{field.type, colors.ink, Align::left};
    const bool clicked_before = ImGui::GetIO().MouseClicked[0];
    const FieldUse use = use_field(context, box, style, std::string(field.text), false);
    const ImGuiID id = ImGui::GetItemID();
    NameChange out;
    out.pressed = clicked_before && ImGui::IsItemHovered() && !use.typing;
    Editor& editor = context.interaction.editor;
    if (use.typing) {
        editor.words = true;
        out.gesture = editor.gesture;
        if (use.did == Typing::given_up) {
            context.intents.emplace_back(AbandonGesture{editor.gesture});
        } else if (editor.touched && use.did != Typing::going_on && editor.text != field.text) {
            out.changed = true;
            out.text = editor.text;
        }
        if (use.did != Typing::going_on && use.did != Typing::changed) stop_typing(context.interaction);
    }
    if (editor.field == id) {
        draw_typed(context, {box.x0 - kPadding, box.y0, box.x1, box.y1}, style);
    } else {
        const bool none = field.text.empty();
        canvas.text(box, {field.type, none ? colors.ink_3 : colors.ink}, none ? field.empty : field.text);
        if (ImGui::IsItemHovered()) canvas.horizontal(box.x0, box.x1, box.y1 - 2, colors.rule);
        if (use.focused && !out.pressed) canvas.frame(box.inset(-2, -1), colors.ink, 2);
    }
    ImGui::PopID();
    return out;
}

}  // namespace funnel::workbench
