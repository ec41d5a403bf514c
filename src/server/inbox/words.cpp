#include "inbox/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text/number_words.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;

std::string counted(std::int64_t count, text::NounForms forms) {
    return std::to_string(count) + ' ' + std::string(text::plural(static_cast<double>(count), forms));
}

// "2026-11-23" of a moment.
std::string day_of(std::int64_t ms, const TimeZone& zone) {
    return local_text(ms, zone).substr(0, 10);
}

}  // namespace

std::string_view label_of(Role role) {
    switch (role) {
        case Role::reader:
            return "только смотрит";
        case Role::worker:
            return "ведёт заявки";
        case Role::admin:
            return "ведёт, стирает и впускает";
    }
    return {};
}

std::string duration_words(std::int64_t ms) {
    if (ms >= kDayMs) return counted(ms / kDayMs, {"день", "дня", "дней"});
    if (ms >= kHourMs) return counted(ms / kHourMs, {"час", "часа", "часов"});
    return counted(std::max<std::int64_t>(1, ms / kMinuteMs), {"минута", "минуты", "минут"});
}

std::string clock_text(std::int64_t ms, const TimeZone& zone) {
    return local_text(ms, zone).substr(11, 5);
}

std::string day_words(std::int64_t ms, std::int64_t now, const TimeZone& zone) {
    const std::string day = day_of(ms, zone);
    if (day == day_of(now, zone)) return "сегодня";
    if (day == day_of(now - kDayMs, zone)) return "вчера";
    if (day == day_of(now + kDayMs, zone)) return "завтра";
    // "23 ноября 2026 года, 18:39 по московскому времени (UTC+3)"
    const std::string words = moment_in_words(ms, zone);
    const std::string date = words.substr(0, words.find(" года"));
    return day.substr(0, 4) == day_of(now, zone).substr(0, 4) ? date.substr(0, date.rfind(' ')) : date;
}

std::string moment_words(std::int64_t ms, std::int64_t now, const TimeZone& zone) {
    return day_words(ms, now, zone) + ", " + clock_text(ms, zone);
}

std::string input_text(std::int64_t ms, const TimeZone& zone) {
    if (ms == 0) return {};
    std::string text = local_text(ms, zone).substr(0, 16);
    text[10] = 'T';
    return text;
}

std::optional<std::int64_t> moment_from_input(std::string_view text, const TimeZone& zone) {
    if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return std::nullopt;
    const auto start = day_start(text.substr(0, 10), zone);
    const auto two = [&](std::size_t at) {
        int value = -1;
        const auto [end, failure] = std::from_chars(text.data() + at, text.data() + at + 2, value);
        return failure == std::errc() && end == text.data() + at + 2 ? value : -1;
    };
    const int hours = two(11);
    const int minutes = two(14);
    if (!start || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return *start + hours * kHourMs + minutes * kMinuteMs;
}

std::string phone_words(std::string_view e164) {
    std::string text(e164);
    if (!text.starts_with("+7") || text.size() != 12) return text;
    return text.substr(0, 2) + ' ' + text.substr(2, 3) + ' ' + text.substr(5, 3) + '-' + text.substr(8, 2) +
           '-' + text.substr(10);
}

WorkLine work_line(const WorkState& work, const std::string& responsible, std::int64_t now,
                   const TimeZone& zone) {
    WorkLine line;
    if (work.status == WorkStatus::fresh && work.version == 0) return {{}, "Новая"};
    line.quiet = std::string(label_of(work.status));
    if (work.status == WorkStatus::lost && !work.lost_reason.empty()) line.quiet += ": " + work.lost_reason;
    const bool open = work.status == WorkStatus::in_work || work.status == WorkStatus::meeting;
    if (open && work.step_ms > 0) {
        const bool overdue = work.step_ms < now;
        const std::string step = (work.step.empty() ? std::string("следующий шаг") : work.step) + ", " +
                                 moment_words(work.step_ms, now, zone);
        if (overdue)
            line.strong = "Просрочено на " + duration_words(now - work.step_ms) + ": " + step;
        else
            line.quiet += ". " + step;
    } else if (open) {
        line.strong = work.step.empty() ? "Следующего шага нет" : "Шаг без срока: " + work.step;
    }
    if (!responsible.empty()) line.quiet += ". " + responsible;
    if (!line.strong.empty()) line.quiet += ". ";
    return line;
}

std::string event_words(const WorkEvent& event, const std::string& responsible, std::int64_t now,
                        const TimeZone& zone) {
    const std::size_t line = event.detail.find('\n');
    const std::string first = event.detail.substr(0, line);
    const std::string rest = line == std::string::npos ? std::string() : event.detail.substr(line + 1);
    switch (event.kind) {
        case WorkEventKind::opened:
            return "открыта";
        case WorkEventKind::status: {
            const auto status = work_status_from(first);
            return "статус: " + (status ? std::string(label_of(*status)) : std::string("стёрт")) +
                   (rest.empty() ? "" : ", " + rest);
        }
        case WorkEventKind::step: {
            std::int64_t ms = 0;
            (void)std::from_chars(first.data(), first.data() + first.size(), ms);
            if (rest.empty() && ms == 0) return "следующий шаг снят";
            return "следующий шаг: " + rest + (ms > 0 ? ", " + moment_words(ms, now, zone) : "");
        }
        case WorkEventKind::responsible:
            return responsible.empty() ? "ответственного больше нет" : "ответственный: " + responsible;
        case WorkEventKind::note:
            return event.detail.empty() ? "заметка убрана" : "заметка: " + event.detail;
        case WorkEventKind::retry:
            return "доставка повторена: " + event.detail;
        case WorkEventKind::erased:
            return "данные стёрты";
    }
    return {};
}

}  // namespace funnel::server
