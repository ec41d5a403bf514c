#include "core/deals/header.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/deals/cell.hpp"
#include "core/deals/rows.hpp"

namespace funnel::deals {

namespace {

constexpr std::size_t kCandidates = 20;
constexpr std::size_t kRowsBelow = 50;
constexpr std::size_t kSurelyHeader = 3;  // known words

// How many rows have each width. Blank lines say nothing.
std::map<std::size_t, std::size_t> widths_of(std::string_view text, bool whole, char delimiter) {
    std::map<std::size_t, std::size_t> widths;
    RowReader reader(delimiter);
    TableRow row;
    std::size_t at = 0;
    while (reader.next(text, at, whole, row) == RowReader::Outcome::row) {
        if (row.cells.size() > 1 || !row.is_empty()) ++widths[row.cells.size()];
    }
    return widths;
}

struct Commonest {
    std::size_t width = 0;
    std::size_t rows = 0;
};
Commonest commonest(const std::map<std::size_t, std::size_t>& widths, std::size_t least) {
    Commonest best;
    for (const auto& [width, rows] : widths) {
        if (width >= least && rows >= best.rows) best = {width, rows};
    }
    return best;
}

// What a header cannot be: with a number or a date, or mostly empty.
bool fits(const std::vector<SampleRow>& rows, std::size_t index, std::size_t width) {
    const std::vector<std::string>& cells = rows[index].cells;
    if (cells.size() != width) return false;
    std::size_t filled = 0;
    for (const std::string& cell : cells) {
        if (cell.empty()) continue;
        ++filled;
        if (is_number(cell) || is_date(cell)) return false;
    }
    return filled > 0 && filled * 2 >= width;
}

// No cell comes again in its own column right below.
bool is_unrepeated(const std::vector<SampleRow>& rows, std::size_t index, std::size_t width) {
    const std::vector<std::string>& cells = rows[index].cells;
    for (std::size_t i = index + 1; i < std::min(rows.size(), index + 1 + kRowsBelow); ++i) {
        for (std::size_t c = 0; c < std::min(width, rows[i].cells.size()); ++c) {
            if (!cells[c].empty() && cells[c] == rows[i].cells[c]) return false;
        }
    }
    return true;
}

bool is_distinct(const std::vector<std::string>& cells) {
    std::set<std::string_view> seen;
    return std::all_of(cells.begin(), cells.end(),
                       [&](const std::string& cell) { return cell.empty() || seen.insert(cell).second; });
}

// Words of the CRMs and of the mapping in a row; the mapping's count first.
struct Known {
    std::size_t wanted = 0;
    std::size_t words = 0;
    bool operator>(const Known& other) const {
        return std::tie(wanted, words) > std::tie(other.wanted, other.words);
    }
};
Known known_in(const std::vector<std::string>& cells, const Words& words,
               const std::vector<std::string>& wanted) {
    Known known;
    for (const std::string& cell : cells) {
        if (std::find(wanted.begin(), wanted.end(), folded(cell)) != wanted.end()) ++known.wanted;
        if (knows_header(words, cell)) ++known.words;
    }
    return known;
}

std::string letters_of(std::size_t index) {
    std::string letters;
    for (std::size_t i = index + 1; i > 0; i = (i - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + static_cast<int>((i - 1) % 26)));
    }
    return letters;
}

}  // namespace

char delimiter_of(std::string_view start, bool whole) {
    char best = ';';
    std::size_t most = 0;
    for (const char delimiter : {';', ',', '\t', '|'}) {
        const Commonest rows = commonest(widths_of(start, whole, delimiter), 2);
        if (rows.rows * rows.width > most) {
            most = rows.rows * rows.width;
            best = delimiter;
        }
    }
    return best;
}

std::size_t width_of(std::string_view start, bool whole, char delimiter) {
    const auto widths = widths_of(start, whole, delimiter);
    const Commonest table = commonest(widths, 2);
    return table.width > 0 ? table.width : commonest(widths, 1).width;
}

std::optional<HeaderPlace> find_header(const std::vector<SampleRow>& rows, std::size_t width,
                                       const Words& words, const std::vector<std::string>& wanted) {
    std::optional<HeaderPlace> best;
    Known most;
    const auto is_strict = [&](std::size_t i) {
        return fits(rows, i, width) && is_distinct(rows[i].cells) && is_unrepeated(rows, i, width);
    };
    for (const bool strict : {true, false}) {
        if (best) break;
        std::size_t seen = 0;
        for (std::size_t i = 0; i < rows.size() && seen < kCandidates; ++i) {
            if (rows[i].cells.size() != width) continue;
            ++seen;
            if (strict ? !is_strict(i) : !fits(rows, i, width)) continue;
            const Known known = known_in(rows[i].cells, words, wanted);
            // Columns named alike, or a pipeline called «Воронка»: a header all the same when its words are
            // known.
            if (!strict && std::max(known.words, known.wanted) < kSurelyHeader) continue;
            if (!best || known > most) {
                best = HeaderPlace{i, std::nullopt};
                most = known;
            }
        }
    }
    if (best && best->index + 1 < rows.size() && is_strict(best->index + 1)) best->units = best->index + 1;
    return best;
}

std::vector<std::string> column_names(const std::vector<std::string>& header, std::size_t width) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (std::size_t i = 0; i < width; ++i) {
        const std::string name = i < header.size() && !header[i].empty() ? header[i] : letters_of(i);
        std::string unlike = name;
        for (int copy = 2; !taken.insert(folded(unlike)).second; ++copy) {
            unlike = name + " (" + std::to_string(copy) + ")";
        }
        names.push_back(std::move(unlike));
    }
    return names;
}

}  // namespace funnel::deals
