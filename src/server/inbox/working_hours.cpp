#include "inbox/working_hours.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr int kFromHour = 9;
constexpr int kUntilHour = 18;

std::int64_t local_day(std::int64_t ms, const TimeZone& zone) {
    return (ms + zone.hours * kHourMs) / kDayMs;
}

// Monday is 1: 1970-01-01 was a Thursday.
bool is_working_day(std::int64_t day) {
    return (day + 3) % 7 + 1 <= 5;
}

}  // namespace

bool in_working_hours(std::int64_t ms, const TimeZone& zone) {
    const int hour = local_hour(ms, zone);
    return is_working_day(local_day(ms, zone)) && hour >= kFromHour && hour < kUntilHour;
}

std::int64_t answer_due(std::int64_t came_ms, std::int64_t patience_ms, const TimeZone& zone) {
    if (in_working_hours(came_ms, zone)) return came_ms + patience_ms;
    std::int64_t day = local_day(came_ms, zone);
    if (local_hour(came_ms, zone) >= kFromHour) ++day;
    while (!is_working_day(day)) ++day;
    return day * kDayMs + (kFromHour - zone.hours) * kHourMs + patience_ms;
}

}  // namespace funnel::server
