#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kLine = 24;

// Words of one month fit every `every` columns.
std::size_t every_so_many(float column, float widest) {
    return static_cast<std::size_t>(std::max(1.0F, std::ceil((widest + 8) / std::max(column, 0.5F))));
}

// How the revenues are told: their scale and the words before the lines.
struct Wording {
    MoneyScale scale;
    MoneyScale net_scale;
    bool with_net = true;  // every month says what is left after the fee
    std::string unit;      // before the revenues
    std::string net;       // before what is left
};

Wording wording_of(const Ramp& ramp, double now) {
    Wording words;
    double high = now;
    double widest_net = 0;
    for (const RampMonth& month : ramp.months) {
        high = std::max(high, month.revenue);
        words.with_net = words.with_net && month.cumulative_net.has_value();
        widest_net = std::max(widest_net, std::fabs(month.cumulative_net.value_or(0)));
    }
    words.scale = money_scale(high);
    words.net_scale = money_scale(widest_net);
    words.net = words.net_scale.name == words.scale.name ? "остаётся всего"
                                                         : "остаётся, " + std::string(words.net_scale.name);
    words.unit =
        "выручка, " + (words.scale.roubles_per_unit > 1 ? std::string(words.scale.name) + " ₽" : "₽");
    return words;
}

// Where things stand: months side by side from x0, revenues between top and base, two lines of words below.
struct Place {
    Box area;
    float x0 = 0;
    float column = 0;
    float top = 0;
    float now_y = 0;
    Box month_line;
    Box net_line;
    double low = 0, now = 0, high = 0;  // revenues of the chart's foot, of today and of its top

    [[nodiscard]] float y_of(double revenue) const {
        if (revenue >= now) {
            return now_y -
                   (high > now ? static_cast<float>((revenue - now) / (high - now)) * (now_y - top) : 0);
        }
        return now_y +
               (now > low ? static_cast<float>((now - revenue) / (now - low)) * (area.y1 - now_y - 2) : 0);
    }
};

Place place_in(const Canvas& canvas, Box box, const Ramp& ramp, double now, const Wording& words) {
    Place place;
    place.now = place.low = place.high = now;
    for (const RampMonth& month : ramp.months) {
        place.low = std::min(place.low, month.revenue);
        place.high = std::max(place.high, month.revenue);
    }
    const float labels = std::min(
        std::max(canvas.width_of(Type::note, words.net), canvas.width_of(Type::note, words.unit)) + 14,
        box.width() * 0.3F);
    place.x0 = box.x0 + labels;
    place.column = (box.x1 - place.x0) / static_cast<float>(ramp.months.size());
    if (words.with_net) place.net_line = box.take_bottom(kLine + 4);
    place.month_line = box.take_bottom(kLine);
    place.area = box;
    place.top = box.y0 + kLine;
    // The base is drawn as a solid block of a third: what matters here is what comes on top of it.
    place.now_y =
        place.high > now ? box.y1 - std::max(18.0F, (box.y1 - place.top) * 0.38F) : (place.top + box.y1) / 2;
    return place;
}

void draw_steps(Canvas& canvas, const Place& place, const Ramp& ramp) {
    const Palette& colors = canvas.colors();
    const ImU32 line = ramp.months.back().revenue < place.now ? colors.ink : colors.could;
    canvas.fill({place.x0, place.now_y, place.area.x1, place.area.y1}, colors.chart_flow);
    std::vector<ImVec2> steps;
    for (std::size_t i = 0; i < ramp.months.size(); ++i) {
        const float left = place.x0 + place.column * static_cast<float>(i);
        const float y = place.y_of(ramp.months[i].revenue);
        if (y < place.now_y) canvas.fill({left, y, left + place.column, place.now_y}, colors.could_tint);
        steps.emplace_back(left, y);
        steps.emplace_back(left + place.column, y);
    }
    canvas.horizontal(place.x0, place.area.x1, place.now_y, colors.rule);
    for (std::size_t i = 1; i < steps.size(); ++i) {
        const ImVec2 a = steps[i - 1];
        const ImVec2 b = steps[i];
        if (a.y == b.y) canvas.horizontal(a.x, b.x, a.y - 1, line, 2.5F);
        if (a.x == b.x && a.y != b.y) {
            canvas.vertical(a.x - 1, std::min(a.y, b.y) - 1, std::max(a.y, b.y) + 1.5F, line, 2.5F);
        }
    }
    canvas.horizontal(place.x0, place.area.x1, place.area.y1, colors.ink);
}

void draw_headings(Canvas& canvas, const Place& place, const Wording& words) {
    const TextStyle style{Type::note, canvas.colors().ink_2};
    const float x0 = place.area.x0;
    const float x1 = place.x0 - 8;
    canvas.text({x0, place.top - 4, x1, place.top + kLine - 4}, style, {words.unit, "выручка"});
    canvas.text({x0, place.month_line.y0, x1, place.month_line.y1}, style, "месяц");
    if (words.with_net) {
        canvas.text({x0, place.net_line.y0, x1, place.net_line.y1}, style, {words.net, "остаётся"});
    }
}

// Room the widest words of one month need.
float widest_words(const Canvas& canvas, const Ramp& ramp, const Wording& words) {
    float widest = 0;
    for (const RampMonth& month : ramp.months) {
        widest = std::max(widest, canvas.width_of(Type::note, scaled(month.revenue, words.scale)));
        if (!words.with_net) continue;
        widest = std::max(widest,
                          canvas.width_of(Type::note, scaled(*month.cumulative_net, words.net_scale)) + 10);
    }
    return widest;
}

void draw_month(Canvas& canvas, const Place& place, const Wording& words, const RampMonth& month,
                bool payback, float from, float to) {
    const Palette& colors = canvas.colors();
    const float y = place.y_of(month.revenue);
    canvas.text({from, y - kLine, to, y - 1},
                {Type::note, month.revenue > place.now ? colors.could : colors.ink, Align::center},
                scaled(month.revenue, words.scale));
    canvas.text({from, place.month_line.y0, to, place.month_line.y1},
                {Type::note, colors.ink_2, Align::center}, number(month.month));
    if (!words.with_net) return;
    const std::string sign = *month.cumulative_net > 0 ? "+" : "";
    canvas.text({from, place.net_line.y0, to, place.net_line.y1},
                {payback ? Type::note_bold : Type::note, colors.ink, Align::center},
                sign + scaled(*month.cumulative_net, words.net_scale));
}

}  // namespace

void ramp_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Ramp& ramp = context.report().ramp;
    if (ramp.months.empty() || box.height() < 60) return;
    const double now = context.report().now.revenue;
    const bool falls = ramp.months.back().revenue < now;
    const std::string title = ramp.payback_month
                                  ? "Вложения возвращаются на " + number(*ramp.payback_month) + "-й месяц"
                              : falls ? std::string("Выручка падает: цели ниже, чем сейчас")
                                      : std::string("Как приходит прирост");
    box = panel_heading(context, box, title, "выручка по месяцам");
    box.y1 = std::min(box.y1, box.y0 + 420);
    const Wording words = wording_of(ramp, now);
    const Place place = place_in(canvas, box, ramp, now, words);
    draw_steps(canvas, place, ramp);
    draw_headings(canvas, place, words);

    const float column = place.column;
    const std::size_t every = every_so_many(column, widest_words(canvas, ramp, words));
    const float half = std::max(column * static_cast<float>(every) / 2 - 2, 4.0F);
    // One month of each group speaks for it, the payback month for its own.
    const std::size_t speaks =
        ramp.payback_month ? static_cast<std::size_t>(*ramp.payback_month - 1) % every : 0;
    for (std::size_t i = speaks; i < ramp.months.size(); i += every) {
        const float middle = place.x0 + column * (static_cast<float>(i) + 0.5F);
        const RampMonth& month = ramp.months[i];
        (void)tip(context,
                  {place.x0 + column * static_cast<float>(i), place.area.y0,
                   place.x0 + column * static_cast<float>(i + 1), place.net_line.y1},
                  number(month.month) + "-й месяц: выручка " + roubles(month.revenue) +
                      (falls ? ", меньше на " : ", прирост ") + roubles(std::fabs(month.extra)));
        draw_month(canvas, place, words, month, ramp.payback_month == month.month,
                   std::max(middle - half, place.x0), std::min(middle + half, box.x1));
    }
    if (words.with_net && ramp.payback_month) {
        const float from = place.x0 + column * static_cast<float>(*ramp.payback_month - 1);
        canvas.frame({from, place.net_line.y0, from + column, place.net_line.y1}, canvas.colors().ink, 1.5F);
    }
}

}  // namespace funnel::workbench
