#include "system/times.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace funnel::server {

namespace {

std::string formatted(std::int64_t ms, const char* format) {
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

// All of it, digits only.
std::optional<int> number_in(std::string_view text) {
    int value = 0;
    if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::int64_t shift_of(Zone zone) {
    return std::int64_t{zone.minutes} * 60'000;
}

}  // namespace

std::optional<Zone> zone_from(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    const auto hours = number_in(text.substr(1, 2));
    const auto minutes = number_in(text.substr(4, 2));
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    const int distance = *hours * 60 + *minutes;
    return Zone{text[0] == '-' ? -distance : distance};
}

std::string name_of(Zone zone) {
    char text[16];
    const int distance = std::abs(zone.minutes);
    const int length = std::snprintf(text, sizeof text, "UTC%c%02d:%02d", zone.minutes < 0 ? '-' : '+',
                                     distance / 60, distance % 60);
    return {text, static_cast<std::size_t>(length)};
}

std::string local_text(std::int64_t ms, Zone zone) {
    return formatted(ms + shift_of(zone), "%Y-%m-%d %H:%M:%S");
}

int local_hour(std::int64_t ms, Zone zone) {
    constexpr std::int64_t kHour = 3'600'000;
    return static_cast<int>(((ms + shift_of(zone)) / kHour % 24 + 24) % 24);
}

std::optional<std::int64_t> day_start(std::string_view day, Zone zone) {
    if (day.size() != 10 || day[4] != '-' || day[7] != '-') return std::nullopt;
    const auto year = number_in(day.substr(0, 4));
    const auto month = number_in(day.substr(5, 2));
    const auto date = number_in(day.substr(8, 2));
    if (!year || !month || !date) return std::nullopt;
    const std::chrono::year_month_day parts{std::chrono::year(*year),
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
std::string utc_day(std::int64_t ms) {
    return formatted(ms, "%Y-%m-%d");
}

}  // namespace funnel::server
