// Days of the calendar: what a date in a document is once it has been read. No clock, no time zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace funnel {

// Days since 1 January 1970 (a Thursday), negative before it; Gregorian.
using Day = std::int32_t;

// "2026-05-04" → a day; absent when it is not such a text or no such day exists. Years 0001..9999.
[[nodiscard]] std::optional<Day> day_from_iso(std::string_view text);
// The same text back, for days of those years.
[[nodiscard]] std::string iso_from_day(Day day);

[[nodiscard]] bool is_monday(Day day);

// First and last day, both included; from ≤ to.
struct Period {
    Day from = 0;
    Day to = 0;
    friend bool operator==(const Period&, const Period&) = default;
};

}  // namespace funnel
