#include <algorithm>
#include <cmath>
#include <utility>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "core/text/characters.hpp"
#include "core/text/number_words.hpp"
#include "imgui_internal.h"
#include "workbench/controls/field.hpp"

namespace funnel::workbench {
namespace {

constexpr float kUnitsPerStep = 4;
constexpr float kDeadZone = 8;
constexpr float kHandle = 16;

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
    const double inside =
        std::clamp(value, std::max(field.low, field.paired.low), std::min(field.high, field.paired.high));
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

// As people write it where there is no room at all: "85к", "1,5м".
std::string shortest(double value) {
    const bool millions = std::fabs(value) >= 999'500;
    const double of = value / (millions ? 1e6 : 1e3);
    return text::number(of, std::fabs(of) < 100 ? 1 : 0) + (millions ? "м" : "к");
}

void draw_number(PanelContext& context, const Box& box, const NumberField& field) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    Box inner = box.inset(std::min(kFieldPadding, box.width() / 8), 0);
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
    } else if (field.value && std::fabs(*field.value) >= 1e3) {
        const std::string shorter = text::short_number(*field.value);
        canvas.text(inner, {Type::body_bold, color, align}, {shown, shorter, shortest(*field.value)});
    } else if (quiet) {
        canvas.text(inner, {Type::body, color, align}, {shown, "—"});
    } else {
        canvas.text(inner, {Type::body_bold, color, align}, shown);
    }
}

void say(PanelContext& context, std::string notice) {
    context.show([said = std::move(notice)](View& view) { view.notice = said; });
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
    editor.refusal = read.refusal;
    editor.unfinished = read.may_grow;
    NumberChange change;
    if (editor.touched && did != Typing::going_on && (read.value || (empty && field.optional)))
        change = {field.value != read.value, read.value, gesture};
    // What cannot be taken takes nothing of what was typed before it, either.
    const bool nothing =
        editor.touched && did != Typing::going_on && (!editor.refusal.empty() || (empty && !field.optional));
    if (nothing) context.intents.emplace_back(AbandonGesture{gesture});
    if (!editor.refusal.empty() && !editor.unfinished) {
        const ImVec2 low = context.canvas.to_device(box.x0, box.y0);
        const ImVec2 high = context.canvas.to_device(box.x1, box.y1);
        interaction.tip = {read.refusal, {low.x, low.y, high.x, high.y}};
    }
    if (did == Typing::committed || did == Typing::left) {
        if (!editor.refusal.empty()) say(context, kept_instead(editor.refusal));
        stop_typing(interaction);
    } else if (change.changed) {
        interaction.provisional = true;
    }
    return change;
}

std::string limits(const NumberField& field) {
    const auto bound = [](double value) {
        return std::fabs(value) >= 1e6 ? text::short_number(value) : text::number(value, 2);
    };
    // "шт." at the end of a sentence has one full stop.
    const std::string_view bare =
        field.unit.substr(0, field.unit.ends_with('.') ? field.unit.size() - 1 : field.unit.size());
    const std::string unit = bare.empty() ? "" : "\u00a0" + std::string(bare);
    return filled(sentences::issues::out_of_range_between,
                  {{"low", bound(field.low < 1e-3 ? 0 : field.low)}, {"high", bound(field.high) + unit}});
}

const Sentence& sentence_of(text::NumberRefusal refusal) {
    namespace say = sentences::numbers;
    using enum text::NumberRefusal;
    switch (refusal) {
        case percent:
            return say::percent;
        case unit:
            return say::unit;
        case separators:
            return say::separators;
        case several_numbers:
            return say::several_numbers;
        case too_large:
            return say::too_large;
        case not_a_number:
            break;
    }
    return say::not_a_number;
}

}  // namespace

Paired paired_in(const Scenario& scenario, QuantityId id) {
    const auto months = paired_months(scenario, id);
    if (!months) return {};
    return {months->low, months->high, sentences::issues::out_of_range_ramp.pattern};
}

ReadNumber read_typed(const NumberField& field, std::string_view typed) {
    const text::NumberRead read = text::read_number(typed, field.kind);
    if (read.empty) return {};
    if (read.refusal == text::NumberRefusal::too_large) return {std::nullopt, limits(field)};
    if (read.refusal) return {std::nullopt, std::string(sentence_of(*read.refusal).pattern)};
    double value = *read.value;
    if (field.kind == text::NumberKind::percent) value *= 100;
    if (field.whole) value = std::round(value);
    if (value < field.low || value > field.high) return {std::nullopt, limits(field), value < field.low};
    if (value < field.paired.low || value > field.paired.high)
        return {std::nullopt, std::string(field.paired.sentence), value < field.paired.low};
    return {value, ""};
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
    const FieldUse use = use_field(context, text_box, style, value, Begins::with_a_digit);
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

}  // namespace funnel::workbench
