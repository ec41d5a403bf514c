// Rows to deals: ids, products, event logs, dates of stages, pipelines, currencies, repeats; by hand.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "deals_reading.hpp"

using namespace funnel;
using namespace funnel::deals;
using nlohmann::json;

namespace {

const Day kToday = *day_from_iso("2026-06-01");

struct Wanted {
    std::string columns;
    std::string rest = "";  // more fields of the mapping, beginning with a comma
};
std::string mapping_of(const Wanted& wanted) {
    return R"({"format":"funnel-deals-mapping","version":1,"columns":{)" + wanted.columns +
           R"(},"stages":[{"name":"Новая","means":1},{"name":"Встреча","means":2},{"name":"Договор","means":3},{"name":"Успех","means":"won"},{"name":"Отказ","means":"lost"},)" +
           R"({"name":"Спам","means":"unfit"},{"name":"В работе","means":"open"},{"name":"Архив","means":"ignore"}])" +
           wanted.rest + "}";
}

const std::string kUsual =
    R"("id":"ID","created":"Создана","stage":"Стадия","closed":"Закрыта","amount":"Сумма","responsible":"Кто")";

json report(const std::string& file, const std::string& mapping, std::optional<Day> as_of = std::nullopt) {
    const testing::Read read(file, mapping);
    return json::parse(read.report_json(kToday, as_of), nullptr, false);
}

json lines(const json& list, const std::string& reason) {
    for (const json& item : list) {
        if (item["reason"] == reason) return item["lines"];
    }
    return nullptr;
}

}  // namespace

TEST_CASE("of two rows of one id the later one stays, and the dropped one tells nothing") {
    const json told = report(
        "ID;Создана;Стадия;Закрыта;Сумма;Кто\n1;01.03.2026;Новая;;сто;А\n2;02.03.2026;Новая;;5;Б\n1;01.03."
        "2026;Успех;05.03.2026;700;А\n;02.03.2026;Новая;;1;Б\n;02.03.2026;Новая;;1;Б\n",
        mapping_of({kUsual}));
    CHECK(lines(told["rows"]["left_out"], "duplicate") == json::array({2}));
    CHECK(told["rows"]["told"].empty());
    CHECK(told["rows"]["used"] == 4);
    CHECK(told["totals"]["won_amount"] == 700);
}

TEST_CASE("rows of products are one deal and their amounts add") {
    const json told = report(
        "ID;Создана;Стадия;Закрыта;Сумма;Кто;Товар\n1;01.03.2026;Успех;05.03.2026;100;А;стол\n1;01.03.2026;"
        "Успех;05.03.2026;50;А;стул\n1;01.03.2026;Успех;05.03.2026;бесплатно;А;ваза\n2;01.03.2026;Успех;05."
        "03.2026;7;А;стул\n",
        mapping_of({kUsual}));
    CHECK(told["totals"]["deals"] == 2);
    CHECK(told["totals"]["won_amount"] == 157);
    CHECK(lines(told["rows"]["told"], "rows_joined") == json::array({3, 4}));
    CHECK(lines(told["rows"]["told"], "bad_amount") == json::array({4}));
    CHECK(told["rows"]["left_out"].empty());
}

TEST_CASE("the same file twice is the same deals") {
    const std::string header = "ID;Создана;Стадия;Закрыта;Сумма;Кто\n";
    const std::string body =
        "1;01.03.2026;Успех;05.03.2026;100;А\n2;02.03.2026;Отказ;04.03.2026;;Б\n3;03.03.2026;Новая;;;Б\n";
    const json once = report(header + body, mapping_of({kUsual}));
    json twice = report(header + body + body, mapping_of({kUsual}));
    CHECK(twice["rows"]["left_out"][0]["count"] == 3);
    for (const char* key : {"totals", "curve", "months", "window", "managers"})
        CHECK(once[key] == twice[key]);
}

TEST_CASE(
    "closing dates: a day before is rounding, more is dropped, the future is dropped, a planned one is "
    "nothing") {
    const json told = report(
        "ID;Создана;Стадия;Закрыта;Сумма;Кто\n1;05.03.2026;Успех;04.03.2026;1;А\n2;05.03.2026;Успех;03.03."
        "2026;1;А\n3;05.03.2026;Успех;05.03.2027;1;А\n4;05.03.2026;Новая;05.03.2027;1;А\n5;05.03.2026;Отказ;"
        "не помню;1;А\n6;05.03.2026;Новая;не помню;1;А\n",
        mapping_of({kUsual}));
    CHECK(lines(told["rows"]["told"], "closed_before_created") == json::array({3}));
    CHECK(lines(told["rows"]["told"], "closed_in_future") == json::array({4}));
    CHECK(lines(told["rows"]["told"], "bad_closed") == json::array({6}));
    CHECK(lines(told["rows"]["told"], "won_without_date") == json::array({3, 4}));
    CHECK(told["totals"]["won"] == 3);
    CHECK(told["totals"]["dateless"] == 2);
    CHECK(told["as_of"] == "2026-03-05");
}

TEST_CASE("as of a day: later deals are the future, later closings are open") {
    const std::string file =
        "ID;Создана;Стадия;Закрыта;Сумма;Кто\n1;01.03.2026;Успех;05.03.2026;1;А\n2;01.03.2026;Успех;20.03."
        "2026;1;А\n3;15.03.2026;Отказ;16.03.2026;1;А\n";
    const json told = report(file, mapping_of({kUsual}), *day_from_iso("2026-03-10"));
    CHECK(told["totals"]["won"] == 1);
    CHECK(told["totals"]["open"] == 1);
    CHECK(lines(told["rows"]["left_out"], "future") == json::array({4}));
    CHECK(report(file, mapping_of({kUsual}))["as_of"] == "2026-03-20");
}

TEST_CASE("a text without a meaning leaves its rows out and is named with its count") {
    const json told = report(
        "ID;Создана;Стадия;Закрыта;Сумма;Кто\n1;01.03.2026;Загадка;;1;А\n2;01.03.2026;загадка "
        ";;1;А\n3;01.03.2026;;;1;А\n4;01.03.2026;АРХИВ;;1;А\n",
        mapping_of({kUsual}));
    CHECK(lines(told["rows"]["left_out"], "unmapped_stage") == json::array({2, 3}));
    CHECK(lines(told["rows"]["left_out"], "ignored_stage") == json::array({5}));
    CHECK(told["totals"]["open"] == 1);
    CHECK(told["issues"][0]["code"] == "unmapped_stage");
    CHECK(told["issues"][0]["texts"].size() == 2);
}

TEST_CASE("outcome decides the end, stage the place; a reason can make a lost deal unfit") {
    const std::string mapping = mapping_of(
        {R"("id":"ID","created":"Создана","outcome":"Итог","stage":"Стадия","lost_reason":"Почему","lost_stage":"Где")",
         R"(,"reasons":[{"name":"не наш город","means":"unfit"}])"});
    const testing::Read read(
        "ID;Создана;Итог;Стадия;Почему;Где\n1;01.03.2026;Успех;Встреча;;\n2;01.03.2026;Отказ;Новая;Не наш "
        "город;Договор\n3;01.03.2026;;Успех;;\n4;01.03.2026;Отказ;Новая;Дорого;\n",
        mapping);
    const DealsResult result = read.deals(kToday);
    REQUIRE(result.set);
    const std::vector<Deal>& deals = result.set->deals;
    REQUIRE(deals.size() == 4);
    CHECK(deals[0].outcome == Outcome::won);
    CHECK(deals[0].place == 2);
    CHECK(deals[1].outcome == Outcome::unfit);
    CHECK(deals[1].place == 3);
    CHECK(deals[1].knows_lost_stage());
    CHECK(deals[2].outcome == Outcome::open);
    CHECK(deals[3].outcome == Outcome::lost);
    CHECK_FALSE(deals[3].knows_lost_stage());
}

TEST_CASE("amounts of another currency than the commonest are not used; one that does not say is ours") {
    const std::string columns =
        R"("id":"ID","created":"Создана","stage":"Стадия","closed":"Закрыта","amount":"Сумма","currency":"Валюта")";
    const json told = report(
        "ID;Создана;Стадия;Закрыта;Сумма;Валюта\n1;01.03.2026;Успех;05.03.2026;100;Российский "
        "рубль\n2;01.03.2026;Успех;05.03.2026;100;RUB\n3;01.03.2026;Успех;05.03.2026;9;USD\n4;01.03.2026;"
        "Успех;05.03.2026;5;\n5;01.03.2026;Успех;05.03.2026;7 €;RUB\n",
        mapping_of({columns}));
    CHECK(told["totals"]["won_amount"] == 205);
    CHECK(lines(told["rows"]["told"], "other_currency") == json::array({4, 6}));
}

TEST_CASE("the decimal mark of the mapping decides three digits after a mark") {
    const std::string file =
        "ID;Создана;Стадия;Закрыта;Сумма;Кто\n1;01.03.2026;Успех;05.03.2026;1,234;А\n2;01.03.2026;Успех;05."
        "03.2026;2.345;А\n";
    CHECK(report(file, mapping_of({kUsual, R"(,"decimal":",")"}))["totals"]["won_amount"].get<double>() ==
          doctest::Approx(1.234 + 2345));
    CHECK(report(file, mapping_of({kUsual, R"(,"decimal":".")"}))["totals"]["won_amount"].get<double>() ==
          doctest::Approx(1234 + 2.345));
}

TEST_CASE("the order of days and months is that of the whole column, and rows that contradict it are bad") {
    const std::string columns = R"("created":"Создана","stage":"Стадия")";
    const std::string file = "Создана;Стадия\n05/03/2026;Новая\n13/03/2026;Новая\n03/25/2026;Новая\n";
    const json dmy = report(file, mapping_of({columns}));
    CHECK(lines(dmy["rows"]["left_out"], "bad_date") == json::array({4}));
    const json mdy = report(file, mapping_of({columns, R"(,"date_order":"mdy")"}));
    CHECK(lines(mdy["rows"]["left_out"], "bad_date") == json::array({3}));
    CHECK(report("Создана;Стадия\n05/03/2026;Новая\n05/25/2026;Новая\n", mapping_of({columns}))["as_of"] ==
          "2026-05-25");
}

TEST_CASE("serial numbers are dates when the column has nothing else") {
    const std::string columns = R"("created":"Создана","stage":"Стадия")";
    CHECK(report("Создана;Стадия\n46086;Новая\n46087,5;Новая\n", mapping_of({columns}))["as_of"] ==
          "2026-03-06");
    const json mixed = report("Создана;Стадия\n46086;Новая\n06.03.2026;Новая\n", mapping_of({columns}));
    CHECK(lines(mixed["rows"]["left_out"], "bad_date") == json::array({2}));
}

TEST_CASE("the report is of the mapping's pipeline, else of the largest; all are listed") {
    const std::string columns = R"("created":"Создана","stage":"Стадия","pipeline":"Воронка")";
    const std::string file =
        "Создана;Стадия;Воронка\n01.03.2026;Новая;Опт\n01.03.2026;Новая;Розница\n01.03.2026;Новая;розница\n";
    const json largest = report(file, mapping_of({columns}));
    CHECK(largest["totals"]["deals"] == 2);
    CHECK(largest["rows"]["used"] == 3);
    CHECK(largest["pipelines"] == json::parse(R"([{"name":"Розница","deals":2},{"name":"Опт","deals":1}])"));
    CHECK(report(file, mapping_of({columns, R"(,"pipeline":"ОПТ")"}))["totals"]["deals"] == 1);
    const testing::Read none(file, mapping_of({columns, R"(,"pipeline":"нет такой")"}));
    CHECK(none.deals(kToday).issues[0].code == "unknown_pipeline");
}

TEST_CASE("repeats are counted by contact, and joined only when asked") {
    const std::string columns =
        R"("id":"ID","created":"Создана","stage":"Стадия","closed":"Закрыта","amount":"Сумма","responsible":"Кто","contact":"Телефон")";
    const std::string file =
        "ID;Создана;Стадия;Закрыта;Сумма;Кто;Телефон\n"
        "1;01.01.2026;Отказ;05.01.2026;1;А;+7 900 111-22-33\n"
        "2;20.01.2026;Успех;25.01.2026;100;Б;8(900)1112233\n"
        "3;10.02.2026;Успех;01.03.2026;50;В;9001112233\n"
        "4;20.03.2026;Новая;;7;Г;9001112233\n"
        "5;01.01.2026;Новая;;7;Д;\n";
    const json apart = report(file, mapping_of({columns}));
    CHECK(apart["totals"]["repeats"] == 2);
    CHECK(apart["totals"]["deals"] == 5);
    const testing::Read read(file, mapping_of({columns, R"(,"merge_repeats_days":30)"}));
    const DealsResult result = read.deals(kToday);
    REQUIRE(result.set);
    REQUIRE(result.set->deals.size() == 3);
    CHECK(result.set->rows.used == 5);
    const Deal& joined = result.set->deals[0];
    CHECK(joined.outcome == Outcome::won);
    CHECK(iso_from_day(joined.created) == "2026-01-01");
    CHECK(iso_from_day(joined.closed) == "2026-01-25");
    CHECK(joined.amount == 150);
    CHECK(read.store().responsible_texts.text(joined.responsible) == "А");
    CHECK(report(file, mapping_of({R"("created":"Создана","stage":"Стадия")"}))["totals"]["repeats"] ==
          nullptr);
}

TEST_CASE("an event log: rows in order of time, reopening, won stays won unless lost later") {
    const std::string columns = R"("id":"ID","stage":"Стадия","stage_at":"Когда","responsible":"Кто")";
    const testing::Read read(
        "ID;Стадия;Когда;Кто\n"
        "1;Успех;05.03.2026 12:00;А\n"
        "1;Новая;01.03.2026 10:00;А\n"
        "1;Договор;05.03.2026 11:00;Б\n"
        "1;Встреча;07.03.2026;А\n"  // won stays won
        "2;Новая;01.03.2026;А\n"
        "2;Отказ;02.03.2026;А\n"
        "2;Встреча;03.03.2026;А\n"  // reopened
        "3;Новая;01.03.2026;А\n"
        "3;Успех;04.03.2026;А\n"
        "3;Отказ;06.03.2026;А\n"  // lost after all
        "4;Новая;;А\n"
        "5;Новая;01.01.2027;А\n",
        mapping_of({columns}));
    const DealsResult result = read.deals(kToday);
    REQUIRE(result.set);
    const DealSet& set = *result.set;
    REQUIRE(set.deals.size() == 3);
    CHECK(set.deals[0].outcome == Outcome::won);
    CHECK(iso_from_day(set.deals[0].created) == "2026-03-01");
    CHECK(iso_from_day(set.deals[0].closed) == "2026-03-05");
    CHECK(set.step_begins[1] - set.step_begins[0] == 2);
    CHECK(set.steps[1].age == 4);
    CHECK(set.steps[1].place == 3);
    CHECK(set.deals[1].outcome == Outcome::open);
    CHECK(set.deals[1].place == 2);
    CHECK(set.deals[2].outcome == Outcome::lost);
    CHECK(iso_from_day(set.deals[2].closed) == "2026-03-06");
    CHECK(set.rows.left_out[static_cast<std::size_t>(LeftOut::no_date)].lines ==
          std::vector<std::uint32_t>{12});
    CHECK(set.rows.left_out[static_cast<std::size_t>(LeftOut::future)].lines ==
          std::vector<std::uint32_t>{13});
    // As of an earlier day the later events never were.
    const DealsResult earlier = read.deals(kToday, *day_from_iso("2026-03-04"));
    REQUIRE(earlier.set);
    CHECK(earlier.set->deals[0].outcome == Outcome::open);
    CHECK(earlier.set->deals[2].outcome == Outcome::won);
}

TEST_CASE("dates of stages say how far a deal came by an age") {
    const std::string columns =
        R"("id":"ID","created":"Создана","outcome":"Итог","closed":"Закрыта","stage_dates":["Д1","Д2","Д3"])";
    std::string file = "ID;Создана;Итог;Закрыта;Д1;Д2;Д3\n";
    // Forty old deals: all entered the first, half the second within a week, none the third by then.
    for (int i = 0; i < 40; ++i) {
        file += std::to_string(i) + ";01.01.2026;" + (i < 10 ? "Успех;05.01.2026" : "Отказ;20.01.2026") +
                ";01.01.2026;" + (i < 20 ? "04.01.2026" : "") + ";" + (i < 20 ? "25.01.2026" : "") + "\n";
    }
    file += "99;01.04.2026;В работе;;;;\n";
    const testing::Read read(file, mapping_of({columns}));
    AnalysisOptions options;
    options.horizon_days = 14;
    const json told = json::parse(read.report_json(kToday, std::nullopt, options), nullptr, false);
    REQUIRE(told["stages"].size() == 3);
    CHECK(told["stages"][0]["entered"] == 40);
    CHECK(told["stages"][0]["passed"] == 20);
    CHECK(told["stages"][1]["entered"] == 20);
    CHECK(told["stages"][1]["passed"] == 10);
    CHECK(told["stages"][2]["entered"] == 10);
    CHECK(told["stages"][2]["passed"] == 10);
    // Without places in the mapping the columns are the stages, in their order.
    const std::string bare =
        R"({"format":"funnel-deals-mapping","version":1,"columns":{)" + columns +
        R"(},"stages":[{"name":"Успех","means":"won"},{"name":"Отказ","means":"lost"},)" +
        R"({"name":"В работе","means":"open"}]})";
    const testing::Read unplaced(file, bare);
    const json by_column =
        json::parse(unplaced.report_json(kToday, std::nullopt, options), nullptr, false)["stages"];
    REQUIRE(by_column.size() == 3);
    const std::vector<std::string> names{"Д1", "Д2", "Д3"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        CHECK(by_column[i]["name"] == names[i]);
        CHECK(by_column[i]["entered"] == told["stages"][i]["entered"]);
        CHECK(by_column[i]["passed"] == told["stages"][i]["passed"]);
    }
}

TEST_CASE("won without a closing date takes the date of the last change when there is one") {
    const std::string columns = R"("created":"Создана","stage":"Стадия","modified":"Изменена")";
    const json told = report(
        "Создана;Стадия;Изменена\n01.03.2026;Успех;05.03.2026\n01.03.2026;Успех;\n01.03.2026;Отказ;06.03."
        "2026\n",
        mapping_of({columns}));
    CHECK(lines(told["rows"]["told"], "closed_from_modified") == json::array({2}));
    CHECK(lines(told["rows"]["told"], "won_without_date") == json::array({3}));
    CHECK(told["as_of"] == "2026-03-05");
}

TEST_CASE("nothing is left: no_deals") {
    const testing::Read read("ID;Создана;Стадия;Закрыта;Сумма;Кто\n", mapping_of({kUsual}));
    CHECK(read.deals(kToday).issues[0].code == "no_deals");
    const testing::Read future("ID;Создана;Стадия;Закрыта;Сумма;Кто\n1;01.01.2030;Новая;;1;А\n",
                               mapping_of({kUsual}));
    const DealsResult result = future.deals(kToday);
    CHECK(result.issues[0].code == "no_deals");
    CHECK(result.rows.left_out[static_cast<std::size_t>(LeftOut::future)].count == 1);
}

TEST_CASE("a mapping says everything that is wrong with it") {
    const auto codes = [](const std::string& text) {
        std::string list;
        for (const Issue& issue : mapping_from_json(text).issues) list += issue.path + ":" + issue.code + " ";
        return list;
    };
    CHECK(codes("{") == ":not_json ");
    CHECK(codes(R"({"format":"funnel-deals-mapping","version":2,"columns":{}})") ==
          "/version:newer_version ");
    CHECK(
        codes(
            R"({"format":"funnel-deals-mapping","version":1,"columns":{"nope":"A","id":5},"stages":[{"name":"A","means":13},{"name":"B"}],"date_order":"xyz","decimal":";","merge_repeats_days":-1})") ==
        "/columns/id:wrong_type /columns/nope:unknown_key /stages/0/means:out_of_range "
        "/stages/1/means:missing /date_order:out_of_range /decimal:out_of_range "
        "/merge_repeats_days:out_of_range ");
    const testing::Read missing("ID;Создана;Стадия\n1;01.03.2026;Новая\n",
                                mapping_of({R"("created":"Создана","stage":"Стадия","source":"Источник")"}));
    CHECK(missing.reader().issues()[0].code == "missing_column");
    const std::string mapping = mapping_of(
        {kUsual,
         R"(,"reasons":[{"name":"а","means":"unfit"}],"date_order":"mdy","decimal":".","pipeline":"Опт","merge_repeats_days":7)"});
    const MappingResult once = mapping_from_json(mapping);
    REQUIRE(once.mapping);
    CHECK(mapping_to_json(*mapping_from_json(mapping_to_json(*once.mapping)).mapping) ==
          mapping_to_json(*once.mapping));
}

TEST_CASE("money that is not roubles is recognised wherever it is said, and told") {
    struct Said {
        const char* header;
        const char* amount;
        const char* code;
    };
    for (const Said& said : {Said{"Сумма", "$1,200", "USD"},
                             Said{"Сумма", "1200 USD", "USD"},
                             Said{"Сумма", "US$ 1 200.50", "USD"},
                             Said{"Сумма", "1 200 долл.", "USD"},
                             Said{"Сумма", "1200 €", "EUR"},
                             Said{"Сумма", "1 200 тенге", "KZT"},
                             Said{"Сумма", "₸1200", "KZT"},
                             Said{"Сумма", "1200 бел. руб.", "BYN"},
                             Said{"Сумма", "1200 AED", "AED"},
                             Said{"Сумма", "1200 XAF", "XAF"},
                             Said{"Сумма", "1200 у.е.", "у. е."},
                             Said{"Сумма, USD", "1200", "USD"},
                             Said{"Сумма (в долларах США)", "1200", "USD"},
                             Said{"Amount in EUR", "1200", "EUR"},
                             Said{"Бюджет $", "1200", "USD"},
                             Said{"USD amount", "1200", "USD"},
                             Said{"Сумма, белорусских рублей", "1200", "BYN"},
                             Said{"Сумма, тг", "1200", "KZT"},
                             Said{"Сумма", "1200", nullptr},
                             Said{"Сумма, ₽", "1200", nullptr},
                             Said{"Сумма, тыс. руб.", "1200", nullptr},
                             Said{"Сумма, USD", "1200 ₽", nullptr}}) {
        INFO(said.header, ": ", said.amount);
        std::string file = std::string("ID\tДата создания\tСтадия\t") + said.header + "\n";
        for (int i = 1; i < 5; ++i)
            file += std::to_string(i) + "\t0" + std::to_string(i) + ".03.2026\tУспех\t" + said.amount + "\n";
        const testing::Read read(file);
        const json told = json::parse(read.report_json(kToday));
        CHECK(told["totals"]["won_amount"].get<double>() >= 4800);
        if (said.code == nullptr) {
            CHECK(told["issues"].empty());
            continue;
        }
        REQUIRE(told["issues"].size() == 1);
        const json& issue = told["issues"][0];
        CHECK(issue["code"] == "not_roubles");
        CHECK(issue["path"] == "/columns/amount");
        CHECK(issue["texts"] == json::array({{{"text", said.code}, {"count", 4}}}));
        CHECK(issue["message"].get<std::string>().find("не в рублях") != std::string::npos);
    }
}

TEST_CASE("a column of currencies named in its header, and amounts of several, are told") {
    const json named =
        json::parse(testing::Read("ID;Дата создания;Стадия;Сумма;Валюта: USD\n1;01.03.2026;Успех;100;\n")
                        .report_json(kToday));
    CHECK(named["issues"][0]["texts"][0]["text"] == "USD");
    const json mixed = json::parse(
        testing::Read(
            "ID;Дата создания;Стадия;Сумма\n1;01.03.2026;Успех;$100\n2;01.03.2026;Успех;$50\n3;01.03."
            "2026;Успех;70 €\n4;01.03.2026;Успех;5\n")
            .report_json(kToday));
    CHECK(mixed["totals"]["won_amount"] == 155);
    CHECK(lines(mixed["rows"]["told"], "other_currency") == json::array({4}));
    CHECK(mixed["issues"][0]["message"].get<std::string>().find("без знака валюты 1,") != std::string::npos);
}

TEST_CASE("the check of an export in dollars goes on with the word that it is in dollars") {
    std::string file = "ID;Дата создания;Дата закрытия;Стадия;Сумма\n";
    for (int i = 0; i < 200; ++i) {
        const std::string day =
            (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) + ".0" + std::to_string(i % 6 + 1) + ".2025";
        file += std::to_string(i) + ";" + day + ";" + day + (i % 3 == 0 ? ";Успех;$900\n" : ";Отказ;\n");
    }
    const json told = json::parse(testing::Read(file).report_json(kToday));
    for (const json& note : told["scenario_notes"]) {
        if (note["path"] != "/average_check") continue;
        CHECK(note["code"] == "not_roubles");
        CHECK(note["text"].get<std::string>().find("долларах США (USD), не в рублях") != std::string::npos);
        return;
    }
    FAIL("no note of the check");
}
