#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/fields.hpp"
#include "core/sentences.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kRow = 38;

struct Edges {
    Box name, leads, sales, share, chart, money;
};

Edges edges_of(Box row) {
    Edges e;
    const float field = std::clamp(row.width() * 0.13F, 70.0F, 110.0F);
    e.name = row.take_left(std::clamp(row.width() * 0.2F, 70.0F, 170.0F));
    e.leads = row.take_left(field);
    row.x0 += 8;
    e.sales = row.take_left(field);
    row.x0 += 10;
    e.money = row.take_right(std::clamp(row.width() * 0.34F, 56.0F, 110.0F));
    row.x1 -= 8;
    e.share = row.take_left(std::min(96.0F, row.width()));
    row.x0 += 10;
    e.chart = row;
    return e;
}

NumberChange whole_field(PanelContext& context, const Box& cell, std::string_view id, std::int64_t value,
                         Paired paired) {
    paired.sentence = sentences::issues::out_of_range_sales.pattern;
    NumberField field;
    field.paired = paired;
    field.id = id;
    field.value = static_cast<double>(value);
    field.high = fields::kMostObserved;
    field.whole = true;
    return number_field(context, {cell.x0, cell.middle_y() - 16, cell.x1, cell.middle_y() + 16}, field);
}

// Interval as a line, own share as a tick, fair share as a dot.
void share_chart(Canvas& canvas, const Axis& axis, const RosterManager& manager, const Box& box) {
    const Palette& colors = canvas.colors();
    const float y = box.middle_y();
    if (manager.interval)
        canvas.fill({axis.at(manager.interval->low), y - 1, axis.at(manager.interval->high), y + 1},
                    colors.chart_now_2);
    if (manager.conversion)
        canvas.fill({axis.at(*manager.conversion) - 1, y - 6, axis.at(*manager.conversion) + 1, y + 6},
                    colors.chart_now);
    const float x = axis.at(manager.fair_conversion);
    canvas.fill({x - 4, y - 4, x + 4, y + 4}, colors.could);
}

// void(RosterEntry&): what becomes of a manager's row.
template <typename Change>
void edit_row(PanelContext& context, std::size_t index, Gesture gesture, Change change) {
    context.edit(
        [index, change = std::move(change)](Scenario now) {
            if (index >= now.roster.size()) return now;
            RosterEntry entry = now.roster[index];
            change(entry);
            return with_manager(std::move(now), index, std::move(entry));
        },
        gesture);
}

void row(PanelContext& context, const Box& line, std::size_t index, const Axis* axis) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Scenario& scenario = context.scenario();
    const RosterEntry& entry = scenario.roster[index];
    Edges e = edges_of(line);
    ImGui::PushID(static_cast<int>(index));
    if (ImGui::IsMouseHoveringRect(canvas.to_device(line.x0, line.y0), canvas.to_device(line.x1, line.y1))) {
        const Box cross = e.name.take_right(20);
        if (pressable(context, cross, "remove")) {
            context.edit([index](Scenario now) { return without_manager(std::move(now), index); });
        }
        canvas.text(cross, {Type::body, colors.ink_3, Align::center}, "×");
    }
    const NameChange name = name_field(context, e.name, {"name", entry.name, "без имени", Type::note});
    if (name.changed) {
        edit_row(context, index, name.gesture, [said = name.text](RosterEntry& now) { now.name = said; });
    }
    const auto sold = static_cast<double>(entry.sales);
    const auto got = static_cast<double>(entry.leads);
    const NumberChange leads = whole_field(context, e.leads, "leads", entry.leads, {.low = sold});
    if (leads.changed && leads.value) {
        const std::int64_t typed = std::llround(*leads.value);
        edit_row(context, index, leads.gesture, [typed](RosterEntry& now) { now.leads = typed; });
    }
    const NumberChange sales = whole_field(context, e.sales, "sales", entry.sales, {.low = 0, .high = got});
    if (sales.changed && sales.value) {
        const std::int64_t typed = std::llround(*sales.value);
        edit_row(context, index, sales.gesture, [typed](RosterEntry& now) { now.sales = typed; });
    }
    ImGui::PopID();
    const auto& roster = context.report().roster;
    if (roster && index < roster->managers.size() && axis != nullptr) {
        const RosterManager& manager = roster->managers[index];
        canvas.text(e.share, {Type::note, colors.could, Align::right}, percent(manager.fair_conversion));
        share_chart(canvas, *axis, manager, e.chart);
        const std::string money = roster->spread_is_noise ? "" : number(manager.money_left);
        canvas.text(e.money, {Type::note, manager.money_left > 0 ? colors.lost : colors.ink_3, Align::right},
                    {money, scaled_with_unit(manager.money_left, money_scale(manager.money_left))});
    }
}

void head(PanelContext& context, const Box& line) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Edges e = edges_of(line);
    canvas.text(e.name, {Type::note, colors.ink_3}, "Менеджер");
    canvas.text(e.leads, {Type::note, colors.ink_3}, "Заявок");
    canvas.text(e.sales, {Type::note, colors.ink_3}, "Оплат");
    canvas.text(e.share, {Type::note, colors.could, Align::right}, "без везения");
    (void)tip(context, e.share,
              "Конверсия с поправкой на малые числа: у кого мало заявок, тому везение не в счёт");
    canvas.text(e.chart, {Type::note, colors.ink_3}, {"скорее всего от и до", "от и до", ""});
    (void)tip(context, e.chart,
              "Черта: где скорее всего его настоящая конверсия. Квадрат: с поправкой на малые числа");
    canvas.text(e.money, {Type::note, colors.ink_3, Align::right},
                {"до лучшего, ₽", "до лучшего"});
    (void)tip(context, e.money,
              "Сколько принёс бы ещё в месяц, если бы продавал как лучший (с поправкой на малые числа)");
    canvas.horizontal(line.x0, line.x1, line.y1 - 1, colors.ink);
}

void buttons(PanelContext& context, Box line) {
    const std::array<Button, 2> all{{{"add", "Менеджер", ""}, {"paste", "Вставить из Excel", ""}}};
    for (const Button& b : all) {
        const float width = button_width(context.canvas, b);
        if (width > line.width()) return;
        const Box at = line.take_left(width);
        line.x0 += 8;
        if (!button(context, {at.x0, at.y0 + 6, at.x1, at.y0 + 40}, b)) continue;
        if (b.id == "add") context.edit(with_manager_added);
        if (b.id == "paste") context.ask(PageRequest::paste_table);
    }
    const auto& roster = context.report().roster;
    if (!roster) return;
    line.x0 += 8;
    const std::string words =
        roster->spread_is_noise ? "Разница между менеджерами не больше случайной"
                                : "Если все продают как лучший: " + roubles(roster->money_left) + " в месяц";
    const std::string shorter = roster->spread_is_noise
                                    ? "Разница случайна"
                                    : "Все как лучший: " + text::short_number(roster->money_left);
    context.canvas.text({line.x0, line.y0, line.x1, line.y0 + 44},
                        {Type::note, context.canvas.colors().ink_2}, {words, shorter});
}

}  // namespace

void roster_panel(PanelContext& context, Box box) {
    if (box.height() < 90) return;
    box = panel_heading(context, box, "Кто сколько продаёт", "");
    const auto& roster = context.report().roster;
    buttons(context, box.take_bottom(44));
    head(context, box.take_top(28));
    const std::size_t managers = context.scenario().roster.size();
    if (managers == 0) {
        context.canvas.text(box.take_top(30), {Type::note, context.canvas.colors().ink_2},
                            {"Вставьте таблицу «имя, заявки, продажи» (Ctrl+V) или добавьте менеджера",
                             "Ctrl+V: имя, заявки, продажи"});
        return;
    }
    double most = 0.01;
    if (roster) {
        for (const RosterManager& m : roster->managers)
            most = std::max({most, m.fair_conversion, m.interval ? m.interval->high : 0});
    }
    const float content = kRow * static_cast<float>(managers);
    Box rows = begin_scroll(context, "managers", box, content);
    const Edges e = edges_of(rows);
    const Axis axis{0, most, e.chart.x0 + 5, std::max(e.chart.x1 - 5, e.chart.x0 + 6)};
    for (std::size_t i = 0; i < managers; ++i) {
        const Box line = rows.take_top(kRow);
        // Two hundred managers are a long list: only what is seen is drawn.
        if (line.y1 < box.y0 - kRow || line.y0 > box.y1 + kRow) continue;
        row(context, line, i, roster ? &axis : nullptr);
    }
    end_scroll(context, content);
}

}  // namespace funnel::workbench
