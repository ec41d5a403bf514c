// The strtod of the WebAssembly modules reads every number as the C library does.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "random_scenario.hpp"

extern "C" double funnel_strtod(const char* text, char** end);

namespace {
void check_same(const std::string& text) {
    char* end = nullptr;
    const double expected = std::strtod(text.c_str(), nullptr);
    const double actual = funnel_strtod(text.c_str(), &end);
    CAPTURE(text);
    CHECK(std::memcmp(&expected, &actual, sizeof actual) == 0);
    CHECK(*end == '\0');
}

// Any finite double.
double any_double(funnel::testing::Random& random) {
    const std::uint64_t bits = random.bits() & ~(std::uint64_t{1} << 62U);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return random.chance(0.5) ? value : 1 / value;
}

std::string printed(const char* format, int digits, double value) {
    std::string text(1200, '\0');
    const int length = std::snprintf(text.data(), text.size(), format, digits, value);
    text.resize(static_cast<std::size_t>(length));
    return text;
}
}  // namespace

TEST_CASE("numbers at the edges are read as by the C library") {
    for (const char* text : {"0",
                             "-0",
                             "0.0",
                             "1",
                             "-1.5",
                             "1e308",
                             "1.7976931348623157e308",
                             "1.7976931348623158e308",
                             "1.7976931348623159e308",
                             "1e309",
                             "4.9e-324",
                             "2.4703282292062327e-324",
                             "2.4703282292062328e-324",
                             "2.2250738585072011e-308",
                             "2.2250738585072014e-308",
                             "1e-400",
                             "0e999999999",
                             "0.1",
                             "9007199254740993",
                             "9007199254740992.9999999",
                             "1e23",
                             "123456789012345678901234567890",
                             "1E+2",
                             "1e-5",
                             "1e99999999999",
                             "1e-99999999999",
                             "0.000000000000000000000000000001"}) {
        check_same(text);
    }
}

TEST_CASE("any number, in few digits or in all of them, is read as by the C library") {
    funnel::testing::Random random(71);
    for (int i = 0; i < 20'000; ++i) {
        const double value = any_double(random);
        if (value - value != 0) continue;
        check_same(printed("%.*g", 17, value));
        check_same(printed("%.*g", static_cast<int>(random.whole(1, 20)), value));
        if (i % 100 == 0) check_same(printed("%.*e", 770, value));
    }
}

TEST_CASE("a number halfway between two doubles goes to the even one, and the least more decides") {
    funnel::testing::Random random(73);
    for (int i = 0; i < 2000; ++i) {
        const std::uint64_t odd =
            (random.bits() >> 10U | (std::uint64_t{1} << 53U)) | 1U;  // 54 bits, the last set
        const std::string text = std::to_string(odd);
        check_same(text);
        check_same(text + ".0");
        check_same(text + ".0000000000000000000000000000001");
        check_same(text + "." + std::string(900, '0') + "1");
    }
}
