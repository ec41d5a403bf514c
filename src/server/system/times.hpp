// Wall-clock times as the store keeps them: milliseconds since 1970 in UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace funnel::server {

[[nodiscard]] std::int64_t wall_clock_ms();
// "2026-11-23T15:39:24Z"
[[nodiscard]] std::string utc_text(std::int64_t ms);
// The firm's zone, for times that people read. A plain distance from UTC: Russia's zones have had no summer
// time since 2014, and a machine without tzdata knows it, too.
struct Zone {
    int minutes = 180;  // Moscow
    friend bool operator==(const Zone&, const Zone&) = default;
};
[[nodiscard]] std::optional<Zone> zone_from(std::string_view text);  // "+03:00", "-01:30"
[[nodiscard]] std::string name_of(Zone zone);                        // "UTC+03:00"
// "2026-11-23 18:39:24": as spreadsheets and people of the zone read it.
[[nodiscard]] std::string local_text(std::int64_t ms, Zone zone);
// Hour of the day there, 0..23.
[[nodiscard]] int local_hour(std::int64_t ms, Zone zone);
// The moment at which "2026-11-23" begins there; nothing for what is no day.
[[nodiscard]] std::optional<std::int64_t> day_start(std::string_view day, Zone zone);
// "2026-11-23"
[[nodiscard]] std::string utc_day(std::int64_t ms);

}  // namespace funnel::server
