// The rows of an export, kept column by column for the roles it has: what a cell says is read once, what it
// means is settled when the whole file is known (deals.hpp). About 40 bytes a row beside the texts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/cell.hpp"
#include "core/deals/mapping.hpp"
#include "core/deals/table.hpp"
#include "core/deals/texts.hpp"

namespace funnel::deals {

// What a column of dates showed so far: decides the order of its days and months.
struct DateColumn {
    std::uint64_t days = 0;     // dates that need no order
    std::uint64_t serials = 0;  // numbers
    std::uint64_t parts = 0;    // dates by / or -
    std::uint64_t bad = 0;
    bool first_above_12 = false;
    bool second_above_12 = false;
    void add(CellDate date);
    [[nodiscard]] bool all_serials() const { return serials > 0 && days + parts + bad == 0; }
};

// An amount as read: the mark that would make "1,234" smaller is settled by the column.
struct StoredAmount {
    CellAmount::Kind kind = CellAmount::Kind::empty;
    CellAmount::Open open = CellAmount::Open::no;
    std::uint8_t currency = 0;  // number in RowStore::currencies, 0 for none
};

class RowStore final : public TableSink {
public:
    // With a mapping its columns are taken, without one those that are recognised. `keep_ids`: texts of ids
    // too.
    RowStore(const Words& words, std::optional<Mapping> mapping, bool keep_ids);

    void head(const TableHead& head) override;
    void row(const TableRow& row) override;
    void left_out(std::uint32_t line, RowFault fault) override;

    // The columns of roles could be found, and rows are kept.
    [[nodiscard]] bool ready() const { return ready_; }
    [[nodiscard]] bool has(Role role) const { return !columns[index_of(role)].empty(); }
    [[nodiscard]] std::size_t size() const { return lines.size(); }

    TableHead table;               // without its sample
    std::optional<Mapping> given;  // the mapping it was made with
    ColumnProposal proposal;       // without a mapping
    std::vector<Issue> issues;     // of the mapping's columns
    RoleColumns columns;
    std::vector<std::vector<std::string>> preview;  // first rows, for people

    // One element a row; empty vectors for roles that the table does not have.
    std::vector<std::uint32_t> lines;
    std::vector<std::uint64_t> ids;  // hashes, 0 for none
    std::vector<std::uint32_t> id_texts;
    std::vector<std::uint32_t> prints;  // of all cells of the row, for rows that are quite alike
    std::vector<CellDate> created, closed, modified, stage_at;
    std::vector<std::int32_t> stage_at_seconds;
    std::vector<double> amounts;
    std::vector<StoredAmount> amount_marks;
    std::vector<std::uint16_t> outcomes, stages, reasons, lost_stages;
    std::vector<std::uint32_t> pipelines, responsibles, sources;
    std::vector<std::uint64_t> contacts;
    std::vector<std::vector<CellDate>> stage_dates;  // by column of the role

    // Of the columns' texts. kTooManyTexts stands for every text beyond the first 65 534.
    Texts outcome_texts, stage_texts, reason_texts, lost_stage_texts, pipeline_texts, responsible_texts,
        source_texts, id_words;
    std::vector<std::string> currencies{""};
    std::string header_currency;  // code that the header of the amounts names, for cells that name none
    std::vector<std::uint64_t> outcome_counts, stage_counts, reason_counts;
    DateColumn created_dates, closed_dates, modified_dates, stage_at_dates;
    std::vector<DateColumn> stage_date_columns;
    std::uint64_t decimal_commas = 0, decimal_points = 0, open_commas = 0, open_points = 0;
    LineCount ragged, second_headers;

private:
    // The first cell of a role's columns that is not empty, trimmed.
    [[nodiscard]] std::string_view cell(const TableRow& row, Role role) const;
    void add_date(std::string_view text, std::vector<CellDate>& to, DateColumn& column);
    void add_text(std::string_view text, std::vector<std::uint16_t>& to, Texts& texts,
                  std::vector<std::uint64_t>* counts);
    void add_amount(const TableRow& row);
    std::uint8_t currency_number(std::string_view code);

    const Words& words_;
    bool keep_ids_;
    bool ready_ = false;
};

inline constexpr std::uint16_t kTooManyTexts = 65'535;
inline constexpr std::size_t kPreviewRows = 5;

}  // namespace funnel::deals
