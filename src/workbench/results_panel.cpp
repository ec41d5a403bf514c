#include <algorithm>
#include <string>

#include "workbench/controls.hpp"
#include "workbench/edits.hpp"
#include "workbench/format.hpp"
#include "workbench/panels.hpp"

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

// Name of the scenario, and which of the three it is.
void identity(PanelContext& context, Box box) {
    const bool low = box.height() < 86;
    Box area = box.inset(0, low ? 8 : 20);
    const std::string id = "title-" + std::to_string(context.document.active);
    const Box name = area.take_top(32);
    if (auto title =
            name_field(context, name, {id, context.scenario().title, "Без названия", Type::heading})) {
        context.edit(with_title(context.scenario(), *title));
    }
    std::string line = "Вариант " + std::string(kSlotName[context.document.active]);
    if (!context.view.notice.empty()) line = context.view.notice;
    (void)context.canvas.paragraph(area, Type::note, context.canvas.colors().ink_2, line);
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
        wide += std::max(canvas.width_of(Type::value, roubles(fact.value)), 74.0F) + 28;
    const bool whole = wide - 28 <= box.width();
    float x = box.x0;
    const float each = (box.width() - 2 * 14) / 3;
    for (const Fact& fact : all) {
        const std::string full = roubles(fact.value);
        const std::string shorter = scaled_with_unit(fact.value, money_scale(fact.value), 1);
        const float width = whole ? std::max(canvas.width_of(Type::value, full), 74.0F) : each;
        canvas.text({x, middle - 22, x + width, middle - 2}, {Type::note, colors.ink_2}, fact.label);
        canvas.text({x, middle - 3, x + width, middle + 21}, {Type::value, fact.color}, {full, shorter});
        x += width + (whole ? 28 : 14);
    }
}

// Buttons from the right; those that do not fit are left to the keyboard.
float buttons(PanelContext& context, Box box) {
    const std::array<Button, 5> all{{{"link", "Ссылка", "", ButtonLook::solid},
                                     {"undo", "Отменить", "Z", ButtonLook::outlined, true},
                                     {"show", "Показ", "F"},
                                     {"owner", "Владельцу", "H"},
                                     {"keys", "?", ""}}};
    float x = box.x1;
    for (const Button& b : all) {
        const float width = button_width(context.canvas, b);
        if (x - width < box.x0) break;
        const Box at{x - width, box.middle_y() - 16, x, box.middle_y() + 16};
        const bool pressed = button(context, at, b);
        x -= width + 8;
        if (!pressed) continue;
        View view = context.view;
        if (b.id == "link") context.ask(PageRequest::copy_link);
        if (b.id == "undo") context.intents.emplace_back(UndoEdit{});
        if (b.id == "owner") context.ask(PageRequest::show_owner_page);
        if (b.id == "show") {
            view.presenting = true;
            context.intents.emplace_back(ChangeView{std::move(view)});
        } else if (b.id == "keys") {
            view.sheet = Sheet::cheat_sheet;
            context.intents.emplace_back(ChangeView{std::move(view)});
        }
    }
    return x;
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
        identity(context, row);
        return;
    }
    identity(context, row.take_left(std::min(236.0F, row.width() * 0.22F) - 16));
    row.x0 += 16;
    const bool roomy = row.width() > 1020;
    Box right = row;
    right.x0 = std::max(row.x0 + row.width() * (roomy ? 0.70F : 0.76F), row.x1 - 470);
    const float buttons_from = buttons(context, right);
    row.x1 = buttons_from - 20;
    const float figure =
        std::clamp(canvas.width_of(Type::figure, roubles(context.report().money_left.per_month)) + 30, 230.0F,
                   row.width() * 0.52F);
    big_number(
        context,
        row.take_left(roomy ? figure : std::max(row.width() * 0.46F, std::min(figure, row.width() - 300))));
    row.x0 += 16;
    if (row.width() > 220) facts(context, row);
}

}  // namespace funnel::workbench
