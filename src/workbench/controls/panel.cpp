#include "workbench/controls/panel.hpp"

namespace funnel::workbench {

Box panel_heading(PanelContext& context, Box box, std::string_view title, std::string_view remark) {
    Canvas& canvas = context.canvas;
    Box line = box.take_top(26);
    const Box at = canvas.text(line, {Type::title, canvas.colors().ink}, title);
    line.x0 = at.x1 + 10;
    line.y0 += 3;
    if (canvas.width_of(Type::note, remark) <= line.width())
        canvas.text(line, {Type::note, canvas.colors().ink_3}, remark);
    box.y0 += 8;
    return box;
}

}  // namespace funnel::workbench
