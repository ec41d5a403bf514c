#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr std::size_t kRows = 6;

struct Edges {
    Box name;
    std::array<Box, kSlots> slot;
};

Edges edges_of(Box row) {
    Edges edges;
    const float each = std::clamp(row.width() * 0.185F, 52.0F, 92.0F);
    for (std::size_t i = kSlots; i-- > 0;) edges.slot[i] = row.take_right(each);
    edges.name = row;
    edges.name.x1 -= 6;
    return edges;
}

MoneyScale scale_of(const Results& results) {
    double most = 0;
    for (const auto& slot : results.slot) {
        if (slot) most = std::max(most, slot->report.now.revenue);
    }
    return money_scale(most);
}

void head(PanelContext& context, const Box& row) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Edges edges = edges_of(row);
    for (std::size_t i = 0; i < kSlots; ++i) {
        const Box cell = edges.slot[i];
        const bool active = i == context.document.active;
        const bool present = context.document.slot[i] != nullptr;
        const Box press{cell.x0 + 4, cell.y0, cell.x1, cell.y1 - 1};
        if (pressable(context, press, kSlotName[i])) {
            if (present) {
                context.intents.emplace_back(ChooseSlot{i});
            } else {
                context.intents.emplace_back(CopyToSlot{i});
            }
        }
        if (present) {
            canvas.text(cell, {Type::title, active ? colors.ink : colors.ink_3, Align::right}, kSlotName[i]);
            if (active) canvas.horizontal(cell.x1 - 18, cell.x1, cell.y1 - 4, colors.ink, 3);
        } else {
            const std::string plus = "+ " + std::string(kSlotName[i]);
            canvas.text(cell, {Type::body, colors.ink_3, Align::right}, plus);
        }
    }
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.ink);
}

std::string cell_words(const PanelContext& context, std::size_t row, std::size_t slot, MoneyScale scale) {
    const SlotResult& result = *context.results.slot[slot];
    const Report& report = result.report;
    const std::size_t base = context.view.compare_with;
    switch (row) {
        case 0:
            return report.now.sales >= 1e6 ? scaled_with_unit(report.now.sales, money_scale(report.now.sales))
                                           : number(report.now.sales);
        case 1:
            return percent(report.now.conversion, 2);
        case 2:
            return scaled(report.now.revenue, scale, 2);
        case 3: {
            const auto& difference = context.results.difference[base][slot];
            if (slot == base || !difference) return "";
            if (!difference->comparison) return "другие этапы";
            const double change = revenue_change(*difference->comparison);
            return (change > 0 ? "+" : "") + scaled(change, scale, 2);
        }
        case 4:
            return rate(report.now.per_manager.leads_per_day);
        default:
            return report.uncertainty.goal_probability ? percent(*report.uncertainty.goal_probability) : "—";
    }
}

// What makes the difference between the scenario in hand and the one it is compared with.
void difference_lines(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const std::size_t active = context.document.active;
    const std::size_t base = context.view.compare_with;
    const auto& result = context.results.difference[base][active];
    if (active == base || !result || box.height() < 18) return;
    if (!result->comparison) {
        (void)canvas.paragraph(box, Type::note, colors.ink_2,
                               result->issues.empty() ? "" : result->issues.front().message);
        return;
    }
    const Comparison& comparison = *result->comparison;
    const bool noise = !comparison.conversion_change.distinguishable;
    const std::string verdict =
        noise ? "Различие конверсий не отличимо от случайности" : "Различие конверсий больше случайного";
    canvas.text(box.take_top(18), {Type::note_bold, noise ? colors.ink_2 : colors.ink},
                {verdict, noise ? "Может быть случайностью" : "Не случайность"});
    std::vector<FactorAmount> parts = comparison.by_factor;
    std::erase_if(parts, [](const FactorAmount& a) { return std::fabs(a.amount) < 0.5; });
    std::sort(parts.begin(), parts.end(),
              [](const auto& a, const auto& b) { return std::fabs(a.amount) > std::fabs(b.amount); });
    for (const FactorAmount& part : parts) {
        if (box.height() < 18) break;
        Box line = box.take_top(18);
        const std::string words =
            (part.amount > 0 ? "+" : "") + scaled_with_unit(part.amount, money_scale(part.amount), 2);
        const Box amount = canvas.text(line, {Type::note, colors.ink, Align::right}, words);
        line.x1 = amount.x0 - 10;
        canvas.text(line, {Type::note, colors.ink_2}, factor_name(context.scenario(), part.id));
    }
}

}  // namespace

void variants_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    box = box.inset(20, 14);
    const std::size_t active = context.document.active;
    const std::string remark = active == context.view.compare_with ? "сейчас в каждом" : "клавиши 1 2 3";
    box = panel_heading(context, box, "Варианты", remark);
    const MoneyScale scale = scale_of(context.results);
    head(context, box.take_top(32));
    const std::string revenue =
        scale.roubles_per_unit > 1 ? "Выручка, " + std::string(scale.name) : "Выручка, ₽";
    const std::string compared = "К варианту " + std::string(kSlotName[context.view.compare_with]);
    const auto goal = context.scenario().goal_revenue;
    const std::string goal_name =
        goal ? "Дойдём до " + scaled_with_unit(*goal, money_scale(*goal), 0) : "Цель не задана";
    const std::array<std::array<std::string_view, 2>, kRows> names{
        {{"Оплат", "Оплат"},
         {"Конверсия", "Конверсия"},
         {revenue, "Выручка"},
         {compared, compared},
         {"Заявок на человека в день", "На чел. в день"},
         {goal_name, "Цель"}}};
    const bool lines = active != context.view.compare_with;
    const float room = box.height() - (lines ? 40.0F : 0.0F);
    const float pitch = std::clamp(room / kRows, 24.0F, 34.0F);
    for (std::size_t row = 0; row < kRows; ++row) {
        const Box line = box.take_top(pitch);
        const Edges edges = edges_of(line);
        const bool main = row == 2;
        if (row == 3 && pressable(context, edges.name, "base")) {
            View view = context.view;
            do view.compare_with = (view.compare_with + 1) % kSlots;
            while (context.document.slot[view.compare_with] == nullptr);
            context.intents.emplace_back(ChangeView{std::move(view)});
        }
        canvas.text(edges.name, {main ? Type::small_bold : Type::small, main ? colors.ink : colors.ink_2},
                    {names[row][0], names[row][1]});
        for (std::size_t slot = 0; slot < kSlots; ++slot) {
            if (!context.results.slot[slot]) continue;
            const std::string words = cell_words(context, row, slot, scale);
            const Type type = main ? Type::value : slot == active ? Type::small_bold : Type::small;
            Box cell = edges.slot[slot];
            cell.x0 += 4;
            const Type fitting = canvas.width_of(type, words) <= cell.width() ? type
                                 : main                                       ? Type::small_bold
                                                                              : Type::note;
            canvas.text(cell, {fitting, colors.ink, Align::right}, words);
        }
        if (row + 1 < kRows) canvas.horizontal(line.x0, line.x1, line.y1 - 1, colors.hair);
    }
    box.y0 += 4;
    if (lines) difference_lines(context, box);
}

}  // namespace funnel::workbench
