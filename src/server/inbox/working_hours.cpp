#include "inbox/working_hours.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "core/json/document.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr const char* kFile = "/.firm.json";
constexpr std::size_t kMostDaysOff = 400;
constexpr int kNewsDays = 3;

std::int64_t local_day(std::int64_t ms, const TimeZone& zone) {
    return (ms + zone.hours * kHourMs) / kDayMs;
}

// "2027-01-01" of any zone, as the number of the day.
std::optional<std::int64_t> day_number(const codec::Json& day) {
    const auto start = day.is_string() ? day_start(day.get<std::string>(), TimeZone()) : std::nullopt;
    return start ? std::optional(*start / kDayMs) : std::nullopt;
}

}  // namespace

// 1970-01-01 was a Thursday.
bool WorkingHours::is_working_day(std::int64_t day) const {
    return ((days >> static_cast<unsigned>((day + 3) % 7)) & 1U) != 0 &&
           !std::binary_search(days_off.begin(), days_off.end(), day);
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

std::int64_t WorkingHours::news_since(std::int64_t now_ms, const TimeZone& zone) const {
    std::int64_t day = local_day(now_ms, zone);
    for (int left = kNewsDays; left > 0; left -= is_working_day(day) ? 1 : 0) --day;
    return day * kDayMs - zone.hours * kHourMs;
}

std::size_t WorkingHours::days_off_ahead(std::int64_t now_ms, const TimeZone& zone) const {
    return static_cast<std::size_t>(
        days_off.end() - std::lower_bound(days_off.begin(), days_off.end(), local_day(now_ms, zone)));
}

std::string WorkingHours::words() const {
    constexpr std::array<std::string_view, 7> kNames{"пн", "вт", "ср", "чт", "пт", "сб", "вс"};
    std::string list;
    for (std::size_t day = 0; day < kNames.size(); ++day)
        if (((days >> day) & 1U) != 0) list += (list.empty() ? "" : ", ") + std::string(kNames[day]);
    if (days == WorkingHours().days) list = "будням";
    const std::string hours = "с " + std::to_string(from) + " до " + std::to_string(until);
    return (days == 0b1111111 ? hours + " каждый день" : hours + " по " + list) +
           (days_off.empty() ? "" : ", кроме выходных дней фирмы");
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
            if (const auto* off = inside.array("days_off", {0, kMostDaysOff}, codec::Presence::optional))
                for (const auto& day : *off) {
                    const auto number = day_number(day);
                    if (!number) return std::nullopt;
                    hours.days_off.push_back(*number);
                }
            std::sort(hours.days_off.begin(), hours.days_off.end());
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
