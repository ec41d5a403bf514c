#include "workbench/document/tables.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/text/number_words.hpp"
#include "core/text/numbers.hpp"

namespace funnel::workbench {
namespace {

using Row = std::vector<std::string_view>;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '"')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '"'))
        text.remove_suffix(1);
    return text;
}

std::vector<Row> rows_of(std::string_view text) {
    std::vector<Row> rows;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const char mark = line.find('\t') != std::string_view::npos ? '\t' : ';';
        Row row;
        for (;;) {
            const std::size_t cell = line.find(mark);
            row.push_back(trimmed(line.substr(0, cell)));
            if (cell == std::string_view::npos) break;
            line.remove_prefix(cell + 1);
        }
        while (!row.empty() && row.back().empty()) row.pop_back();
        if (!row.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

bool has_number(const Row& row) {
    return std::any_of(row.begin() + 1, row.end(), [](std::string_view cell) {
        return text::read_number(cell, text::NumberKind::percent).value.has_value();
    });
}

std::optional<std::int64_t> whole(std::string_view cell) {
    const auto value = text::read_number(cell, text::NumberKind::count).value;
    if (!value || cell.find('%') != std::string_view::npos || *value < 0 || *value > 1e9 ||
        *value != std::floor(*value)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*value);
}

// "22 %" and "22" are 0.22, "0,22" too.
std::optional<Ratio> share(std::string_view cell) {
    const auto value = text::read_number(cell.substr(0, cell.find('%')), text::NumberKind::number).value;
    if (!value || *value < 0) return std::nullopt;
    const bool percent = cell.find('%') != std::string_view::npos || *value > 1;
    const double ratio = percent ? *value / 100 : *value;
    if (ratio > 1) return std::nullopt;
    return ratio;
}

NotATable wrong(std::size_t row, std::string_view why) {
    return {"Строка " + std::to_string(row + 1) + ": " + std::string(why)};
}

std::string plain(double value, int decimals) {
    std::string text = text::number(value, decimals);
    for (const auto& [from, to] :
         {std::pair<std::string_view, std::string_view>{"\u00a0", ""}, {"\u2212", "-"}}) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from))
            text.replace(at, from.size(), to);
    }
    return text;
}

// A name that Excel would take for a formula gets an apostrophe.
std::string cell(std::string_view name) {
    std::string out;
    if (!name.empty() && std::string_view("=+-@").find(name.front()) != std::string_view::npos) out = "'";
    for (const char c : name) out += c == '\t' || c == '\n' ? ' ' : c;
    return out;
}

}  // namespace

Pasted table_from_text(std::string_view text, TwoCounts meaning) {
    std::vector<Row> rows = rows_of(text);
    if (!rows.empty() && !has_number(rows.front())) rows.erase(rows.begin());
    if (rows.empty())
        return NotATable{
            "В буфере нет таблицы: нужны столбцы «имя, заявки, продажи» или «этап, конверсия, цель»"};
    const bool counts = std::all_of(rows.begin(), rows.end(), [](const Row& row) {
        return row.size() >= 3 && whole(row[1]) && whole(row[2]);
    });
    if (counts && meaning == TwoCounts::managers) {
        if (rows.size() > kMaxRoster) return NotATable{"Больше 200 менеджеров в одной таблице не бывает"};
        std::vector<RosterEntry> roster;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            RosterEntry entry{std::string(rows[i][0]), *whole(rows[i][1]), *whole(rows[i][2])};
            if (entry.sales > entry.leads) return wrong(i, "продаж больше, чем заявок");
            roster.push_back(std::move(entry));
        }
        return roster;
    }
    if (rows.size() > kMaxStages) return NotATable{"В воронке не больше двенадцати этапов"};
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        Stage stage;
        stage.name = std::string(row[0]);
        if (counts) {
            stage.observed = Observed{*whole(row[1]), *whole(row[2])};
            stage.source = Source::counts;
            if (stage.observed->entered == 0) return wrong(i, "на этап никто не вошёл");
            if (stage.observed->passed > stage.observed->entered) return wrong(i, "прошло больше, чем вошло");
        } else {
            const auto now = row.size() > 1 ? share(row[1]) : std::nullopt;
            if (!now) return wrong(i, "конверсия должна быть от 0 до 100 %");
            stage.conversion = *now;
            if (row.size() > 2) stage.target_conversion = share(row[2]);
        }
        stages.push_back(std::move(stage));
    }
    return stages;
}

std::string text_from_report(const Scenario& s, const Report& r) {
    std::string out = "Этап\tВошло\tПрошло\tКонверсия, %\tЦель, %\tПри цели прошло\n";
    for (std::size_t i = 0; i < s.stages.size() && i < r.now.stages.size(); ++i) {
        const StageFlow& now = r.now.stages[i];
        const StageFlow& target = r.target.stages[i];
        out += cell(s.stages[i].name) + '\t' + plain(now.entered, 2) + '\t' + plain(now.passed, 2) + '\t' +
               plain(now.conversion * 100, 4) + '\t' + plain(target.conversion * 100, 4) + '\t' +
               plain(target.passed, 2) + '\n';
    }
    out += "\nПоказатель\tСейчас\tПри цели\n";
    out += "Заявок\t" + plain(r.now.leads, 2) + '\t' + plain(r.target.leads, 2) + '\n';
    out += "В работе\t" + plain(r.now.worked_leads, 2) + '\t' + plain(r.target.worked_leads, 2) + '\n';
    out += "Оплат\t" + plain(r.now.sales, 2) + '\t' + plain(r.target.sales, 2) + '\n';
    out += "Выручка, ₽\t" + plain(r.now.revenue, 2) + '\t' + plain(r.target.revenue, 2) + '\n';
    out += "Не заработано в месяц, ₽\t" + plain(r.money_left.per_month, 2) + "\n";
    return out;
}

}  // namespace funnel::workbench
