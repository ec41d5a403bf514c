#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/text/characters.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kLeastRow = 23;

// Parts worth a row, with amounts that add up to the whole roubles of their sum.
struct Parts {
    std::vector<FactorAmount> parts;
    std::vector<double> shown;
};

Parts parts_of(const std::vector<FactorAmount>& all, double total) {
    Parts out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out.parts),
                 [](const FactorAmount& a) { return std::fabs(a.amount) >= 0.5; });
    std::vector<double> amounts;
    for (const FactorAmount& part : out.parts) amounts.push_back(part.amount);
    out.shown = rounded_to_sum(amounts, total);
    return out;
}

std::string small_first(std::string_view words) {
    std::u32string letters = text::decoded(words);
    if (!letters.empty()) letters[0] = text::lower(letters[0]);
    return text::encoded(letters);
}

void add_parts(std::vector<StoryRow>& rows, const Told& told, const Parts& parts, StoryRow::Kind kind,
               double& at) {
    for (std::size_t i = 0; i < parts.parts.size(); ++i) {
        const FactorAmount& part = parts.parts[i];
        rows.push_back({kind, std::string(factor_name(told.scenario(), part.id)), part.id, at,
                        at + part.amount, parts.shown[i]});
        at += part.amount;
    }
}

const FactorAmount* largest(const std::vector<FactorAmount>& parts) {
    const auto at = std::max_element(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        return std::fabs(a.amount) < std::fabs(b.amount);
    });
    return at == parts.end() || std::fabs(at->amount) < 0.5 ? nullptr : &*at;
}

void draw_row(Canvas& canvas, const Axis& axis, const StoryRow& row, const Box& bar) {
    const Palette& colors = canvas.colors();
    const float a = axis.at(std::min(row.from, row.to));
    const float b = std::max(axis.at(std::max(row.from, row.to)), a + (row.from == row.to ? 0.0F : 1.0F));
    const Box box{a, bar.y0, b, bar.y1};
    const bool loss = row.to < row.from;
    using Kind = StoryRow::Kind;
    if (row.kind == Kind::total) canvas.fill(box, colors.chart_now);
    if (row.kind == Kind::could) canvas.frame(box, colors.could, 1.5F);
    if (row.kind == Kind::below) canvas.frame(box, colors.ink, 1.5F);
    if (row.kind == Kind::change) canvas.fill(box, loss ? colors.lost : colors.could);
    if (row.kind == Kind::left && !loss) canvas.hatch(box);
    if (row.kind == Kind::left && loss) {
        canvas.fill(box, colors.tint);
        canvas.frame(box, colors.ink);
    }
}

ImU32 color_of(const Palette& colors, const StoryRow& row) {
    using Kind = StoryRow::Kind;
    if (row.kind == Kind::change) return row.to < row.from ? colors.lost : colors.could;
    if (row.kind == Kind::left) return row.to < row.from ? colors.ink : colors.lost;
    return row.kind == Kind::could ? colors.could : colors.ink;
}

void draw_marks(Canvas& canvas, const Axis& axis, Box marks, float bottom, float right) {
    const float room = std::max(1.0F, (axis.x1 - axis.x0) / 84);
    const Marks round = round_marks(axis.low, axis.high, static_cast<int>(std::clamp(room, 1.0F, 6.0F)));
    const MoneyScale scale = money_scale(axis.high);
    float taken_to = axis.x0 - 200;
    for (const double mark : round.at) {
        const float x = axis.at(mark);
        canvas.vertical(x, marks.y1 - 3, bottom, canvas.colors().chart_grid);
        const std::string label = mark_words(mark, round.step, scale);
        const float half = canvas.width_of(Type::note, label) / 2;
        if (x - half < taken_to + 8 || x + half > right) continue;
        canvas.text({x - half, marks.y0, x + half, marks.y1},
                    {Type::note, canvas.colors().ink_3, Align::center}, label);
        taken_to = x + half;
    }
}

}  // namespace

std::vector<StoryRow> story_rows(const Told& told) {
    using Kind = StoryRow::Kind;
    const Report& report = told.report();
    const Variant& variant = told.document.variant();
    std::vector<StoryRow> rows;
    double at = report.now.revenue;
    if (const Comparison* compared = told.results.comparison(told.document.active)) {
        at = compared->revenue_a;
        const double base = std::round(at);
        rows.push_back({Kind::total, told.document.variants[told.results.base].name, "", 0, at, base});
        add_parts(rows, told, parts_of(compared->by_factor, std::round(compared->revenue_b) - base),
                  Kind::change, at);
        at = compared->revenue_b;
        rows.push_back({Kind::total, variant.name, "", 0, at, std::round(at)});
    } else {
        rows.push_back({Kind::total, "Сейчас", "", 0, at, std::round(at)});
    }
    const double could = report.target.revenue;
    if (std::fabs(could - at) < 0.5) return rows;
    add_parts(rows, told, parts_of(report.money_left.by_factor, std::round(could) - std::round(at)),
              Kind::left, at);
    const bool less = could < told.report().now.revenue;
    rows.push_back({less ? Kind::below : Kind::could, "Цель", "", 0, could, std::round(could)});
    return rows;
}

std::string story_sentence(const Told& told) {
    const Comparison* compared = told.results.comparison(told.document.active);
    if (compared == nullptr) return {};
    const double change = std::round(compared->revenue_b) - std::round(compared->revenue_a);
    Parts parts = parts_of(compared->by_factor, change);
    if (parts.parts.empty()) return {};
    std::string out = "Из " + signed_number(change) + ": ";
    for (std::size_t i = 0; i < parts.parts.size(); ++i) {
        if (i > 0) out += ", ";
        out += small_first(factor_name(told.scenario(), parts.parts[i].id)) + ' ' +
               signed_number(parts.shown[i]);
    }
    return out;
}

std::string story_finding(const Told& told) {
    const Report& report = told.report();
    if (const Comparison* compared = told.results.comparison(told.document.active)) {
        const FactorAmount* most = largest(compared->by_factor);
        if (most == nullptr) return "Выручка та же";
        const std::string name = small_first(factor_name(told.scenario(), most->id));
        return (most->amount > 0 ? "Больше всего даёт " : "Больше всего отнимает ") + name + ": " +
               signed_number(std::round(most->amount)) + "\u00a0₽";
    }
    const double left = report.money_left.per_month;
    if (report.now.revenue == 0) return "Выручки пока нет";
    if (std::fabs(left) < 0.5) return "Цели не заданы: впереди ничего не видно";
    if (left < 0) return "Цели ниже, чем сейчас";
    const FactorAmount* most = largest(report.money_left.by_factor);
    return "Дороже всего " + small_first(factor_name(told.scenario(), most->id)) + ": до цели " +
           number(std::round(most->amount)) + "\u00a0₽";
}

void story_chart(PanelContext& context, Box box, const std::vector<StoryRow>& rows) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    float name_width = 0;
    float amount_width = 0;
    double low = 0;
    double high = 0;
    std::vector<std::string> words;
    const bool narrow = box.width() < 420;
    for (const StoryRow& row : rows) {
        const bool part = row.kind == StoryRow::Kind::change || row.kind == StoryRow::Kind::left;
        if (std::fabs(row.shown) >= 1e12 || narrow) {
            words.push_back(part ? signed_short(row.shown) : text::short_number(row.shown));
        } else {
            words.push_back(part ? signed_number(row.shown) : number(row.shown));
        }
        name_width = std::max(name_width, canvas.width_of(Type::note_bold, row.name));
        amount_width = std::max(amount_width, canvas.width_of(Type::note_bold, words.back()));
        low = std::min({low, row.from, row.to});
        high = std::max({high, row.from, row.to});
    }
    name_width = std::min(name_width, std::max(box.width() * 0.38F, box.width() - amount_width - 190));
    const float x0 = box.x0 + name_width + 14 + amount_width + 16;
    const Axis axis{low, high, x0, std::max(x0 + 1, box.x1 - 2)};
    const Box marks = box.take_top(std::min(24.0F, box.height() * 0.12F));
    const bool drawn = axis.x1 - axis.x0 > 60;
    const float pitch =
        std::min(box.height() / static_cast<float>(std::max<std::size_t>(rows.size(), 1)), 44.0F);
    if (drawn && marks.height() > 20 && high > low) {
        draw_marks(canvas, axis, marks, box.y0 + pitch * static_cast<float>(rows.size()), box.x1);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const StoryRow& row = rows[i];
        if (box.height() < std::min(pitch, kLeastRow) - 1) break;
        const Box line = box.take_top(std::max(pitch, kLeastRow));
        const bool total = row.kind != StoryRow::Kind::change && row.kind != StoryRow::Kind::left;
        factor_under_pointer(context, line, row.factor);
        if (lit(context, row.factor)) canvas.fill(line, colors.tint);
        canvas.text({line.x0, line.y0, line.x0 + name_width + 2, line.y1},
                    {total ? Type::note_bold : Type::note, colors.ink}, row.name);
        canvas.text({x0 - 16 - amount_width, line.y0, x0 - 16, line.y1},
                    {Type::note_bold, color_of(colors, row), Align::right}, words[i]);
        const float air = std::min(pitch * 0.2F, 9.0F);
        if (drawn) draw_row(canvas, axis, row, {axis.x0, line.y0 + air, axis.x1, line.y1 - air});
        canvas.horizontal(line.x0, line.x1, line.y1 - 1, colors.hair);
        (void)tip(context, line,
                  total ? row.name + ": " + roubles(row.shown)
                        : row.name + ": " + signed_number(row.shown) + "\u00a0₽ в месяц");
    }
}

void money_strip(PanelContext& context, const Box& box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Report& report = context.report();
    const double now = report.now.revenue;
    const double could = report.target.revenue;
    const Comparison* compared = context.results.comparison(context.document.active);
    const double base = compared != nullptr ? compared->revenue_a : now;
    const double whole = std::max({base, now, could});
    const auto x = [&](double value) {
        return whole > 0 ? box.x0 + box.width() * static_cast<float>(value / whole) : box.x0;
    };
    const auto part = [&](double from, double to) { return Box{x(from), box.y0, x(to), box.y1}; };
    canvas.fill(box, colors.tint);
    canvas.fill(part(0, std::min(base, now)), colors.chart_now);
    if (now > base) canvas.fill(part(base, now), colors.could);
    if (now < base) {
        canvas.fill(part(now, base), colors.lost_tint);
        canvas.frame(part(now, base), colors.lost);
    }
    const double reached = std::max(base, now);
    if (could > reached) canvas.hatch(part(reached, could));
    canvas.horizontal(box.x0, box.x1, box.y1, colors.ink);
    (void)tip(context, box,
              "Сейчас " + roubles(now) + ", цель " + roubles(could) +
                  (compared != nullptr ? ", было " + roubles(base) : std::string()));
}

}  // namespace funnel::workbench
