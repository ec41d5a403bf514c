// When the firm is at work: from 9 to 18 in its zone, Monday to Friday. Who asks at another time is answered
// when the next such day begins.
#pragma once

#include <cstdint>

#include "system/times.hpp"

namespace funnel::server {

[[nodiscard]] bool in_working_hours(std::int64_t ms, const TimeZone& zone);

// `patience_ms` after the request came, or after the firm has come to work.
[[nodiscard]] std::int64_t answer_due(std::int64_t came_ms, std::int64_t patience_ms, const TimeZone& zone);

}  // namespace funnel::server
