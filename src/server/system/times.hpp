// Wall-clock times as the store keeps them: milliseconds since 1970 in UTC; and as people read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace funnel::server {

inline constexpr std::int64_t kHourMs = 3'600'000;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;

[[nodiscard]] std::int64_t wall_clock_ms();
// "2026-11-23T15:39:24Z"
[[nodiscard]] std::string utc_text(std::int64_t ms);
// "Mon, 23 Nov 2026 15:39:24 +0000": RFC 5322 section 3.3.
[[nodiscard]] std::string mail_date_text(std::int64_t ms);
// "2026-11-23"
[[nodiscard]] std::string utc_day(std::int64_t ms);

// A zone of Russia, where clocks are not changed: an offset is all there is to know.
struct TimeZone {
    std::string_view name;   // "Europe/Moscow"
    std::string_view words;  // "по московскому времени"
    int hours = 0;           // ahead of UTC
};
[[nodiscard]] std::optional<TimeZone> time_zone_from(std::string_view name);
[[nodiscard]] TimeZone moscow_time();
// "2026-11-23 18:39:24": as spreadsheets and people of the zone read it.
[[nodiscard]] std::string local_text(std::int64_t ms, const TimeZone& zone);
// "2026-11-23": the day it is there.
[[nodiscard]] std::string day_text(std::int64_t ms, const TimeZone& zone);
// Hour of the day there, 0..23.
[[nodiscard]] int local_hour(std::int64_t ms, const TimeZone& zone);
// The moment at which "2026-11-23" begins there; nothing for what is no day.
[[nodiscard]] std::optional<std::int64_t> day_start(std::string_view day, const TimeZone& zone);
// "23 ноября": the day it is there.
[[nodiscard]] std::string day_in_words(std::int64_t ms, const TimeZone& zone);
// "23 ноября 2026 года, 18:39 по московскому времени (UTC+3)"
[[nodiscard]] std::string moment_in_words(std::int64_t ms, const TimeZone& zone);

}  // namespace funnel::server
