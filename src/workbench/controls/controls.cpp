#include "workbench/controls/controls.hpp"

#include <algorithm>
#include <cmath>

#include "imgui_internal.h"
#include "workbench/controls/field.hpp"

namespace funnel::workbench {
namespace {

void focus_frame(PanelContext& context, const Box& box) {
    if (keyboard_is_on_it()) context.canvas.frame(box.inset(-1, -1), context.canvas.colors().ink, 2);
}

}  // namespace

void own_keys(std::initializer_list<ImGuiKey> keys_of_item) {
    for (const ImGuiKey key : keys_of_item) ImGui::SetKeyOwner(key, ImGui::GetItemID());
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

}  // namespace funnel::workbench
