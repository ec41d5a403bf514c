#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kGoalRow = 26;
constexpr float kMarks = 26;

struct Span {
    double low = 0;
    double high = 0;
    std::size_t shown = 0;
};

Span span_of(const Results& results, std::optional<double> goal) {
    Span span{1e300, 0, 0};
    for (const VariantResult& variant : results.variant) {
        ++span.shown;
        for (const CurvePoint& point : variant.curve) {
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

void curve_row(PanelContext& context, std::size_t index, const Axis& axis, const Box& row, MoneyScale scale) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const VariantResult& result = context.results.variant[index];
    const auto& revenue = result.report.uncertainty.revenue;
    canvas.horizontal(row.x0, row.x1, row.y1 - 1, colors.hair);
    const bool active = index == context.document.active;
    canvas.text({row.x0, row.y0, axis.x0 - 12, row.y1}, {active ? Type::note_bold : Type::note, colors.ink},
                context.document.variants[index].name);
    if (!revenue) return;
    if (!all_are_evidence(context.document.variants[index].scenario->stages)) {
        const std::string whole = "Доли со слов: впишите, сколько вошло и прошло, и будут границы";
        const std::string shorter = "Доли со слов, границ нет";
        canvas.text({axis.x0, row.y0, axis.x1, row.y1}, {Type::note, colors.ink_2}, {whole, shorter});
        return;
    }
    const ImU32 color = active ? colors.chart_now : colors.chart_now_2;
    const float base = row.y1 - 1;
    const float height = std::max(row.height() - 30, 6.0F);
    if (result.curve.size() > 1) {
        canvas.area(part(result.curve, axis, base, height, 0, 1e300), base, with_alpha(color, 0x50));
        const std::vector<ImVec2> likely = part(result.curve, axis, base, height, revenue->p10, revenue->p90);
        canvas.area(likely, base, color);
        canvas.polyline(likely, color, 1.5F);
    }
    const float middle = axis.at(revenue->p50);
    canvas.vertical(middle, base - height, base, result.curve.size() > 1 ? colors.sheet : color);
    const bool from_nothing = scaled(revenue->p10, scale) == scaled(0, scale);
    const std::string words = from_nothing
                                  ? "до " + text::short_number(revenue->p90)
                                  : scaled(revenue->p10, scale) + "\u2013" + scaled(revenue->p90, scale);
    const float half = canvas.width_of(Type::note, words) / 2;
    const float at = std::clamp(middle, axis.x0 + half, std::max(axis.x1 - half, axis.x0 + half));
    canvas.text({at - half - 1, base - height - 25, at + half + 1, base - height - 1},
                {active ? Type::note_bold : Type::note, colors.ink, Align::center}, words);
    (void)tip(context, row,
              context.document.variants[index].name + ": скорее всего от " + roubles(revenue->p10) + " до " +
                  roubles(revenue->p90) + ", посередине " + roubles(revenue->p50));
}

constexpr float kRowHeight = 76;

}  // namespace

float chances_panel_height(const PanelContext& context) {
    return 44 + kGoalRow + kMarks + kRowHeight * static_cast<float>(context.document.variants.size());
}

void chances_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const auto goal = context.scenario().goal_revenue;
    const Span span = span_of(context.results, goal);
    const MoneyScale scale = money_scale(span.high);
    const auto& chance = context.report().uncertainty.goal_probability;
    const std::string title = goal && chance && all_are_evidence(context.scenario().stages)
                                  ? "До цели в следующем месяце дойдём с шансом " + percent(*chance)
                                  : std::string("Сколько скорее всего принесёт следующий месяц");
    box = panel_heading(context, box, title, "плотное: восемь месяцев из десяти");
    const float names = std::min(190.0F, box.width() * 0.28F);
    const Axis axis{span.low, span.high, box.x0 + names, std::max(box.x0 + names + 1, box.x1 - 8)};
    const Box goal_row = box.take_top(kGoalRow);
    const Box marks = box.take_bottom(kMarks);
    const float pitch =
        std::min(box.height() / static_cast<float>(std::max<std::size_t>(span.shown, 1)), 130.0F);
    if (goal && *goal > 0) {
        const float x = axis.at(*goal);
        const std::string words = "цель " + text::short_number(*goal);
        const float half = canvas.width_of(Type::note, words) / 2;
        const float at = std::clamp(x, box.x0 + half, std::max(box.x1 - half, box.x0 + half));
        canvas.text({at - half, goal_row.y0, at + half, goal_row.y1}, {Type::note, colors.ink, Align::center},
                    words);
        canvas.dashed_vertical(x, goal_row.y1, box.y0 + pitch * static_cast<float>(span.shown), colors.ink);
    }
    float y = box.y0;
    for (std::size_t i = 0; i < context.results.variant.size(); ++i) {
        curve_row(context, i, axis, {box.x0, y, box.x1, y + pitch}, scale);
        y += pitch;
    }
    float taken_to = box.x0 - 200;
    const int most = static_cast<int>(std::clamp((axis.x1 - axis.x0) / 100, 1.0F, 7.0F));
    const Marks round = round_marks(span.low, span.high, most);
    for (const double mark : round.at) {
        const std::string words = mark_words(mark, round.step, scale);
        const float x = axis.at(mark);
        const float half = canvas.width_of(Type::note, words) / 2;
        if (x - half < taken_to + 8 || x + half > box.x1 + 6) continue;
        canvas.text({x - half, y + 1, x + half, std::min(y + kMarks, marks.y1)},
                    {Type::note, colors.ink_3, Align::center}, words);
        taken_to = x + half;
    }
}

}  // namespace funnel::workbench
