#include "calendar.hpp"

#include <string_view>

namespace funnel::cli {

namespace {

constexpr std::size_t kMostOctets = 75;  // of a line, without its end

// One content line, folded so that no letter is cut.
void add_line(std::string& out, std::string_view line) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t letter = 1;
        while (i + letter < line.size() && (static_cast<unsigned char>(line[i + letter]) & 0xC0U) == 0x80U)
            ++letter;
        if (width + letter > kMostOctets) {
            out += "\r\n ";
            width = 1;
        }
        out.append(line.substr(i, letter));
        width += letter;
        i += letter;
    }
    out += "\r\n";
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
            continue;
        }
        if (c == '\r') continue;
        if (c == '\\' || c == ';' || c == ',') result += '\\';
        result += c;
    }
    return result;
}

std::string compact(Day day) {
    std::string text = iso_from_day(day);
    text.erase(7, 1);
    text.erase(4, 1);
    return text;
}

void add_step(std::string& out, const PlanStep& step, const Technique& technique, Day start) {
    const Day first = start + 7 * (step.week_from - 1);
    const Day after_last = start + 7 * step.week_to;
    std::string actions;
    for (const std::string& action : technique.actions) actions += (actions.empty() ? "" : "\n") + action;
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + technique.id + "-" + compact(start) + "@plan.funnel");
    add_line(out, "DTSTAMP:" + compact(start) + "T000000Z");
    add_line(out, "DTSTART;VALUE=DATE:" + compact(first));
    add_line(out, "DTEND;VALUE=DATE:" + compact(after_last));
    add_line(out, "SUMMARY:" + escaped(technique.name.empty() ? technique.id : technique.name));
    if (!actions.empty()) add_line(out, "DESCRIPTION:" + escaped(actions));
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
}

}  // namespace

std::string calendar_of(const Plan& plan, const std::vector<Technique>& techniques) {
    const Day start = plan.start.value_or(0);
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//funnel//plan//RU");
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:PUBLISH");
    for (const PlanStep& step : plan.steps) add_step(out, step, techniques[step.technique], start);
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:weekly-" + compact(start) + "@plan.funnel");
    add_line(out, "DTSTAMP:" + compact(start) + "T000000Z");
    add_line(out, "DTSTART:" + compact(start) + "T100000");
    add_line(out, "DURATION:PT30M");
    add_line(out, "RRULE:FREQ=WEEKLY;COUNT=" + std::to_string(kPlanWeeks));
    add_line(out, "SUMMARY:" + escaped("Планёрка по плану роста"));
    add_line(out, "END:VEVENT");
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace funnel::cli
