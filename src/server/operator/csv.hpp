// CSV that spreadsheets open rightly: UTF-8 with BOM, ';' between fields, and no field that a spreadsheet
// would run as a formula.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

inline constexpr std::string_view kCsvStart = "\xef\xbb\xbf";

// One line with CRLF. Every field is quoted; one that starts with = + - @, tab, CR or LF (also after spaces
// or as full-width signs) gets an apostrophe before it, so that it stays text. A sign before digits alone is
// a phone or a number, which no spreadsheet runs: it stays as it is.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

}  // namespace funnel::server
