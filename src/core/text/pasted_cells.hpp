// A table as it comes from the clipboard: cells by tabs (Excel, Google, Яндекс), by semicolons, bars or
// commas (a CSV file), or by the spaces between a name and its numbers. A quoted cell may hold line ends and
// separators.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::text {

struct PastedRow {
    std::size_t row = 1;  // its place in the pasted table, from 1; empty rows count
    std::vector<std::string>
        cells;  // without invisible characters and outer white space; a line end is one space
};

// Rows that hold something; up to 2 000, the rest is not read.
[[nodiscard]] std::vector<PastedRow> pasted_rows(std::string_view utf8);

}  // namespace funnel::text
