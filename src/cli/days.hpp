// Days and periods as they are typed on the command line.
#pragma once

#include <optional>
#include <string>

#include "core/day.hpp"

namespace funnel::cli {

// "2026-04-01", or nothing for an empty text; false when it is no day.
[[nodiscard]] bool read_day(const std::string& text, std::optional<Day>& day);

// "2026-04-01..2026-04-30": first and last day, in this order.
[[nodiscard]] std::optional<Period> period_from(const std::string& text);

}  // namespace funnel::cli
