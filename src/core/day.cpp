#include "core/day.hpp"

#include <algorithm>

namespace funnel {

namespace {

// A civil date with the year beginning in March, so that the leap day ends it (Howard Hinnant,
// "chrono-compatible low-level date algorithms").
constexpr int kDaysOfEra = 146'097;  // 400 years
constexpr int kDaysToEpoch = 719'468;

struct Civil {
    int year = 1970;
    int month = 1;
    int day = 1;
};

Day day_from(Civil civil) {
    const int year = civil.year - (civil.month <= 2 ? 1 : 0);
    const int era = year / 400;
    const int year_of_era = year - era * 400;
    const int month = (civil.month + 9) % 12;
    const int day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * kDaysOfEra + day_of_era - kDaysToEpoch;
}

Civil civil_from(Day day) {
    const int shifted = day + kDaysToEpoch;
    const int era = shifted / kDaysOfEra;
    const int day_of_era = shifted - era * kDaysOfEra;
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int month = (5 * day_of_year + 2) / 153;
    Civil civil;
    civil.day = day_of_year - (153 * month + 2) / 5 + 1;
    civil.month = month < 10 ? month + 3 : month - 9;
    civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
    return civil;
}

int days_in(int year, int month) {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

std::optional<Day> day_from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(at, count)) {
            if (c < '0' || c > '9') return -1;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const Civil civil{number(0, 4), number(5, 2), number(8, 2)};
    const bool exists = civil.year >= 1 && civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
                        civil.day <= days_in(civil.year, civil.month);
    return exists ? std::optional(day_from(civil)) : std::nullopt;
}

std::string iso_from_day(Day day) {
    const Civil civil = civil_from(day);
    std::string text = "0000-00-00";
    const auto put = [&](std::size_t last, int value, int digits) {
        for (int i = 0; i < digits; ++i, value /= 10) {
            text[last - static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
        }
    };
    put(3, civil.year, 4);
    put(6, civil.month, 2);
    put(9, civil.day, 2);
    return text;
}

bool is_monday(Day day) {
    const int weekday = (day % 7 + 7) % 7;  // 0 is a Thursday
    return weekday == 4;
}

}  // namespace funnel
