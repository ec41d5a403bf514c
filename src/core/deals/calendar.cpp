#include "core/deals/calendar.hpp"

namespace funnel::deals {

namespace {

bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

// H. Hinnant, "chrono-compatible low-level date algorithms": years begin in March, eras are of 400 years.
Day days_from_civil(int year, int month, int day) {
    year -= month <= 2 ? 1 : 0;
    const int era = year / 400;
    const int year_of_era = year - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

std::string padded(int number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

std::optional<Day> day_from_date(Date date) {
    if (date.year < kFirstYear || date.year > kLastYear || date.month < 1 || date.month > 12)
        return std::nullopt;
    if (date.day < 1 || date.day > days_in(date.year, date.month)) return std::nullopt;
    return days_from_civil(date.year, date.month, date.day);
}

Date date_from_day(Day day) {
    const int shifted = day + 719'468;
    const int era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const int day_of_era = shifted - era * 146'097;
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted_month = (5 * day_of_year + 2) / 153;
    const int month = shifted_month + (shifted_month < 10 ? 3 : -9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
            day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

Month month_of(Day day) {
    const Date date = date_from_day(day);
    return date.year * 12 + date.month - 1;
}

Day last_day_of(Month month) {
    const Month next = month + 1;
    return days_from_civil(next / 12, next % 12 + 1, 1) - 1;
}

std::string iso_from_month(Month month) {
    return padded(month / 12, 4) + '-' + padded(month % 12 + 1, 2);
}

}  // namespace funnel::deals
