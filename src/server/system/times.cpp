#include "system/times.hpp"

#include <array>
#include <chrono>
#include <ctime>

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

std::string formatted(std::int64_t ms, const char* format) {
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

}  // namespace

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

std::string moment_in_words(std::int64_t ms, const TimeZone& zone) {
    const auto seconds = static_cast<std::time_t>(ms / 1000 + zone.hours * 3600);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char clock[16];
    const std::size_t length = std::strftime(clock, sizeof clock, "%H:%M", &parts);
    return std::to_string(parts.tm_mday) + ' ' + kMonths.at(static_cast<std::size_t>(parts.tm_mon)) + ' ' +
           std::to_string(parts.tm_year + 1900) + " года, " + std::string(clock, length) + ' ' +
           std::string(zone.words) + " (UTC+" + std::to_string(zone.hours) + ')';
}

}  // namespace funnel::server
