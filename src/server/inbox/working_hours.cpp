#include "inbox/working_hours.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include "core/json/document.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr const char* kFile = "/.firm.json";

std::int64_t local_day(std::int64_t ms, const TimeZone& zone) {
    return (ms + zone.hours * kHourMs) / kDayMs;
}

}  // namespace

// 1970-01-01 was a Thursday.
bool WorkingHours::is_working_day(std::int64_t day) const {
    return ((days >> static_cast<unsigned>((day + 3) % 7)) & 1U) != 0;
}

bool WorkingHours::contain(std::int64_t ms, const TimeZone& zone) const {
    const int hour = local_hour(ms, zone);
    return is_working_day(local_day(ms, zone)) && hour >= from && hour < until;
}

std::int64_t WorkingHours::answer_due(std::int64_t came_ms, std::int64_t patience_ms,
                                      const TimeZone& zone) const {
    if (contain(came_ms, zone)) return came_ms + patience_ms;
    std::int64_t day = local_day(came_ms, zone);
    if (local_hour(came_ms, zone) >= from) ++day;
    while (!is_working_day(day)) ++day;
    return day * kDayMs + (from - zone.hours) * kHourMs + patience_ms;
}

std::string WorkingHours::words() const {
    constexpr std::array<std::string_view, 7> kNames{"пн", "вт", "ср", "чт", "пт", "сб", "вс"};
    std::string list;
    for (std::size_t day = 0; day < kNames.size(); ++day)
        if (((days >> day) & 1U) != 0) list += (list.empty() ? "" : ", ") + std::string(kNames[day]);
    if (days == WorkingHours().days) list = "будням";
    const std::string hours = "с " + std::to_string(from) + " до " + std::to_string(until);
    return days == 0b1111111 ? hours + " каждый день" : hours + " по " + list;
}

std::optional<WorkingHours> working_hours_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    if (!document.readable) return std::nullopt;
    WorkingHours hours;
    {
        codec::ObjectReader root(document.root, "", document.issues);
        if (const auto* told = root.object("working_hours", codec::Presence::optional)) {
            codec::ObjectReader inside(*told, "/working_hours", document.issues);
            hours.from = static_cast<int>(
                inside.integer("from", {0, 23}, codec::Presence::required).value_or(hours.from));
            hours.until = static_cast<int>(
                inside.integer("until", {1, 24}, codec::Presence::required).value_or(hours.until));
            if (const auto* days = inside.array("days", {1, 7}, codec::Presence::required)) {
                hours.days = 0;
                for (const auto& day : *days)
                    if (day.is_number_integer() && day >= 1 && day <= 7)
                        hours.days |= 1U << static_cast<unsigned>(day.get<int>() - 1);
            }
            inside.finish();
        }
        root.finish();
    }
    const bool sound = document.issues.empty() && hours.from < hours.until && hours.days != 0;
    return sound ? std::optional(hours) : std::nullopt;
}

std::optional<WorkingHours> working_hours_in(const std::string& site) {
    std::ifstream in(site + kFile, std::ios::binary);
    if (!in) return WorkingHours();
    return working_hours_from_json(std::string(std::istreambuf_iterator<char>(in), {}));
}

}  // namespace funnel::server
