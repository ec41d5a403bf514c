#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "workbench/controls/controls.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

struct TabName {
    Tab tab;
    std::string_view full, shorter;
};
constexpr std::array<TabName, kTabs> kTabNames{{{Tab::analysis, "Разбор", "Разбор"},
                                                {Tab::funnel, "Воронка", "Воронка"},
                                                {Tab::solver, "Обратный расчёт", "Обратно"},
                                                {Tab::ramp, "По месяцам", "Месяцы"},
                                                {Tab::roster, "По менеджерам", "Люди"},
                                                {Tab::chances, "Разброс", "Разброс"}}};

}  // namespace

void tabs_panel(PanelContext& context, Box line) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    line = line.inset(std::min(24.0F, line.width() * 0.04F), 0);
    const auto widths = [&](bool full) {
        float whole = 0;
        for (const TabName& name : kTabNames)
            whole += canvas.width_of(Type::note_bold, full ? name.full : name.shorter);
        return whole;
    };
    const bool full = widths(true) + 22 * (kTabs - 1) <= line.width();
    const bool two_lines = !full && widths(false) + 14 * (kTabs - 1) > line.width();
    const float height = two_lines ? line.height() / 2 : 34;
    Box row{line.x0, two_lines ? line.y0 : line.y0 + 10, line.x1,
            two_lines ? line.y0 + height : line.y0 + 44};
    for (std::size_t i = 0; i < kTabs; ++i) {
        if (two_lines && i == kTabs / 2) row = {line.x0, line.y0 + height, line.x1, line.y1};
        const TabName& name = kTabNames[i];
        const std::string_view words = full ? name.full : name.shorter;
        const bool open = context.view.tab == name.tab;
        const Box at =
            row.take_left(std::min(std::ceil(canvas.width_of(Type::note_bold, words)) + 1, row.width()));
        row.x0 += full ? 22 : 14;
        if (pressable(context, at, name.full)) {
            context.show([tab = name.tab](View& view) { view.tab = tab; });
        }
        canvas.text(at, {Type::note_bold, open ? colors.ink : colors.ink_3}, words);
        if (open) canvas.horizontal(at.x0, at.x1, at.y1 - 3, colors.ink, 2);
    }
}

}  // namespace funnel::workbench
