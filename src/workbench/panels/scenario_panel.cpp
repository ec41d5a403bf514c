#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fields.hpp"
#include "core/sentences.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kRow = 34;
constexpr float kHead = 28;
constexpr float kButtons = 42;
constexpr float kField = 31;

// A word of it at the end of a name's cell, where the name leaves room; an arrow where there is a way back,
// which the page offers when it is pressed. The rest stands under the pointer.
const Remark* remark_in(PanelContext& context, Box& cell, std::string_view field, float name_width) {
    const auto at = std::find_if(context.remarks.begin(), context.remarks.end(),
                                 [&](const Remark& one) { return one.field == field; });
    if (at == context.remarks.end()) return nullptr;
    Canvas& canvas = context.canvas;
    const std::string_view word = at->back ? std::string_view("←") : std::string_view(at->word);
    const float width = canvas.width_of(Type::note, word) + 8;
    if (!word.empty() && name_width + 6 + width <= cell.width()) {
        const Box room = cell.take_right(width);
        ImGui::PushTabStop(false);
        if (at->back && pressable(context, room, "back")) context.ask(PageRequest::take_back);
        ImGui::PopTabStop();
        canvas.text(room, {Type::note, canvas.colors().ink_3, Align::center}, word);
    }
    return &*at;
}

// Columns of the table: what it is, now, target, what one point brings.
struct ColumnEdges {
    Box name, now, target, point;
};

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

Box field_box(const Box& cell) {
    const float half = std::min(kField, cell.height() - 3) / 2;
    return {cell.x0, cell.middle_y() - half, cell.x1, cell.middle_y() + half};
}

NumberField field_of(const PanelContext& context, QuantityId id) {
    const Quantity& q = quantity(id);
    const auto value = value_of(context.scenario(), id);
    NumberField field;
    field.id = q.id;
    field.name = q.label;
    if (value) field.value = shown_from_value(q, *value);
    field.kind = q.kind;
    field.unit = q.unit;
    field.help = q.help;
    field.low = shown_from_value(q, q.low);
    field.high = shown_from_value(q, q.high);
    field.step = shown_from_value(q, q.step);
    field.paired = paired_in(context.scenario(), id);
    field.whole = q.whole;
    field.optional = q.optional;
    field.empty = "нет";
    return field;
}

bool nothing_said(const Scenario& scenario) {
    return scenario.leads_per_month == 0 && scenario.average_check == 0;
}

void quantity_field(PanelContext& context, const Box& cell, QuantityId id,
                    std::optional<QuantityId> target_of = std::nullopt) {
    const Quantity& q = quantity(id);
    NumberField field = field_of(context, id);
    if (target_of) {
        field.empty = "как сейчас";
        const auto now = field_of(context, *target_of).value;
        field.target = !now || !field.value || *field.value > *now;
    }
    // A new call begins with nothing said.
    const bool unsaid = (id == QuantityId::leads || id == QuantityId::average_check) && field.value == 0.0;
    if (unsaid || (id == QuantityId::managers && nothing_said(context.scenario()) && field.value == 1.0)) {
        field.value.reset();
        field.empty = "—";
    }
    const NumberChange change = number_field(context, field_box(cell), field);
    if (!change.changed) return;
    const auto next = change.value ? std::optional<double>(value_from_shown(q, *change.value)) : std::nullopt;
    context.edit([id, next](Scenario now) { return with_value(std::move(now), id, next); }, change.gesture);
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

NumberField share_field(std::string_view id, std::optional<double> ratio) {
    NumberField field;
    field.id = id;
    field.kind = text::NumberKind::percent;
    if (ratio) field.value = *ratio * 100;
    field.empty = "—";
    field.unit = "%";
    field.low = 0;
    field.high = 100;
    field.step = 1;
    return field;
}

void stage_now(PanelContext& context, const Box& cell, std::size_t index) {
    NumberField field = share_field("now", context.report().now.stages[index].conversion);
    if (nothing_said(context.scenario()) && field.value == 100.0) field.value.reset();
    const NumberChange now = number_field(context, field_box(cell), field);
    if (!now.changed || !now.value) return;
    const Ratio share = *now.value / 100;
    context.edit([index, share](Scenario s) { return with_conversion(std::move(s), index, share); },
                 now.gesture);
}

void stage_target(PanelContext& context, const Box& cell, std::size_t index) {
    NumberField target = share_field("target", context.scenario().stages[index].target_conversion);
    if (!target.value) target.empty = "как есть";
    target.optional = true;
    target.target = target.value > context.report().now.stages[index].conversion * 100;
    const NumberChange change = number_field(context, field_box(cell), target);
    if (!change.changed) return;
    const auto next = change.value ? std::optional<Ratio>(*change.value / 100) : std::nullopt;
    context.edit([index, next](Scenario now) { return with_target(std::move(now), index, next); },
                 change.gesture);
}

void stage_counts(PanelContext& context, const ColumnEdges& c, std::size_t index) {
    const Stage& stage = context.scenario().stages[index];
    NumberField field;
    field.high = fields::kMostObserved;
    field.whole = true;
    field.id = "entered";
    if (stage.observed) field.value = static_cast<double>(stage.observed->entered);
    field.low = 1;
    field.paired.sentence = sentences::issues::out_of_range_passed.pattern;
    if (stage.observed) field.paired.low = static_cast<double>(stage.observed->passed);
    const NumberChange entered = number_field(context, field_box(c.now), field);
    field.id = "passed";
    field.low = 0;
    field.value.reset();
    field.paired.low = 0;
    if (stage.observed) {
        field.value = static_cast<double>(stage.observed->passed);
        field.paired.high = static_cast<double>(stage.observed->entered);
    }
    const NumberChange passed = number_field(context, field_box(c.target), field);
    const auto put = [&](const NumberChange& change, auto counts_with) {
        if (!change.changed || !change.value) return;
        const std::int64_t typed = std::llround(*change.value);
        context.edit(
            [=](Scenario now) {
                const std::optional<Observed> before = now.stages[index].observed;
                return with_counts(std::move(now), index, counts_with(before, typed));
            },
            change.gesture);
    };
    put(entered, [](const std::optional<Observed>& before, std::int64_t typed) {
        return Observed{typed, before ? before->passed : 0};
    });
    // The first of the two to be said: all of them, until it is known of how many.
    put(passed, [](const std::optional<Observed>& before, std::int64_t typed) {
        return Observed{before ? before->entered : typed, typed};
    });
}

void remove_stage(PanelContext& context, std::size_t index) {
    context.edit([index](Scenario now) { return without_stage(std::move(now), index); });
}

// The handle on the left: drag it up or down, or Alt+arrows while it has the keyboard.
void stage_handle(PanelContext& context, const Box& box, std::size_t index) {
    Canvas& canvas = context.canvas;
    ImGui::PushTabStop(false);
    (void)pressable(context, box, "handle");
    ImGui::PopTabStop();
    (void)tip(context, box, "Потяните, чтобы переставить этап");
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
    if (keys) own_keys({ImGuiKey_UpArrow, ImGuiKey_DownArrow});
    const auto move_to = [&](std::size_t to) {
        context.edit([index, to](Scenario now) { return with_stage_moved(std::move(now), {index, to}); });
    };
    if (up && index > 0) move_to(index - 1);
    if (down && index < last) move_to(index + 1);
    if (held && (up || down)) ImGui::ResetMouseDragDelta(0);
    if (keyboard_is_on_it() && ImGui::IsKeyPressed(ImGuiKey_Delete, false)) {
        remove_stage(context, index);
    }
}

void per_point(PanelContext& context, const Box& cell, std::string_view id) {
    const auto& levers = context.report().levers;
    const auto lever = std::find_if(levers.begin(), levers.end(), [&](const Lever& l) { return l.id == id; });
    if (cell.width() <= 0 || lever == levers.end() || !lever->per_point) return;
    context.canvas.text(cell, {Type::note, context.canvas.colors().ink_2, Align::right},
                        {number(*lever->per_point), text::short_number(*lever->per_point)});
}

void stage_name(PanelContext& context, Box cell, const Box& row, std::size_t index) {
    Canvas& canvas = context.canvas;
    const Stage& stage = context.scenario().stages[index];
    stage_handle(context, cell.take_left(16), index);
    const Box whole = cell;
    const Remark* remark = remark_in(context, cell, "stages/" + std::to_string(index) + "/conversion",
                                     canvas.width_of(Type::body, stage.name));
    if (remark != nullptr) (void)tip(context, whole, remark->text);
    const bool near =
        ImGui::IsMouseHoveringRect(canvas.to_device(row.x0, row.y0), canvas.to_device(row.x1, row.y1));
    if (near && context.scenario().stages.size() > 1) {
        const Box cross = cell.take_right(20);
        ImGui::PushTabStop(false);
        if (pressable(context, cross, "remove")) remove_stage(context, index);
        ImGui::PopTabStop();
        (void)tip(context, cross, "Убрать этап. Отмена вернёт");
        canvas.text(cross, {Type::body, canvas.colors().ink_3, Align::center}, "×");
    }
    const bool roomy = canvas.width_of(Type::body, stage.name) <= cell.width();
    ImGui::PushTabStop(false);
    const NameChange name =
        name_field(context, cell, {"name", stage.name, "", roomy ? Type::body : Type::note});
    ImGui::PopTabStop();
    if (!name.changed) return;
    context.edit(
        [index, said = name.text](Scenario now) { return with_stage_name(std::move(now), index, said); },
        name.gesture);
}

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

// The name of a quantity; under the pointer what it means, and what the page knows of it.
void label(PanelContext& context, Box cell, QuantityId id, std::string_view name) {
    Canvas& canvas = context.canvas;
    const Quantity& q = quantity(id);
    const Box whole = cell;
    ImGui::PushID(q.id.data(), q.id.data() + q.id.size());
    const Remark* remark = remark_in(context, cell, q.id, canvas.width_of(Type::body, name));
    ImGui::PopID();
    canvas.text(cell, {Type::body, canvas.colors().ink}, {name, q.brief});
    std::string help(q.help);
    if (remark != nullptr) help += (help.empty() ? "" : ". ") + remark->text;
    (void)tip(context, whole, help);
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
        label(context, c.name, kDepartment[i].now, kDepartment[i].name);
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
        per_point(context, c.point, scenario.stages[i].id);
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
    label(context, row, id, quantity(id).label);
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
