#include "days.hpp"

namespace funnel::cli {

bool read_day(const std::string& text, std::optional<Day>& day) {
    if (text.empty()) return true;
    day = day_from_iso(text);
    return day.has_value();
}

std::optional<Period> period_from(const std::string& text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos) return std::nullopt;
    const std::optional<Day> from = day_from_iso(text.substr(0, dots));
    const std::optional<Day> to = day_from_iso(text.substr(dots + 2));
    if (!from || !to || *to < *from) return std::nullopt;
    return Period{*from, *to};
}

}  // namespace funnel::cli
