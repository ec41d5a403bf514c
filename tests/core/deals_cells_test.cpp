// What one cell says: dates in every form, amounts, contacts, texts.
#include <doctest/doctest.h>

#include <string>

#include "core/deals/cell.hpp"
#include "core/deals/sha256.hpp"

using namespace funnel;
using namespace funnel::deals;

namespace {

std::string day_of(const char* cell, DateOrder order = DateOrder::dmy, bool serials = false) {
    const std::optional<Day> day = date_from(cell).date.day_in({order, serials});
    return day ? iso_from_day(*day)
               : (date_from(cell).date.kind() == CellDate::Kind::empty ? "empty" : "bad");
}

double value_of(const char* cell) {
    const CellAmount amount = amount_from(cell);
    return amount.kind == CellAmount::Kind::number ? amount.value
                                                   : (amount.kind == CellAmount::Kind::empty ? -1 : -2);
}

}  // namespace

TEST_CASE("days count from 1970 and back through every day of two centuries") {
    for (Day day = *day_from_date({1900, 1, 1}); day <= *day_from_date({2199, 12, 31}); ++day) {
        REQUIRE(day_from_date(date_from_day(day)) == day);
        REQUIRE(last_day_of(month_of(day)) >= day);
    }
    CHECK(day_from_date({1970, 1, 1}) == 0);
    CHECK(iso_from_day(*day_from_date({2024, 2, 29})) == "2024-02-29");
    CHECK_FALSE(day_from_date({2026, 2, 31}));
    CHECK_FALSE(day_from_iso("2026-3-9"));
    CHECK(iso_from_month(month_of(*day_from_iso("2026-12-31"))) == "2026-12");
}

TEST_CASE("SHA-256 of pieces of any size is that of the whole") {
    // FIPS 180-2, appendix B; the empty text.
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    const std::string million(1'000'000, 'a');
    for (const std::size_t piece : {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65},
                                    std::size_t{1000}, million.size()}) {
        Sha256 sum;
        for (std::size_t at = 0; at < million.size(); at += piece)
            sum.add(std::string_view(million).substr(at, piece));
        CHECK(sum.hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
}

TEST_CASE("dates by dots are day first, four digits first are year first") {
    for (const char* cell : {"05.03.2026",
                             "5.3.2026",
                             "05.03.26",
                             "2026-03-05",
                             "2026/03/05",
                             "2026.03.05",
                             " 05.03.2026 10:15 ",
                             "05.03.2026 10:15:30",
                             "05.03.2026, 10:15",
                             "2026-03-05T08:00:00Z",
                             "2026-03-05T23:59:59.999+03:00",
                             "2026-03-05 08:00:00 +0300",
                             "20260305",
                             "20260305T101500",
                             "05.03.2026 г.",
                             "10:15 05.03.2026",
                             "2026-03-05T10:00:00.000+0000",
                             "=\"05.03.2026\"",
                             "'05.03.2026",
                             "05.03.2026 в 10:15",
                             "05.03.2026 10:15 AM"}) {
        INFO(cell);
        CHECK(day_of(cell) == "2026-03-05");
        CHECK(day_of(cell, DateOrder::mdy) == "2026-03-05");
    }
}

TEST_CASE("dates by slashes and dashes take the order of their column") {
    CHECK(day_of("05/03/2026") == "2026-03-05");
    CHECK(day_of("05/03/2026", DateOrder::mdy) == "2026-05-03");
    CHECK(day_of("05-03-26") == "2026-03-05");
    CHECK(day_of("26-03-05", DateOrder::ymd) == "2026-03-05");
    CHECK(day_of("3/5/2026 10:15 PM", DateOrder::mdy) == "2026-03-05");
    CHECK(day_of("13/05/2026", DateOrder::mdy) == "bad");
    CHECK(day_of("05/13/2026") == "bad");
    CHECK(day_of("05/03/2026", DateOrder::ymd) == "bad");
}

TEST_CASE("months in words, Russian and English") {
    for (const char* cell :
         {"5 марта 2026", "5 марта 2026 г.", "5 мар. 2026", "05 март 2026 10:15", "5 March 2026",
          "March 5, 2026", "Mar 5, 2026", "05-Mar-26", "5-мар-2026", "Thu, 05 Mar 2026 10:15:00 GMT",
          "5 МАРТА 2026 года, 10:15", "Mar 05 2026 10:15 AM", "5th of March 2026"}) {
        INFO(cell);
        CHECK(day_of(cell) == "2026-03-05");
    }
    CHECK(day_of("1 мая 2026") == "2026-05-01");
    CHECK(day_of("31 сентября 2026") == "bad");
    CHECK(day_of("5 марта апреля 2026") == "bad");
    CHECK(day_of("12 декабря 2025") == "2025-12-12");
    CHECK(day_of("1 сент. 2025") == "2025-09-01");
    // Russian months have cases, English ones do not.
    CHECK(day_of("5 апреле 2026") == "2026-04-05");
    for (const char* cell : {"5 aprilu 2026", "5 augusta 2026"}) CHECK(day_of(cell) == "bad");
}

TEST_CASE("serial numbers are dates only in a column of nothing else") {
    CHECK(day_of("46086", DateOrder::dmy, true) == "2026-03-05");
    CHECK(day_of("46086.5", DateOrder::dmy, true) == "2026-03-05");
    CHECK(day_of("46086,25", DateOrder::dmy, true) == "2026-03-05");
    CHECK(day_of("46086") == "bad");
    CHECK(day_of("0", DateOrder::dmy, true) == "bad");
}

TEST_CASE("what is no date is bad, what is an empty date of a program is empty") {
    for (const char* cell : {"31.02.2026", "вчера", "05.03.2026 перезвонить", "99.99.9999", "2026", "5",
                             "1/2", "32.01.2026", "+7 900 000-00-00", "2026-13-01", "01.01.1812"}) {
        INFO(cell);
        CHECK(day_of(cell) == "bad");
    }
    for (const char* cell :
         {"", "  ", "01.01.0001 0:00:00", "0000-00-00", "0001-01-01T00:00:00", "\xC2\xA0"}) {
        INFO(cell);
        CHECK(day_of(cell) == "empty");
    }
}

TEST_CASE("the time of day orders events of one day") {
    CHECK(date_from("05.03.2026 10:15").second == (10 * 60 + 15) * 60);
    CHECK(date_from("05.03.2026 10:5").second == (10 * 60 + 5) * 60);
    CHECK(date_from("2026-03-05T10:15:30Z").second == (10 * 60 + 15) * 60 + 30);
    CHECK(date_from("3/5/2026 1:00 PM").second == 13 * 3600);
    CHECK(date_from("05.03.2026").second == 0);
}

TEST_CASE("amounts in the ways they are written") {
    CHECK(value_of("150000") == 150000);
    CHECK(value_of("100 000,50") == 100000.5);
    CHECK(value_of("100\xC2\xA0"
                   "000.5") == 100000.5);
    CHECK(value_of("1\xE2\x80\xAF"
                   "234\xE2\x80\xAF"
                   "567") == 1234567);
    CHECK(value_of("1'234'567.89") == 1234567.89);
    CHECK(value_of("1,234,567.89") == 1234567.89);
    CHECK(value_of("1.234.567,89") == 1234567.89);
    CHECK(value_of("68790.18|RUB") == 68790.18);
    CHECK(value_of("5 000 ₽") == 5000);
    CHECK(value_of("5000 руб.") == 5000);
    CHECK(value_of("5 000 р.") == 5000);
    CHECK(value_of("$1,500.00") == 1500);
    CHECK(value_of("USD 1 500") == 1500);
    CHECK(value_of("0") == 0);
    CHECK(value_of("0.00|RUB") == 0);
    CHECK(value_of("") == -1);
    for (const char* cell :
         {"-5", "(5 000)", "−5 000", "сто тысяч", "5 тыс.", "примерно 5000", "1.2.3", "1,23,4", "12%"}) {
        INFO(cell);
        CHECK(value_of(cell) == -2);
    }
}

TEST_CASE("currencies have one code however they are written") {
    for (const char* cell : {"5 ₽", "5 руб.", "5 RUB", "5|RUB", "RUB 5", "5р."}) {
        INFO(cell);
        CHECK(amount_from(cell).currency == "RUB");
    }
    CHECK(amount_from("$5").currency == "USD");
    CHECK(amount_from("5 €").currency == "EUR");
    CHECK(amount_from("5 CHF").currency == "CHF");
    CHECK(amount_from("5").currency.empty());
    CHECK(currency_code("Российский рубль") == "RUB");
    CHECK(currency_code(" usd ") == "USD");
}

TEST_CASE("three digits after one mark are open until the column says") {
    CHECK(amount_from("1,234").open == CellAmount::Open::comma);
    CHECK(amount_from("1.234").open == CellAmount::Open::point);
    CHECK(amount_from("1,23").open == CellAmount::Open::no);
    CHECK(amount_from("0,234").open == CellAmount::Open::no);
    CHECK(amount_from("1234,567").open == CellAmount::Open::no);
}

TEST_CASE("a number is the same whether it is read at once or beside its currency") {
    for (const char* text :
         {"0",   "7",     "150000",    "150000.50",       "150000,5",         "0,1234",          "12,3456789",
          "1.5", "1.234", "12,345",    "123456789012345", "1234567890123456", "12.3456789012",   "1.",
          ".5",  "1,2,3", "1,234,567", "1,234.5",         "1.234,50",         "99999999999999.9"}) {
        INFO(text);
        const CellAmount bare = amount_from(text);
        const CellAmount marked = amount_from(std::string(text) + " RUB");
        CHECK(bare.kind == marked.kind);
        CHECK(bare.open == marked.open);
        CHECK(bare.decimal == marked.decimal);
        CHECK(bare.value == marked.value);
    }
}

TEST_CASE("a date is the same whether it is read at once or with its zone") {
    for (const char* text :
         {"05.03.2026", "29.02.2024", "29.02.2025", "31.12.2199", "00.00.0000", "01.01.0001", "32.01.2026",
          "05.03.2026 12:30", "05.03.2026 12:30:45", "05.03.2026 24:00:00", "05.03.2026 99:99:99",
          "05.13.2026 10:00", "05.03.2026 1:30"}) {
        INFO(text);
        const DateTime bare = date_from(text);
        const DateTime zoned = date_from(std::string(text) + " UTC");
        CHECK(bare.date == zoned.date);
        CHECK(bare.second == zoned.second);
    }
}

TEST_CASE("one character other than a date's is seen wherever it stands") {
    for (const std::string text : {"05.03.2026", "05.03.2026 12:30", "05.03.2026 12:30:15"}) {
        CAPTURE(text);
        const DateTime right = date_from(text);
        REQUIRE(right.date == CellDate::of_day(*day_from_date({2026, 3, 5})));
        for (std::size_t i = 0; i < text.size(); ++i) {
            for (const char wrong :
                 {'x', static_cast<char>(text[i] ^ 0x80), static_cast<char>(text[i] ^ 0x40)}) {
                CAPTURE(i);
                std::string other = text;
                other[i] = wrong;
                CHECK(date_from(other).date == CellDate::bad());
            }
        }
    }
}

TEST_CASE("white space is taken off both ends, whatever letters stand there") {
    const char* const spaces[] = {"", " ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xEF\xBB\xBF"};
    // П and Р end in the bytes of a no-break space and of the mark of order.
    for (const char* text :
         {"", "7", "РП", "Рп", "п", "Р", "Сайт", "Отказ", "é", "€", "12 500", "a", "—", "©"}) {
        INFO(text);
        for (const char* before : spaces) {
            for (const char* after : spaces) CHECK(trimmed(std::string(before) + text + after) == text);
        }
        CHECK(trimmed(std::string("=\"") + text + "\"") == text);
    }
    CHECK(trimmed("'007") == "007");
}

TEST_CASE("contacts are one however they are written") {
    for (const char* cell : {"+7 (900) 123-45-67", "8 900 123 45 67", "79001234567", "'+79001234567"}) {
        INFO(cell);
        CHECK(contact_from(cell) == "9001234567");
    }
    CHECK(contact_from(" Ivan@Mail.RU ") == "ivan@mail.ru");
    CHECK(contact_from("12345").empty());
    CHECK(contact_from("Иван").empty());
}

TEST_CASE("the sign of a number makes another name of it") {
    CHECK(word_key("Сделка №") == word_key("сделка№"));
    CHECK(word_key("Сделка №") != word_key("Сделка"));
}

TEST_CASE("names are compared without case, ё and extra spaces") {
    CHECK(folded("  СЧЁТ \xC2\xA0 выставлен ") == folded("счет выставлен"));
    CHECK(squeezed("Deal_Stage") == squeezed("deal stage"));
    CHECK(squeezed("Сумма, ₽") == squeezed("сумма"));
    CHECK(word_key("№") == "№");
    CHECK(folded("ÉTAPE À PAYER ×2") == folded("étape à payer ×2"));
    CHECK(folded("×") == "×");
    // The first and the last letter of each alphabet that has two cases, and their neighbours that have one.
    CHECK(folded("AZ[ ÀÖ×ØÞß") == "az[ àö×øþß");
    CHECK(folded("ЀЏАЯ ѠҀ҂ ҊҾӀ ӐԮ") == "ѐџая ѡҁ҂ ҋҿӀ ӑԯ");
}
