#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kLeastRow = 30;
constexpr float kComfortableRow = 42;
constexpr float kField = 31;
constexpr float kFixed =
    14 + 34 + 8 + 24 + 36 + 40 + 8 + 34 + 8;  // headings, table head, total, buttons, gaps
constexpr std::size_t kDetailRows = 6;

// Columns of the stage table and of the department's rows.
struct ColumnEdges {
    Box name, now, target, point;
};

ColumnEdges columns_of(const Box& row) {
    Box rest = row;
    ColumnEdges edges;
    const float field = std::clamp(row.width() * 0.19F, 56.0F, 92.0F);
    edges.point = rest.take_right(std::min(row.width() * 0.2F, 96.0F));
    rest.x1 -= 6;
    edges.target = rest.take_right(field);
    rest.x1 -= 6;
    edges.now = rest.take_right(field);
    rest.x1 -= 6;
    edges.name = rest;
    return edges;
}

Box field_box(const Box& cell) {
    const float half = std::min(kField, cell.height() - 3) / 2;
    return {cell.x0, cell.middle_y() - half, cell.x1, cell.middle_y() + half};
}

void quantity_field(PanelContext& context, const Box& cell, QuantityId id, bool target) {
    const Quantity& q = quantity(id);
    const auto value = value_of(context.scenario(), id);
    NumberField field;
    field.id = q.id;
    if (value) field.value = shown_from_value(q, *value);
    field.unit = q.unit;
    field.low = shown_from_value(q, q.low);
    field.high = shown_from_value(q, q.high);
    field.step = shown_from_value(q, q.step);
    field.decimals = 2;
    field.optional = q.optional;
    field.target = target;
    field.empty = target ? "как сейчас" : "нет";
    const NumberChange change = number_field(context, field_box(cell), field);
    if (!change.changed) return;
    const auto next = change.value ? std::optional<double>(value_from_shown(q, *change.value)) : std::nullopt;
    context.edit(with_value(context.scenario(), id, next), change.gesture);
}

void department_row(PanelContext& context, const Box& row, QuantityId now, QuantityId target) {
    Box rest = row;
    const float field = std::clamp(row.width() * 0.29F, 78.0F, 130.0F);
    const Box target_cell = rest.take_right(field);
    rest.x1 -= 8;
    const Box now_cell = rest.take_right(field);
    rest.x1 -= 8;
    context.canvas.text(rest, {Type::body, context.canvas.colors().ink}, quantity(now).label);
    quantity_field(context, now_cell, now, false);
    quantity_field(context, target_cell, target, true);
}

// The first factor: how many of the leads the department has time for.
void capacity_row(PanelContext& context, const Box& row) {
    Canvas& canvas = context.canvas;
    const ColumnEdges c = columns_of(row);
    canvas.text(c.name, {Type::body, canvas.colors().ink}, {"Успевает один", "Успевает"});
    quantity_field(context, c.now, QuantityId::capacity, false);
    quantity_field(context, c.target, QuantityId::target_capacity, true);
    const Count lost = context.report().now.lost_leads;
    if (lost > 0) {
        const std::string words = number(lost) + "\u00a0шт.";
        canvas.text(c.point, {Type::small, canvas.colors().lost, Align::right},
                    {words, scaled_with_unit(lost, money_scale(lost))});
    }
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, canvas.colors().hair);
}

NumberField share_field(std::string_view id, std::optional<double> ratio) {
    NumberField field;
    field.id = id;
    if (ratio) field.value = *ratio * 100;
    field.empty = "—";
    field.unit = "%";
    field.low = 0;
    field.high = 100;
    field.step = 1;
    field.decimals = 2;
    field.slider = true;
    field.centered = true;
    return field;
}

void stage_shares(PanelContext& context, const ColumnEdges& c, std::size_t index) {
    const Stage& stage = context.scenario().stages[index];
    const NumberChange now = number_field(context, field_box(c.now),
                                          share_field("now", context.report().now.stages[index].conversion));
    if (now.changed && now.value)
        context.edit(with_conversion(context.scenario(), index, *now.value / 100), now.gesture);
    NumberField target = share_field("target", stage.target_conversion);
    if (!target.value) target.empty = "как есть";
    target.optional = true;
    target.target = true;
    const NumberChange change = number_field(context, field_box(c.target), target);
    if (!change.changed) return;
    const auto next = change.value ? std::optional<Ratio>(*change.value / 100) : std::nullopt;
    context.edit(with_target(context.scenario(), index, next), change.gesture);
}

void stage_counts(PanelContext& context, const ColumnEdges& c, std::size_t index) {
    const Stage& stage = context.scenario().stages[index];
    NumberField field;
    field.high = 1e9;
    field.step = 1;
    field.decimals = 0;
    field.centered = true;
    field.id = "entered";
    if (stage.observed) field.value = static_cast<double>(stage.observed->entered);
    field.low = 1;
    const NumberChange entered = number_field(context, field_box(c.now), field);
    field.id = "passed";
    field.low = 0;
    field.value.reset();
    if (stage.observed) field.value = static_cast<double>(stage.observed->passed);
    const NumberChange passed = number_field(context, field_box(c.target), field);
    Observed counts = stage.observed.value_or(Observed{1, 0});
    if (entered.changed && entered.value)
        counts.entered = static_cast<std::int64_t>(std::llround(*entered.value));
    if (passed.changed && passed.value) {
        counts.passed = static_cast<std::int64_t>(std::llround(*passed.value));
        if (!stage.observed) counts.entered = counts.passed;
    }
    if (entered.changed || passed.changed) {
        context.edit(with_counts(context.scenario(), index, counts),
                     std::max(entered.gesture, passed.gesture));
    }
}

// The handle on the left: drag it up or down, or Alt+arrows while it has the keyboard.
void stage_handle(PanelContext& context, const Box& box, std::size_t index) {
    Canvas& canvas = context.canvas;
    (void)pressable(context, box, "handle");
    const bool held = ImGui::IsItemActive();
    const bool shown = held || ImGui::IsItemHovered() || keyboard_is_on_it();
    for (int i = 0; i < 3; ++i) {
        const float y = box.middle_y() - 5 + 4 * static_cast<float>(i);
        canvas.fill({box.x0 + 3, y, box.x1 - 5, y + 1.4F},
                    shown ? canvas.colors().ink : canvas.colors().hair);
    }
    const std::size_t last = context.scenario().stages.size() - 1;
    const float dragged = held ? ImGui::GetMouseDragDelta(0, 0).y / canvas.scale() : 0;
    const float pitch = box.height();
    const bool keys = keyboard_is_on_it() && ImGui::GetIO().KeyAlt;
    const bool up = dragged < -0.7F * pitch || (keys && ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    const bool down = dragged > 0.7F * pitch || (keys && ImGui::IsKeyPressed(ImGuiKey_DownArrow));
    if (keys) {
        context.interaction.keys_taken = true;
        own_keys({ImGuiKey_UpArrow, ImGuiKey_DownArrow});
    }
    if (up && index > 0) context.edit(with_stage_moved(context.scenario(), {index, index - 1}));
    if (down && index < last) context.edit(with_stage_moved(context.scenario(), {index, index + 1}));
    if (held && (up || down)) ImGui::ResetMouseDragDelta(0);
    if (keyboard_is_on_it() && ImGui::IsKeyPressed(ImGuiKey_Delete, false)) {
        context.edit(without_stage(context.scenario(), index));
    }
}

void stage_row(PanelContext& context, const Box& row, std::size_t index) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Stage& stage = context.scenario().stages[index];
    ColumnEdges c = columns_of(row);
    ImGui::PushID(stage.id.c_str());
    stage_handle(context, c.name.take_left(16), index);
    const ImVec2 low = canvas.to_device(row.x0, row.y0);
    const ImVec2 high = canvas.to_device(row.x1, row.y1);
    const bool near = ImGui::IsMouseHoveringRect(low, high);
    if (near && context.scenario().stages.size() > 1) {
        const Box cross = c.name.take_right(20);
        if (pressable(context, cross, "remove")) context.edit(without_stage(context.scenario(), index));
        canvas.text(cross, {Type::body, colors.ink_3, Align::center}, "×");
    }
    const bool roomy = canvas.width_of(Type::body, stage.name) <= c.name.width();
    if (auto name = name_field(context, c.name, {"name", stage.name, "", roomy ? Type::body : Type::small})) {
        context.edit(with_stage_name(context.scenario(), index, *name));
    }
    if (context.view.stages_as_counts) {
        stage_counts(context, c, index);
    } else {
        stage_shares(context, c, index);
    }
    ImGui::PopID();
    const auto& levers = context.report().levers;
    const auto lever =
        std::find_if(levers.begin(), levers.end(), [&](const Lever& l) { return l.id == stage.id; });
    if (lever != levers.end() && lever->per_point) {
        const bool best = std::none_of(levers.begin(), levers.end(), [&](const Lever& l) {
            return l.per_point && *l.per_point > *lever->per_point;
        });
        const double amount = *lever->per_point;
        canvas.text(c.point, {best ? Type::small_bold : Type::small, colors.ink, Align::right},
                    {number(amount), scaled_with_unit(amount, money_scale(amount))});
    }
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.hair);
}

void stage_table_head(PanelContext& context, const Box& row) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const ColumnEdges c = columns_of(row);
    const bool counts = context.view.stages_as_counts;
    canvas.text(c.name, {Type::note, colors.ink_3}, "Этап");
    canvas.text(c.now, {Type::note, colors.ink_3}, counts ? "Вошло" : "Сейчас");
    canvas.text(c.target, {Type::note, counts ? colors.ink_3 : colors.could}, counts ? "Прошло" : "Цель");
    canvas.text(c.point, {Type::note, colors.ink_3, Align::right}, {"+1 п.п., ₽", "+1 п.п."});
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.ink);
}

void total_row(PanelContext& context, const Box& row) {
    Canvas& canvas = context.canvas;
    const ColumnEdges c = columns_of(row);
    canvas.text(c.name, {Type::body_bold, canvas.colors().ink}, "Всего");
    canvas.text(c.now, {Type::body_bold, canvas.colors().ink, Align::center},
                percent(context.report().now.conversion, 2));
    canvas.text(c.target, {Type::body_bold, canvas.colors().could, Align::center},
                percent(context.report().target.conversion, 2));
}

void table_buttons(PanelContext& context, Box row) {
    const bool counts = context.view.stages_as_counts;
    const std::array<Button, 4> all{{{"add", "Этап", "N"},
                                     {"presets", "Пресет", ""},
                                     {"counts", counts ? "В процентах" : "В штуках", ""},
                                     {"roster", "По менеджерам", "M"}}};
    for (const Button& b : all) {
        const float width = std::min(button_width(context.canvas, b), row.width());
        if (width < button_width(context.canvas, b) - 0.5F) break;
        Box at = row.take_left(width);
        at = {at.x0, at.y0 + 3, at.x1, at.y0 + 35};
        row.x0 += 8;
        if (!button(context, at, b)) continue;
        View view = context.view;
        if (b.id == "add") {
            context.edit(with_stage_added(context.scenario()));
            continue;
        }
        if (b.id == "presets") view.sheet = Sheet::presets;
        if (b.id == "counts") view.stages_as_counts = !counts;
        if (b.id == "roster") view.tab = Tab::roster;
        context.intents.emplace_back(ChangeView{std::move(view)});
    }
}

constexpr std::array<QuantityId, 2 * kDetailRows> kDetails{
    QuantityId::gross_margin,     QuantityId::history_months, QuantityId::check_spread,
    QuantityId::working_days,     QuantityId::goal_revenue,   QuantityId::ramp_starts,
    QuantityId::fee_per_month,    QuantityId::ramp_full,      QuantityId::fee_growth_share,
    QuantityId::ramp_sales_cycle, QuantityId::ramp_months,    QuantityId::ramp_months};

void detail(PanelContext& context, Box cell, QuantityId id) {
    Canvas& canvas = context.canvas;
    const Box field = cell.take_right(std::clamp(cell.width() * 0.48F, 72.0F, 110.0F));
    cell.x1 -= 6;
    canvas.text(cell, {Type::small, canvas.colors().ink}, quantity(id).label);
    quantity_field(context, field, id, false);
}

}  // namespace

float scenario_panel_height(const Scenario& scenario) {
    const auto rows = static_cast<float>(3 + scenario.stages.size() + 1 + kDetailRows);
    return kFixed + rows * kLeastRow + 14;
}

void scenario_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Scenario& scenario = context.scenario();
    const float rows = static_cast<float>(3 + scenario.stages.size() + 1 + kDetailRows);
    const float pitch = std::clamp((box.height() - kFixed - 14) / rows, kLeastRow, kComfortableRow);
    box = box.inset(box.width() < 360 ? 12.0F : 24.0F, 0);
    box.y0 += 14;

    Box heading = panel_heading(context, box, "Отдел", "");
    const float field = std::clamp(box.width() * 0.29F, 78.0F, 130.0F);
    const Box head_now{box.x1 - 2 * field - 8, box.y0 + 4, box.x1 - field - 8, box.y0 + 26};
    canvas.text(head_now, {Type::note, colors.ink_3}, "Сейчас");
    canvas.text({box.x1 - field, box.y0 + 4, box.x1, box.y0 + 26}, {Type::note, colors.could}, "Цель");
    box = heading;
    department_row(context, box.take_top(pitch), QuantityId::managers, QuantityId::target_managers);
    department_row(context, box.take_top(pitch), QuantityId::leads, QuantityId::target_leads);
    department_row(context, box.take_top(pitch), QuantityId::average_check, QuantityId::target_average_check);

    box.y0 += 8;
    stage_table_head(context, box.take_top(24));
    capacity_row(context, box.take_top(pitch));
    for (std::size_t i = 0; i < scenario.stages.size(); ++i) stage_row(context, box.take_top(pitch), i);
    total_row(context, box.take_top(36));
    table_buttons(context, box.take_top(40));

    box.y0 += 8;
    box = panel_heading(context, box, "Точнее", "");
    for (std::size_t row = 0; row < kDetailRows; ++row) {
        Box line = box.take_top(pitch);
        const Box left = line.take_left(line.width() / 2 - 8);
        line.x0 += 16;
        if (kDetails[2 * row] != kDetails[2 * row + 1]) detail(context, line, kDetails[2 * row + 1]);
        detail(context, left, kDetails[2 * row]);
    }
}

}  // namespace funnel::workbench
