#include <algorithm>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

// One number with the words around it.
struct Slide {
    std::string label;
    std::string number;
    std::string shorter;
    std::string remark;
    ImU32 color = 0;
};

Slide money(std::string label, double value, ImU32 color) {
    return {std::move(label), roubles(value), scaled_with_unit(value, money_scale(value), 2) + "\u00a0₽",
            "", color};
}

void add_best_lever(std::vector<Slide>& slides, const PanelContext& context, ImU32 color) {
    const Lever* best = nullptr;
    for (const Lever& lever : context.report().levers) {
        if (lever.per_point && (best == nullptr || *lever.per_point > *best->per_point)) best = &lever;
    }
    if (best == nullptr) return;
    const std::string name(factor_name(context.scenario(), best->id));
    slides.push_back(money("Ещё один процентный пункт: " + name, *best->per_point, color));
}

void add_difference(std::vector<Slide>& slides, const PanelContext& context, ImU32 color) {
    const std::size_t base = context.view.compare_with;
    const std::size_t active = context.document.active;
    const auto& difference = context.results.difference[base][active];
    if (!difference || !difference->comparison) return;
    const double change = revenue_change(*difference->comparison);
    Slide slide =
        money("Вариант " + std::string(kSlotName[active]) + " против " + std::string(kSlotName[base]), change,
              color);
    if (change > 0) slide.number = "+" + slide.number;
    if (!difference->comparison->conversion_change.distinguishable)
        slide.remark = "Различие конверсий не отличимо от случайности";
    slides.push_back(std::move(slide));
}

std::vector<Slide> slides_of(const PanelContext& context) {
    const Palette& colors = context.canvas.colors();
    const Report& report = context.report();
    std::vector<Slide> slides;
    const double left = report.money_left.per_month;
    slides.push_back(money(left >= 0 ? "Недозарабатываете в месяц" : "Цели ниже, чем сейчас, в месяц", left,
                           left > 0 ? colors.lost : colors.ink));
    if (const auto& range = report.uncertainty.money_left_range; range && left > 0) {
        const MoneyScale scale = money_scale(range->high);
        slides.back().remark = "95 % интервал " + scaled(range->low, scale) + "–" +
                               scaled_with_unit(range->high, scale) + " ₽";
    }
    slides.push_back(money("За год", report.money_left.per_year, left > 0 ? colors.lost : colors.ink));
    slides.push_back(money("Сейчас в месяц", report.now.revenue, colors.ink));
    slides.push_back(money("Может быть в месяц", report.target.revenue, colors.could));
    slides.push_back({"Конверсия из заявки в оплату",
                      percent(report.now.conversion, 2) + " → " + percent(report.target.conversion, 2),
                      percent(report.target.conversion, 2), "", colors.could});
    add_best_lever(slides, context, colors.lost);
    if (report.uncertainty.goal_probability && report.goal) {
        slides.push_back({"Дойдём до " + roubles(report.goal->revenue) + " в следующем месяце",
                          percent(*report.uncertainty.goal_probability),
                          percent(*report.uncertainty.goal_probability), "при сегодняшних конверсиях",
                          colors.ink});
    }
    if (report.ramp.payback_month) {
        slides.push_back({"Вложения возвращаются", "на " + number(*report.ramp.payback_month) + "-й месяц",
                          number(*report.ramp.payback_month), "", colors.could});
    }
    add_difference(slides, context, colors.ink);
    return slides;
}

void leave_or_step(PanelContext& context, Box box, int step, int steps) {
    const std::array<Button, 3> all{
        {{"leave", "Закрыть", "Esc"}, {"next", "Дальше", "→"}, {"back", "Назад", "←"}}};
    for (const Button& b : all) {
        const float width = button_width(context.canvas, b);
        if (width > box.width()) return;
        const Box at = box.take_right(width);
        box.x1 -= 8;
        if (!button(context, {at.x0, at.middle_y() - 17, at.x1, at.middle_y() + 17}, b)) continue;
        View view = context.view;
        if (b.id == "leave") view.presenting = false;
        if (b.id == "next") view.presenter_step = std::min(step + 1, steps - 1);
        if (b.id == "back") view.presenter_step = std::max(step - 1, 0);
        context.intents.emplace_back(ChangeView{std::move(view)});
    }
}

}  // namespace

int presenter_steps(const PanelContext& context) {
    return static_cast<int>(slides_of(context).size());
}

void presenter_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    canvas.fill(box, colors.paper);
    const std::vector<Slide> slides = slides_of(context);
    const int steps = static_cast<int>(slides.size());
    const int step = std::clamp(context.view.presenter_step, 0, steps - 1);
    const Slide& slide = slides[static_cast<std::size_t>(step)];
    box = box.inset(std::min(48.0F, box.width() * 0.05F), std::min(24.0F, box.height() * 0.04F));
    Box foot = box.take_bottom(40);
    const std::string place = number(step + 1) + " из " + number(steps);
    canvas.text(foot.take_left(80), {Type::body, colors.ink_2}, place);
    leave_or_step(context, foot, step, steps);
    canvas.text(box.take_top(34), {Type::heading, colors.ink}, context.scenario().title);

    const bool large = canvas.line_height(Type::figure) + 90 <= box.height() &&
                       canvas.width_of(Type::figure, slide.shorter) <= box.width();
    const Type figure = large ? Type::figure : Type::figure_small;
    const float line = canvas.line_height(figure);
    const float middle = box.middle_y();
    const Box number_box{box.x0, middle - line / 2, box.x1, middle + line / 2};
    canvas.text({box.x0, number_box.y0 - 36, box.x1, number_box.y0 - 2}, {Type::heading, colors.ink},
                slide.label);
    canvas.text(number_box, {figure, slide.color}, {slide.number, slide.shorter});
    if (number_box.y1 + 40 <= box.y1) {
        canvas.text({box.x0, number_box.y1 + 2, box.x1, number_box.y1 + 36}, {Type::title, colors.ink_2},
                    slide.remark);
    }
}

}  // namespace funnel::workbench
