// How the workbench's pictures word amounts, over the number words of the site (core/text): on the scale of
// the largest, and marks of an axis that never say more or less than they mean.
#pragma once

#include <string>
#include <string_view>

#include "core/text/number_words.hpp"

namespace funnel::workbench {

using text::count;
using text::number;
using text::percent;
using text::rate;
using text::roubles;
using text::rounded_to_sum;

// "+2 894 674", "−658 333", "0": a change.
[[nodiscard]] std::string signed_number(double value, int decimals = 0);
// "+1,4 млн": a change where there is little room.
[[nodiscard]] std::string signed_short(double value);

// In what unit amounts of one picture are written, by the largest of them.
struct MoneyScale {
    double roubles_per_unit = 1;
    std::string_view name = "₽";  // "₽", "тыс.", "млн", "млрд", "трлн"
};
[[nodiscard]] MoneyScale money_scale(double largest);
// 13 638 240 on the scale of millions, 1 decimal: "13,6".
[[nodiscard]] std::string scaled(double roubles, MoneyScale scale, int decimals = 1);
// "13,6 млн".
[[nodiscard]] std::string scaled_with_unit(double roubles, MoneyScale scale, int decimals = 1);

// A mark of an axis whose marks are `step` apart: as many digits as it takes to tell it from its neighbours
// and to mean exactly what it says: "1,5 млн", "0", "500 тыс.".
[[nodiscard]] std::string mark_words(double mark, double step, MoneyScale scale);

}  // namespace funnel::workbench
