// Numbers as people in Russia read them: groups by U+00A0, a decimal comma, U+2212 for minus, units after
// U+00A0. Formatting only: nothing here changes what a number means. Every case of
// tests/golden/number_words.json reads the same here and on the pages (web/js/text/format.js).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace funnel::text {

// "18 437 760" or "14,3": at most `decimals` digits after the comma (0..6), at least `least`; halves away
// from zero. What shows as zero has no sign.
[[nodiscard]] std::string number(double value, int decimals = 0, int least = 0);
// "18 437 760 ₽".
[[nodiscard]] std::string roubles(double value);
// "+2 894 674 ₽", "−658 333 ₽", "0 ₽".
[[nodiscard]] std::string signed_roubles(double value);
// A ratio as "3,16 %": more digits the smaller it is; what is below one never reads 100 %.
[[nodiscard]] std::string percent(double ratio);
// Leads, sales: whole from ten up, at most one decimal below: "76", "5,4".
[[nodiscard]] std::string count(double value);
// The number that `count` tells: a noun beside it takes its form.
[[nodiscard]] double counted(double value);
// So many a day: one decimal below a hundred: "14,3", "6,0", "120".
[[nodiscard]] std::string rate(double value);
// "13,6 млн", "85 тыс.", "950": three significant digits on the scale of its size.
[[nodiscard]] std::string short_number(double value);

// The form of a noun after a number: 1 заявка, 2 заявки, 5 заявок; a fraction takes `few`.
struct NounForms {
    std::string_view one;
    std::string_view few;
    std::string_view many;
};
[[nodiscard]] std::string_view plural(double value, NounForms forms);

// Whole numbers that sum to the rounded total (largest remainder; of equal remainders the first): what is
// printed adds up. Precondition: the amounts sum to `total` but for rounding.
[[nodiscard]] std::vector<double> rounded_to_sum(const std::vector<double>& amounts, double total);

}  // namespace funnel::text
