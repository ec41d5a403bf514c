#include "core/deals/rows.hpp"

#include <algorithm>

#include "core/deals/cell.hpp"

namespace funnel::deals {

namespace {
bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}
}  // namespace

bool TableRow::is_empty() const {
    return std::all_of(cells.begin(), cells.end(),
                       [](std::string_view cell) { return trimmed(cell).empty(); });
}

// `at` stands on the opening quote; afterwards on the delimiter or line end that follows the cell.
RowReader::Cell RowReader::read_quoted(std::string_view text, std::size_t& at, bool last, Span& span) {
    const std::size_t begin = at + 1;
    std::uint32_t ends = 0;
    std::size_t doubled = 0;
    const std::size_t limit = std::min(text.size(), begin + kMaxCellBytes + 1);
    std::size_t i = begin;
    for (; i < limit; ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 >= text.size() && !last) return Cell::need_more;
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
            if (++ends >= kMaxLinesInCell) return Cell::not_closed;
        } else if (c == '"') {
            if (i + 1 >= text.size() && !last) return Cell::need_more;
            const bool at_end = i + 1 >= text.size();
            if (!at_end && text[i + 1] == '"') {
                ++doubled;
                ++i;
            } else if (at_end || text[i + 1] == delimiter_ || is_line_end(text[i + 1])) {
                break;
            }
        }
    }
    if (i >= text.size() || text[i] != '"' || i >= limit) {
        return i >= text.size() && !last && i - begin <= kMaxCellBytes ? Cell::need_more : Cell::not_closed;
    }
    span = {begin, i - begin, false};
    if (doubled > 0) {
        const std::size_t start = copies_.size();
        for (std::size_t k = begin; k < i; ++k) {
            copies_ += text[k];
            if (text[k] == '"' && k + 1 < i && text[k + 1] == '"') ++k;
        }
        span = {start, copies_.size() - start, true};
    }
    lines_in_ += ends;
    at = i + 1;
    return Cell::read;
}

RowReader::Cell RowReader::read_plain(std::string_view text, std::size_t& at, bool last, Span& span) {
    std::size_t i = at;
    const char* const data = text.data();
    const std::size_t size = text.size();
    while (i < size && data[i] != delimiter_ && data[i] != '\n' && data[i] != '\r') ++i;
    if (i - at > kMaxCellBytes) return Cell::too_large;
    if (i >= size && !last) return Cell::need_more;
    span = {at, i - at, false};
    at = i;
    return Cell::read;
}

RowReader::Outcome RowReader::next(std::string_view text, std::size_t& at, bool last, TableRow& row) {
    if (at >= text.size()) return last ? Outcome::end : Outcome::need_more;
    spans_.clear();
    copies_.clear();
    unclosed_.clear();
    lines_in_ = 0;
    std::size_t i = at;
    while (true) {
        Span span;
        Cell cell = Cell::not_closed;
        if (i < text.size() && text[i] == '"') {
            cell = read_quoted(text, i, last, span);
            if (cell == Cell::not_closed) unclosed_.push_back(line_ + lines_in_);
        }
        if (cell == Cell::not_closed) cell = read_plain(text, i, last, span);
        if (cell == Cell::need_more) return Outcome::need_more;
        if (cell == Cell::too_large) return Outcome::cell_too_large;
        spans_.push_back(span);
        if (i >= text.size()) {
            if (!last) return Outcome::need_more;
            break;
        }
        if (text[i] != delimiter_) break;
        ++i;
    }
    if (i < text.size()) {  // one line end: CR, LF, or both
        if (text[i] == '\r') {
            if (i + 1 >= text.size() && !last) return Outcome::need_more;
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        }
        ++i;
    }
    row.line = line_;
    row.cells.clear();
    for (const Span& span : spans_) {
        const std::string_view from = span.copied ? std::string_view(copies_) : text;
        row.cells.push_back(from.substr(span.begin, span.length));
    }
    line_ += lines_are_rows_ ? 1 : lines_in_ + 1;
    at = i;
    return Outcome::row;
}

}  // namespace funnel::deals
