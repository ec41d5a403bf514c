#include "core/text/number_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace funnel::text {

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

// Without zeros at the end beyond `least` decimals.
void trim_zeros(std::string& digits, std::size_t least) {
    const std::size_t comma = digits.find(',');
    if (comma == std::string::npos) return;
    while (digits.size() > comma + 1 + least && digits.back() == '0') digits.pop_back();
    if (digits.back() == ',') digits.pop_back();
}

struct Scale {
    double size;
    std::string_view name;
};
constexpr std::array kScales{Scale{1e12, "\u00a0трлн"}, Scale{1e9, "\u00a0млрд"}, Scale{1e6, "\u00a0млн"},
                             Scale{1e3, "\u00a0тыс."}, Scale{0, ""}};

}  // namespace

std::string number(double value, int decimals, int least) {
    if (!std::isfinite(value)) return std::isnan(value) ? "—" : value < 0 ? std::string(kMinus) + "∞" : "∞";
    std::string digits = unsigned_number(value, decimals);
    trim_zeros(digits, static_cast<std::size_t>(std::clamp(least, 0, 6)));
    const bool shows_zero = digits.find_first_of("123456789") == std::string::npos;
    return value < 0 && !shows_zero ? std::string(kMinus) + digits : digits;
}

std::string roubles(double value) {
    return number(value) + "\u00a0₽";
}

std::string signed_roubles(double value) {
    const std::string text = roubles(value);
    return value > 0 && text != "0\u00a0₽" ? "+" + text : text;
}

std::string percent(double ratio) {
    const double size = std::fabs(ratio);
    const bool usual = size >= 0.1 && (size < 0.9995 || size >= 1);
    return number(ratio * 100, usual ? 1 : size >= 0.001 || size == 0 ? 2 : 4) + "\u00a0%";
}

std::string count(double value) {
    return number(value, std::fabs(value) < 10 ? 1 : 0);
}

double counted(double value) {
    return std::fabs(value) < 10 ? std::round(value * 10) / 10 : std::round(value);
}

std::string rate(double value) {
    return std::fabs(value) < 100 ? number(value, 1, 1) : number(value);
}

std::string short_number(double value) {
    // What rounds to a million is one: never "1 000 тыс.".
    const auto* scale = std::find_if(kScales.begin(), kScales.end(),
                                     [&](const Scale& s) { return std::fabs(value) >= s.size * 0.9995; });
    const double scaled = scale->size > 0 ? value / scale->size : value;
    return number(scaled, std::fabs(scaled) < 100 ? 1 : 0) + std::string(scale->name);
}

std::string_view plural(double value, NounForms forms) {
    if (value != std::floor(value)) return forms.few;
    const double tens = std::fmod(std::fabs(value), 100);
    const double ones = std::fmod(tens, 10);
    if (tens > 10 && tens < 20) return forms.many;
    if (ones == 1) return forms.one;
    return ones > 1 && ones < 5 ? forms.few : forms.many;
}

std::vector<double> rounded_to_sum(const std::vector<double>& amounts, double total) {
    std::vector<double> whole(amounts.size());
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::transform(amounts.begin(), amounts.end(), whole.begin(), [](double a) { return std::floor(a); });
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return amounts[a] - whole[a] > amounts[b] - whole[b];
    });
    double missing = std::round(total) - std::accumulate(whole.begin(), whole.end(), 0.0);
    for (std::size_t i = 0; i < order.size() && missing >= 1; ++i) {
        whole[order[i]] += 1;
        missing -= 1;
    }
    return whole;
}

}  // namespace funnel::text
