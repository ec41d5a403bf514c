#include "workbench/controls/controls.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "imgui_internal.h"
#include "workbench/drawing/format.hpp"

namespace funnel::workbench {
namespace {

constexpr float kPadding = 8;
constexpr float kPixelsPerStep = 4;

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

bool invisible(const Canvas& canvas, const Box& box, std::string_view id) {
    const Place p = place(canvas, box);
    ImGui::SetCursorScreenPos(p.at);
    ImGui::PushID(id.data(), id.data() + id.size());
    const bool pressed = ImGui::InvisibleButton("##it", p.size, ImGuiButtonFlags_PressedOnClickRelease);
    ImGui::PopID();
    return pressed;
}

void focus_frame(PanelContext& context, const Box& box) {
    if (keyboard_is_on_it()) context.canvas.frame(box.inset(-1, -1), context.canvas.colors().ink, 2);
}

enum class Content : std::uint8_t { number, words };

void start_typing(Interaction& interaction, ImGuiID id, std::string_view text, Content content) {
    interaction.typing_in = id;
    interaction.typing_words = content == Content::words;
    interaction.typing = Interaction::Typing::asked;
    const std::size_t length = std::min(text.size(), interaction.typed.size() - 1);
    std::memcpy(interaction.typed.data(), text.data(), length);
    interaction.typed[length] = '\0';
}

enum class Typing : std::uint8_t { going_on, finished, given_up };

// Has the id of the field it replaces, so that the keyboard is still there when typing ends.
Typing typing_box(PanelContext& context, const Box& box, Type type, const char* id) {
    Canvas& canvas = context.canvas;
    Interaction& interaction = context.interaction;
    const Palette& colors = canvas.colors();
    canvas.fill(box, colors.tint);
    const Place p = place(canvas, box);
    ImFont* font = canvas.font(type);
    ImGui::PushFont(font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {kPadding * canvas.scale(), std::max(0.0F, (p.size.y - font->FontSize) / 2)});
    ImGui::PushStyleColor(ImGuiCol_FrameBg, 0);
    ImGui::PushStyleColor(ImGuiCol_Text, colors.ink);
    ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, colors.tint_filled);
    ImGui::SetCursorScreenPos(p.at);
    ImGui::SetNextItemWidth(p.size.x);
    using Phase = Interaction::Typing;
    if (interaction.typing == Phase::asked) ImGui::SetKeyboardFocusHere();
    ImGui::PushID(id);
    const bool entered =
        ImGui::InputText("##it", interaction.typed.data(), interaction.typed.size(),
                         ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopID();
    const bool escaped = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    const bool left = interaction.typing == Phase::active && !ImGui::IsItemActive();
    ImGui::PopStyleColor(3);
    ImGui::PopStyleVar();
    ImGui::PopFont();
    canvas.frame(box.inset(-1, -1), colors.ink, 2);
    interaction.keys_taken = true;
    if (interaction.typing == Phase::asked) {
        interaction.typing = Phase::waiting;
    } else if (ImGui::IsItemActive()) {
        interaction.typing = Phase::active;
    }
    if (entered) return Typing::finished;
    if (left) return escaped ? Typing::given_up : Typing::finished;
    return Typing::going_on;
}

std::string shown_number(const NumberField& field) {
    return field.value ? number_trimmed(*field.value, field.decimals) : std::string(field.empty);
}

double within(const NumberField& field, double value) {
    return std::clamp(value, field.low, field.high);
}

// Where the wheel of a drag stands: a share of the box for a slider, steps from the start otherwise.
NumberChange drag(PanelContext& context, const Box& box, const NumberField& field, ImGuiID id) {
    Interaction& interaction = context.interaction;
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemActivated() && io.MouseDown[0]) {
        interaction.drag_value = field.value.value_or(field.low);
        ++interaction.gesture;
    }
    if (!ImGui::IsItemActive() || !ImGui::IsMouseDragging(0, 3 * context.canvas.scale())) return {};
    if (interaction.dragging != id) interaction.dragging = id;
    const float moved = io.MouseDelta.x / context.canvas.scale();
    if (moved == 0) return {};
    const double fine = io.KeyShift ? 0.1 : 1;
    if (field.slider) {
        interaction.drag_value +=
            fine * static_cast<double>(moved / std::max(1.0F, box.width())) * (field.high - field.low);
    } else {
        // Large numbers move in proportion, so that a drag across the screen is always worth it.
        const double step = std::max(field.step, std::fabs(interaction.drag_value) / 100);
        interaction.drag_value += fine * static_cast<double>(moved / kPixelsPerStep) * step;
    }
    interaction.drag_value = within(field, interaction.drag_value);
    const double grain = field.slider ? std::min(field.step, 1.0) * fine : field.step * fine;
    const double value = within(field, std::round(interaction.drag_value / grain) * grain);
    return {field.value != value, value, interaction.gesture};
}

// Keys of a field in focus: a digit starts typing, Page Up and Page Down step.
NumberChange keys(PanelContext& context, const NumberField& field, ImGuiID id) {
    Interaction& interaction = context.interaction;
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeySuper) return {};
    // These two move the focus unless the field in focus says they are its own.
    ImGui::SetKeyOwner(ImGuiKey_PageUp, id);
    ImGui::SetKeyOwner(ImGuiKey_PageDown, id);
    for (const ImWchar c : io.InputQueueCharacters) {
        if (c < '0' || c > '9') continue;
        const char digit = static_cast<char>(c);
        start_typing(interaction, id, {&digit, 1}, Content::number);
        interaction.keys_taken = true;
        return {};
    }
    const double steps = (ImGui::IsKeyPressed(ImGuiKey_PageUp, id, ImGuiInputFlags_Repeat) ? 1 : 0) -
                         (ImGui::IsKeyPressed(ImGuiKey_PageDown, id, ImGuiInputFlags_Repeat) ? 1 : 0);
    if (ImGui::IsKeyPressed(ImGuiKey_Delete, false) && field.optional) return {true, std::nullopt, 0};
    if (steps == 0) return {};
    interaction.keys_taken = true;
    return {true,
            within(field, field.value.value_or(field.low) + steps * field.step * (io.KeyShift ? 10 : 1)), 0};
}

void draw_number(PanelContext& context, const Box& box, const NumberField& field) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    canvas.fill(box, colors.tint);
    if (field.slider && field.value && field.high > field.low) {
        const double part = (*field.value - field.low) / (field.high - field.low);
        canvas.fill({box.x0, box.y0, box.x0 + box.width() * static_cast<float>(part), box.y1},
                    field.target ? colors.could_tint : colors.tint_filled);
    }
    Box inner = box.inset(std::min(kPadding, box.width() / 8), 0);
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
        const std::string shorter = scaled_with_unit(*field.value, money_scale(*field.value), 2);
        const std::string shortest = scaled_with_unit(*field.value, money_scale(*field.value), 0);
        canvas.text(inner, {Type::body_bold, color, align}, {shown, shorter, shortest});
    } else if (quiet) {
        canvas.text(inner, {Type::body, color, align}, {shown, "—"});
    } else {
        canvas.text(inner, {Type::body_bold, color, align}, shown);
    }
}

// What was typed, as a change of the field; words that are no number are reported and change nothing.
NumberChange typed_number(PanelContext& context, const NumberField& field) {
    const std::string_view typed(context.interaction.typed.data());
    if (typed.find_first_not_of(" \u00a0") == std::string_view::npos) {
        return field.optional ? NumberChange{field.value.has_value(), std::nullopt, 0} : NumberChange{};
    }
    const auto value = parse_number(typed);
    if (!value || *value < field.low || *value > field.high) {
        View view = context.view;
        view.notice = !value
                          ? "Не число: «" + std::string(typed.substr(0, 40)) + "». Осталось прежнее значение"
                          : "Можно от " + number_trimmed(field.low, 2) + " до " +
                                number_trimmed(field.high, 2) + ". Осталось прежнее значение";
        context.intents.emplace_back(ChangeView{std::move(view)});
        return {};
    }
    return {field.value != *value, *value, 0};
}

}  // namespace

void own_keys(std::initializer_list<ImGuiKey> keys_of_item) {
    for (const ImGuiKey key : keys_of_item) ImGui::SetKeyOwner(key, ImGui::GetItemID());
}

bool keyboard_is_on_it() {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    return ImGui::IsItemFocused() && !g.NavDisableHighlight;
}

Box begin_scroll(PanelContext& context, std::string_view id, const Box& area, float content_height) {
    Canvas& canvas = context.canvas;
    const Place p = place(canvas, area);
    ImGui::SetCursorScreenPos(p.at);
    ImGui::BeginChild(ImGui::GetID(id.data(), id.data() + id.size()), p.size, ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NavFlattened);
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
    return std::ceil(canvas.width_of(Type::small, b.label) + key + 22);
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
        canvas.text(inner, {Type::small, ink, Align::center}, b.label);
    } else {
        const Box label = canvas.text(inner, {Type::small, ink}, b.label);
        inner.x0 = label.x1 + 6;
        canvas.text(inner, {Type::note, solid ? colors.paper : colors.ink_3, Align::right}, b.key);
    }
    focus_frame(context, box);
    return pressed && b.enabled;
}

NumberChange number_field(PanelContext& context, const Box& box, const NumberField& field) {
    Interaction& interaction = context.interaction;
    ImGui::PushID(field.id.data(), field.id.data() + field.id.size());
    const ImGuiID id = ImGui::GetID("field");
    NumberChange change;
    if (interaction.typing_in == id) {
        const Typing typing = typing_box(context, box, Type::body_bold, "field");
        if (typing != Typing::going_on) interaction.typing_in = 0;
        if (typing == Typing::finished) change = typed_number(context, field);
    } else {
        const bool pressed = invisible(context.canvas, box, "field");
        if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        change = drag(context, box, field, id);
        const bool focused = keyboard_is_on_it();
        if (focused && !change.changed) change = keys(context, field, id);
        if (pressed && interaction.dragging != id) {
            std::string text = field.value ? number_trimmed(*field.value, 6) : std::string();
            start_typing(interaction, id, text, Content::number);
        }
        if (interaction.dragging == id && !ImGui::IsItemActive()) interaction.dragging = 0;
        draw_number(context, box, field);
        if (focused || ImGui::IsItemActive())
            context.canvas.frame(box.inset(-1, -1), context.canvas.colors().ink, 2);
    }
    ImGui::PopID();
    return change;
}

std::optional<std::string> name_field(PanelContext& context, const Box& box, const NameField& field) {
    Interaction& interaction = context.interaction;
    const Palette& colors = context.canvas.colors();
    ImGui::PushID(field.id.data(), field.id.data() + field.id.size());
    const ImGuiID id = ImGui::GetID("name");
    std::optional<std::string> out;
    if (interaction.typing_in == id) {
        const Typing typing = typing_box(context, box, Type::body, "name");
        if (typing != Typing::going_on) interaction.typing_in = 0;
        if (typing == Typing::finished) out = std::string(interaction.typed.data());
    } else {
        const bool pressed = invisible(context.canvas, box, "name");
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
            context.canvas.horizontal(box.x0, box.x1, box.y1 - 2, colors.rule);
        }
        if (pressed && !ImGui::IsMouseDragging(0)) start_typing(interaction, id, field.text, Content::words);
        const bool none = field.text.empty();
        context.canvas.text(box, {field.type, none ? colors.ink_3 : colors.ink},
                            none ? field.empty : field.text);
        focus_frame(context, box);
    }
    ImGui::PopID();
    return out;
}

}  // namespace funnel::workbench
