// Wall-clock times as the store keeps them: milliseconds since 1970 in UTC.
#pragma once

#include <cstdint>
#include <string>

namespace funnel::server {

[[nodiscard]] std::int64_t wall_clock_ms();
// "2026-11-23T15:39:24Z"
[[nodiscard]] std::string utc_text(std::int64_t ms);
// "2026-11-23"
[[nodiscard]] std::string utc_day(std::int64_t ms);

}  // namespace funnel::server
