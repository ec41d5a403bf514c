#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workbench/controls/actions.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kMoneyStrip = 10;

void money_strip(Canvas& canvas, Box box, const Report& report) {
    const double now = report.now.revenue;
    const double could = report.target.revenue;
    const double whole = std::max(now, could);
    const float part = whole > 0 ? static_cast<float>(std::min(now, could) / whole) : 0;
    const float split = box.x0 + box.width() * part;
    canvas.fill({box.x0, box.y0, split, box.y1}, canvas.colors().chart_now);
    if (could >= now) {
        canvas.hatch({split, box.y0, box.x1, box.y1});
    } else {
        canvas.fill({split, box.y0, box.x1, box.y1}, canvas.colors().chart_now_2);
    }
    canvas.horizontal(box.x0, box.x1, box.y1, canvas.colors().ink);
}

void title(PanelContext& context, const Box& box) {
    const std::string id = "title-" + std::to_string(context.document.active);
    if (auto text = name_field(context, box, {id, context.scenario().title, "Без названия", Type::heading}))
        context.edit(with_title(context.scenario(), *text));
}

// Which of the three variants this is, or what just happened.
std::string standing(const PanelContext& context) {
    if (!context.view.notice.empty()) return context.view.notice;
    return "Вариант " + std::string(kSlotName[context.document.active]);
}

// Name of the scenario, and which of the three it is.
void identity(PanelContext& context, Box box) {
    const bool low = box.height() < 86;
    Box area = box.inset(0, low ? 8 : 20);
    title(context, area.take_top(32));
    (void)context.canvas.paragraph(area, Type::note, context.canvas.colors().ink_2, standing(context));
}

void big_number(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Report& report = context.report();
    const double left = report.money_left.per_month;
    const bool low = box.height() < 86;
    Box label = box.take_top(low ? 24 : 30);
    label.y0 += low ? 4 : 10;
    const std::string name = left >= 0 ? "Недозарабатываете в месяц" : "Цели ниже, чем сейчас, в месяц";
    const Box at =
        canvas.text(label, {Type::note_bold, colors.ink}, {name, "Не заработано в месяц", "В месяц"});
    if (const auto& range = report.uncertainty.money_left_range; range && left > 0) {
        const MoneyScale scale = money_scale(range->high);
        const std::string text =
            ", 95 % интервал " + scaled(range->low, scale) + "–" + scaled_with_unit(range->high, scale);
        if (at.x1 + canvas.width_of(Type::note, text) <= label.x1) {
            canvas.text({at.x1, label.y0, label.x1, label.y1}, {Type::note, colors.ink_2}, text);
        }
    }
    const std::string whole = number(left);
    const std::string sign = "₽";
    const float sign_width = canvas.width_of(Type::figure_small, sign) + 8;
    const std::string scaled_text = scaled_with_unit(left, money_scale(left), 2);
    const ImU32 color = left > 0 ? colors.lost : colors.ink;
    const bool large =
        !low && canvas.width_of(Type::figure, whole) + sign_width <= box.width() && !context.view.presenting;
    box.y1 -= low ? 2 : 8;
    if (large) {
        const Box figure = canvas.text(box, {Type::figure, color}, whole);
        // The sign stands on the same line of writing, smaller.
        const float lower = 0.33F * (kTypeSize[static_cast<std::size_t>(Type::figure)] -
                                     kTypeSize[static_cast<std::size_t>(Type::figure_small)]);
        canvas.text({figure.x1 + 8, box.y0 + lower, box.x1, box.y1 + lower}, {Type::figure_small, color},
                    sign);
    } else {
        const std::string with_sign = whole + "\u00a0₽";
        canvas.text(box, {Type::figure_small, color}, {with_sign, whole, scaled_text});
    }
}

constexpr float kFactGap = 20;

struct Fact {
    std::string_view label;
    double value = 0;
    ImU32 color = 0;
};

void facts(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Report& report = context.report();
    const std::array<Fact, 3> all{
        {{"За год", report.money_left.per_year, report.money_left.per_year > 0 ? colors.lost : colors.ink},
         {"Сейчас", report.now.revenue, colors.ink},
         {"Может быть", report.target.revenue, colors.could}}};
    const float middle = box.middle_y();
    float wide = 0;
    for (const Fact& fact : all)
        wide += std::max(canvas.width_of(Type::value, roubles(fact.value)), 74.0F) + kFactGap;
    const bool whole = wide - kFactGap <= box.width();
    float x = box.x0;
    const float each = (box.width() - 2 * 14) / 3;
    for (const Fact& fact : all) {
        const std::string full = roubles(fact.value);
        const std::string shorter = scaled_with_unit(fact.value, money_scale(fact.value), 1);
        const float width = whole ? std::max(canvas.width_of(Type::value, full), 74.0F) : each;
        canvas.text({x, middle - 22, x + width, middle - 2}, {Type::note, colors.ink_2}, fact.label);
        canvas.text({x, middle - 3, x + width, middle + 21}, {Type::value, fact.color}, {full, shorter});
        x += width + (whole ? kFactGap : 14);
    }
}

constexpr float kButtonGap = 6;

// A row of buttons, flush right: the first ones that fit, and `last` in any case (Action::more is then the
// way to the others). Returns where it begins.
float action_row(PanelContext& context, const Box& line, std::span<const Action> actions,
                 std::optional<Action> last = std::nullopt) {
    std::vector<Action> shown(actions.begin(), actions.end());
    if (last) shown.push_back(*last);
    const auto width_of = [&](Action action) {
        return button_width(context.canvas, button_of(action, Wording::brief)) + kButtonGap;
    };
    float width = 0;
    for (const Action action : shown) width += width_of(action);
    const std::size_t least = last ? 1 : 0;
    while (shown.size() > least && width - kButtonGap > line.width()) {
        const auto leaving = shown.end() - 1 - static_cast<std::ptrdiff_t>(least);
        width -= width_of(*leaving);
        shown.erase(leaving);
    }
    float x = line.x1 - width + kButtonGap;
    const float begins = x;
    for (const Action action : shown) {
        Button b = button_of(action, Wording::brief);
        if (action == Action::link) b.look = ButtonLook::solid;
        const float w = width_of(action) - kButtonGap;
        if (button(context, {x, line.y0, x + w, line.y1}, b))
            context.intents.push_back(intent_of(action, context.view));
        x += w + kButtonGap;
    }
    return begins;
}

// The view above, what can be carried off below; returns where they begin.
float buttons(PanelContext& context, const Box& box) {
    constexpr std::array kView{Action::present, Action::undo, Action::owner_page, Action::cheat_sheet};
    constexpr std::array kTake{Action::link, Action::pdf, Action::xlsx, Action::csv, Action::png};
    const float middle = box.middle_y();
    const float gap = box.height() < 86 ? 2.0F : 4.0F;
    const float high = std::min(32.0F, box.height() / 2 - gap - 2);
    const float view = action_row(context, {box.x0, middle - gap - high, box.x1, middle - gap}, kView);
    const float take =
        action_row(context, {box.x0, middle + gap, box.x1, middle + gap + high}, kTake, Action::more);
    return std::min(view, take);
}

// Where there is no room beside the number: the name, the notice, and the way to everything else.
void narrow_identity(PanelContext& context, Box box) {
    box = box.inset(0, 6);
    Box foot = box.take_bottom(28);
    title(context, box);
    const float from = action_row(context, foot, {}, Action::more);
    foot.x1 = from - kButtonGap;
    context.canvas.text(foot, {Type::note, context.canvas.colors().ink_2}, standing(context));
}

}  // namespace

void results_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    canvas.fill(box, canvas.colors().paper);
    money_strip(canvas, box.take_bottom(kMoneyStrip), context.report());
    const float side = box.width() < 600 ? 12.0F : 24.0F;
    Box row = box.inset(side, 0);
    if (row.width() < 560) {
        big_number(context, row.take_left(row.width() * 0.62F));
        row.x0 += 8;
        narrow_identity(context, row);
        return;
    }
    identity(context, row.take_left(std::min(236.0F, row.width() * 0.22F) - 16));
    row.x0 += 16;
    const bool roomy = row.width() > 1020;
    Box right = row;
    right.x0 = row.x1 - (roomy ? 374 : row.width() * 0.25F);
    const float buttons_from = buttons(context, right);
    row.x1 = buttons_from - 20;
    const float figure =
        std::clamp(canvas.width_of(Type::figure, roubles(context.report().money_left.per_month)) + 26, 230.0F,
                   row.width() * 0.52F);
    constexpr float kLeastFacts = 220;
    float number = roomy ? figure : std::max(row.width() * 0.45F, std::min(figure, row.width() - 300));
    if (row.width() - number - 16 <= kLeastFacts) number = row.width();
    big_number(context, row.take_left(number));
    row.x0 += 16;
    if (row.width() > kLeastFacts) facts(context, row);
}

}  // namespace funnel::workbench
