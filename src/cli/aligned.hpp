// Numbers and tables as text for people: Russian marks, columns aligned by characters.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/units.hpp"

namespace funnel::cli {

inline constexpr const char* kThinGroup = "\u00A0";  // no-break space

[[nodiscard]] std::string whole(double value);  // 3 750 000
[[nodiscard]] std::string roubles(Roubles value);
[[nodiscard]] std::string signed_roubles(Roubles value);
[[nodiscard]] std::string decimal(double value, int places);
[[nodiscard]] std::string percent(Ratio value);  // two places
// A share as a row of blocks, `width` characters for 1.
[[nodiscard]] std::string bar(Ratio share, std::size_t width);

// Characters (code points) of UTF-8.
[[nodiscard]] std::size_t characters_of(const std::string& utf8);

// Rows of cells: the first column to the left, the others to the right, as wide as their widest cell.
class Table {
public:
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace funnel::cli
