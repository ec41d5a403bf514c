#include "workbench/document/tables.hpp"

#include <doctest/doctest.h>

#include "core/report.hpp"
#include "stage.hpp"

using namespace funnel;
using namespace funnel::workbench;

TEST_CASE("a roster is pasted from Excel, header or not, sums left out and told") {
    const Pasted pasted =
        table_from_text("Имя\tЗаявки\tПродажи\r\nАнна\t1 200\t60\r\nБорис\t700\t28\r\nИтого\t1 900\t88\r\n",
                        text::PasteKind::managers);
    CHECK(pasted.table.managers == std::vector<RosterEntry>{{"Анна", 1200, 60}, {"Борис", 700, 28}});
    CHECK(pasted.told.find("Вставлено менеджеров: 2. Строка 4 «Итого»") == 0);
}

TEST_CASE("managers pasted where stages are expected stay managers: the funnel is not replaced") {
    for (const char* roster : {"М1\t1,250\t130", "Анна\t120\t6\nБорис\t70\t2"}) {
        const Pasted pasted = table_from_text(roster, text::PasteKind::stages);
        CHECK(pasted.table.stages.empty());
        CHECK_FALSE(pasted.table.managers.empty());
    }
    CHECK(table_from_text("М1\t1,250\t130", text::PasteKind::stages).table.managers[0] ==
          RosterEntry{"М1", 1250, 130});
}

TEST_CASE("stages are pasted as shares, as percent with a target, or as counts") {
    const auto shares =
        table_from_text("Дозвон\t0,8\nВстреча\t1\nОплата\t0,22\n", text::PasteKind::managers).table.stages;
    REQUIRE(shares.size() == 3);
    CHECK(shares[0].conversion == doctest::Approx(0.8));
    CHECK(shares[1].conversion == doctest::Approx(1));
    const auto percent =
        table_from_text("Дозвон\t82 %\t90 %\nОплата\t22\n", text::PasteKind::stages).table.stages;
    REQUIRE(percent.size() == 2);
    CHECK(percent[0].target_conversion == doctest::Approx(0.9));
    CHECK(percent[1].conversion == doctest::Approx(0.22));
    const auto counted =
        table_from_text("Дозвон;1000;820\nОплата;820;90\n", text::PasteKind::stages).table.stages;
    REQUIRE(counted.size() == 2);
    CHECK(counted[1].observed == Observed{820, 90});
}

TEST_CASE("what is no table is refused in words") {
    for (const char* bad : {"", "привет", "Анна\t10\t20", "Дозвон\t180 %", "\n\n"}) {
        CAPTURE(bad);
        const Pasted pasted = table_from_text(bad, text::PasteKind::managers);
        CHECK_FALSE(pasted.told.empty());
        CHECK(pasted.table.stages.empty());
    }
}

TEST_CASE("the copied table has plain numbers and never a formula") {
    Scenario s = golden("full");
    s.stages[0].name = "=1+1";
    const std::string text = text_from_report(s, evaluate(s, Distribution::skip));
    CHECK(text.find("'=1+1\t2100\t1722\t82\t90\t2160\n") != std::string::npos);
    CHECK(text.find("Выручка, ₽\t13638240\t32076000\n") != std::string::npos);
    CHECK(text.find("\u00a0") == std::string::npos);
}
