// A file of an export, fed in pieces of any size, as rows of cells: deals.md §1. The answers do not depend on
// how it is cut.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/encoding.hpp"
#include "core/deals/rows.hpp"
#include "core/deals/words.hpp"
#include "core/issue.hpp"

namespace funnel::deals {

inline constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30U;
inline constexpr std::uint32_t kMaxRows = 5'000'000;
inline constexpr std::size_t kMaxColumns = 512;

// What is known of a table before its first row.
struct TableHead {
    Encoding encoding = Encoding::utf8;
    char delimiter = ';';
    std::optional<std::uint32_t> header_line;  // absent: no header row, columns are A, B, …
    std::vector<std::string> columns;          // unlike each other
    std::vector<std::vector<std::string>>
        sample;  // first rows below the header, up to kSampleRows, for recognition
};
inline constexpr std::size_t kSampleRows = 1000;

// Why a row of the table itself gives no deal.
enum class RowFault : std::uint8_t { ragged, header };

// Who takes the rows. Calls come in the order of the file: head once, then the rest.
class TableSink {
public:
    virtual ~TableSink() = default;
    virtual void head(const TableHead& head) = 0;
    // As many cells as columns.
    virtual void row(const TableRow& row) = 0;
    virtual void left_out(std::uint32_t line, RowFault fault) = 0;

protected:
    TableSink() = default;
    TableSink(const TableSink&) = default;
    TableSink& operator=(const TableSink&) = default;
};

// What a host that has rows already (a workbook) says of the text it makes of them; a file has none of it.
struct TableOptions {
    std::optional<char> delimiter;  // then the text is UTF-8
    bool lines_are_rows = false;    // count rows rather than line ends
    // Headers a mapping names: a row that has them is the header before any other. Folded (cell.hpp).
    std::vector<std::string> wanted_headers = {};
};

struct LineCount {
    std::uint64_t count = 0;
    std::vector<std::uint32_t> lines;  // first ten
    void add(std::uint32_t line);
};
inline constexpr std::size_t kLinesTold = 10;

class TableReader {
public:
    // `words` and `sink` outlive the reader.
    TableReader(const Words& words, TableSink& sink, TableOptions options = {});

    void feed(std::string_view bytes);
    void finish();

    // Why the file is not read on: too_large, too_many_rows, too_many_columns, cell_too_large, empty_file,
    // not_a_table. Then nothing more comes to the sink.
    [[nodiscard]] const std::optional<Issue>& refusal() const { return refusal_; }
    [[nodiscard]] std::uint32_t rows() const { return rows_; }               // below the header, not empty
    [[nodiscard]] const LineCount& broken_bytes() const { return broken_; }  // rows with them
    [[nodiscard]] const LineCount& unclosed_quotes() const { return unclosed_; }

private:
    void take_block(bool last);
    void begin(bool last);
    void choose_delimiter(bool last);
    void read_rows(bool last);
    void take_row(const TableRow& row);
    void refuse(std::string code, std::string message);

    const Words& words_;
    TableSink& sink_;
    TableOptions options_;
    std::string raw_;   // bytes that wait for a whole block
    std::string text_;  // decoded and not yet read
    std::size_t at_ = 0;
    std::size_t try_from_ = 0;  // size of text_ from which a long row is tried again
    std::uint64_t bytes_ = 0;
    std::optional<Decoder> decoder_;
    std::optional<RowReader> reader_;
    TableRow row_;
    TableHead head_;
    std::size_t width_ = 0;
    std::optional<std::uint32_t> second_header_;
    std::uint32_t rows_ = 0;
    LineCount broken_;
    LineCount unclosed_;
    std::optional<Issue> refusal_;
    std::uint64_t broken_seen_ = 0;
    bool begun_ = false;
};

}  // namespace funnel::deals
