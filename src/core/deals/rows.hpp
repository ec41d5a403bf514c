// Text of a delimited table to rows of cells: RFC 4180, and what is done when a quote is never closed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::deals {

inline constexpr std::size_t kMaxCellBytes = std::size_t{64} << 10U;
inline constexpr std::uint32_t kMaxLinesInCell = 50;

// One row of a table. Cells are valid until the next row is asked for.
struct TableRow {
    std::uint32_t line = 0;  // physical line where it begins, from 1
    std::vector<std::string_view> cells;
    [[nodiscard]] bool is_empty() const;  // nothing but white space
};

// Takes rows from a text that grows. The delimiter is one byte.
class RowReader {
public:
    // `lines_are_rows`: every row counts as one line, however many line ends its cells hold.
    explicit RowReader(char delimiter, bool lines_are_rows = false)
        : delimiter_(delimiter), lines_are_rows_(lines_are_rows) {}

    enum class Outcome : std::uint8_t { row, need_more, end, cell_too_large };
    // The next row of `text` from `at` on, which moves behind it. `last`: the text is all there is.
    // need_more: the row is not whole yet; nothing moved, and the cells say nothing. end: only with `last`.
    [[nodiscard]] Outcome next(std::string_view text, std::size_t& at, bool last, TableRow& row);

    // Lines where a quote of the last row was opened and never closed.
    [[nodiscard]] const std::vector<std::uint32_t>& unclosed() const { return unclosed_; }
    void start_at_line(std::uint32_t line) { line_ = line; }
    [[nodiscard]] std::uint32_t line() const { return line_; }

private:
    enum class Cell : std::uint8_t { read, need_more, not_closed, too_large };
    Cell read_quoted(std::string_view text, std::size_t& at, bool last, TableRow& row);
    Cell read_plain(std::string_view text, std::size_t& at, bool last, TableRow& row) const;

    char delimiter_;
    bool lines_are_rows_;
    std::uint32_t line_ = 1;      // of the next row
    std::uint32_t lines_in_ = 0;  // line ends inside the row being read
    std::string copies_;          // cells with doubled quotes, without them
    struct Copied {
        std::size_t cell = 0;  // of the row
        std::size_t end = 0;   // in copies_; it begins where the one before ends
    };
    std::vector<Copied> copied_;
    std::vector<std::uint32_t> unclosed_;
};

}  // namespace funnel::deals
