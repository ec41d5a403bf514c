#include "workbench/document/tables.hpp"

#include <doctest/doctest.h>

#include "core/report.hpp"
#include "stage.hpp"

using namespace funnel;
using namespace funnel::workbench;

TEST_CASE("a roster is pasted from Excel, header or not") {
    const Pasted pasted =
        table_from_text("Имя\tЗаявки\tПродажи\r\nАнна\t1 200\t60\r\nБорис\t700\t28\r\n", TwoCounts::managers);
    const auto* roster = std::get_if<std::vector<RosterEntry>>(&pasted);
    REQUIRE(roster != nullptr);
    CHECK(*roster == std::vector<RosterEntry>{{"Анна", 1200, 60}, {"Борис", 700, 28}});
}

TEST_CASE("stages are pasted as shares, as percent with a target, or as counts") {
    const Pasted shares = table_from_text("Дозвон\t82 %\t90 %\nОплата\t0,22\n", TwoCounts::managers);
    const auto* stages = std::get_if<std::vector<Stage>>(&shares);
    REQUIRE(stages != nullptr);
    CHECK((*stages)[0].conversion == doctest::Approx(0.82));
    CHECK((*stages)[0].target_conversion == doctest::Approx(0.9));
    CHECK((*stages)[1].conversion == doctest::Approx(0.22));
    const Pasted counts = table_from_text("Дозвон;1000;820\nОплата;820;90\n", TwoCounts::stages);
    const auto* counted = std::get_if<std::vector<Stage>>(&counts);
    REQUIRE(counted != nullptr);
    CHECK((*counted)[1].observed == Observed{820, 90});
}

TEST_CASE("what is no table is refused in words") {
    for (const char* bad : {"", "привет", "Анна\t10\t20", "Дозвон\t180 %", "\n\n"}) {
        CAPTURE(bad);
        const Pasted pasted = table_from_text(bad, TwoCounts::managers);
        const auto* why = std::get_if<NotATable>(&pasted);
        REQUIRE(why != nullptr);
        CHECK_FALSE(why->message.empty());
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
