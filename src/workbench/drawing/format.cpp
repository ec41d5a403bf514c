#include "workbench/drawing/format.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::workbench {

std::string signed_number(double value, int decimals) {
    const std::string words = number(value, decimals);
    return value > 0 && words != number(0) ? "+" + words : words;
}

std::string signed_short(double value) {
    const std::string words = text::short_number(value);
    return value > 0 && words != number(0) ? "+" + words : words;
}

MoneyScale money_scale(double largest) {
    const double size = std::fabs(largest);
    if (size >= 1e13) return {1e12, "трлн"};
    if (size >= 1e10) return {1e9, "млрд"};
    if (size >= 1e6) return {1e6, "млн"};
    if (size >= 1e4) return {1e3, "тыс."};
    return {1, "₽"};
}

std::string scaled(double value, MoneyScale scale, int decimals) {
    const int places = scale.roubles_per_unit > 1 ? decimals : 0;
    return number(value / scale.roubles_per_unit, places, places);
}

std::string scaled_with_unit(double value, MoneyScale scale, int decimals) {
    return number(value / scale.roubles_per_unit, scale.roubles_per_unit > 1 ? decimals : 0) + "\u00a0" +
           std::string(scale.name);
}

std::string mark_words(double mark, double step, MoneyScale scale) {
    if (std::fabs(mark) < step / 2) return "0";
    const double apart = step / scale.roubles_per_unit;
    const int decimals = static_cast<int>(std::clamp(std::ceil(-std::log10(apart) - 1e-9), 0.0, 6.0));
    return number(mark / scale.roubles_per_unit, decimals) + "\u00a0" + std::string(scale.name);
}

}  // namespace funnel::workbench
