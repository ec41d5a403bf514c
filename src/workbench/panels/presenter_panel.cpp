// Показ: one picture at a time over the whole window, in the order of the talk. Fee and rare inputs stay out.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/controls/controls.hpp"
#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

enum class Slide : std::uint8_t { now, losses, goal, variant, variants, first_steps };

std::vector<Slide> slides_of(const PanelContext& context) {
    const Report& report = context.report();
    std::vector<Slide> slides{Slide::now};
    const bool something_left = std::fabs(report.money_left.per_month) >= 0.5;
    if (something_left) slides.push_back(Slide::losses);
    if (something_left) slides.push_back(Slide::goal);
    if (context.results.comparison(context.document.active) != nullptr) slides.push_back(Slide::variant);
    if (context.document.variants.size() > 1) slides.push_back(Slide::variants);
    const bool steps = std::any_of(report.levers.begin(), report.levers.end(),
                                   [](const Lever& l) { return l.per_point && *l.per_point >= 0.5; });
    if (steps) slides.push_back(Slide::first_steps);
    return slides;
}

// A label, the number under it, a sentence below.
void big(PanelContext& context, Box box, std::string_view label, const std::string& number_words,
         const std::string& shorter, std::string_view remark, ImU32 color) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const float line = canvas.line_height(Type::figure);
    if (box.height() > 110) canvas.text(box.take_top(40), {Type::heading, colors.ink}, label);
    const Box foot =
        box.height() > 150 ? box.take_bottom(std::min(92.0F, box.height() * 0.3F)) : box.take_bottom(0);
    const bool large =
        line * 0.8F <= box.height() && canvas.width_of(Type::figure, number_words) <= box.width();
    canvas.text(box, {large ? Type::figure : Type::figure_small, color}, {number_words, shorter});
    (void)canvas.paragraph(foot, Type::title, colors.ink_2, remark);
}

void now_slide(PanelContext& context, Box box) {
    const Report& report = context.report();
    const Scenario& scenario = context.scenario();
    const Box strip = box.take_bottom(22);
    money_strip(context, strip);
    box.y1 -= 14;
    const std::string remark = count(report.now.leads) + " заявок, " + count(report.now.sales) +
                               " оплат, чек " + roubles(scenario.average_check) + ". Из заявки в оплату " +
                               percent(report.now.conversion);
    big(context, box, "Сейчас в месяц", roubles(report.now.revenue),
        text::short_number(report.now.revenue) + "\u00a0₽", remark, context.canvas.colors().ink);
}

// From now to the target alone, whatever it is compared with.
void losses_slide(PanelContext& context, Box box) {
    std::vector<StoryRow> rows = story_rows(context.told());
    const auto last_total = std::find_if(rows.rbegin(), rows.rend(),
                                         [](const StoryRow& r) { return r.kind == StoryRow::Kind::total; });
    rows.erase(rows.begin(), last_total.base() - 1);
    const double left = context.report().money_left.per_month;
    const std::string title = left > 0 ? "Где теряем: " + roubles(std::round(left)) + " в месяц"
                                       : std::string("Цели ниже, чем сейчас");
    context.canvas.text(box.take_top(44), {Type::heading, context.canvas.colors().ink}, title);
    story_chart(context, box, rows);
}

void goal_slide(PanelContext& context, Box box) {
    const Report& report = context.report();
    const double left = report.money_left.per_month;
    std::string remark = signed_number(std::round(left)) +
                         "\u00a0₽ к тому, что есть, за год " +
                         signed_number(std::round(report.money_left.per_year)) + "\u00a0₽";
    if (report.goal && report.goal->leads && report.goal->sales && !report.goal->reached) {
        remark = "Желаемые " + roubles(report.goal->revenue) +
                 " при сегодняшних конверсиях: " + number(*report.goal->sales) + " оплат, " +
                 number(*report.goal->leads) + " заявок. " + remark;
    }
    big(context, box, "Цель в месяц", roubles(report.target.revenue),
        text::short_number(report.target.revenue) + "\u00a0₽", remark,
        left > 0 ? context.canvas.colors().could : context.canvas.colors().ink);
}

void variant_slide(PanelContext& context, Box box) {
    const Comparison& compared = *context.results.comparison(context.document.active);
    const double change = std::round(compared.revenue_b) - std::round(compared.revenue_a);
    const Palette& colors = context.canvas.colors();
    const ImU32 color = change > 0 ? colors.could : change < 0 ? colors.lost : colors.ink;
    const Box strip = box.take_bottom(22);
    money_strip(context, strip);
    box.y1 -= 14;
    big(context, box,
        context.document.variant().name + " к «" + context.document.variants[context.results.base].name + "»",
        signed_number(change) + "\u00a0₽", signed_short(change) + "\u00a0₽",
        story_sentence(context.told()), color);
}

void variants_slide(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    canvas.text(box.take_top(44), {Type::heading, colors.ink}, "Варианты рядом, выручка в месяц");
    double most = 0;
    for (const VariantResult& v : context.results.variant) most = std::max(most, v.report.now.revenue);
    const std::size_t shown = std::min<std::size_t>(context.results.variant.size(), 8);
    const float pitch = std::min(box.height() / static_cast<float>(shown), 74.0F);
    const float words = std::min(box.width() * 0.42F, 330.0F);
    for (std::size_t i = 0; i < shown && box.height() > 22; ++i) {
        const Box line = box.take_top(std::max(pitch, 24.0F));
        const Report& report = context.results.variant[i].report;
        const bool active = i == context.document.active;
        const Comparison* compared = context.results.comparison(i);
        const float half = pitch / 2;
        const bool two = pitch >= 54;
        canvas.text({line.x0, line.y0, line.x0 + words - 12, two ? line.y0 + half : line.y1},
                    {active ? Type::body_bold : Type::body, colors.ink}, context.document.variants[i].name);
        const std::string amount = roubles(report.now.revenue);
        if (two) {
            const Box at = canvas.text({line.x0, line.y0 + half - 3, line.x0 + words - 12, line.y1 - 2},
                                       {Type::value, colors.ink},
                                       {amount, text::short_number(report.now.revenue) + "\u00a0₽"});
            const double change = compared != nullptr ? revenue_change(*compared) : 0;
            const Box rest{at.x1 + 10, line.y0 + half - 3, line.x0 + words - 12, line.y1 - 2};
            if (compared != nullptr && rest.width() > 40)
                canvas.text(rest, {Type::value, change < 0 ? colors.lost : colors.could},
                            {signed_short(change)});
        }
        const Axis axis{0, most, line.x0 + words, line.x1};
        const float air = std::min(pitch * 0.2F, 12.0F);
        canvas.fill({axis.x0, line.y0 + air, axis.at(report.now.revenue), line.y1 - air}, colors.chart_now);
        if (compared != nullptr && compared->revenue_b > compared->revenue_a)
            canvas.fill(
                {axis.at(compared->revenue_a), line.y0 + air, axis.at(compared->revenue_b), line.y1 - air},
                colors.could);
        canvas.horizontal(line.x0, line.x1, line.y1 - 1, colors.hair);
    }
}

void first_steps_slide(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    canvas.text(box.take_top(44), {Type::heading, colors.ink}, "План: с чего начать");
    std::vector<Lever> levers = context.report().levers;
    std::erase_if(levers, [](const Lever& l) { return !l.per_point || *l.per_point < 0.5; });
    std::stable_sort(levers.begin(), levers.end(),
                     [](const Lever& a, const Lever& b) { return *a.per_point > *b.per_point; });
    const std::size_t shown = std::min<std::size_t>(levers.size(), 3);
    const float pitch = std::clamp(box.height() / 3, 64.0F, 96.0F);
    for (std::size_t i = 0; i < shown && box.height() > 62; ++i) {
        const Box line = box.take_top(pitch);
        const float half = pitch / 2;
        canvas.text({line.x0, line.y0, line.x0 + 44, line.y1}, {Type::figure_small, colors.ink_3},
                    number(static_cast<double>(i + 1)));
        canvas.text({line.x0 + 56, line.y0 + 4, line.x1, line.y0 + half}, {Type::heading, colors.ink},
                    factor_name(context.scenario(), levers[i].id));
        const std::string words =
            "каждый пункт конверсии приносит " + roubles(*levers[i].per_point) + " в месяц";
        canvas.text({line.x0 + 56, line.y0 + half, line.x1, line.y1 - 4}, {Type::body, colors.ink_2},
                    {words, roubles(*levers[i].per_point) + " за пункт"});
        canvas.horizontal(line.x0, line.x1, line.y1 - 1, colors.hair);
    }
}

void leave(PanelContext& context) {
    context.show([](View& view) { view.presenting = false; });
    context.ask(PageRequest::end_show);
}

void go_to(PanelContext& context, int step) {
    context.show([step](View& view) { view.presenter_step = step; });
}

void leave_or_step(PanelContext& context, Box box, int step, int steps) {
    const std::array<Button, 3> all{
        {{"leave", "Закрыть", ""}, {"next", "Дальше", ""}, {"back", "Назад", ""}}};
    for (const Button& b : all) {
        const float width = button_width(context.canvas, b);
        if (width > box.width()) return;
        const Box at = box.take_right(width);
        box.x1 -= 8;
        if (!button(context, {at.x0, at.middle_y() - 17, at.x1, at.middle_y() + 17}, b)) continue;
        if (b.id == "leave") leave(context);
        if (b.id == "next") go_to(context, std::min(step + 1, steps - 1));
        if (b.id == "back") go_to(context, std::max(step - 1, 0));
    }
}

void keys(PanelContext& context, int step, int steps) {
    const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(key, false); };
    if (pressed(ImGuiKey_Escape)) {
        leave(context);
    } else if (pressed(ImGuiKey_RightArrow) || pressed(ImGuiKey_DownArrow) || pressed(ImGuiKey_PageDown)) {
        go_to(context, std::min(step + 1, steps - 1));
    } else if (pressed(ImGuiKey_LeftArrow) || pressed(ImGuiKey_UpArrow) || pressed(ImGuiKey_PageUp)) {
        go_to(context, std::max(step - 1, 0));
    } else if (pressed(ImGuiKey_Home)) {
        go_to(context, 0);
    } else if (pressed(ImGuiKey_End)) {
        go_to(context, steps - 1);
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
    keys(context, step, steps);
    box = box.inset(std::min(40.0F, box.width() * 0.05F), std::min(22.0F, box.height() * 0.04F));
    Box foot = box.take_bottom(44);
    const std::string place = number(step + 1) + " из " + number(steps);
    canvas.text(foot.take_left(80), {Type::note, colors.ink_2}, place);
    leave_or_step(context, foot, step, steps);
    const std::string& client = context.scenario().title;
    if (!client.empty() && box.height() > 260)
        canvas.text(box.take_top(30), {Type::note, colors.ink_2}, client);
    switch (slides[static_cast<std::size_t>(step)]) {
        case Slide::now:
            return now_slide(context, box);
        case Slide::losses:
            return losses_slide(context, box);
        case Slide::goal:
            return goal_slide(context, box);
        case Slide::variant:
            return variant_slide(context, box);
        case Slide::variants:
            return variants_slide(context, box);
        case Slide::first_steps:
            return first_steps_slide(context, box);
    }
}

}  // namespace funnel::workbench
