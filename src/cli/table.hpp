// Numbers and tables as people read them in a terminal.
#pragma once

#include <string>
#include <vector>

#include "core/units.hpp"

namespace funnel::cli {

inline constexpr const char* kGroup = "\u00A0";  // no-break space

[[nodiscard]] std::string whole(double value);                // 1 500 000
[[nodiscard]] std::string roubles(Roubles value);             // 1 500 000 ₽
[[nodiscard]] std::string signed_roubles(Roubles value);      // +1 500 000 ₽
[[nodiscard]] std::string decimal(double value, int places);  // 1,50
[[nodiscard]] std::string percent(Ratio value);               // 12,50 %

// Rows of cells: the first column to the left, the others to the right, as wide as their widest cell.
class Table {
public:
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace funnel::cli
