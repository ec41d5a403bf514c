// How the inbox says times, durations and states to people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/inbox/operators.hpp"
#include "store/inbox/work.hpp"
#include "system/times.hpp"

namespace funnel::server {

[[nodiscard]] std::string_view label_of(Role role);  // "ведёт заявки"

// "6 минут", "2 часа", "3 дня": rounded down, at least a minute.
[[nodiscard]] std::string duration_words(std::int64_t ms);
// "14:32"
[[nodiscard]] std::string clock_text(std::int64_t ms, const TimeZone& zone);
// "сегодня", "вчера", "завтра", "23 ноября", "23 ноября 2025": the day of a moment as seen from `now`.
[[nodiscard]] std::string day_words(std::int64_t ms, std::int64_t now, const TimeZone& zone);
// "сегодня, 14:32"
[[nodiscard]] std::string moment_words(std::int64_t ms, std::int64_t now, const TimeZone& zone);
// For an input of type datetime-local: "2026-11-23T14:32", "" for 0; and back, nothing for what is no moment.
[[nodiscard]] std::string input_text(std::int64_t ms, const TimeZone& zone);
[[nodiscard]] std::optional<std::int64_t> moment_from_input(std::string_view text, const TimeZone& zone);

// "+7 916 123-45-67"; numbers of other countries as they are stored.
[[nodiscard]] std::string phone_words(std::string_view e164);

// Where the work stands, in one line: "Встреча. Позвонить, завтра, 11:00. Вера".
struct WorkLine {
    std::string quiet;   // first
    std::string strong;  // what needs attention, after it
};
[[nodiscard]] WorkLine work_line(const WorkState& work, const std::string& responsible, std::int64_t now,
                                 const TimeZone& zone);
// What an event of the record was, without who.
[[nodiscard]] std::string event_words(const WorkEvent& event, const std::string& responsible,
                                      std::int64_t now, const TimeZone& zone);

}  // namespace funnel::server
