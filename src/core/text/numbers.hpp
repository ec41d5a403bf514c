// Numbers the way people type them: "1 500 000", "1,5 млн", "85к", "150 тыс. ₽", "320 заявок",
// "12,5
// %", "150.000". Which text is which number, and what is refused, is tests/golden/numbers.json; the page's
// reader (web/js/text/parse.js) gives the same answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace funnel::text {

// What the field asks for decides which units may stand beside the number.
enum class NumberKind : std::uint8_t {
    count,    // leads, people, sales: «шт.», «чел.», «заявок»…, «в месяц»
    money,    // roubles: «₽», «руб.», «т.р.», «в месяц»
    percent,  // gives a ratio: "7,5" and "7,5 %" → 0.075
    days,     // «дн.», «рабочих дней»
    months,   // «мес.»
    number,   // no unit
};

// Why a text is no number of its kind.
enum class NumberRefusal : std::uint8_t {
    not_a_number,     // "много", "1e5", "1/2"
    percent,          // "5 %" where money or people are asked for
    unit,             // a word that does not belong here: "5 слонов", "85 000 чел." as money
    separators,       // "1,5.3", "1,1,1.2": thousands and decimals cannot be told apart
    several_numbers,  // "100–150", "5 или 6"
    too_large,        // beyond 10^15
};
// "not_a_number", "percent"…: the code messages go by.
[[nodiscard]] std::string_view code_of(NumberRefusal refusal);

// Exactly one of: nothing typed (`empty`), a number (`value`), a refusal.
struct NumberRead {
    bool empty = false;
    std::optional<double> value;  // finite, |value| ≤ 10^15; never −0
    std::optional<NumberRefusal> refusal;
    // A number that says its own size ("5 млн", "500 000 ₽") is not to be multiplied by the unit of its
    // field.
    bool has_multiplier = false;
    bool has_unit = false;
};

// Reads UTF-8 of any content. Invisible characters are dropped first; spaces, U+00A0, U+202F and apostrophes
// between digits are groups wherever they stand, so that a number stays readable while it is being typed. A
// point or comma before exactly three digits is a thousand in counts and money without a multiplier, a
// decimal mark elsewhere.
[[nodiscard]] NumberRead read_number(std::string_view utf8, NumberKind kind);

}  // namespace funnel::text
