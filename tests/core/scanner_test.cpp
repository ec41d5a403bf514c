#include "core/json/scanner.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/json/document.hpp"
#include "random_scenario.hpp"

using namespace funnel;
using nlohmann::json;

namespace {

// What the third-party reader makes of it; discarded when it is no JSON. The two differ only where ours knows
// more: repeated keys.
void check_same(const std::string& text) {
    const json expected = json::parse(text, nullptr, false);
    const codec::Document document = codec::parse_document(text);
    INFO(text);
    const bool too_large = !document.issues.empty() && document.issues.front().code == "out_of_range";
    REQUIRE(document.readable == (!expected.is_discarded() && !too_large));
    if (document.readable && document.issues.empty()) REQUIRE(document.root == expected);
}

}  // namespace

TEST_CASE("texts and numbers are read as RFC 8259 says") {
    for (const char* text : {"",
                             " ",
                             "null",
                             "true ",
                             " false",
                             "nul",
                             "truex",
                             "0",
                             "-0",
                             "01",
                             "-",
                             "1.",
                             ".5",
                             "1.5e3",
                             "1e",
                             "1e+",
                             "-1E-2",
                             "123456789012345678901234567890",
                             "9007199254740993",
                             "-9223372036854775808",
                             "1e-400",
                             "[]",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "[[],[[]],{}]",
                             "{}",
                             "{\"a\":1}",
                             "{\"a\":1,}",
                             "{\"a\"}",
                             "{a:1}",
                             "{\"a\":[1,{\"b\":null}],\"c\":\"\"}",
                             "{\"a\":1]",
                             "[1}",
                             "[1] x",
                             "\"\\u0041\\n\\/\"",
                             "\"\\ud83d\\ude00\"",
                             "\"\\ud83d\"",
                             "\"\\udc00\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"a",
                             "\"\t\"",
                             "\"\xD0\x96\"",
                             "\"\xD0\"",
                             "\"\xC0\x80\"",
                             "\"\xED\xA0\x80\"",
                             "\"\xF4\x90\x80\x80\"",
                             "\"\xF0\x9F\x98\x80\"",
                             "\"\xE0\x80\x80\"",
                             "\xEF\xBB\xBF{}",
                             "//x\n1",
                             "[1,\n\t2\r]",
                             "\"\\\"\\\\\\b\\f\\r\\t\""}) {
        check_same(text);
    }
    check_same(std::string("\"a\0b\"", 5));
}

TEST_CASE("a text changed anywhere is read as the third-party reader reads it") {
    testing::Random random(7);
    const std::string sound = testing::text_of("assets/scenarios/full.json");
    REQUIRE_FALSE(sound.empty());
    const std::string letters = "{}[]\",:\\u09eE+-. \n\xD0\x96\xED\xFFtfn/";
    for (int i = 0; i < 4000; ++i) {
        std::string text = sound;
        const auto edits = random.whole(1, 3);
        for (std::int64_t edit = 0; edit < edits; ++edit) {
            const auto at =
                static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(text.size()) - 1));
            const char letter = letters[static_cast<std::size_t>(
                random.whole(0, static_cast<std::int64_t>(letters.size()) - 1))];
            if (random.chance(0.4)) {
                text[at] = letter;
            } else if (random.chance(0.5)) {
                text.insert(at, 1, letter);
            } else {
                text.erase(at, 1);
            }
        }
        check_same(text);
    }
}

TEST_CASE("whole numbers are whole, unsigned when they are not negative") {
    const codec::Document document = codec::parse_document("[5, -5, 5.0]");
    CHECK(document.root[0].is_number_unsigned());
    CHECK(document.root[1].is_number_integer());
    CHECK(document.root[2].is_number_float());
}

TEST_CASE("a fraction is the double next to it, short or long, however it is written") {
    testing::Random random(20261128);
    int wrong = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::string digits;
        for (std::int64_t left = random.whole(1, 20); left > 0; --left)
            digits += static_cast<char>('0' + random.whole(0, 9));
        digits.insert(static_cast<std::size_t>(random.whole(1, static_cast<std::int64_t>(digits.size()))),
                      ".");
        digits += static_cast<char>('0' + random.whole(0, 9));
        if (digits.front() == '0' && digits[1] != '.') digits.front() = '1';
        if (random.chance(0.2)) digits.insert(0, "-");
        if (random.chance(0.2)) digits += "e" + std::to_string(random.whole(-30, 30));
        codec::Scanner scanner(digits);
        const auto number = scanner.take_number();
        if (!number || !scanner.at_end() || number->real != std::strtod(digits.c_str(), nullptr)) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("a number too large says where it stands") {
    const codec::Document document = codec::parse_document(R"({"a": [1, 1e999]})");
    REQUIRE(document.issues.size() == 1);
    CHECK(document.issues[0].code == "out_of_range");
    CHECK(document.issues[0].path == "/a/1");
    CHECK_FALSE(document.readable);
}
