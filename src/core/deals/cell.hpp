// What one cell of an export says: a date, an amount, a contact, a text. Each is read as far as the cell
// alone allows; what depends on the whole column (order of day and month, decimal mark) is kept open and
// settled later.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/deals/calendar.hpp"

namespace funnel::deals {

// Without white space at both ends (no-break spaces too), and without the wrappings of spreadsheets: ="7",
// '7.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// How texts are compared with names: trimmed, lower case, ё as е, spaces collapsed. Latin and Cyrillic.
[[nodiscard]] std::string folded(std::string_view text);
// Only its letters and digits, folded: "Deal_Stage", "deal stage" and "DealStage" are one header.
[[nodiscard]] std::string squeezed(std::string_view text);
// What words are compared by: squeezed, or folded when there is no letter in it: "№", "+".
[[nodiscard]] std::string word_key(std::string_view text);

enum class DateOrder : std::uint8_t { dmy, mdy, ymd };
inline constexpr std::array<std::string_view, 3> kDateOrderNames{"dmy", "mdy", "ymd"};

// A date as written: a day, three parts whose order the column decides, or a spreadsheet's serial number.
class CellDate {
public:
    enum class Kind : std::uint8_t { empty, day, parts, serial, bad };

    [[nodiscard]] static CellDate none() { return CellDate(Kind::empty, 0); }
    [[nodiscard]] static CellDate bad() { return CellDate(Kind::bad, 0); }
    [[nodiscard]] static CellDate of_day(Day day) {
        return CellDate(Kind::day, static_cast<std::uint32_t>(day + kShift));
    }
    [[nodiscard]] static CellDate of_serial(std::uint32_t serial) { return CellDate(Kind::serial, serial); }
    // "05/03/26": first and second below 100, third as written (below 100 means two digits).
    [[nodiscard]] static CellDate of_parts(std::uint32_t first, std::uint32_t second, std::uint32_t third) {
        return CellDate(Kind::parts, first << 20U | second << 13U | third);
    }

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(bits_ >> 28U); }
    // Parts only.
    [[nodiscard]] int first() const { return static_cast<int>(bits_ >> 20U & 0x7FU); }
    [[nodiscard]] int second() const { return static_cast<int>(bits_ >> 13U & 0x7FU); }
    [[nodiscard]] int third() const { return static_cast<int>(bits_ & 0x1FFFU); }

    struct Column {
        DateOrder order = DateOrder::dmy;
        bool all_serials = false;  // nothing but serial numbers in the column
    };
    // The day it means in such a column; absent when it is empty or none.
    [[nodiscard]] std::optional<Day> day_in(Column column) const;

    CellDate() : CellDate(Kind::empty, 0) {}
    friend bool operator==(CellDate, CellDate) = default;

private:
    static constexpr Day kShift = 1 << 20;
    CellDate(Kind kind, std::uint32_t value) : bits_(static_cast<std::uint32_t>(kind) << 28U | value) {}
    std::uint32_t bits_;
};

// A cell's date and the time of day beside it (seconds; 0 without one). Zones are dropped: the date as
// written.
struct DateTime {
    CellDate date;
    std::int32_t second = 0;
};
[[nodiscard]] DateTime date_from(std::string_view cell);

// Currencies are numbered by whoever reads the column; 0 is "not said".
struct CellAmount {
    enum class Kind : std::uint8_t { empty, number, bad };
    // "1,234" is 1234 or 1.234: the value is the first, the mark says which decimal mark makes it the second.
    enum class Open : std::uint8_t { no, comma, point };
    Kind kind = Kind::empty;
    Open open = Open::no;
    double value = 0;
    std::string_view currency;  // the mark beside the number as a code: "RUB", "USD"…; empty without one
    // Other marks than the open one: which decimal mark the cell shows for sure, 0 when none.
    char decimal = 0;
};
// Groups by spaces and apostrophes; decimal comma or point; a currency's sign, word or code before or after.
// A negative number (also in brackets) and words are bad.
[[nodiscard]] CellAmount amount_from(std::string_view cell);
// "₽", "руб.", "Российский рубль", "rub" → "RUB"; unknown texts as they are.
[[nodiscard]] std::string currency_code(std::string_view text);

// Whether a cell is a number of any sign, or a date: such cells are no headers.
[[nodiscard]] bool is_number(std::string_view cell);
[[nodiscard]] bool is_date(std::string_view cell);

// Phone (last 10 digits when there are ≥ 10) or e-mail (lower case); empty for anything else.
[[nodiscard]] std::string contact_from(std::string_view cell);

}  // namespace funnel::deals
