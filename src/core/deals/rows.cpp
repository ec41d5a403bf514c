#include "core/deals/rows.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/deals/cell.hpp"

namespace funnel::deals {

namespace {
bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

// Eight bytes at a time: the high bit of every byte that is zero, and of none before the first that is.
std::uint64_t zero_bytes(std::uint64_t word) {
    return (word - 0x0101010101010101U) & ~word & 0x8080808080808080U;
}
std::uint64_t eight_of(char c) {
    return 0x0101010101010101U * static_cast<unsigned char>(c);
}

// Where a plain cell that begins at `i` ends: the first delimiter or line end, or the end of the text.
std::size_t end_of_plain(std::string_view text, std::size_t i, char delimiter) {
    static_assert(std::endian::native == std::endian::little);  // the first byte is the lowest
#if defined(__SSE2__)
    // Every x86-64 compares sixteen at a time, which is most cells.
    const __m128i delimiters16 = _mm_set1_epi8(delimiter);
    const __m128i newlines16 = _mm_set1_epi8('\n');
    const __m128i returns16 = _mm_set1_epi8('\r');
    for (; i + 16 <= text.size(); i += 16) {
        __m128i bytes;
        std::memcpy(&bytes, text.data() + i, sizeof bytes);
        const __m128i found =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters16),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, newlines16), _mm_cmpeq_epi8(bytes, returns16)));
        const auto ends = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (ends != 0) return i + static_cast<std::size_t>(std::countr_zero(ends));
    }
#endif
    const std::uint64_t delimiters = eight_of(delimiter);
    constexpr std::uint64_t kNewlines = 0x0A0A0A0A0A0A0A0AU;
    constexpr std::uint64_t kReturns = 0x0D0D0D0D0D0D0D0DU;
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, 8);
        const std::uint64_t ends =
            zero_bytes(word ^ delimiters) | zero_bytes(word ^ kNewlines) | zero_bytes(word ^ kReturns);
        if (ends != 0) return i + static_cast<std::size_t>(std::countr_zero(ends)) / 8;
    }
    while (i < text.size() && text[i] != delimiter && !is_line_end(text[i])) ++i;
    return i;
}
}  // namespace

bool TableRow::is_empty() const {
    return std::all_of(cells.begin(), cells.end(),
                       [](std::string_view cell) { return trimmed(cell).empty(); });
}

// `at` stands on the opening quote; afterwards on the delimiter or line end that follows the cell.
RowReader::Cell RowReader::read_quoted(std::string_view text, std::size_t& at, bool last, TableRow& row) {
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
    if (doubled > 0) {
        for (std::size_t k = begin; k < i; ++k) {
            copies_ += text[k];
            if (text[k] == '"' && k + 1 < i && text[k + 1] == '"') ++k;
        }
        copied_.push_back({row.cells.size(), copies_.size()});
    }
    row.cells.push_back(text.substr(begin, i - begin));
    lines_in_ += ends;
    at = i + 1;
    return Cell::read;
}

RowReader::Cell RowReader::read_plain(std::string_view text, std::size_t& at, bool last,
                                      TableRow& row) const {
    const std::size_t end = end_of_plain(text, at, delimiter_);
    if (end - at > kMaxCellBytes) return Cell::too_large;
    if (end >= text.size() && !last) return Cell::need_more;
    row.cells.push_back(text.substr(at, end - at));
    at = end;
    return Cell::read;
}

RowReader::Outcome RowReader::next(std::string_view text, std::size_t& at, bool last, TableRow& row) {
    if (at >= text.size()) return last ? Outcome::end : Outcome::need_more;
    row.cells.clear();
    copies_.clear();
    copied_.clear();
    unclosed_.clear();
    lines_in_ = 0;
    std::size_t i = at;
    while (true) {
        Cell cell = Cell::not_closed;
        if (i < text.size() && text[i] == '"') {
            cell = read_quoted(text, i, last, row);
            if (cell == Cell::not_closed) unclosed_.push_back(line_ + lines_in_);
        }
        if (cell == Cell::not_closed) cell = read_plain(text, i, last, row);
        if (cell == Cell::need_more) return Outcome::need_more;
        if (cell == Cell::too_large) return Outcome::cell_too_large;
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
    std::size_t begin = 0;
    for (const Copied& copy : copied_) {
        row.cells[copy.cell] = std::string_view(copies_).substr(begin, copy.end - begin);
        begin = copy.end;
    }
    line_ += lines_are_rows_ ? 1 : lines_in_ + 1;
    at = i;
    return Outcome::row;
}

}  // namespace funnel::deals
