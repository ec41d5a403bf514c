#include "workbench/controls/panel.hpp"

namespace funnel::workbench {

namespace {
bool under_pointer(PanelContext& context, const Box& box) {
    const ImVec2 low = context.canvas.to_device(box.x0, box.y0);
    const ImVec2 high = context.canvas.to_device(box.x1, box.y1);
    return ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
           ImGui::IsMouseHoveringRect(low, high);
}
}  // namespace

bool tip(PanelContext& context, const Box& box, std::string_view text) {
    if (!under_pointer(context, box)) return false;
    if (text.empty() || context.interaction.dragging != 0) return true;
    const ImVec2 low = context.canvas.to_device(box.x0, box.y0);
    const ImVec2 high = context.canvas.to_device(box.x1, box.y1);
    context.interaction.tip = {std::string(text), {low.x, low.y, high.x, high.y}};
    return true;
}

void factor_under_pointer(PanelContext& context, const Box& box, std::string_view factor) {
    if (under_pointer(context, box)) context.interaction.next_highlight = factor;
}

Box panel_heading(PanelContext& context, Box box, std::string_view title, std::string_view remark) {
    Canvas& canvas = context.canvas;
    Box line = box.take_top(32);
    const Box at = canvas.text(line, {Type::title, canvas.colors().ink}, title);
    line.x0 = at.x1 + 10;
    line.y0 += 4;
    if (canvas.width_of(Type::note, remark) <= line.width())
        canvas.text(line, {Type::note, canvas.colors().ink_3}, remark);
    box.y0 += 8;
    return box;
}

}  // namespace funnel::workbench
