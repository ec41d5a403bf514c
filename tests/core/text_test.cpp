// Numbers people type and numbers people read: every case of the golden tables, which the pages' tests read
// too.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

#include "core/text/characters.hpp"
#include "core/text/number_words.hpp"
#include "core/text/numbers.hpp"
#include "random_scenario.hpp"

using nlohmann::json;
using namespace funnel;
using text::NumberKind;

namespace {

json golden(const std::string& name) {
    return json::parse(funnel::testing::text_of("tests/golden/" + name + ".json"), nullptr, false);
}

NumberKind kind_of(const std::string& name) {
    if (name == "count") return NumberKind::count;
    if (name == "money") return NumberKind::money;
    if (name == "percent") return NumberKind::percent;
    if (name == "days") return NumberKind::days;
    if (name == "months") return NumberKind::months;
    REQUIRE(name == "number");
    return NumberKind::number;
}

std::string shown(const std::string& format, const json& args) {
    const double value = args[0].get<double>();
    const auto option = [&](std::size_t i) { return args.size() > i ? args[i].get<int>() : 0; };
    if (format == "number") return text::number(value, option(1), option(2));
    if (format == "roubles") return text::roubles(value);
    if (format == "signed_roubles") return text::signed_roubles(value);
    if (format == "percent") return text::percent(value);
    if (format == "count") return text::count(value);
    if (format == "rate") return text::rate(value);
    if (format == "short_number") return text::short_number(value);
    REQUIRE(format == "plural");
    const auto one = args[1].get<std::string>();
    const auto few = args[2].get<std::string>();
    const auto many = args[3].get<std::string>();
    return std::string(text::plural(value, {one, few, many}));
}

}  // namespace

TEST_CASE("every text of the table is its number or its refusal") {
    const json table = golden("numbers");
    REQUIRE(table["cases"].size() > 300);
    for (const json& item : table["cases"]) {
        const auto typed = item["text"].get<std::string>();
        CAPTURE(typed);
        CAPTURE(item["kind"]);
        const text::NumberRead read = text::read_number(typed, kind_of(item["kind"].get<std::string>()));
        CHECK(read.empty == item.contains("empty"));
        REQUIRE(read.value.has_value() == item.contains("value"));
        REQUIRE(read.refusal.has_value() == item.contains("refused"));
        if (read.value) {
            const double expected = item["value"].get<double>();
            CHECK(std::fabs(*read.value - expected) <= 1e-15 * std::fabs(expected));
            CHECK_FALSE(std::signbit(*read.value) != std::signbit(expected));
        }
        if (read.refusal) CHECK(text::code_of(*read.refusal) == item["refused"].get<std::string>());
    }
}

TEST_CASE("a number that names its size or unit says so") {
    CHECK(text::read_number("5 млн", NumberKind::money).has_multiplier);
    CHECK(text::read_number("5 000 000 ₽", NumberKind::money).has_unit);
    CHECK(text::read_number("₽ 5", NumberKind::money).has_unit);
    CHECK_FALSE(text::read_number("5", NumberKind::money).has_multiplier);
    CHECK_FALSE(text::read_number("5/мес", NumberKind::money).has_unit);
}

TEST_CASE("percentages become ratios exactly: 8,2 % is 0.082") {
    for (int tenths = 0; tenths <= 1000; ++tenths) {
        const std::string typed = std::to_string(tenths / 10) + "," + std::to_string(tenths % 10) + " %";
        CHECK(text::read_number(typed, NumberKind::percent).value == static_cast<double>(tenths) / 1000);
    }
}

TEST_CASE("a number that was written is read back, of any size and in every kind") {
    funnel::testing::Random random(7);
    for (int i = 0; i < 5000; ++i) {
        const double whole = std::round(random.magnitude(1, 1e14)) * (random.chance(0.3) ? -1 : 1);
        CHECK(text::read_number(text::number(whole), NumberKind::money).value == whole);
        CHECK(text::read_number(text::roubles(whole), NumberKind::money).value == whole);
        const double ratio = static_cast<double>(random.whole(0, 10000)) / 10000;
        CHECK(text::read_number(text::number(ratio * 100, 2) + " %", NumberKind::percent).value == ratio);
    }
}

TEST_CASE("no text is anything but empty, a finite number or a refusal") {
    funnel::testing::Random random(8);
    const std::u32string letters =
        U"0123456789 .,-−+%₽млнтысрkK\u00a0\u202fабв'\"eE\t🙂/\u200b\ufffd–дои";
    for (int i = 0; i < 20000; ++i) {
        std::u32string typed;
        for (auto n = random.whole(0, 14); n > 0; --n)
            typed += letters[static_cast<std::size_t>(
                random.whole(0, static_cast<std::int64_t>(letters.size()) - 1))];
        const auto kind = static_cast<NumberKind>(random.whole(0, 5));
        const text::NumberRead read = text::read_number(text::encoded(typed), kind);
        CHECK((read.empty ? 1 : 0) + (read.value ? 1 : 0) + (read.refusal ? 1 : 0) == 1);
        if (read.value) CHECK(std::isfinite(*read.value));
    }
}

TEST_CASE("every number of the table reads as people write it") {
    const json table = golden("number_words");
    REQUIRE(table["cases"].size() > 60);
    for (const json& item : table["cases"]) {
        CAPTURE(item.dump());
        CHECK(shown(item["format"].get<std::string>(), item["args"]) == item["text"].get<std::string>());
    }
}

TEST_CASE("rounded parts sum to the rounded total") {
    const json table = golden("number_words");
    for (const json& item : table["rounded_to_sum"]) {
        CAPTURE(item.dump());
        CHECK(text::rounded_to_sum(item["amounts"].get<std::vector<double>>(), item["total"].get<double>()) ==
              item["whole"].get<std::vector<double>>());
    }
    funnel::testing::Random random(9);
    for (int i = 0; i < 2000; ++i) {
        std::vector<double> parts(static_cast<std::size_t>(random.whole(1, 12)));
        for (double& part : parts) part = random.between(-1e6, 1e6);
        const double total = std::accumulate(parts.begin(), parts.end(), 0.0);
        const std::vector<double> whole = text::rounded_to_sum(parts, total);
        CHECK(std::accumulate(whole.begin(), whole.end(), 0.0) == std::round(total));
        for (std::size_t p = 0; p < parts.size(); ++p) CHECK(std::fabs(whole[p] - parts[p]) <= 1.0);
    }
}

TEST_CASE("UTF-8 is taken apart and put together, broken bytes become U+FFFD") {
    CHECK(text::encoded(text::decoded("я₽🙂a")) == "я₽🙂a");
    for (const char* broken : {"\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80"})
        CHECK(text::decoded(broken).front() == 0xFFFD);
    CHECK(text::folded("  Ёлка\u00a0\u200b №  1 ") == U"елка № 1");
    CHECK(text::without_invisible("\ufeffИ\u00adмя\u202e") == "Имя");
    CHECK(text::lower(U'Ә') == U'ә');
    CHECK(text::lower(U'І') == U'і');
    CHECK(text::has_word(U"тыс т к", U"т"));
    CHECK_FALSE(text::has_word(U"тыс т к", U"ты"));
    CHECK_FALSE(text::has_word(U"тыс т к", U""));
}
