#include "system/times.hpp"

#include <chrono>
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

}  // namespace

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
