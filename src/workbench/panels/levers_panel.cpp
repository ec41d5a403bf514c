#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {

void levers_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    std::vector<Lever> levers = context.report().levers;
    std::erase_if(levers, [](const Lever& l) { return !l.per_point && std::fabs(l.isolated) < 0.5; });
    if (levers.empty() || box.height() < 44) return;
    double most = 1;
    double least = 0;
    float name_width = 60;
    for (const Lever& lever : levers) {
        most = std::max(most, lever.isolated);
        least = std::min(least, lever.isolated);
        name_width = std::max(name_width,
                              canvas.width_of(Type::small_bold, factor_name(context.scenario(), lever.id)));
    }
    name_width = std::min(name_width, box.width() * 0.3F);
    const float point_width = std::min(96.0F, box.width() * 0.24F);
    const Box head = box.take_top(22);
    canvas.text({box.x1 - point_width, head.y0, box.x1, head.y1}, {Type::note, colors.ink_3, Align::right},
                {"+1 п.п., ₽", "+1 п.п."});
    const float x0 = box.x0 + name_width + 12;
    const float x1 = box.x1 - point_width - 12;
    canvas.text({x0, head.y0, x1, head.y1}, {Type::note, colors.ink_3},
                {"только он один дойдёт до цели, ₽ в месяц",
                 "один до цели, ₽", "один"});
    const float least_pitch = 21;
    const float content = least_pitch * static_cast<float>(levers.size());
    Box rows = begin_scroll(context, "levers", box, content);
    const float pitch = std::clamp(rows.height() / static_cast<float>(levers.size()), least_pitch, 30.0F);
    // Words stand behind the longest bar.
    const float words_width = std::min(94.0F, (x1 - x0) * 0.6F);
    const Axis axis{least, most, x0, std::max(x0 + 1, x1 - words_width)};
    for (const Lever& lever : levers) {
        const Box line = rows.take_top(pitch);
        canvas.text({line.x0, line.y0, line.x0 + name_width, line.y1}, {Type::small_bold, colors.ink},
                    factor_name(context.scenario(), lever.id));
        const float a = axis.at(std::min(0.0, lever.isolated));
        const float b = axis.at(std::max(0.0, lever.isolated));
        const Box bar{a, line.y0 + pitch * 0.2F, std::max(b, a + 1), line.y1 - pitch * 0.2F};
        if (lever.isolated > 0) canvas.hatch(bar);
        if (lever.isolated < 0) canvas.fill(bar, colors.chart_now_2);
        const Box room{b + 6, line.y0, x1, line.y1};
        const std::string full = signed_number(lever.isolated);
        const std::string shorter = scaled_with_unit(lever.isolated, money_scale(lever.isolated));
        canvas.text(room, {Type::small, lever.isolated > 0 ? colors.lost : colors.ink_2}, {full, shorter});
        if (!lever.per_point) continue;
        const double point = *lever.per_point;
        canvas.text({rows.x1 - point_width, line.y0, rows.x1, line.y1},
                    {Type::small, colors.ink, Align::right},
                    {number(point), scaled_with_unit(point, money_scale(point))});
    }
    end_scroll(context, content);
}

}  // namespace funnel::workbench
