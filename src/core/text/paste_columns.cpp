#include "core/text/paste_columns.hpp"

#include <algorithm>
#include <utility>

#include "core/text/characters.hpp"
#include "core/text/numbers.hpp"
#include "core/text/stage_names.hpp"

namespace funnel::text {

namespace {

using View = std::u32string_view;

constexpr std::size_t kHeaderWithin = 10;  // rows

// What the name of a column may hold, separated by spaces; the first list that fits decides.
constexpr View kIgnoredWords =
    U"№ # п/п номер руб ₽ выруч оборот сумм чек деньг телефон "
    U"почт "
    U"город "
    U"дата "
    U"план/факт";
constexpr View kShareWords = U"конверс % доля процент cr";
constexpr View kTargetWords = U"цел план";
constexpr View kNameWords = U"имя менедж фио сотрудн продавец продавц ответств";
constexpr View kStageWords = U"этап стади статус шаг воронк";
constexpr View kLeadWords = U"заяв лид обращ запрос вход вошл поступ было трафик";
constexpr View kSaleWords = U"продаж оплат сдел заказ покуп договор выигр прошл дошл стало успешн закры";

bool holds_any(View text, View words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(U' '), words.size());
        if (text.find(words.substr(0, end)) != View::npos) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

// What the name of a column says; nothing when it says nothing we know.
std::optional<ColumnRole> role_of_name(const std::string& cell) {
    const std::u32string name = folded(cell);
    if (name.empty()) return std::nullopt;
    if (holds_any(name, kIgnoredWords) || name == U"n" || name == U"id") return ColumnRole::ignored;
    if (holds_any(name, kTargetWords)) return ColumnRole::target;
    if (holds_any(name, kShareWords)) return ColumnRole::conversion;
    if (holds_any(name, kNameWords) || holds_any(name, kStageWords)) return ColumnRole::name;
    if (holds_any(name, kLeadWords)) return ColumnRole::first_count;
    if (holds_any(name, kSaleWords)) return ColumnRole::second_count;
    if (name == U"сейчас") return ColumnRole::conversion;
    return std::nullopt;
}

bool is_number(const std::string& cell) {
    return read_number(cell, NumberKind::count).value || read_number(cell, NumberKind::percent).value;
}

// A row of names of columns: no numbers, and at least two cells that say what stands below; one is enough
// beside a column of names.
bool is_header(const PastedRow& row) {
    std::size_t known = 0;
    std::size_t filled = 0;
    for (const std::string& cell : row.cells) {
        if (is_number(cell)) return false;
        filled += cell.empty() ? 0U : 1U;
        const auto role = role_of_name(cell);
        known += role && *role != ColumnRole::ignored ? 1U : 0U;
    }
    return filled >= 2 && (known >= 2 || (known == 1 && filled == 2));
}

std::size_t width_of(const std::vector<PastedRow>& rows) {
    std::size_t width = 0;
    for (const PastedRow& row : rows) width = std::max(width, row.cells.size());
    return width;
}

// What the cells of a column are.
struct Column {
    std::size_t filled = 0;
    std::size_t numbers = 0;
    std::size_t percents = 0;
    bool counts_rows = true;  // 1, 2, 3…
    double smallest = 0;
    double largest = 0;
    bool fractions = false;  // a value that is not whole
};

Column column_at(const std::vector<PastedRow>& rows, std::size_t at, std::size_t from) {
    Column column;
    for (std::size_t i = from; i < rows.size(); ++i) {
        if (at >= rows[i].cells.size() || rows[i].cells[at].empty()) continue;
        const std::string& cell = rows[i].cells[at];
        ++column.filled;
        const NumberRead count = read_number(cell, NumberKind::count);
        if (count.refusal == NumberRefusal::percent && read_number(cell, NumberKind::percent).value)
            ++column.percents;
        if (!count.value) {
            column.counts_rows = column.counts_rows && is_total(cell);
            continue;
        }
        ++column.numbers;
        column.counts_rows = column.counts_rows && *count.value == static_cast<double>(column.numbers);
        column.largest = std::max(column.largest, *count.value);
        column.smallest = column.numbers == 1 ? *count.value : std::min(column.smallest, *count.value);
        column.fractions =
            column.fractions || *count.value != static_cast<double>(static_cast<long long>(*count.value));
    }
    return column;
}

// Whether two bare columns are conversions and their targets: beside names of stages, or where no second is
// below its first. Else they are leads and sales.
bool are_targets(const std::vector<PastedRow>& rows, std::size_t name, std::size_t now, std::size_t target) {
    std::size_t stages = 0;
    bool below = false;
    for (const PastedRow& row : rows) {
        if (name < row.cells.size() && stage_kind_by_name(row.cells[name]) != StageKind::other) ++stages;
        if (std::max(now, target) >= row.cells.size()) continue;
        const auto first = read_number(row.cells[now], NumberKind::count).value;
        const auto second = read_number(row.cells[target], NumberKind::count).value;
        below = below || (first && second && *second < *first);
    }
    return stages * 2 > rows.size() || !below;
}

// Roles by what the columns hold, where no names say it: text is the name, counts in order, percentages are
// conversions.
PastedColumns columns_by_content(const std::vector<PastedRow>& rows, PasteKind expected) {
    PastedColumns columns;
    const std::size_t width = width_of(rows);
    columns.roles.assign(width, ColumnRole::ignored);
    std::vector<Column> found;
    for (std::size_t at = 0; at < width; ++at) found.push_back(column_at(rows, at, 0));
    std::size_t name = width;
    for (std::size_t at = 0; at < width && name == width; ++at) {
        if (found[at].filled > 0 && (found[at].numbers + found[at].percents) * 2 <= found[at].filled)
            name = at;
    }
    if (name < width) columns.roles[name] = ColumnRole::name;
    std::vector<std::size_t> counts;
    std::vector<std::size_t> shares;
    for (std::size_t at = 0; at < width; ++at) {
        const Column& column = found[at];
        if (at == name || column.numbers + column.percents == 0) continue;
        if (at < name && name < width && column.counts_rows) continue;  // «№»
        if (column.percents > 0) {
            shares.push_back(at);
        } else {
            counts.push_back(at);
        }
    }
    // Stages told by bare percentages: "70", "45,5", "0,8" and at most one more column of targets.
    const bool as_shares =
        expected == PasteKind::stages && shares.empty() && !counts.empty() && counts.size() <= 2 &&
        std::all_of(counts.begin(), counts.end(), [&](std::size_t at) { return found[at].largest <= 100; });
    if (as_shares && (counts.size() == 1 || are_targets(rows, name, counts[0], counts[1])))
        std::swap(shares, counts);
    for (std::size_t i = 0; i < counts.size() && i < 2; ++i)
        columns.roles[counts[i]] = i == 0 ? ColumnRole::first_count : ColumnRole::second_count;
    for (std::size_t i = 0; i < shares.size() && i < 2; ++i)
        columns.roles[shares[i]] = i == 0 ? ColumnRole::conversion : ColumnRole::target;
    return columns;
}

// Without names of columns, sales that are never below leads are leads.
void swap_if_smaller_first(const std::vector<PastedRow>& rows, PastedColumns& columns) {
    const auto first = columns.of(ColumnRole::first_count);
    const auto second = columns.of(ColumnRole::second_count);
    if (!first || !second) return;
    std::size_t above = 0;
    for (const PastedRow& row : rows) {
        if (std::max(*first, *second) >= row.cells.size()) continue;
        const auto a = read_number(row.cells[*first], NumberKind::count).value;
        const auto b = read_number(row.cells[*second], NumberKind::count).value;
        if (!a || !b || *a == *b) continue;
        if (*a > *b) return;
        ++above;
    }
    if (above == 0) return;
    std::swap(columns.roles[*first], columns.roles[*second]);
    columns.swapped = true;
}

}  // namespace

std::optional<std::size_t> PastedColumns::of(ColumnRole role) const {
    const auto found = std::find(roles.begin(), roles.end(), role);
    if (found == roles.end()) return std::nullopt;
    return static_cast<std::size_t>(found - roles.begin());
}

PastedColumns columns_of(const std::vector<PastedRow>& rows, PasteKind expected) {
    for (std::size_t i = 0; i < rows.size() && i < kHeaderWithin; ++i) {
        if (!is_header(rows[i])) continue;
        PastedColumns columns;
        columns.header = i;
        columns.roles.assign(width_of(rows), ColumnRole::ignored);
        for (std::size_t at = 0; at < rows[i].cells.size(); ++at) {
            const auto role = role_of_name(rows[i].cells[at]);
            if (role && !columns.of(*role)) columns.roles[at] = *role;
        }
        // «Сделки» and «Оплаты» without a column of leads: the deals are what came in.
        const auto sales = columns.of(ColumnRole::second_count);
        for (std::size_t at = sales.value_or(0) + 1; sales && at < rows[i].cells.size(); ++at) {
            if (columns.of(ColumnRole::first_count)) break;
            if (role_of_name(rows[i].cells[at]) != ColumnRole::second_count) continue;
            columns.roles[*sales] = ColumnRole::first_count;
            columns.roles[at] = ColumnRole::second_count;
        }
        // A column of names without a name of its own: the first that holds words.
        for (std::size_t at = 0; at < columns.roles.size() && !columns.of(ColumnRole::name); ++at) {
            const Column column = column_at(rows, at, i + 1);
            if (columns.roles[at] == ColumnRole::ignored && column.filled > 0 &&
                column.numbers + column.percents == 0)
                columns.roles[at] = ColumnRole::name;
        }
        return columns;
    }
    PastedColumns columns = columns_by_content(rows, expected);
    swap_if_smaller_first(rows, columns);
    return columns;
}

std::optional<PasteKind> spoken_kind(const std::vector<PastedRow>& rows, const PastedColumns& columns) {
    const auto name = columns.of(ColumnRole::name);
    if (columns.header && name && *name < rows[*columns.header].cells.size()) {
        const std::u32string title = folded(rows[*columns.header].cells[*name]);
        if (holds_any(title, kStageWords)) return PasteKind::stages;
        if (holds_any(title, kNameWords)) return PasteKind::managers;
    }
    if (!name) return std::nullopt;
    std::size_t named = 0;
    std::size_t stages = 0;
    for (std::size_t i = columns.header ? *columns.header + 1 : 0; i < rows.size(); ++i) {
        if (*name >= rows[i].cells.size() || is_total(rows[i].cells[*name])) continue;
        const std::string& cell = rows[i].cells[*name];
        if (cell.empty()) continue;
        ++named;
        const std::u32string words = folded(cell);
        stages +=
            stage_kind_by_name(cell) != StageKind::other || holds_any(words, U"заявк лид обращен") ? 1U : 0U;
    }
    if (named == 0) return std::nullopt;
    if (stages * 2 > named) return PasteKind::stages;
    // Two counts beside names that are no stages are people.
    if (stages == 0 && columns.of(ColumnRole::first_count) && columns.of(ColumnRole::second_count))
        return PasteKind::managers;
    return std::nullopt;
}

bool is_total(const std::string& name) {
    const std::u32string words = folded(name);
    for (const View beginning : {View(U"итог"), View(U"всего"), View(U"сумма"), View(U"total"),
                                 View(U"общий итог"), View(U"средн"), View(U"в среднем")}) {
        if (View(words).substr(0, beginning.size()) == beginning) return true;
    }
    return false;
}

}  // namespace funnel::text
