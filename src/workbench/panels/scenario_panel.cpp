#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"
#include "workbench/panels/scenario_cells.hpp"

namespace funnel::workbench {
namespace {

constexpr float kRow = 34;
constexpr float kHead = 28;
constexpr float kButtons = 42;

ColumnEdges columns_of(const Box& row) {
    Box rest = row;
    ColumnEdges edges;
    const float field = std::clamp(row.width() * 0.25F, 74.0F, 126.0F);
    edges.point = rest.take_right(row.width() > 520 ? 110.0F : 0.0F);
    if (edges.point.width() > 0) rest.x1 -= 8;
    edges.target = rest.take_right(field);
    rest.x1 -= 6;
    edges.now = rest.take_right(field);
    rest.x1 -= 8;
    edges.name = rest;
    return edges;
}

struct Pair {
    QuantityId now, target;
    std::string_view name, factor;
};
constexpr std::array<Pair, 4> kDepartment{{
    {QuantityId::managers, QuantityId::target_managers, "Менеджеров", ""},
    {QuantityId::leads, QuantityId::target_leads, "Заявок в месяц", "leads"},
    {QuantityId::average_check, QuantityId::target_average_check, "Средний чек", "average_check"},
    {QuantityId::capacity, QuantityId::target_capacity, "Успевает один", "coverage"},
}};

void table_head(PanelContext& context, const Box& row, std::string_view title) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const ColumnEdges c = columns_of(row);
    const bool counts = context.view.stages_as_counts && title == "Этап";
    canvas.text(c.name, {Type::note, colors.ink_3}, title);
    canvas.text(c.now.inset(8, 0), {Type::note, colors.ink_3}, counts ? "Вошло" : "Сейчас");
    canvas.text(c.target.inset(8, 0), {Type::note, counts ? colors.ink_3 : colors.could},
                counts ? "Прошло" : "Цель");
    if (title == "Этап" && c.point.width() > 0) {
        canvas.text(c.point, {Type::note, colors.ink_3, Align::right}, {"+1 пункт, ₽", "+1 пункт"});
        (void)tip(context, c.point, "Сколько в месяц приносит ещё один пункт конверсии этого этапа");
    }
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.ink);
}

// Fields are made in the order people speak: everything as it is now from top to bottom, then the targets.
void now_and_targets(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Scenario& scenario = context.scenario();
    const std::size_t stages = scenario.stages.size();
    table_head(context, box.take_top(kHead), "Отдел");
    std::array<Box, kDepartment.size()> department;
    for (Box& row : department) row = box.take_top(kRow);
    box.y0 += 6;
    table_head(context, box.take_top(kHead), "Этап");
    std::vector<Box> rows;
    for (std::size_t i = 0; i < stages; ++i) rows.push_back(box.take_top(kRow));
    const auto mark = [&](const Box& row, std::string_view factor) {
        factor_under_pointer(context, row, factor);
        if (lit(context, factor)) canvas.fill(row, colors.tint);
        canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.hair);
    };
    for (std::size_t i = 0; i < kDepartment.size(); ++i) {
        mark(department[i], kDepartment[i].factor);
        const ColumnEdges c = columns_of(department[i]);
        quantity_name(context, c.name, kDepartment[i].now, kDepartment[i].name);
        if (kDepartment[i].now != QuantityId::capacity) quantity_field(context, c.now, kDepartment[i].now);
        if (kDepartment[i].factor == "coverage" && context.report().now.lost_leads > 0 &&
            c.point.width() > 0) {
            canvas.text(c.point, {Type::note, colors.lost, Align::right},
                        {"без ответа " + count(context.report().now.lost_leads), "теряются"});
        }
    }
    const bool counts = context.view.stages_as_counts;
    for (std::size_t i = 0; i < stages; ++i) {
        mark(rows[i], scenario.stages[i].id);
        const ColumnEdges c = columns_of(rows[i]);
        ImGui::PushID(scenario.stages[i].id.c_str());
        stage_name(context, c.name, rows[i], i);
        if (counts) {
            stage_counts(context, c, i);
        } else {
            stage_now(context, c.now, i);
        }
        ImGui::PopID();
        stage_per_point(context, c.point, i);
    }
    quantity_field(context, columns_of(department.back()).now, QuantityId::capacity);
    for (std::size_t i = 0; i < kDepartment.size(); ++i)
        quantity_field(context, columns_of(department[i]).target, kDepartment[i].target, kDepartment[i].now);
    for (std::size_t i = 0; i < stages && !counts; ++i) {
        ImGui::PushID(scenario.stages[i].id.c_str());
        stage_target(context, columns_of(rows[i]).target, i);
        ImGui::PopID();
    }
}

void total_row(PanelContext& context, const Box& row) {
    Canvas& canvas = context.canvas;
    const ColumnEdges c = columns_of(row);
    canvas.text(c.name, {Type::body_bold, canvas.colors().ink}, {"Из заявки в оплату", "Всего"});
    canvas.text(c.now.inset(8, 0), {Type::body_bold, canvas.colors().ink},
                percent(context.report().now.conversion));
    const Report& report = context.report();
    const bool could = report.target.conversion > report.now.conversion;
    canvas.text(c.target.inset(8, 0), {Type::body_bold, could ? canvas.colors().could : canvas.colors().ink},
                percent(report.target.conversion));
}

void table_buttons(PanelContext& context, Box row) {
    const bool counts = context.view.stages_as_counts;
    const std::array<Button, 4> all{{{"add", "Этап", ""},
                                     {"presets", "Воронка", ""},
                                     {"counts", counts ? "В процентах" : "В штуках", ""},
                                     {"details", context.view.details ? "Короче" : "Точнее", ""}}};
    for (const Button& b : all) {
        const float width = button_width(context.canvas, b);
        if (width > row.width() + 0.5F) break;
        Box at = row.take_left(width);
        at = {at.x0, at.y0 + 6, at.x1, at.y0 + 40};
        row.x0 += 8;
        if (!button(context, at, b)) continue;
        if (b.id == "add") context.edit(with_stage_added);
        if (b.id == "presets") context.ask(PageRequest::choose_preset);
        if (b.id == "counts")
            context.show([](View& view) { view.stages_as_counts = !view.stages_as_counts; });
        if (b.id == "details") context.show([](View& view) { view.details = !view.details; });
    }
}

constexpr std::array kDetails{
    QuantityId::goal_revenue,     QuantityId::working_days, QuantityId::history_months,
    QuantityId::check_spread,     QuantityId::gross_margin, QuantityId::fee_per_month,
    QuantityId::fee_growth_share, QuantityId::ramp_starts,  QuantityId::ramp_full,
    QuantityId::ramp_sales_cycle, QuantityId::ramp_months};

void detail(PanelContext& context, Box row, QuantityId id) {
    Canvas& canvas = context.canvas;
    const Box field = row.take_right(std::clamp(row.width() * 0.4F, 110.0F, 190.0F));
    row.x1 -= 8;
    quantity_name(context, row, id, quantity(id).label);
    canvas.horizontal(row.x0, field.x1, row.y1 - 1, canvas.colors().hair);
    quantity_field(context, field, id);
}

}  // namespace

float scenario_panel_height(const Scenario& scenario, bool details) {
    const float table =
        2 * kHead + 6 + kRow * static_cast<float>(kDepartment.size() + scenario.stages.size());
    return 6 + table + kRow + kButtons + kRow +
           (details ? 44 + kRow * static_cast<float>(kDetails.size() - 1) : 0) + 6;
}

void scenario_panel(PanelContext& context, Box box) {
    box = box.inset(box.width() < 400 ? 14.0F : 24.0F, 0);
    box.y0 += 6;
    const std::size_t rows = kDepartment.size() + context.scenario().stages.size();
    now_and_targets(context, box.take_top(2 * kHead + 6 + kRow * static_cast<float>(rows)));
    total_row(context, box.take_top(kRow));
    detail(context, box.take_top(kRow), QuantityId::goal_revenue);
    table_buttons(context, box.take_top(kButtons));
    if (!context.view.details) return;
    box.y0 += 4;
    box = panel_heading(context, box, "Точнее", "");
    for (const QuantityId id : kDetails) {
        if (id != QuantityId::goal_revenue) detail(context, box.take_top(kRow), id);
    }
}

}  // namespace funnel::workbench
