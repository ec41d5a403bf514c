// Numbers as people in Russia write and read them: groups by U+00A0, a decimal comma, U+2212 for minus.
// Formatting only: nothing here changes what a number means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::workbench {

// "18 437 760" or "14,3": groups of three, `decimals` digits after the comma (0..6), halves away from zero.
[[nodiscard]] std::string number(double value, int decimals = 0);
// The same with no zeros at the end: 82,50 → "82,5".
[[nodiscard]] std::string number_trimmed(double value, int decimals);
// "+2 894 674", "−658 333", "0": a change.
[[nodiscard]] std::string signed_number(double value, int decimals = 0);
// A share as "3,16 %"; no zeros at the end.
[[nodiscard]] std::string percent(double ratio, int decimals = 1);
// "18 437 760 ₽".
[[nodiscard]] std::string roubles(double value);
// A count of people or leads: whole from 10, else one decimal, no zeros at the end: "2 400", "76", "5,4".
[[nodiscard]] std::string count(double value);
// So many a day: one decimal below a hundred: "14,3", "6,0".
[[nodiscard]] std::string rate(double value);

// In what unit amounts of one picture are written, by the largest of them.
struct MoneyScale {
    double roubles_per_unit = 1;
    std::string_view name = "₽";  // "₽", "тыс", "млн", "млрд", "трлн"
};
[[nodiscard]] MoneyScale money_scale(double largest);
// 13 638 240 on the scale of millions, 1 decimal: "13,6".
[[nodiscard]] std::string scaled(double roubles, MoneyScale scale, int decimals = 1);
// "13,6 млн".
[[nodiscard]] std::string scaled_with_unit(double roubles, MoneyScale scale, int decimals = 1);

// Whole numbers that sum to the rounded total (largest remainder): what is printed adds up.
[[nodiscard]] std::vector<double> rounded_to_sum(const std::vector<double>& amounts, double total);

// What a person typed: "1 500 000", "1,5 млн", "300 тыс", "12,5 %", "−3". The sign % is left to the caller's
// unit. Absent when it is not a number.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace funnel::workbench
