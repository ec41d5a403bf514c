#include "core/json/decimal_digits.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include "core/json/json_writer.hpp"

using namespace funnel::codec;

namespace {

double double_of(std::uint64_t bits) {
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return number;
}

// "d.ddde±XX"
std::string scientific(double positive) {
    const Decimal decimal = shortest_decimal(positive);
    const std::string digits = std::to_string(decimal.digits);
    const int exponent = decimal.exponent + static_cast<int>(digits.size()) - 1;
    std::string text = digits.substr(0, 1) + (digits.size() > 1 ? "." + digits.substr(1) : "");
    text += exponent < 0 ? "e-" : "e+";
    return text + (std::abs(exponent) < 10 ? "0" : "") + std::to_string(std::abs(exponent));
}

// True when it reads back, and where the library writes shortest digits, when it writes the same.
bool is_right(double positive) {
    const std::string text = scientific(positive);
    if (std::strtod(text.c_str(), nullptr) != positive) return false;
#ifdef __cpp_lib_to_chars
    char buffer[64];
    const auto written =
        std::to_chars(buffer, buffer + sizeof buffer, positive, std::chars_format::scientific);
    return std::string(buffer, written.ptr) == text;
#else
    return true;
#endif
}

}  // namespace

TEST_CASE("digits are the shortest that read back, as the library's own where it has them") {
    std::mt19937_64 random(20261126);
    int wrong = 0;
    const auto check = [&](double number) {
        if (number > 0 && std::isfinite(number) && !is_right(number)) ++wrong;
    };
#ifdef __cpp_lib_to_chars
    constexpr int kRounds = 700'000;
#else
    constexpr int kRounds = 20'000;
#endif
    for (int i = 0; i < kRounds; ++i) {
        check(double_of(random() >> 1U));
        check(std::ldexp(static_cast<double>(random() >> 11U), -53));
        check(static_cast<double>(random() % 10'000'000'000) / 100);
        check(static_cast<double>(random() >> (11U + random() % 53U)));
        check(static_cast<double>(random() % 100'000) * std::pow(10, static_cast<double>(random() % 20)));
    }
    for (int e = -1074; e < 1024; ++e) {
        const double power = std::ldexp(1.0, e);
        check(power);
        check(std::nextafter(power, 0.0));
        check(std::nextafter(power, std::numeric_limits<double>::max()));
    }
    for (std::uint64_t bits = 1; bits < 5000; ++bits) check(double_of(bits));
    check(std::numeric_limits<double>::max());
    CHECK(wrong == 0);
}

TEST_CASE("a number is written with a point, and with an exponent only far from one") {
    CHECK(digits_of(0) == "0.0");
    CHECK(digits_of(-0.5) == "-0.5");
    CHECK(digits_of(1000) == "1000.0");
    CHECK(digits_of(3'750'000) == "3750000.0");
    CHECK(digits_of(0.1 + 0.2) == "0.30000000000000004");
    CHECK(digits_of(0.001) == "0.001");
    CHECK(digits_of(0.00012) == "0.00012");
    CHECK(digits_of(0.000012) == "1.2e-05");
    CHECK(digits_of(123456789012345.0) == "123456789012345.0");
    CHECK(digits_of(1e15) == "1e+15");
    CHECK(digits_of(1234567890123456.0) == "1.234567890123456e+15");
    CHECK(digits_of(-1.5e-300) == "-1.5e-300");
    CHECK(digits_of(5e-324) == "5e-324");
    CHECK(digits_of(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
}
