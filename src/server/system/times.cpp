#include "system/times.hpp"

#include <array>
#include <chrono>
#include <ctime>

#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr TimeZone kMoscow{"Europe/Moscow", "по московскому времени", 3};
constexpr std::array kZones{TimeZone{"Europe/Kaliningrad", "по калининградскому времени", 2},
                            kMoscow,
                            TimeZone{"Europe/Samara", "по самарскому времени", 4},
                            TimeZone{"Asia/Yekaterinburg", "по екатеринбургскому времени", 5},
                            TimeZone{"Asia/Omsk", "по омскому времени", 6},
                            TimeZone{"Asia/Novosibirsk", "по новосибирскому времени", 7},
                            TimeZone{"Asia/Krasnoyarsk", "по красноярскому времени", 7},
                            TimeZone{"Asia/Irkutsk", "по иркутскому времени", 8},
                            TimeZone{"Asia/Yakutsk", "по якутскому времени", 9},
                            TimeZone{"Asia/Vladivostok", "по владивостокскому времени", 10},
                            TimeZone{"Asia/Magadan", "по магаданскому времени", 11},
                            TimeZone{"Asia/Kamchatka", "по камчатскому времени", 12}};
constexpr std::array kMonths{"января", "февраля", "марта",    "апреля",  "мая",    "июня",
                             "июля",   "августа", "сентября", "октября", "ноября", "декабря"};

std::tm parts_of(std::int64_t ms) {
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return parts;
}

std::string formatted(std::int64_t ms, const char* format) {
    const std::tm parts = parts_of(ms);
    char text[40];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

std::int64_t shift_of(const TimeZone& zone) {
    return zone.hours * kHourMs;
}

}  // namespace

std::string local_text(std::int64_t ms, const TimeZone& zone) {
    return formatted(ms + shift_of(zone), "%Y-%m-%d %H:%M:%S");
}

std::string day_text(std::int64_t ms, const TimeZone& zone) {
    return utc_day(ms + shift_of(zone));
}

int local_hour(std::int64_t ms, const TimeZone& zone) {
    return static_cast<int>(((ms + shift_of(zone)) / kHourMs % 24 + 24) % 24);
}

std::optional<std::int64_t> day_start(std::string_view day, const TimeZone& zone) {
    if (day.size() != 10 || day[4] != '-' || day[7] != '-') return std::nullopt;
    const auto year = whole_number_in(day.substr(0, 4));
    const auto month = whole_number_in(day.substr(5, 2));
    const auto date = whole_number_in(day.substr(8, 2));
    if (!year || !month || !date) return std::nullopt;
    const std::chrono::year_month_day parts{std::chrono::year(static_cast<int>(*year)),
                                            std::chrono::month(static_cast<unsigned>(*month)),
                                            std::chrono::day(static_cast<unsigned>(*date))};
    if (!parts.ok()) return std::nullopt;
    const auto start = std::chrono::sys_days(parts).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(start).count() - shift_of(zone);
}

std::int64_t wall_clock_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string utc_text(std::int64_t ms) {
    return formatted(ms, "%Y-%m-%dT%H:%M:%SZ");
}
// The process keeps the locale "C".
std::string mail_date_text(std::int64_t ms) {
    return formatted(ms, "%a, %d %b %Y %H:%M:%S +0000");
}
std::string utc_day(std::int64_t ms) {
    return formatted(ms, "%Y-%m-%d");
}

std::optional<TimeZone> time_zone_from(std::string_view name) {
    for (const TimeZone& zone : kZones)
        if (zone.name == name) return zone;
    return std::nullopt;
}
TimeZone moscow_time() {
    return kMoscow;
}

std::string day_in_words(std::int64_t ms, const TimeZone& zone) {
    const std::tm parts = parts_of(ms + shift_of(zone));
    return std::to_string(parts.tm_mday) + ' ' + kMonths.at(static_cast<std::size_t>(parts.tm_mon));
}

std::string moment_in_words(std::int64_t ms, const TimeZone& zone) {
    return day_in_words(ms, zone) + formatted(ms + shift_of(zone), " %Y года, %H:%M ") +
           std::string(zone.words) + " (UTC+" + std::to_string(zone.hours) + ')';
}

}  // namespace funnel::server
