// Where the delimiter, the width and the header of a table are found, from its first rows: deals.md §1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/words.hpp"

namespace funnel::deals {

// The one of ; , TAB | whose rows of the commonest width > 1 hold the most cells; ties in that order.
// `whole`: the text is the whole file, else its last row is cut.
[[nodiscard]] char delimiter_of(std::string_view start, bool whole);

// The commonest number of cells of a row that is not blank, ties the larger; 0 without rows.
[[nodiscard]] std::size_t width_of(std::string_view start, bool whole, char delimiter);

struct SampleRow {
    std::uint32_t line = 0;
    std::vector<std::string> cells;  // trimmed; as many as the row has
};
struct HeaderPlace {
    std::size_t index = 0;             // in the sample
    std::optional<std::size_t> units;  // a second row of the header, right below
};
// Absent when no row can be one. `rows` without empty rows. `wanted`: headers a mapping names, folded.
[[nodiscard]] std::optional<HeaderPlace> find_header(const std::vector<SampleRow>& rows, std::size_t width,
                                                     const Words& words,
                                                     const std::vector<std::string>& wanted);

// Names of columns, unlike each other: a second one is "NAME (2)"; an empty one is the letter of its place.
[[nodiscard]] std::vector<std::string> column_names(const std::vector<std::string>& header,
                                                    std::size_t width);

}  // namespace funnel::deals
