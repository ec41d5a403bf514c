#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/chart.hpp"
#include "workbench/format.hpp"
#include "workbench/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kLine = 20;

// Words of one month fit every `every` columns.
std::size_t every_so_many(float column, float widest) {
    return static_cast<std::size_t>(std::max(1.0F, std::ceil((widest + 8) / std::max(column, 0.5F))));
}

}  // namespace

void ramp_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Ramp& ramp = context.report().ramp;
    if (ramp.months.empty() || box.height() < 60) return;
    double low = context.report().now.revenue;
    double high = low;
    double widest_net = 0;
    bool with_net = true;
    for (const RampMonth& month : ramp.months) {
        low = std::min(low, month.revenue);
        high = std::max(high, month.revenue);
        with_net = with_net && month.cumulative_net.has_value();
        widest_net = std::max(widest_net, std::fabs(month.cumulative_net.value_or(0)));
    }
    const MoneyScale scale = money_scale(high);
    const MoneyScale net_scale = money_scale(widest_net);
    const std::string left_words =
        net_scale.name == scale.name ? "остаётся всего" : "остаётся, " + std::string(net_scale.name);
    const std::string unit =
        "выручка, " + std::string(scale.roubles_per_unit > 1 ? std::string(scale.name) + " ₽" : "₽");
    const float labels =
        std::min(std::max(canvas.width_of(Type::note, left_words), canvas.width_of(Type::note, unit)) + 14,
                 box.width() * 0.3F);
    const float x0 = box.x0 + labels;
    const float column = (box.x1 - x0) / static_cast<float>(ramp.months.size());
    const Box net_line = with_net ? box.take_bottom(kLine + 4) : Box{};
    const Box month_line = box.take_bottom(kLine);
    const float top = box.y0 + kLine;
    // The base is drawn as a solid block of a third: what matters here is what comes on top of it.
    const float now_y = high > low ? box.y1 - std::max(18.0F, (box.y1 - top) * 0.38F) : (top + box.y1) / 2;
    const auto y_of = [&](double revenue) {
        const double now = context.report().now.revenue;
        if (revenue >= now)
            return now_y -
                   (high > now ? static_cast<float>((revenue - now) / (high - now)) * (now_y - top) : 0);
        return now_y +
               (now > low ? static_cast<float>((now - revenue) / (now - low)) * (box.y1 - now_y - 2) : 0);
    };
    canvas.fill({x0, now_y, box.x1, box.y1}, colors.chart_flow);
    std::vector<ImVec2> steps;
    float widest = 0;
    for (const RampMonth& month : ramp.months) {
        const float left = x0 + column * static_cast<float>(&month - ramp.months.data());
        const float y = y_of(month.revenue);
        if (y < now_y) canvas.fill({left, y, left + column, now_y}, colors.could_tint);
        steps.push_back({left, y});
        steps.push_back({left + column, y});
        widest = std::max(
            {widest, canvas.width_of(Type::small, scaled(month.revenue, scale)),
             with_net ? canvas.width_of(Type::small, scaled(*month.cumulative_net, net_scale)) + 10 : 0});
    }
    canvas.horizontal(x0, box.x1, now_y, colors.rule);
    for (std::size_t i = 1; i < steps.size(); ++i) {
        const ImVec2 a = steps[i - 1];
        const ImVec2 b = steps[i];
        if (a.y == b.y) canvas.horizontal(a.x, b.x, a.y - 1, colors.could, 2.5F);
        if (a.x == b.x && a.y != b.y)
            canvas.vertical(a.x - 1, std::min(a.y, b.y) - 1, std::max(a.y, b.y) + 1.5F, colors.could, 2.5F);
    }
    canvas.horizontal(x0, box.x1, box.y1, colors.ink);

    canvas.text({box.x0, top - 4, x0 - 8, top + kLine - 4}, {Type::note, colors.ink_2}, {unit, "выручка"});
    canvas.text({box.x0, month_line.y0, x0 - 8, month_line.y1}, {Type::note, colors.ink_2}, "месяц");
    if (with_net)
        canvas.text({box.x0, net_line.y0, x0 - 8, net_line.y1}, {Type::note, colors.ink_2},
                    {left_words, "остаётся"});
    const std::size_t every = every_so_many(column, widest);
    const double now_revenue = context.report().now.revenue;
    for (std::size_t i = 0; i < ramp.months.size(); ++i) {
        const RampMonth& month = ramp.months[i];
        const bool payback = ramp.payback_month == month.month;
        const float middle = x0 + column * (static_cast<float>(i) + 0.5F);
        const float half = std::max(column * static_cast<float>(every) / 2 - 2, 4.0F);
        // One month of each group speaks for it, the payback month for its own.
        const std::size_t speaks =
            ramp.payback_month ? static_cast<std::size_t>(*ramp.payback_month - 1) % every : 0;
        if (i % every != speaks) continue;
        const float from = std::max(middle - half, x0);
        const float to = std::min(middle + half, box.x1);
        const float y = y_of(month.revenue);
        canvas.text({from, y - kLine, to, y - 1},
                    {Type::small, month.revenue > now_revenue ? colors.could : colors.ink, Align::center},
                    scaled(month.revenue, scale));
        canvas.text({from, month_line.y0, to, month_line.y1}, {Type::note, colors.ink_2, Align::center},
                    number(month.month));
        if (!with_net) continue;
        const std::string sign = *month.cumulative_net > 0 ? "+" : "";
        canvas.text({from, net_line.y0, to, net_line.y1},
                    {payback ? Type::small_bold : Type::small, colors.ink, Align::center},
                    sign + scaled(*month.cumulative_net, net_scale));
    }
    if (with_net && ramp.payback_month) {
        const auto i = static_cast<float>(*ramp.payback_month - 1);
        const float from = x0 + column * i;
        canvas.frame({from, net_line.y0, from + column, net_line.y1}, colors.ink, 1.5F);
    }
}

}  // namespace funnel::workbench
