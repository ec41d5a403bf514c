#include "workbench/drawing/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>

namespace funnel::workbench {
namespace {

constexpr std::string_view kGroup = "\u00a0";
constexpr std::string_view kMinus = "\u2212";

constexpr std::array kPowers{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

// Digits of |value| with groups and a comma, without a sign. After fifteen digits, which is all a double
// knows for sure, come zeros.
std::string unsigned_number(double value, int decimals) {
    const auto places = static_cast<std::size_t>(std::clamp(decimals, 0, 6));
    // 7.425 is stored a little below itself: people expect its half to round up.
    double rest = std::fabs(value);
    if (rest < 1e12) rest *= 1 + 1e-14;
    std::size_t zeros = 0;
    while (rest >= 1e15) {
        rest /= 10;
        ++zeros;
    }
    const double floor = zeros > 0 ? std::round(rest) : std::floor(rest);
    const double fraction = zeros > 0 ? 0 : std::round((rest - floor) * kPowers[places]);
    const bool carried = fraction >= kPowers[places];
    const std::string whole =
        std::to_string(static_cast<std::int64_t>(floor) + (carried ? 1 : 0)) + std::string(zeros, '0');
    std::string out;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % 3 == 0) out += kGroup;
        out += whole[i];
    }
    if (places == 0) return out;
    const std::string digits = std::to_string(carried ? 0 : static_cast<std::int64_t>(fraction));
    return out + ',' + std::string(places - digits.size(), '0') + digits;
}

bool shows_zero(std::string_view digits) {
    return digits.find_first_of("123456789") == std::string_view::npos;
}

void trim_zeros(std::string& digits) {
    if (digits.find(',') == std::string::npos) return;
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == ',') digits.pop_back();
}

std::string with_sign(std::string digits, double value, std::string_view plus) {
    if (shows_zero(digits)) return digits;
    return std::string(value < 0 ? kMinus : plus) + digits;
}

// Removes every occurrence of `part` and says whether there was one.
bool take_out(std::string& text, std::string_view part) {
    bool found = false;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) {
        text.erase(at, part.size());
        found = true;
    }
    return found;
}

struct Suffix {
    std::string_view text;
    double factor;
};
// Longer spellings first: "млрд" before "м".
constexpr std::array kSuffixes{
    Suffix{"трлн", 1e12}, Suffix{"млрд", 1e9}, Suffix{"млн", 1e6}, Suffix{"тысяч", 1e3}, Suffix{"тыс", 1e3},
    Suffix{"руб", 1},     Suffix{"р", 1},      Suffix{"₽", 1},   Suffix{"%", 1},       Suffix{"к", 1e3},
    Suffix{"k", 1e3},     Suffix{"м", 1e6},    Suffix{"шт", 1},    Suffix{"чел", 1},     Suffix{"мес", 1},
};

}  // namespace

std::string number(double value, int decimals) {
    return with_sign(unsigned_number(value, decimals), value, "");
}

std::string number_trimmed(double value, int decimals) {
    std::string digits = unsigned_number(value, decimals);
    trim_zeros(digits);
    return with_sign(std::move(digits), value, "");
}

std::string signed_number(double value, int decimals) {
    return with_sign(unsigned_number(value, decimals), value, "+");
}

std::string percent(double ratio, int decimals) {
    return number_trimmed(ratio * 100, decimals) + "\u00a0%";
}

std::string roubles(double value) {
    return number(value) + "\u00a0₽";
}

std::string count(double value) {
    return std::fabs(value) >= 10 ? number(value) : number_trimmed(value, 1);
}

std::string rate(double value) {
    return std::fabs(value) >= 100 ? number(value) : number(value, 1);
}

MoneyScale money_scale(double largest) {
    const double size = std::fabs(largest);
    if (size >= 1e13) return {1e12, "трлн"};
    if (size >= 1e10) return {1e9, "млрд"};
    if (size >= 1e6) return {1e6, "млн"};
    if (size >= 1e4) return {1e3, "тыс"};
    return {1, "₽"};
}

std::string scaled(double value, MoneyScale scale, int decimals) {
    return number(value / scale.roubles_per_unit, scale.roubles_per_unit > 1 ? decimals : 0);
}

std::string scaled_with_unit(double value, MoneyScale scale, int decimals) {
    return scaled(value, scale, decimals) + "\u00a0" + std::string(scale.name);
}

std::vector<double> rounded_to_sum(const std::vector<double>& amounts, double total) {
    std::vector<double> whole(amounts.size());
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::transform(amounts.begin(), amounts.end(), whole.begin(), [](double a) { return std::floor(a); });
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const double part_a = amounts[a] - whole[a];
        const double part_b = amounts[b] - whole[b];
        return part_a != part_b ? part_a > part_b : a < b;
    });
    double missing = std::round(total) - std::accumulate(whole.begin(), whole.end(), 0.0);
    for (std::size_t i = 0; i < order.size() && missing >= 1; ++i) {
        whole[order[i]] += 1;
        missing -= 1;
    }
    return whole;
}

std::optional<double> parse_number(std::string_view text) {
    std::string rest(text);
    // Upper-case units of the keyboard are accepted in the spellings people use.
    for (const std::string_view space : {"\u00a0", "\u202f", "\u2009", " ", "\t", "_", "'"})
        take_out(rest, space);
    bool negative = false;
    for (const std::string_view minus : {"\u2212", "-", "\u2013"}) {
        if (rest.starts_with(minus)) {
            negative = true;
            rest.erase(0, minus.size());
            break;
        }
    }
    double factor = 1;
    if (!rest.empty() && rest.back() == '.' && rest.find('\xd1') != std::string::npos) rest.pop_back();
    for (bool again = true; again;) {
        again = false;
        for (const Suffix& suffix : kSuffixes) {
            if (rest.size() > suffix.text.size() && rest.ends_with(suffix.text)) {
                rest.erase(rest.size() - suffix.text.size());
                if (rest.back() == '.') rest.pop_back();
                factor *= suffix.factor;
                again = true;
                break;
            }
        }
    }
    // "1.234.567" is groups; one point or comma is the decimal mark.
    if (std::count(rest.begin(), rest.end(), '.') > 1) take_out(rest, ".");
    std::replace(rest.begin(), rest.end(), ',', '.');
    if (rest.empty() || rest.size() > 40 || rest.find_first_not_of("0123456789.") != std::string::npos ||
        std::count(rest.begin(), rest.end(), '.') > 1 || rest == ".") {
        return std::nullopt;
    }
    const double value = std::strtod(rest.c_str(), nullptr) * factor;
    if (!std::isfinite(value)) return std::nullopt;
    return negative ? -value : value;
}

}  // namespace funnel::workbench
