// Days and periods as documents write them: "2026-05-04", {"from": day, "to": day}. Codec files only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/day.hpp"
#include "core/json/document.hpp"

namespace funnel::codec {

// The day under a key; nothing, with an issue, when there is no such day.
[[nodiscard]] std::optional<Day> read_day(ObjectReader& fields, std::string_view key, Presence presence);

// Both days included, the first not after the last. Without issues unless one was told.
[[nodiscard]] Period read_period(const Json& value, std::string path, std::vector<Issue>& issues);

}  // namespace funnel::codec
