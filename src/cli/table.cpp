#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace funnel::cli {

namespace {

constexpr const char* kMinus = "\u2212";

std::string digits_grouped(double rounded) {
    char buffer[400];
    const int length = std::snprintf(buffer, sizeof buffer, "%.0f", std::fabs(rounded));
    std::string grouped;
    for (int i = 0; i < length; ++i) {
        if (i > 0 && (length - i) % 3 == 0) grouped += kGroup;
        grouped += buffer[i];
    }
    return grouped;
}

std::size_t width_of(const std::string& utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string whole(double value) {
    const double rounded = std::round(value);
    return (rounded < 0 ? kMinus : "") + digits_grouped(rounded);
}

std::string roubles(Roubles value) {
    return whole(value) + kGroup + "₽";
}

std::string signed_roubles(Roubles value) {
    return (value > 0 ? "+" : "") + roubles(value);
}

std::string decimal(double value, int places) {
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, "%.*f", places, std::fabs(value));
    std::string text(buffer);
    std::replace(text.begin(), text.end(), '.', ',');
    return (value < 0 ? kMinus : "") + text;
}

std::string percent(Ratio value) {
    return decimal(value * 100, 2) + kGroup + "%";
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()), 0);
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::string out;
    for (const auto& row : rows_) {
        out += "  ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - width_of(row[i]), ' ');
            if (i > 0) out += "  ";
            out += i == 0 ? row[i] + padding : padding + row[i];
        }
        out.erase(out.find_last_not_of(' ') + 1);
        out += '\n';
    }
    return out;
}

}  // namespace funnel::cli
