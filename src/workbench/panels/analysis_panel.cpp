// What makes the difference, and what one more point of each stage brings.
#include <algorithm>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kHeading = 42;
constexpr float kLevers = 32 + 12 + 58;

std::vector<Lever> points_of(const Report& report) {
    std::vector<Lever> levers = report.levers;
    std::erase_if(levers, [](const Lever& l) { return !l.per_point || *l.per_point < 0.5; });
    std::stable_sort(levers.begin(), levers.end(),
                     [](const Lever& a, const Lever& b) { return *a.per_point > *b.per_point; });
    return levers;
}

void points(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const std::vector<Lever> levers = points_of(context.report());
    if (levers.empty() || box.height() < 60) return;
    const std::string best(factor_name(context.scenario(), levers.front().id));
    const std::string title =
        "Дороже всего этап «" + best + "»: пункт стоит " + roubles(*levers.front().per_point);
    canvas.text(box.take_top(32), {Type::title, colors.ink}, {title, "Один пункт стоит"});
    canvas.horizontal(box.x0, box.x1, box.y0, colors.hair);
    box.y0 += 8;
    const std::size_t fit = static_cast<std::size_t>(std::max(1.0F, box.width() / 130));
    const std::size_t shown = std::min(levers.size(), fit);
    const float width = box.width() / static_cast<float>(shown);
    for (std::size_t i = 0; i < shown; ++i) {
        Box cell = box.take_left(width);
        cell.x1 -= 10;
        const Lever& lever = levers[i];
        factor_under_pointer(context, cell, lever.id);
        if (lit(context, lever.id)) canvas.fill({cell.x0 - 4, cell.y0, cell.x1, cell.y0 + 56}, colors.tint);
        (void)tip(context, cell,
                  std::string(factor_name(context.scenario(), lever.id)) +
                      ": плюс один пункт конверсии приносит столько в месяц");
        canvas.text({cell.x0, cell.y0, cell.x1, cell.y0 + 26}, {Type::note, colors.ink_2},
                    factor_name(context.scenario(), lever.id));
        canvas.text({cell.x0, cell.y0 + 26, cell.x1, cell.y0 + 54}, {Type::value, colors.ink},
                    {number(*lever.per_point), text::short_number(*lever.per_point)});
    }
}

}  // namespace

float analysis_panel_height(const PanelContext& context) {
    return kHeading + 24 + story_chart_height(story_rows(context.told()).size()) + 20 + kLevers;
}

void analysis_panel(PanelContext& context, Box box) {
    const std::vector<StoryRow> rows = story_rows(context.told());
    box = panel_heading(context, box, story_finding(context.told()), "");
    const Box foot = box.take_bottom(std::min(kLevers, box.height() * 0.3F));
    box.y1 -= 12;
    story_chart(context, box, rows);
    points(context, {foot.x0, std::min(foot.y0, box.y0 + 44.0F * static_cast<float>(rows.size()) + 40),
                     foot.x1, foot.y1});
}

}  // namespace funnel::workbench
