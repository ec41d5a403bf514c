#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kLeastRow = 19;
constexpr float kMarks = 22;

// A row from one amount to another: now, a factor's part, or what could be.
struct Row {
    std::string_view name;
    double from = 0;
    double to = 0;
    double shown = 0;  // the words beside it, rounded so that the column adds up
    enum class Kind : std::uint8_t { now, part, could } kind = Kind::part;
};

std::vector<FactorAmount> parts_of(const Report& report) {
    std::vector<FactorAmount> parts;
    std::copy_if(report.money_left.by_factor.begin(), report.money_left.by_factor.end(),
                 std::back_inserter(parts), [](const FactorAmount& a) { return std::fabs(a.amount) >= 0.5; });
    return parts;
}

std::vector<Row> rows_of(const Scenario& scenario, const Report& report) {
    const std::vector<FactorAmount> parts = parts_of(report);
    std::vector<double> amounts;
    for (const FactorAmount& part : parts) amounts.push_back(part.amount);
    const double now = report.now.revenue;
    const double could = report.target.revenue;
    const std::vector<double> shown = rounded_to_sum(amounts, std::round(could) - std::round(now));
    std::vector<Row> rows{{"Сейчас", 0, now, now, Row::Kind::now}};
    double at = now;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double next = at + parts[i].amount;
        rows.push_back({factor_name(scenario, parts[i].id), at, next, shown[i], Row::Kind::part});
        at = next;
    }
    rows.push_back({"Может быть", 0, could, could, Row::Kind::could});
    return rows;
}

void draw_row(Canvas& canvas, const Axis& axis, const Row& row, const Box& bar) {
    const Palette& colors = canvas.colors();
    const float a = axis.at(std::min(row.from, row.to));
    const float b = std::max(axis.at(std::max(row.from, row.to)), a + 1);
    const Box box{a, bar.y0, b, bar.y1};
    if (row.kind == Row::Kind::now) canvas.fill(box, colors.chart_now);
    if (row.kind == Row::Kind::could) canvas.fill(box, colors.could);
    if (row.kind == Row::Kind::part && row.to >= row.from) canvas.hatch(box);
    if (row.kind == Row::Kind::part && row.to < row.from) {
        canvas.fill(box, colors.tint);
        canvas.frame(box, colors.ink);
    }
}

}  // namespace

float waterfall_panel_height(const Scenario& scenario, const Report& report) {
    (void)scenario;
    return 14 + 34 + kMarks + static_cast<float>(parts_of(report).size() + 2) * kLeastRow + 12;
}

void waterfall_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const std::vector<Row> rows = rows_of(context.scenario(), context.report());
    box = box.inset(24, 12);
    box = panel_heading(context, box, "Из чего складывается",
                        "₽ в месяц, сумма сходится до рубля");

    float name_width = 0;
    float amount_width = 0;
    double low = 0;
    double high = 0;
    std::vector<std::string> words;
    for (const Row& row : rows) {
        words.push_back(row.kind == Row::Kind::part ? signed_number(row.shown) : number(row.shown));
        name_width = std::max(name_width, canvas.width_of(Type::small_bold, row.name));
        amount_width = std::max(amount_width, canvas.width_of(Type::small, words.back()));
        low = std::min({low, row.from, row.to});
        high = std::max({high, row.from, row.to});
    }
    name_width = std::min(name_width, box.width() * 0.38F);
    const bool full_amounts = amount_width <= box.width() * 0.26F;
    const MoneyScale scale = money_scale(high);
    if (!full_amounts) {
        amount_width = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::string sign = rows[i].kind == Row::Kind::part && rows[i].shown > 0 ? "+" : "";
            words[i] = sign + scaled_with_unit(rows[i].shown, scale, 2);
            amount_width = std::max(amount_width, canvas.width_of(Type::small, words[i]));
        }
        amount_width = std::min(amount_width, box.width() * 0.30F);
    }
    const float x0 = box.x0 + name_width + 12 + amount_width + 14;
    Axis axis{low, high, x0, std::max(x0 + 1, box.x1 - 10)};

    const Box marks = box.take_top(kMarks);
    const float mark_room = std::max(1.0F, (axis.x1 - axis.x0) / 84);
    float taken_to = axis.x0 - 100;
    for (const double mark : round_marks(low, high, static_cast<int>(std::clamp(mark_room, 1.0F, 6.0F)))) {
        const float x = axis.at(mark);
        canvas.vertical(x, marks.y1 - 3, box.y1, colors.chart_grid);
        const std::string label =
            mark == 0
                ? "0"
                : scaled_with_unit(mark, scale,
                                   scale.roubles_per_unit > 1 && mark / scale.roubles_per_unit < 1 ? 1 : 0);
        const float half = canvas.width_of(Type::note, label) / 2;
        if (x - half < taken_to + 6 || x + half > box.x1 + 10) continue;
        canvas.text({x - half, marks.y0, x + half, marks.y1}, {Type::note, colors.ink_3, Align::center},
                    label);
        taken_to = x + half;
    }

    const float pitch = std::min(box.height() / static_cast<float>(rows.size()), 30.0F);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const Box line = box.take_top(pitch);
        const Box bar{axis.x0, line.y0 + pitch * 0.15F, axis.x1, line.y1 - pitch * 0.15F};
        canvas.text({line.x0, line.y0, line.x0 + name_width, line.y1}, {Type::small_bold, colors.ink},
                    row.name);
        const ImU32 color = row.kind == Row::Kind::now     ? colors.ink
                            : row.kind == Row::Kind::could ? colors.could
                            : row.to >= row.from           ? colors.lost
                                                           : colors.ink;
        canvas.text({x0 - 14 - amount_width, line.y0, x0 - 14, line.y1}, {Type::small, color, Align::right},
                    words[i]);
        draw_row(canvas, axis, row, bar);
        if (i + 1 < rows.size()) canvas.vertical(axis.at(row.to), bar.y0, bar.y1 + pitch * 0.3F, colors.ink);
    }
}

}  // namespace funnel::workbench
