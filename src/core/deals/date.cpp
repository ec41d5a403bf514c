#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "core/deals/cell.hpp"

namespace funnel::deals {

namespace {

constexpr Day kSerialZero = -25'569;  // 1899-12-30
constexpr std::uint32_t kLastSerial = 109'938;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The digits a text begins with, taken from it.
struct Digits {
    int value = 0;
    std::size_t count = 0;
};
Digits take_digits(std::string_view& text) {
    Digits digits;
    while (digits.count < text.size() && is_digit(text[digits.count])) {
        if (digits.count < 8) digits.value = digits.value * 10 + (text[digits.count] - '0');
        ++digits.count;
    }
    text.remove_prefix(digits.count);
    return digits;
}

// Bytes of the small Latin letters, and of any others, that a text begins with.
std::size_t letters_before(std::string_view text) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
    });
    return static_cast<std::size_t>(end - text.begin());
}

// 0..11 for a month's name or its beginning of three letters or more, Russian (any case ending) or English.
std::optional<int> month_named(std::string_view word) {
    static constexpr std::array<std::string_view, 24> kBeginnings{
        "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    static constexpr std::array<std::string_view, 36> kWhole{
        "январ",  "феврал", "март",      "апрел",   "мая",      "июн",      "июл",    "август", "сентябр",
        "октябр", "ноябр",  "декабр",    "january", "february", "march",    "april",  "may",    "june",
        "july",   "august", "september", "october", "november", "december", "январ",  "феврал", "март",
        "апрел",  "май",    "июн",       "июл",     "август",   "сентябр",  "октябр", "ноябр",  "декабр"};
    for (std::size_t i = 0; i < kBeginnings.size(); ++i) {
        if (word == kBeginnings[i]) return static_cast<int>(i % 12);
    }
    if (word == "сент" || word == "sept") return 8;
    if (word == "нояб") return 10;
    if (word == "февр") return 1;
    for (std::size_t i = 0; i < kWhole.size(); ++i) {
        // A Russian name ends in one letter more: январь, января, январе.
        const bool latin = kWhole[i].front() >= 'a' && kWhole[i].front() <= 'z';
        if (word == kWhole[i] || (!latin && word.size() <= kWhole[i].size() + 2 &&
                                  word.substr(0, kWhole[i].size()) == kWhole[i])) {
            return static_cast<int>(i % 12);
        }
    }
    return std::nullopt;
}

// Words that stand beside a date or a time and say nothing of the day.
bool is_filler(std::string_view word) {
    static constexpr std::array<std::string_view, 55> kFillers{
        "г",       "год",     "года",      "в",        "t",       "z",           "am",     "pm",
        "utc",     "gmt",     "msk",       "мск",      "at",      "of",          "st",     "nd",
        "rd",      "th",      "mon",       "tue",      "wed",     "thu",         "fri",    "sat",
        "sun",     "пн",      "вт",        "ср",       "чт",      "пт",          "сб",     "вс",
        "monday",  "tuesday", "wednesday", "thursday", "friday",  "saturday",    "sunday", "понедельник",
        "вторник", "среда",   "четверг",   "пятница",  "суббота", "воскресенье", "ч",      "мин",
        "est",     "edt",     "cst",       "pst",      "pdt",     "cet",         "eet"};
    return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

// A time of day after "h" was read: ":mm", ":mm:ss", ":mm:ss.fff", taken from the text.
std::int32_t time_after(int hour, std::string_view& text) {
    int parts[2] = {0, 0};
    for (int& part : parts) {
        if (text.size() < 2 || text[0] != ':' || !is_digit(text[1])) break;
        text.remove_prefix(1);
        part = take_digits(text).value;
    }
    if (text.size() > 1 && (text[0] == '.' || text[0] == ',') && is_digit(text[1])) {
        text.remove_prefix(1);
        take_digits(text);
    }
    return (std::clamp(hour, 0, 24) * 60 + std::clamp(parts[0], 0, 59)) * 60 + std::clamp(parts[1], 0, 60);
}

// What follows the day: nothing, a time, a zone. False when it is something else.
bool read_rest(std::string_view rest, std::int32_t& second) {
    if (rest.empty()) return true;
    // " hh:mm" and " hh:mm:ss", the usual rest of an export.
    if ((rest[0] == ' ' || rest[0] == 'T') && rest.size() >= 6 && rest[3] == ':' && is_digit(rest[1]) &&
        is_digit(rest[2])) {
        std::string_view time = rest.substr(1);
        const int hour = take_digits(time).value;
        const std::int32_t read = time_after(hour, time);
        if (time.empty() || time == "Z") {
            second = read;
            return true;
        }
    }
    if (is_digit(rest[0])) return false;
    const std::string low = folded(rest);
    std::string_view text = low;
    bool has_time = false;
    bool zone = false;
    while (!text.empty()) {
        const char c = text.front();
        if (is_digit(c)) {
            const Digits digits = take_digits(text);
            const bool clock = !text.empty() && text.front() == ':';
            if (!has_time && !zone) {
                if (!clock && digits.count > 2) return false;
                second = time_after(digits.value, text);
                has_time = true;
            } else if (zone) {
                time_after(digits.value, text);
            } else {
                return false;
            }
            zone = false;
            continue;
        }
        if (c == '+' || (c == '-' && has_time)) zone = true;
        if (c == ' ' || c == ',' || c == '+' || c == '-' || c == '.' || c == '(' || c == ')') {
            text.remove_prefix(1);
            continue;
        }
        const std::size_t length = letters_before(text);
        const std::string_view word = text.substr(0, length);
        if (length == 0 || !is_filler(word)) return false;
        if (word == "pm" && has_time && second < 12 * 3600) second += 12 * 3600;
        if (word == "am" && has_time && second >= 12 * 3600) second -= 12 * 3600;
        if (word == "gmt" || word == "utc") zone = true;
        text.remove_prefix(length);
    }
    return true;
}

// A date with a month in letters: "5 марта 2026 г.", "March 5, 2026", "05-Mar-26 10:15".
DateTime date_in_words(std::string_view cell) {
    const std::string low = folded(cell);
    std::string_view text = low;
    int day = 0;
    int year = -1;
    std::optional<int> month;
    std::int32_t second = 0;
    const DateTime bad{CellDate::bad(), 0};
    while (!text.empty()) {
        const char c = text.front();
        if (is_digit(c)) {
            const Digits digits = take_digits(text);
            if (!text.empty() && text.front() == ':') {
                second = time_after(digits.value, text);
                // Nothing but a zone and the halves of a day follow a time, and a year in the form of Unix.
                if (year >= 0) {
                    if (!read_rest(text.empty() ? text : std::string_view(" " + std::string(text)), second) &&
                        !text.empty())
                        return bad;
                    break;
                }
            } else if (digits.count == 4 && year < 0) {
                year = digits.value;
            } else if (digits.count <= 2 && day == 0) {
                day = digits.value;
            } else if (digits.count == 2 && year < 0) {
                year = 2000 + digits.value;
            } else {
                return bad;
            }
            continue;
        }
        if (c == ' ' || c == ',' || c == '.' || c == '-' || c == '/') {
            text.remove_prefix(1);
            continue;
        }
        const std::size_t length = letters_before(text);
        if (length == 0) return bad;
        const std::string_view word = text.substr(0, length);
        const std::optional<int> named = month_named(word);
        if (named && !month) {
            month = named;
        } else if (!is_filler(word)) {
            return bad;
        }
        text.remove_prefix(length);
    }
    if (!month || year < 0) return bad;
    const std::optional<Day> found = day_from_date({year, *month + 1, day});
    return found ? DateTime{CellDate::of_day(*found), second} : bad;
}

// yyyy-mm-dd after the year was read, or dd.mm.yyyy after the day: two more parts with one mark between.
struct Parts {
    Digits second, third;
    bool read = false;
};
Parts two_more(std::string_view& text, char mark) {
    Parts parts;
    text.remove_prefix(1);
    parts.second = take_digits(text);
    if (parts.second.count < 1 || parts.second.count > 2 || text.empty() || text.front() != mark)
        return parts;
    text.remove_prefix(1);
    parts.third = take_digits(text);
    parts.read = parts.third.count >= 1 && parts.third.count <= 4 && parts.third.count != 3;
    return parts;
}

DateTime with_rest(std::optional<Day> day, std::string_view rest) {
    DateTime result{CellDate::bad(), 0};
    if (!day || !read_rest(rest, result.second)) return {CellDate::bad(), 0};
    result.date = CellDate::of_day(*day);
    return result;
}

// A number alone: yyyymmdd, or a spreadsheet's serial.
DateTime date_in_number(Digits digits, std::string_view rest) {
    if (digits.count == 8 && (rest.empty() || rest.front() == 'T')) {
        const auto day = day_from_date({digits.value / 10'000, digits.value / 100 % 100, digits.value % 100});
        if (rest.size() >= 5 && is_digit(rest[1]) && rest.find(':') == std::string_view::npos) {
            std::string_view time = rest.substr(1);
            const Digits clock = take_digits(time);
            const int hms = clock.count == 4 ? clock.value * 100 : clock.value;
            const std::int32_t second = (hms / 10'000 * 60 + hms / 100 % 100) * 60 + hms % 100;
            return day ? DateTime{CellDate::of_day(*day), second} : DateTime{CellDate::bad(), 0};
        }
        return with_rest(day, rest);
    }
    double fraction = 0;
    if (!rest.empty() && (rest.front() == '.' || rest.front() == ',')) {
        rest.remove_prefix(1);
        double unit = 0.1;
        while (!rest.empty() && is_digit(rest.front())) {
            fraction += unit * (rest.front() - '0');
            unit /= 10;
            rest.remove_prefix(1);
        }
    }
    const auto serial = static_cast<std::uint32_t>(digits.value);
    if (!rest.empty() || digits.count > 6 || serial < 1 || serial > kLastSerial) return {CellDate::bad(), 0};
    return {CellDate::of_serial(serial), static_cast<std::int32_t>(std::lround(fraction * 86'400))};
}

// Eight characters of a shape, digits where it says d, compared at once.
class EightLike {
public:
    constexpr explicit EightLike(const char (&shape)[9]) {
        for (unsigned i = 0; i < 8; ++i) {
            const bool digit = shape[i] == 'd';
            same_ |= std::uint64_t{static_cast<unsigned char>(digit ? '0' : shape[i])} << 8 * i;
            beyond_ |= std::uint64_t{digit ? 0x76U : 0x7FU} << 8 * i;  // sets the top bit from 10, or from 1
        }
    }
    [[nodiscard]] bool is(const char* text) const {
        std::uint64_t other = 0;
        std::memcpy(&other, text, sizeof other);
        other ^= same_;
        return ((other | (other + beyond_)) & 0x8080'8080'8080'8080ULL) == 0;
    }

private:
    std::uint64_t same_ = 0;
    std::uint64_t beyond_ = 0;
};

// "05.03.2026", alone or with " 12:30" and " 12:30:00" after it. What most exports write; the rest of this
// file reads the same of it, at length.
std::optional<DateTime> plain_date(std::string_view text) {
    static constexpr EightLike kDay("dd.dd.dd"), kYear(".dd.dddd"), kMinute("dd dd:dd"), kSecond("dd:dd:dd");
    if (text.size() != 10 && text.size() != 16 && text.size() != 19) return std::nullopt;
    const char* const at = text.data();
    if (!kDay.is(at)) return std::nullopt;
    if (text.size() == 10 ? !kYear.is(at + 2) : !kMinute.is(at + 8)) return std::nullopt;
    if (text.size() == 19 && !kSecond.is(at + 11)) return std::nullopt;
    const auto two = [&](std::size_t i) { return (text[i] - '0') * 10 + text[i + 1] - '0'; };
    const auto day = day_from_date({two(6) * 100 + two(8), two(3), two(0)});
    if (!day) return std::nullopt;
    DateTime result{CellDate::of_day(*day), 0};
    if (text.size() > 10) {
        const int minute = (std::min(two(11), 24)) * 60 + std::min(two(14), 59);
        result.second = minute * 60 + (text.size() > 16 ? std::min(two(17), 60) : 0);
    }
    return result;
}

}  // namespace

std::optional<Day> CellDate::day_in(Column column) const {
    switch (kind()) {
        case Kind::day:
            return static_cast<Day>(bits_ & 0x0FFF'FFFFU) - kShift;
        case Kind::serial:
            if (!column.all_serials) return std::nullopt;
            return kSerialZero + static_cast<Day>(bits_ & 0x0FFF'FFFFU);
        case Kind::parts: {
            const bool short_third = third() < 100;
            if (column.order == DateOrder::ymd) {
                return short_third ? day_from_date({2000 + first(), second(), third()}) : std::nullopt;
            }
            const int year = short_third ? 2000 + third() : third();
            return column.order == DateOrder::dmy ? day_from_date({year, second(), first()})
                                                  : day_from_date({year, first(), second()});
        }
        default:
            return std::nullopt;
    }
}

DateTime date_from(std::string_view cell) {
    std::string_view text = trimmed(cell);
    if (text.empty()) return {};
    if (const auto plain = plain_date(text)) return *plain;
    const std::string_view whole = text;
    const Digits first = take_digits(text);
    if (first.count == 0) return date_in_words(whole);
    if (text.empty()) return date_in_number(first, text);
    const char mark = text.front();
    if (mark == ':') {  // the time stands first
        const std::int32_t second = time_after(first.value, text);
        const DateTime rest = date_from(text);
        return {rest.date.kind() == CellDate::Kind::serial ? CellDate::bad() : rest.date, second};
    }
    if ((mark == '.' || mark == '-' || mark == '/') && (first.count == 4 || first.count <= 2)) {
        const Parts parts = two_more(text, mark);
        if (!parts.read)
            return first.count == 4 || is_number(whole) ? date_in_number(first, whole.substr(first.count))
                                                        : date_in_words(whole);
        const int a = first.value;
        const int b = parts.second.value;
        const int c = parts.third.value;
        if (a == 0 && b == 0 && c == 0) return {};
        if (first.count == 4)
            return a == 1 ? DateTime{}
                          : with_rest(parts.third.count <= 2 ? day_from_date({a, b, c}) : std::nullopt, text);
        if (parts.third.count == 4 && c <= 1) return {};
        if (parts.third.count == 1) return {CellDate::bad(), 0};
        if (mark == '.') return with_rest(day_from_date({parts.third.count == 2 ? 2000 + c : c, b, a}), text);
        DateTime result{CellDate::of_parts(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b),
                                           static_cast<std::uint32_t>(c)),
                        0};
        const bool possible = parts.third.count == 2 || (c >= kFirstYear && c <= kLastYear);
        return possible && read_rest(text, result.second) ? result : DateTime{CellDate::bad(), 0};
    }
    if (first.count == 8 || mark == ',' || mark == '.') return date_in_number(first, text);
    return date_in_words(whole);
}

bool is_date(std::string_view cell) {
    const CellDate::Kind kind = date_from(cell).date.kind();
    return kind == CellDate::Kind::day || kind == CellDate::Kind::parts;
}

}  // namespace funnel::deals
