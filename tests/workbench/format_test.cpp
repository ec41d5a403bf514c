#include "workbench/drawing/format.hpp"

#include <doctest/doctest.h>

#include <numeric>

using namespace funnel::workbench;

TEST_CASE("numbers are grouped by U+00A0, with a comma and U+2212") {
    CHECK(number(18437760) == "18\u00a0437\u00a0760");
    CHECK(number(-1234.5, 1) == "\u22121\u00a0234,5");
    CHECK(number(999) == "999");
    CHECK(number(0) == "0");
    CHECK(number(-0.2) == "0");
    CHECK(number_trimmed(82.50, 2) == "82,5");
    CHECK(signed_number(2894674) == "+2\u00a0894\u00a0674");
    CHECK(percent(0.07425, 2) == "7,43\u00a0%");
    CHECK(percent(0.5) == "50\u00a0%");
    CHECK(count(75.768) == "76");
    CHECK(count(5.43) == "5,4");
    CHECK(roubles(150000) == "150\u00a0000\u00a0₽");
    CHECK(number(0.995, 2) == "1,00");
    CHECK(number(1234567890123456789.0) == "1\u00a0234\u00a0567\u00a0890\u00a0123\u00a0460\u00a0000");
    CHECK(number(1e300).size() > 300);
}

TEST_CASE("money is written in the unit of its size") {
    CHECK(scaled_with_unit(13638240, money_scale(32e6)) == "13,6\u00a0млн");
    CHECK(scaled_with_unit(800, money_scale(800)) == "800\u00a0₽");
    CHECK(scaled_with_unit(2.5e13, money_scale(2.5e13)) == "25,0\u00a0трлн");
}

TEST_CASE("rounded parts sum to the rounded total") {
    const std::vector<double> parts{904166.67, 3804166.67, -658333.34};
    const std::vector<double> shown = rounded_to_sum(parts, 4050000);
    CHECK(std::accumulate(shown.begin(), shown.end(), 0.0) == 4050000);
    for (std::size_t i = 0; i < parts.size(); ++i) CHECK(std::abs(shown[i] - parts[i]) < 1.0);
}

TEST_CASE("what people type is read") {
    CHECK(parse_number("1 500 000") == 1500000);
    CHECK(parse_number("1\u00a0500\u00a0000 ₽") == 1500000);
    CHECK(parse_number("1,5 млн") == 1500000);
    CHECK(parse_number("300 тыс.") == 300000);
    CHECK(parse_number("12,5 %") == 12.5);
    CHECK(parse_number("\u22123") == -3);
    CHECK(parse_number("1.234.567") == 1234567);
    CHECK(parse_number("2к") == 2000);
    for (const char* bad : {"", " ", "много", "1,2,3", "1e5", "--1", ".", "млн"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_number(bad).has_value());
    }
}
