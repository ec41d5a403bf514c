#include "core/text/paste.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/fields.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "core/text/characters.hpp"
#include "core/text/numbers.hpp"
#include "core/text/paste_columns.hpp"
#include "core/text/stage_names.hpp"

namespace funnel::text {

namespace {

constexpr std::size_t kMostNameCharacters = 80;

std::string short_name(const std::string& name) {
    const std::u32string characters = decoded(name);
    return encoded(std::u32string_view(characters).substr(0, kMostNameCharacters));
}

// Makes the rows under the names of columns into managers or stages.
class Maker {
public:
    Maker(std::vector<PastedRow> rows, PasteKind expected)
        : rows_(std::move(rows)), columns_(columns_of(rows_, expected)) {
        table_.kind = expected;
    }

    PastedTable make() {
        if (rows_.empty()) return nothing(PasteCode::empty);
        const auto spoken = spoken_kind(rows_, columns_);
        if (spoken && *spoken != table_.kind) {
            return nothing(*spoken == PasteKind::stages ? PasteCode::looks_like_stages
                                                        : PasteCode::looks_like_managers);
        }
        if (!has_columns()) return nothing(PasteCode::no_column);
        note_columns();
        if (table_.kind == PasteKind::managers) {
            each_row([&](const PastedRow& row) { add_manager(row); });
        } else if (is_chain()) {
            each_row([&](const PastedRow& row) { add_chained(row); });
        } else {
            for (const ColumnRole role : {ColumnRole::conversion, ColumnRole::target}) decide_shares(role);
            each_row([&](const PastedRow& row) { add_stage(row); });
        }
        if (table_.empty() && std::none_of(table_.notes.begin(), table_.notes.end(), [](const PasteNote& n) {
                return weight_of(n.code) == PasteWeight::left_out;
            })) {
            note(PasteCode::empty, 0, "");
        }
        return std::move(table_);
    }

private:
    PastedTable nothing(PasteCode code) {
        table_.notes = {{code, 0, ""}};
        return std::move(table_);
    }

    void note(PasteCode code, std::size_t row, std::string text) {
        table_.notes.push_back({code, row, std::move(text)});
    }

    [[nodiscard]] bool has(ColumnRole role) const { return columns_.of(role).has_value(); }

    [[nodiscard]] bool has_columns() const {
        const bool counts = has(ColumnRole::first_count) && has(ColumnRole::second_count);
        if (table_.kind == PasteKind::managers) return counts;
        return has(ColumnRole::name) && (counts || has(ColumnRole::conversion) ||
                                         has(ColumnRole::first_count) || has(ColumnRole::second_count));
    }

    // Stages told by one column of counts, each the part of the one above it.
    [[nodiscard]] bool is_chain() const {
        return !has(ColumnRole::conversion) &&
               !(has(ColumnRole::first_count) && has(ColumnRole::second_count));
    }

    void note_columns() {
        if (columns_.swapped) note(PasteCode::columns_swapped, 0, "");
        const std::size_t header = columns_.header.value_or(0);
        for (std::size_t i = 0; i < header; ++i)
            note(PasteCode::before_header, rows_[i].row, first_text(rows_[i]));
        const PastedRow& names = rows_[header];
        for (std::size_t at = 0; at < names.cells.size(); ++at) {
            const bool used = table_.kind == PasteKind::managers ? is_used_for_managers(columns_.roles[at])
                                                                 : columns_.roles[at] != ColumnRole::ignored;
            if (!used && !names.cells[at].empty()) note(PasteCode::column_ignored, 0, names.cells[at]);
        }
    }
    static bool is_used_for_managers(ColumnRole role) {
        return role == ColumnRole::name || role == ColumnRole::first_count ||
               role == ColumnRole::second_count;
    }

    static std::string first_text(const PastedRow& row) {
        const auto found = std::find_if(row.cells.begin(), row.cells.end(),
                                        [](const std::string& cell) { return !cell.empty(); });
        return found == row.cells.end() ? std::string() : *found;
    }

    [[nodiscard]] std::string cell(const PastedRow& row, ColumnRole role) const {
        const auto at = columns_.of(role);
        return at && *at < row.cells.size() ? row.cells[*at] : std::string();
    }

    // Rows that are neither names of columns, nor sums, nor words only.
    template <typename Add>
    void each_row(Add add) {
        for (std::size_t i = columns_.header ? *columns_.header + 1 : 0; i < rows_.size(); ++i) {
            const PastedRow& row = rows_[i];
            if (std::any_of(row.cells.begin(), row.cells.end(), is_total)) {
                note(PasteCode::total_row, row.row, first_text(row));
            } else if (std::none_of(row.cells.begin(), row.cells.end(), holds_digit)) {
                note(PasteCode::no_numbers, row.row, first_text(row));
            } else {
                add(row);
            }
        }
    }
    static bool holds_digit(const std::string& cell) {
        return std::any_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
    }

    // A whole number from 0 to 10^9; a dash or nothing is nothing.
    std::optional<std::int64_t> whole(const PastedRow& row, const std::string& cell) {
        const NumberRead read = read_number(cell, NumberKind::count);
        if (read.value && *read.value >= 0 && *read.value <= 1e9 && *read.value == std::floor(*read.value))
            return static_cast<std::int64_t>(*read.value);
        note(PasteCode::bad_number, row.row, cell.empty() ? first_text(row) : cell);
        return std::nullopt;
    }
    static bool is_nothing(const std::string& cell) {
        return cell.empty() || cell == "-" || cell == "—" || cell == "–";
    }

    void add_manager(const PastedRow& row) {
        std::string name = short_name(cell(row, ColumnRole::name));
        const std::string sales_cell = cell(row, ColumnRole::second_count);
        const auto leads = whole(row, cell(row, ColumnRole::first_count));
        if (!leads) return;
        const bool no_sales = is_nothing(sales_cell);
        const auto sales = no_sales ? std::int64_t{0} : whole(row, sales_cell);
        if (!sales) return;
        if (name.empty() && is_sum(*leads, *sales)) return note(PasteCode::total_row, row.row, "");
        if (*sales > *leads) return note(PasteCode::above_leads, row.row, name);
        if (no_sales) note(PasteCode::empty_is_zero, row.row, name);
        const auto same = std::find_if(
            table_.managers.begin(), table_.managers.end(),
            [&](const RosterEntry& entry) { return !name.empty() && folded(entry.name) == folded(name); });
        if (same != table_.managers.end()) {
            same->leads += *leads;
            same->sales += *sales;
            return note(PasteCode::merged, row.row, same->name);
        }
        if (table_.managers.size() == kMaxRoster) return note(PasteCode::too_many, row.row, name);
        if (name.empty()) {
            name =
                filled(sentences::names::manager, {{"number", std::to_string(table_.managers.size() + 1)}});
            note(PasteCode::no_name, row.row, name);
        }
        table_.managers.push_back({std::move(name), *leads, *sales});
    }

    // A row without a name that adds up the rows above it.
    [[nodiscard]] bool is_sum(std::int64_t leads, std::int64_t sales) const {
        std::int64_t all_leads = 0;
        std::int64_t all_sales = 0;
        for (const RosterEntry& entry : table_.managers) {
            all_leads += entry.leads;
            all_sales += entry.sales;
        }
        return table_.managers.size() > 1 && leads == all_leads && sales == all_sales;
    }

    // A column of percentages is read as one: with no sign in it and nothing above 1 it holds shares.
    void decide_shares(ColumnRole role) {
        const auto at = columns_.of(role);
        if (!at) return;
        bool fraction = false;
        for (std::size_t i = columns_.header ? *columns_.header + 1 : 0; i < rows_.size(); ++i) {
            if (*at >= rows_[i].cells.size()) continue;
            const NumberRead read = read_number(rows_[i].cells[*at], NumberKind::number);
            if (read.refusal == NumberRefusal::percent || (read.value && *read.value > 1)) return;
            fraction = fraction || (read.value && *read.value > 0 && *read.value < 1);
        }
        if (!fraction) return;
        shares_.push_back(role);
        note(PasteCode::shares, 0, columns_.header ? rows_[*columns_.header].cells[*at] : "");
    }

    // 0..1 of a cell, or nothing after a note.
    std::optional<Ratio> ratio(const PastedRow& row, ColumnRole role) {
        const bool share = std::find(shares_.begin(), shares_.end(), role) != shares_.end();
        const std::string text = cell(row, role);
        const NumberRead read = read_number(text, share ? NumberKind::number : NumberKind::percent);
        if (!read.value) {
            note(PasteCode::bad_number, row.row, text.empty() ? first_text(row) : text);
            return std::nullopt;
        }
        if (*read.value >= 0 && *read.value <= 1) return read.value;
        note(PasteCode::out_of_range, row.row, text);
        return std::nullopt;
    }

    void add_stage(const PastedRow& row) {
        Stage stage;
        if (has(ColumnRole::first_count) && has(ColumnRole::second_count)) {
            const auto entered = whole(row, cell(row, ColumnRole::first_count));
            if (!entered) return;
            const auto passed = whole(row, cell(row, ColumnRole::second_count));
            if (!passed) return;
            if (!take_counts(row, stage, *entered, *passed)) return;
        } else {
            const auto now = ratio(row, ColumnRole::conversion);
            if (!now) return;
            stage.conversion = *now;
        }
        if (!is_nothing(cell(row, ColumnRole::target)))
            stage.target_conversion = ratio(row, ColumnRole::target);
        add_named(row, std::move(stage));
    }

    bool take_counts(const PastedRow& row, Stage& stage, std::int64_t entered, std::int64_t passed) {
        if (entered == 0 || passed > entered) {
            note(entered == 0 ? PasteCode::out_of_range : PasteCode::above_entered, row.row, first_text(row));
            return false;
        }
        stage.observed = Observed{entered, passed};
        stage.source = Source::counts;
        return true;
    }

    void add_chained(const PastedRow& row) {
        const ColumnRole role =
            has(ColumnRole::first_count) ? ColumnRole::first_count : ColumnRole::second_count;
        const auto count = whole(row, cell(row, role));
        if (!count) return;
        if (!table_.leads) {
            if (static_cast<double>(*count) > fields::kMostLeads)
                return note(PasteCode::out_of_range, row.row, cell(row, ColumnRole::name));
            table_.leads = static_cast<Count>(*count);
            entered_ = *count;
            return note(PasteCode::first_is_entered, row.row, cell(row, ColumnRole::name));
        }
        Stage stage;
        if (!take_counts(row, stage, entered_, *count)) return;
        entered_ = *count;
        add_named(row, std::move(stage));
    }

    void add_named(const PastedRow& row, Stage stage) {
        stage.name = short_name(cell(row, ColumnRole::name));
        if (stage.name.empty())
            stage.name =
                filled(sentences::names::stage, {{"number", std::to_string(table_.stages.size() + 1)}});
        const bool repeated =
            std::any_of(table_.stages.begin(), table_.stages.end(),
                        [&](const Stage& other) { return folded(other.name) == folded(stage.name); });
        if (repeated) return note(PasteCode::repeated_stage, row.row, stage.name);
        if (table_.stages.size() == kMaxStages) return note(PasteCode::too_many, row.row, stage.name);
        stage.kind = stage_kind_by_name(stage.name);
        stage.id = free_stage_id(stage.kind, table_.stages);
        table_.stages.push_back(std::move(stage));
    }

    std::vector<PastedRow> rows_;
    PastedColumns columns_;
    std::vector<ColumnRole> shares_;  // columns of percentages that hold shares
    std::int64_t entered_ = 0;        // what passed the stage above, of a chain
    PastedTable table_;
};

}  // namespace

PastedTable read_paste(std::string_view utf8, PasteKind expected) {
    return Maker(pasted_rows(utf8), expected).make();
}

}  // namespace funnel::text
