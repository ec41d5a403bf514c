// tests/golden/phones.json: what people of ten countries and more type, with the number that is dialled, or
// why it is refused.
#include "lead/phone.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "core/sentences.hpp"

using namespace funnel::server;

namespace {

nlohmann::json golden() {
    std::ifstream in(FUNNEL_SOURCE_DIR "/tests/golden/phones.json");
    return nlohmann::json::parse(in);
}

const funnel::Sentence& sentence_of(const std::string& why) {
    namespace say = funnel::sentences::lead;
    if (why == "short") return say::out_of_range_phone_short;
    if (why == "long") return say::out_of_range_phone_long;
    if (why == "country") return say::out_of_range_phone_country;
    if (why == "plan") return say::out_of_range_phone_plan;
    if (why == "letters") return say::out_of_range_phone_letters;
    return say::out_of_range_phone;
}

}  // namespace

TEST_CASE("every phone of the table is the number that is dialled, or is refused with what is wrong") {
    const auto table = golden();
    CHECK(table.size() >= 120);
    std::set<std::string> countries;
    for (const auto& row : table) {
        const auto typed = row["typed"].get<std::string>();
        CAPTURE(typed);
        const PhoneRead read = read_phone(typed);
        CHECK(read.phone.has_value() == (read.refusal == nullptr));
        if (row.contains("refused")) {
            REQUIRE(read.refusal != nullptr);
            CHECK(read.refusal->pattern == sentence_of(row["refused"].get<std::string>()).pattern);
            continue;
        }
        REQUIRE_MESSAGE(read.phone, read.refusal->pattern);
        CHECK(read.phone->number == row["number"].get<std::string>());
        CHECK(read.phone->extension == row.value("extension", ""));
        CHECK(read.phone->note == row.value("note", ""));
        // What is stored is read again as itself.
        CHECK(read_phone(read.phone->number).phone->number == read.phone->number);
        countries.insert(read.phone->number.substr(0, 3));
    }
    CHECK(countries.size() >= 10);
}

TEST_CASE("the operator's country decides what needs no plus") {
    CHECK(read_phone("029 123-45-67", "BY").phone->number == "+375291234567");
    CHECK(read_phone("8 029 123-45-67", "BY").phone->number == "+375291234567");
    CHECK(read_phone("030 1234567", "DE").phone->number == "+49301234567");
    CHECK(read_phone("8 701 123 45 67", "KZ").phone->number == "+77011234567");
    CHECK(read_phone("+7 916 123-45-67", "DE").phone->number == "+79161234567");
    CHECK(has_phones("RU"));
    CHECK(has_phones("KZ"));
    for (const auto* none : {"", "XX", "Russia", "ru"}) CHECK_FALSE(has_phones(none));
}

TEST_CASE("a mobile number as the pages write it is what libphonenumber reads") {
    for (int block = 0; block < 1000; ++block) {
        const std::string digits = std::to_string(1000 + block).substr(1) + "123456";
        CAPTURE(digits);
        const auto asked = read_phone("+7 9" + digits);
        REQUIRE(asked.phone);
        const auto plain = read_phone("+79" + digits, "DE");
        CHECK(plain.phone->number == asked.phone->number);
        CHECK(plain.phone->extension.empty());
        CHECK(plain.phone->note.empty());
    }
    CHECK_FALSE(read_phone("+7916123456").phone);
    CHECK_FALSE(read_phone("+791612345678").phone);
    CHECK(read_phone("+7916123456a").refusal != nullptr);
}

TEST_CASE("any text is a phone or refused, and what is kept is one short line") {
    std::mt19937 random(7);
    const std::vector<std::string> pieces{"8",  "+7",   "916",    "123-45-67", " ",      "(",    ")",
                                          ",",  ";",    "доб.",   "12",        "x",      "или",  "\u202e",
                                          "\n", "tel:", "\u00a0", "/",         "#",      "Иван", "+375",
                                          "0",  "ext",  "\xff",   "8 10 ",     "999999", "495",  "。"};
    for (int i = 0; i < 20'000; ++i) {
        std::string typed;
        for (auto n = random() % 12; n > 0; --n) typed += pieces[random() % pieces.size()];
        CAPTURE(typed);
        const PhoneRead read = read_phone(typed);
        REQUIRE(read.phone.has_value() == (read.refusal == nullptr));
        if (!read.phone) continue;
        CHECK(read.phone->number.size() >= 8);
        CHECK(read.phone->number.size() <= 16);
        CHECK(read.phone->number.find_first_not_of("0123456789", 1) == std::string::npos);
        CHECK(read.phone->extension.find_first_not_of("0123456789") == std::string::npos);
        for (const auto* hidden : {"\u202e", "\n", "\r"})
            CHECK(read.phone->note.find(hidden) == std::string::npos);
    }
}
