#include <algorithm>
#include <cmath>
#include <string>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kLeastCard = 190;
constexpr float kNew = 118;

std::string change_words(const PanelContext& context, std::size_t index) {
    if (index == context.results.base) return "";
    const auto& change = context.results.change[index];
    if (!change) return "";
    if (!change->comparison) return "другие этапы";
    return signed_number(std::round(change->comparison->revenue_b) -
                         std::round(change->comparison->revenue_a));
}

ImU32 change_color(const PanelContext& context, std::size_t index) {
    const Comparison* compared = context.results.comparison(index);
    const Palette& colors = context.canvas.colors();
    if (compared == nullptr) return colors.ink_2;
    const double change = revenue_change(*compared);
    return change > 0.5 ? colors.could : change < -0.5 ? colors.lost : colors.ink_2;
}

std::string remark(const PanelContext& context, std::size_t index) {
    const Report& report = context.results.variant[index].report;
    const std::string sales = count(report.now.sales) + " оплат из " + count(report.now.leads);
    const bool frozen = context.document.variants[index].id == context.document.baseline;
    return frozen ? "Точка отсчёта: " + sales : sales + ", " + percent(report.now.conversion);
}

// The name, what it brings, and a way to be rid of it; pressing the card takes it in hand.
void card(PanelContext& context, Box box, std::size_t index, bool first) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Variant& variant = context.document.variants[index];
    const bool active = index == context.document.active;
    ImGui::PushID(static_cast<int>(variant.id));
    if (active) canvas.fill(box, colors.sheet);
    if (active) canvas.horizontal(box.x0, box.x1, box.y0, colors.ink, 4);
    canvas.vertical(box.x1 - 1, box.y0, box.y1, colors.hair);
    Box inner = box.inset(first ? 24.0F : 16.0F, 7);
    Box name = inner.take_top(30);
    if (context.document.variants.size() > 1) {
        const Box cross = name.take_right(24);
        ImGui::PushTabStop(false);
        if (pressable(context, cross, "remove")) context.intents.emplace_back(RemoveVariant{index});
        ImGui::PopTabStop();
        const bool near = ImGui::IsItemHovered();
        canvas.text(cross, {Type::body, near ? colors.ink : colors.ink_3, Align::center}, "×");
        (void)tip(context, cross, "Убрать вариант. Отмена вернёт");
        name.x1 -= 4;
    }
    const NameChange renamed = name_field(context, name, {"name", variant.name, "без названия", Type::title});
    if (renamed.pressed) context.intents.emplace_back(ChooseVariant{index});
    if (renamed.changed) context.intents.emplace_back(RenameVariant{index, renamed.text, renamed.gesture});
    if (pressable(context, inner, "choose")) context.intents.emplace_back(ChooseVariant{index});
    Box line = inner.take_top(32);
    const double revenue = context.results.variant[index].report.now.revenue;
    const std::string words = change_words(context, index);
    const std::string full = roubles(revenue);
    const std::string shorter = text::short_number(revenue) + "\u00a0₽";
    const float change_width = canvas.width_of(Type::value, words);
    const bool whole = canvas.width_of(Type::value, full) + 12 + change_width <= line.width();
    const Box at = canvas.text(line, {Type::value, colors.ink}, {whole ? full : shorter, shorter});
    const Comparison* compared = context.results.comparison(index);
    const std::string brief = compared == nullptr ? "" : signed_short(revenue_change(*compared));
    line.x0 = at.x1 + 12;
    if (line.width() > 30) canvas.text(line, {Type::value, change_color(context, index)}, {words, brief});
    canvas.text(inner.take_top(26), {Type::note, colors.ink_2},
                {remark(context, index), percent(context.results.variant[index].report.now.conversion)});
    ImGui::PopID();
}

// Which cards are shown when not all fit: the ones around the card in hand.
std::size_t first_shown(const PanelContext& context, std::size_t fit) {
    const std::size_t all = context.document.variants.size();
    if (all <= fit) return 0;
    const std::size_t half = fit / 2;
    const std::size_t active = context.document.active;
    return std::min(active > half ? active - half : 0, all - fit);
}

void step_button(PanelContext& context, const Box& box, bool back) {
    Canvas& canvas = context.canvas;
    const std::size_t active = context.document.active;
    const std::size_t last = context.document.variants.size() - 1;
    if (pressable(context, box, back ? "back" : "on")) {
        context.intents.emplace_back(
            ChooseVariant{back ? std::max<std::size_t>(active, 1) - 1 : std::min(active + 1, last)});
    }
    canvas.text(box, {Type::title, canvas.colors().ink_2, Align::center}, back ? "←" : "→");
}

}  // namespace

void variants_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    canvas.fill(box, colors.paper);
    canvas.horizontal(box.x0, box.x1, box.y1 - 1, colors.ink);
    box.y1 -= 1;
    if (box.width() > kLeastCard + kNew) {
        const Box more = box.take_right(kNew);
        if (pressable(context, {more.x0 + 8, more.y0 + 12, more.x1 - 8, more.y1 - 12}, "new"))
            context.intents.emplace_back(DuplicateVariant{});
        canvas.text({more.x0, more.middle_y() - 24, more.x1, more.middle_y()},
                    {Type::note, colors.ink, Align::center}, "Новый");
        canvas.text({more.x0, more.middle_y(), more.x1, more.middle_y() + 24},
                    {Type::note, colors.ink, Align::center}, "вариант");
        (void)tip(context, more, "Копия того, что в руках (Alt+N)");
    }
    const std::size_t all = context.document.variants.size();
    std::size_t fit = static_cast<std::size_t>(std::max(1.0F, box.width() / kLeastCard));
    if (all > fit) {
        step_button(context, box.take_left(32), true);
        step_button(context, box.take_right(32), false);
        fit = static_cast<std::size_t>(std::max(1.0F, box.width() / kLeastCard));
    }
    const std::size_t shown = std::min(all, fit);
    const std::size_t first = first_shown(context, shown);
    const float width = std::min(box.width() / static_cast<float>(shown), 330.0F);
    for (std::size_t i = 0; i < shown; ++i) card(context, box.take_left(width), first + i, i == 0);
}

}  // namespace funnel::workbench
