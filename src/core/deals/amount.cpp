#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/deals/cell.hpp"
#include "core/deals/currency.hpp"

namespace funnel::deals {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The digits and marks of a number, spaces and apostrophes of groups left out.
struct Core {
    std::string text;
    bool groups = false;  // there were spaces or apostrophes between digits
    bool read = false;
};
Core core_of(std::string_view number) {
    Core core;
    while (!number.empty()) {
        const char c = number.front();
        if (is_digit(c) || c == ',' || c == '.') {
            core.text += c;
            number.remove_prefix(1);
            continue;
        }
        std::size_t width = 0;
        for (const std::string_view group :
             {" ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "'", "\xE2\x80\x99"}) {
            if (number.substr(0, group.size()) == group) width = group.size();
        }
        if (width == 0) return core;
        core.groups = true;
        number.remove_prefix(width);
    }
    core.read = true;
    return core;
}

// Decimals beyond nine say nothing of money.
constexpr std::size_t kMostDecimals = 9;
constexpr std::array<double, kMostDecimals + 1> kPowers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

double value_of(std::string_view digits, std::size_t decimals) {
    while (decimals > kMostDecimals) {
        digits.remove_suffix(1);
        --decimals;
    }
    double value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value / kPowers[decimals];
}

CellAmount number_in(std::string_view text, bool groups) {
    CellAmount amount;
    const auto commas = std::count(text.begin(), text.end(), ',');
    const auto points = std::count(text.begin(), text.end(), '.');
    const std::size_t last = text.find_last_of(",.");
    std::string digits;
    for (const char c : text) {
        if (is_digit(c)) digits += c;
    }
    amount.kind = CellAmount::Kind::number;
    if (last == std::string_view::npos) {
        amount.value = value_of(digits, 0);
        return amount;
    }
    const std::size_t after = text.size() - last - 1;
    const char mark = text[last];
    const auto of_mark = mark == ',' ? commas : points;
    if (of_mark > 1) {  // 1,234,567: groups; with another mark between them it is no number
        if (of_mark != commas + points || after != 3) amount.kind = CellAmount::Kind::bad;
        amount.value = value_of(digits, 0);
        return amount;
    }
    const bool alone = commas + points == 1;
    const bool like_group = alone && !groups && after == 3 && last >= 1 && last <= 3 && text[0] != '0';
    if (like_group) {
        amount.open = mark == ',' ? CellAmount::Open::comma : CellAmount::Open::point;
        amount.value = value_of(digits, 0);
        return amount;
    }
    amount.decimal = mark;
    amount.value = value_of(digits, after);
    return amount;
}

// "150000", "150000.50": digits, and after one mark any number of them but three. What most exports write;
// the rest of this file reads the same of it, at length.
std::optional<CellAmount> plain_amount(std::string_view text) {
    constexpr std::size_t kExact = 15;  // digits and mark of what a double holds whole
    if (text.size() > kExact) return std::nullopt;
    std::uint64_t digits = 0;
    std::size_t mark = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_digit(c)) {
            digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
        } else if ((c == '.' || c == ',') && mark == text.size() && i > 0) {
            mark = i;
        } else {
            return std::nullopt;
        }
    }
    CellAmount amount;
    amount.kind = CellAmount::Kind::number;
    amount.value = static_cast<double>(digits);
    if (mark == text.size()) return amount;
    const std::size_t after = text.size() - mark - 1;
    if (after == 0 || after == 3 || after > kMostDecimals) return std::nullopt;
    amount.decimal = text[mark];
    amount.value /= kPowers[after];
    return amount;
}

// From the first digit to the last, with what stands before and after.
struct Pieces {
    std::string_view before, number, after;
};
Pieces pieces_of(std::string_view text) {
    const std::size_t first = text.find_first_of("0123456789");
    if (first == std::string_view::npos) return {text, {}, {}};
    const std::size_t last = text.find_last_of("0123456789");
    return {text.substr(0, first), text.substr(first, last - first + 1), text.substr(last + 1)};
}

}  // namespace

CellAmount amount_from(std::string_view cell) {
    CellAmount bad;
    bad.kind = CellAmount::Kind::bad;
    const std::string_view text = trimmed(cell);
    if (text.empty()) return {};
    if (const auto plain = plain_amount(text)) return *plain;
    Pieces pieces = pieces_of(text);
    if (pieces.number.empty()) return bad;
    std::string_view marks[2] = {trimmed(pieces.before), trimmed(pieces.after)};
    if (!marks[0].empty() && marks[0].front() == '+') marks[0] = trimmed(marks[0].substr(1));
    // "1 500,", "1500.-", "150000|RUB": what ends a number or parts the currency from it.
    while (!marks[1].empty() && (marks[1].front() == '|' || marks[1].front() == ',' ||
                                 (marks[1].front() == '.' && marks[1].size() == 1))) {
        marks[1] = trimmed(marks[1].substr(1));
    }
    if (!marks[0].empty() && marks[0].back() == '|')
        marks[0] = trimmed(marks[0].substr(0, marks[0].size() - 1));
    std::string_view currency;
    for (const std::string_view mark : marks) {
        if (mark.empty()) continue;
        const std::string_view code = currency_of_mark(mark);
        if (code.empty()) return bad;
        currency = code;
    }
    const Core core = core_of(pieces.number);
    if (!core.read) return bad;
    CellAmount amount = number_in(core.text, core.groups);
    amount.currency = currency;
    return amount;
}

bool is_number(std::string_view cell) {
    std::string_view text = trimmed(cell);
    if (text.empty()) return false;
    if (text.front() == '(' && text.back() == ')') text = trimmed(text.substr(1, text.size() - 2));
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    if (text.substr(0, 3) == "\xE2\x88\x92") text.remove_prefix(3);
    if (!text.empty() && text.back() == '%') text.remove_suffix(1);
    return amount_from(text).kind == CellAmount::Kind::number;
}

}  // namespace funnel::deals
