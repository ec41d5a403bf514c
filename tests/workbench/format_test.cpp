#include "workbench/drawing/format.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/text/numbers.hpp"
#include "workbench/drawing/chart.hpp"

using namespace funnel;
using namespace funnel::workbench;

TEST_CASE("changes are written with their sign") {
    CHECK(signed_number(2894674) == "+2\u00a0894\u00a0674");
    CHECK(signed_number(-5) == "\u22125");
    CHECK(signed_number(0) == "0");
    CHECK(signed_short(1'234'567) == "+1,2\u00a0млн");
}

TEST_CASE("money is written in the unit of its size") {
    CHECK(scaled_with_unit(13638240, money_scale(32e6)) == "13,6\u00a0млн");
    CHECK(scaled_with_unit(800, money_scale(800)) == "800\u00a0₽");
    CHECK(scaled(85'000, money_scale(85'000)) == "85,0");
}

TEST_CASE("a mark of an axis means exactly what it says, whatever the range") {
    // "1,5 млн" must never read "2 млн".
    std::uint64_t seed = 7;
    const auto random = [&seed] {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        return static_cast<double>(seed >> 11U) / 9007199254740992.0;
    };
    for (int i = 0; i < 4000; ++i) {
        const double high = std::pow(10.0, 1 + 12 * random());
        const double low = random() < 0.5 ? 0 : high * random();
        const Marks marks = round_marks(low, high, 1 + static_cast<int>(random() * 6));
        const MoneyScale scale = money_scale(high);
        CHECK(marks.at.size() <= 7);
        for (const double mark : marks.at) {
            const std::string words = mark_words(mark, marks.step, scale);
            CAPTURE(words);
            const text::NumberRead read = text::read_number(words, text::NumberKind::money);
            REQUIRE(read.value.has_value());
            CHECK(std::fabs(*read.value - mark) <= 1e-9 * high);
            CHECK(mark >= low - 1e-9 * high);
            CHECK(mark <= high + 1e-9 * high);
        }
    }
}
