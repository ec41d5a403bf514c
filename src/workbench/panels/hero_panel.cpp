#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

// What the big number says.
struct Hero {
    std::string label;
    double value = 0;
    bool with_plus = false;
    ImU32 color = 0;
    std::string remark;  // how sure, or where from
    std::string shorter_remark;
};

bool nothing_said(const Scenario& scenario) {
    return scenario.leads_per_month == 0 || scenario.average_check == 0;
}

Hero difference(const PanelContext& context, const Comparison& compared) {
    const Palette& colors = context.canvas.colors();
    const Variant& base = context.document.variants[context.results.base];
    Hero hero;
    const bool frozen = base.id == context.document.baseline;
    hero.label = (frozen ? "К точке отсчёта «" : "К варианту «") + base.name + "», в месяц";
    hero.value = std::round(compared.revenue_b) - std::round(compared.revenue_a);
    hero.with_plus = true;
    hero.color = hero.value > 0 ? colors.could : hero.value < 0 ? colors.lost : colors.ink;
    hero.remark = story_sentence(context.told());
    const Difference& conversions = compared.conversion_change;
    if (std::fabs(conversions.difference) > 1e-12 && !conversions.distinguishable) {
        hero.shorter_remark = hero.remark;
        hero.remark += ". Конверсии пока не отличить от случайности";
    }
    return hero;
}

Hero money_left(const PanelContext& context) {
    const Palette& colors = context.canvas.colors();
    const Report& report = context.report();
    const double left = report.money_left.per_month;
    const bool counted = all_are_evidence(context.scenario().stages);
    Hero hero;
    hero.value = std::fabs(left) < 0.5 ? report.now.revenue : left;
    if (std::fabs(left) < 0.5) {
        hero.label = "Выручка сейчас, в месяц";
        hero.color = colors.ink;
        const auto& revenue = report.uncertainty.revenue;
        if (counted && revenue && revenue->p10 > 0) {
            const MoneyScale scale = money_scale(revenue->p90);
            hero.remark = "Следующий месяц скорее всего от " + scaled(revenue->p10, scale) + " до " +
                          scaled_with_unit(revenue->p90, scale) + " ₽";
        }
        return hero;
    }
    hero.label = left > 0 ? "Недозарабатываете в месяц" : "Цели ниже, чем сейчас, в месяц";
    hero.color = left > 0 ? colors.lost : colors.ink;
    const auto& range = report.uncertainty.money_left_range;
    if (counted && range && left > 0 && range->low > 0) {
        const MoneyScale scale = money_scale(range->high);
        const std::string from_to =
            "от " + scaled(range->low, scale) + " до " + scaled_with_unit(range->high, scale);
        hero.remark = "Скорее всего " + from_to + " ₽. За год " + roubles(report.money_left.per_year);
        hero.shorter_remark = "Скорее всего " + from_to + " ₽";
    } else {
        hero.remark = "За год " + roubles(report.money_left.per_year);
    }
    return hero;
}

void figure(PanelContext& context, const Box& box, const Hero& hero) {
    Canvas& canvas = context.canvas;
    const std::string whole = hero.with_plus ? signed_number(hero.value) : number(hero.value);
    const std::string sign = "₽";
    const float sign_width = canvas.width_of(Type::figure_small, sign) + 10;
    // What is being typed is not said yet: grey until it is committed.
    const ImU32 color = context.interaction.provisional ? canvas.colors().ink_3 : hero.color;
    const bool large = box.height() >= canvas.line_height(Type::figure) * 0.7F &&
                       canvas.width_of(Type::figure, whole) + sign_width <= box.width();
    if (!large) {
        const std::string with_sign = whole + "\u00a0₽";
        const std::string shorter =
            hero.with_plus ? signed_short(hero.value) : text::short_number(hero.value);
        canvas.text(box, {Type::figure_small, color}, {with_sign, whole, shorter});
        return;
    }
    const Box at = canvas.text(box, {Type::figure, color}, whole);
    // The sign stands on the same line of writing, smaller.
    const float lower = 0.33F * (kTypeSize[static_cast<std::size_t>(Type::figure)] -
                                 kTypeSize[static_cast<std::size_t>(Type::figure_small)]);
    canvas.text({at.x1 + 10, box.y0 + lower, box.x1, box.y1 + lower}, {Type::figure_small, color}, sign);
}

struct Fact {
    std::string label;
    std::string value;
    std::string shorter;
    ImU32 color = 0;
};

Fact fact(std::string label, double value, ImU32 color) {
    return {std::move(label), roubles(value), text::short_number(value) + "\u00a0₽", color};
}

void facts(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Report& report = context.report();
    const bool compared = context.results.comparison(context.document.active) != nullptr;
    const double left = report.money_left.per_month;
    std::array<Fact, 2> all{fact(compared ? "Этот вариант" : "Сейчас", report.now.revenue, colors.ink),
                            Fact{}};
    if (compared && std::fabs(left) >= 0.5) {
        all[1] = fact(left > 0 ? "Ещё не заработано до цели" : "Выше цели", std::fabs(left),
                      left > 0 ? colors.lost : colors.ink);
    } else if (!compared && std::fabs(left) >= 0.5) {
        all[1] = fact("Цель", report.target.revenue, colors.could);
    }
    float x = box.x1;
    for (std::size_t i = all.size(); i-- > 0;) {
        const Fact& f = all[i];
        if (f.label.empty()) continue;
        const float wide =
            std::max(canvas.width_of(Type::note, f.label), canvas.width_of(Type::value, f.value));
        const float width = std::min(wide + 1, x - box.x0);
        if (width < 90) return;
        canvas.text({x - width, box.y1 - 56, x, box.y1 - 32}, {Type::note, colors.ink_2},
                    {f.label, "До цели"});
        canvas.text({x - width, box.y1 - 31, x, box.y1 - 3}, {Type::value, f.color}, {f.value, f.shorter});
        x -= width + 40;
    }
}

void blank(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const std::string& notice = context.view.notice;
    if (!notice.empty()) canvas.text(box.take_bottom(26), {Type::note, colors.ink}, notice);
    canvas.text(box.take_top(34), {Type::title, colors.ink}, {"С чего начать", ""});
    box.y0 += 6;
    (void)canvas.paragraph(
        box, Type::body, colors.ink_2,
        "Наберите вверху одной строкой, что говорит собственник: «4 менеджера, 320 заявок, чек 85, "
        "дозвон 70, квалификация 45, встреча 40, оплата 25». Или заполните поля ниже.");
}

}  // namespace

void hero_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    canvas.fill(box, colors.paper);
    const float side = box.width() < 600 ? 14.0F : 24.0F;
    canvas.horizontal(box.x0, box.x1, box.y1 - 1, colors.ink);
    const bool low = box.height() < 150;
    box = box.inset(side, low ? 6 : 10);
    const Scenario& scenario = context.scenario();
    const Comparison* compared = context.results.comparison(context.document.active);
    if (nothing_said(scenario) && compared == nullptr) {
        blank(context, box);
        return;
    }
    const Box strip = box.take_bottom(low ? 14 : 18);
    money_strip(context, strip);
    const Hero hero = compared != nullptr ? difference(context, *compared) : money_left(context);
    box.y1 -= low ? 2 : 6;
    Box label = box.take_top(30);
    canvas.text(label, {Type::title, colors.ink}, {hero.label, "В месяц"});
    Box remark = box.take_bottom(26);
    const std::string& notice = context.view.notice;
    const std::string& first = notice.empty() ? hero.remark : notice;
    canvas.text(remark, {Type::note, notice.empty() ? colors.ink_2 : colors.ink},
                {first, notice.empty() ? hero.shorter_remark.empty() ? first : hero.shorter_remark : notice});
    (void)tip(context, remark, first);
    Box right = box;
    const float wish = canvas.width_of(Type::figure, signed_number(hero.value)) + 70;
    const float figure_width = std::clamp(wish, box.width() * 0.35F, box.width());
    figure(context, {box.x0, box.y0, box.x0 + figure_width, box.y1}, hero);
    right.x0 = box.x0 + figure_width + 16;
    if (right.width() > 110) facts(context, right);
}

}  // namespace funnel::workbench
