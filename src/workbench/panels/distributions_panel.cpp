#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kGoalRow = 20;
constexpr float kMarks = 20;

struct Span {
    double low = 0;
    double high = 0;
    std::size_t shown = 0;
};

Span span_of(const Results& results, std::optional<double> goal) {
    Span span{1e300, 0, 0};
    for (const auto& slot : results.slot) {
        if (!slot) continue;
        ++span.shown;
        for (const CurvePoint& point : slot->curve) {
            span.low = std::min(span.low, point.revenue);
            span.high = std::max(span.high, point.revenue);
        }
    }
    if (goal && *goal > 0) {
        span.low = std::min(span.low, *goal);
        span.high = std::max(span.high, *goal);
    }
    span.low = std::min(span.low, span.high);
    const double margin = (span.high - span.low) * 0.02;
    span.low = std::max(0.0, span.low - margin);
    span.high += margin > 0 ? margin : 1;
    return span;
}

// The part of a curve between two revenues, as points on the chart; ends are interpolated.
std::vector<ImVec2> part(const std::vector<CurvePoint>& curve, const Axis& axis, float base, float height,
                         double from, double to) {
    std::vector<ImVec2> points;
    const auto add = [&](double revenue, double density) {
        points.emplace_back(axis.at(revenue), base - height * static_cast<float>(density));
    };
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const CurvePoint& b = curve[i];
        if (i > 0) {
            const CurvePoint& a = curve[i - 1];
            for (const double edge : {from, to}) {
                if (a.revenue < edge && edge < b.revenue) {
                    add(edge,
                        a.density + (b.density - a.density) * (edge - a.revenue) / (b.revenue - a.revenue));
                }
            }
        }
        if (b.revenue >= from && b.revenue <= to) add(b.revenue, b.density);
    }
    std::sort(points.begin(), points.end(), [](const ImVec2& a, const ImVec2& b) { return a.x < b.x; });
    return points;
}

ImU32 with_alpha(ImU32 color, unsigned alpha) {
    return (color & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

void curve_row(PanelContext& context, std::size_t slot, const Axis& axis, const Box& row, MoneyScale scale) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const SlotResult& result = *context.results.slot[slot];
    const auto& revenue = result.report.uncertainty.revenue;
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.ink);
    const bool active = slot == context.document.active;
    canvas.text({row.x0, row.y1 - 22, row.x0 + 16, row.y1 - 2},
                {active ? Type::small_bold : Type::small, colors.ink}, kSlotName[slot]);
    if (!revenue) return;
    const std::array<ImU32, kSlots> color{colors.chart_now, colors.chart_now_2, colors.could};
    const float base = row.y1 - 1;
    const float height = std::max(row.height() - 21, 6.0F);
    if (result.curve.size() > 1) {
        canvas.area(part(result.curve, axis, base, height, 0, 1e300), base, with_alpha(color[slot], 0x50));
        const std::vector<ImVec2> likely = part(result.curve, axis, base, height, revenue->p10, revenue->p90);
        canvas.area(likely, base, color[slot]);
        canvas.polyline(likely, color[slot], 1.5F);
    }
    const float middle = axis.at(revenue->p50);
    canvas.vertical(middle, base - height, base, result.curve.size() > 1 ? colors.sheet : color[slot]);
    const std::string p50 = scaled(revenue->p50, scale);
    const float half = canvas.width_of(Type::small_bold, p50) / 2;
    const float at = std::clamp(middle, row.x0 + 18 + half, std::max(row.x1 - half, row.x0 + 18 + half));
    canvas.text({at - half, base - height - 19, at + half, base - height - 1},
                {Type::small_bold, colors.ink, Align::center}, p50);
    const std::string p10 = scaled(revenue->p10, scale);
    const std::string p90 = scaled(revenue->p90, scale);
    const float left = axis.at(revenue->p10) - 4;
    const float right = axis.at(revenue->p90) + 4;
    const float w10 = canvas.width_of(Type::note, p10);
    const float w90 = canvas.width_of(Type::note, p90);
    if (height < 22) return;
    if (left - w10 > row.x0 + 18)
        canvas.text({left - w10, base - 19, left, base - 2}, {Type::note, colors.ink_2}, p10);
    if (right + w90 < row.x1)
        canvas.text({right, base - 19, right + w90, base - 2}, {Type::note, colors.ink_2}, p90);
}

}  // namespace

void distributions_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const auto goal = context.scenario().goal_revenue;
    const Span span = span_of(context.results, goal);
    const MoneyScale scale = money_scale(span.high);
    const std::string unit(scale.roubles_per_unit > 1 ? std::string(scale.name) + " ₽" : "₽");
    box = box.inset(20, 12);
    box = panel_heading(context, box, "Следующий месяц", unit + ", плотное: 8 из 10");
    const Axis axis{span.low, span.high, box.x0 + 18, std::max(box.x0 + 19, box.x1 - 8)};
    const Box goal_row = box.take_top(kGoalRow);
    const Box marks = box.take_bottom(kMarks);
    const float pitch =
        std::min(box.height() / static_cast<float>(std::max<std::size_t>(span.shown, 1)), 150.0F);
    if (goal && *goal > 0) {
        const float x = axis.at(*goal);
        const std::string words =
            "цель " + scaled(*goal, scale, *goal / scale.roubles_per_unit < 100 ? 1 : 0);
        const float half = canvas.width_of(Type::note, words) / 2;
        const float at = std::clamp(x, box.x0 + half, std::max(box.x1 - half, box.x0 + half));
        canvas.text({at - half, goal_row.y0, at + half, goal_row.y1}, {Type::note, colors.ink, Align::center},
                    words);
        canvas.dashed_vertical(x, goal_row.y1, box.y0 + pitch * static_cast<float>(span.shown), colors.ink);
    }
    float y = box.y0;
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
        if (!context.results.slot[slot]) continue;
        curve_row(context, slot, axis, {box.x0, y, box.x1, y + pitch}, scale);
        y += pitch;
    }
    float taken_to = box.x0 - 100;
    const int most = static_cast<int>(std::clamp((axis.x1 - axis.x0) / 76, 1.0F, 7.0F));
    for (const double mark : round_marks(span.low, span.high, most)) {
        const std::string words =
            scaled(mark, scale, (span.high - span.low) / scale.roubles_per_unit < 8 ? 1 : 0);
        const float x = axis.at(mark);
        const float half = canvas.width_of(Type::note, words) / 2;
        if (x - half < taken_to + 8 || x + half > box.x1 + 6) continue;
        canvas.text({x - half, y + 1, x + half, std::min(y + kMarks, marks.y1)},
                    {Type::note, colors.ink_3, Align::center}, words);
        taken_to = x + half;
    }
}

}  // namespace funnel::workbench
