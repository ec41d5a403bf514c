// When the firm is at work. Who asks at another time is answered when the next working day begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "system/times.hpp"

namespace funnel::server {

// Of the firm's zone: from 9 up to 18, Monday to Friday, unless its site.json says another thing.
struct WorkingHours {
    int from = 9;
    int until = 18;                        // the first hour nobody works in any more
    unsigned days = 0b0011111;             // the lowest bit is Monday
    std::vector<std::int64_t> days_off{};  // holidays: days since 1970, ascending

    [[nodiscard]] bool contain(std::int64_t ms, const TimeZone& zone) const;
    // `patience_ms` after a request that came at that moment, or after the firm has come to work.
    [[nodiscard]] std::int64_t answer_due(std::int64_t came_ms, std::int64_t patience_ms,
                                          const TimeZone& zone) const;
    // Requests that have waited since before this moment, three working days ago, are nobody's news any more.
    [[nodiscard]] std::int64_t news_since(std::int64_t now_ms, const TimeZone& zone) const;
    // "с 9 до 18 по будням", "с 10 до 20 по пн, вт, сб, кроме выходных дней фирмы"
    [[nodiscard]] std::string words() const;
    // The days off that are not over yet.
    [[nodiscard]] std::size_t days_off_ahead(std::int64_t now_ms, const TimeZone& zone) const;

private:
    [[nodiscard]] bool is_working_day(std::int64_t day) const;
};

// What the build of the site has written of site.json: {"working_hours": {"from": 9, "until": 18, "days": [1,
// …, 7], "days_off": ["2027-01-01", …]}}, Monday is 1. Nothing when it is something else.
[[nodiscard]] std::optional<WorkingHours> working_hours_from_json(std::string_view text);
// Of a site's folder; the usual hours when it has none. Nothing when they cannot be read.
[[nodiscard]] std::optional<WorkingHours> working_hours_in(const std::string& site);

}  // namespace funnel::server
