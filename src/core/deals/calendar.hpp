// Days and months of the proleptic Gregorian calendar, as integers. No clock and no time zone: a day is what
// is written in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/day.hpp"

namespace funnel::deals {

// Months since year 0: 12 · year + (month − 1).
using Month = std::int32_t;

struct Date {
    int year = 1970;
    int month = 1;  // 1..12
    int day = 1;    // 1..31
};

// Years a date of a deal may have; others are no dates (0001-01-01 of 1C is an empty cell).
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2199;

// Absent when there is no such day (31 February) or the year is out of kFirstYear..kLastYear.
[[nodiscard]] std::optional<Day> day_from_date(Date date);
[[nodiscard]] Date date_from_day(Day day);

[[nodiscard]] Month month_of(Day day);
[[nodiscard]] Day last_day_of(Month month);

// "2026-03"
[[nodiscard]] std::string iso_from_month(Month month);

}  // namespace funnel::deals
