// Pasted tables: every one of the golden table is its managers or stages, with what was left out and decided.
#include "core/text/paste.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/json/paste_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/text/pasted_cells.hpp"
#include "random_scenario.hpp"

using nlohmann::json;
using namespace funnel;
using text::PastedTable;
using text::PasteKind;

namespace {

void check_stages(const json& expected, const std::vector<Stage>& stages) {
    REQUIRE(stages.size() == expected.size());
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const json& one = expected[i];
        CHECK(stages[i].name == one[0].get<std::string>());
        CHECK(name_of(stages[i].kind) == one[1].get<std::string>());
        REQUIRE(stages[i].observed.has_value() == one[2].is_array());
        if (stages[i].observed) {
            CHECK(stages[i].observed->passed == one[2][0].get<std::int64_t>());
            CHECK(stages[i].observed->entered == one[2][1].get<std::int64_t>());
        } else {
            CHECK(std::fabs(stages[i].conversion - one[2].get<double>()) < 1e-9);
        }
        REQUIRE(stages[i].target_conversion.has_value() == (one.size() > 3));
        if (one.size() > 3) CHECK(std::fabs(*stages[i].target_conversion - one[3].get<double>()) < 1e-9);
    }
}

// The scenario that takes the table.
Scenario taking(const PastedTable& table) {
    Scenario scenario;
    scenario.stages = {{"sale", "Продажа", StageKind::payment, 0.1, {}, {}}};
    if (!table.stages.empty()) scenario.stages = table.stages;
    scenario.roster = table.managers;
    if (table.leads) scenario.leads_per_month = *table.leads;
    return scenario;
}

}  // namespace

TEST_CASE("every pasted table of the golden ones is what it means") {
    const json golden = json::parse(funnel::testing::text_of("tests/golden/pastes.json"), nullptr, false);
    REQUIRE(golden["pastes"].size() > 50);
    const json none = json::array();
    for (const json& item : golden["pastes"]) {
        const auto text = item["text"].get<std::string>();
        CAPTURE(text);
        const bool stages = item["expected"] == "stages";
        const PastedTable table = text::read_paste(text, stages ? PasteKind::stages : PasteKind::managers);
        const json& managers = item.contains("managers") ? item["managers"] : none;
        REQUIRE(table.managers.size() == managers.size());
        for (std::size_t i = 0; i < managers.size(); ++i) {
            CHECK(table.managers[i] == RosterEntry{managers[i][0].get<std::string>(),
                                                   managers[i][1].get<std::int64_t>(),
                                                   managers[i][2].get<std::int64_t>()});
        }
        check_stages(item.contains("stages") ? item["stages"] : none, table.stages);
        CHECK(table.leads.has_value() == item.contains("leads"));
        const json& notes = item.contains("notes") ? item["notes"] : none;
        REQUIRE(table.notes.size() == notes.size());
        for (std::size_t i = 0; i < notes.size(); ++i) {
            CHECK(text::code_of(table.notes[i].code) == notes[i][0].get<std::string>());
            CHECK(table.notes[i].row == notes[i][1].get<std::size_t>());
        }
        CHECK(table.empty() == (managers.empty() && !item.contains("stages")));
        CHECK(issues_of(taking(table)).empty());
        CHECK(json::parse(pasted_to_json(table), nullptr, false).is_object());
    }
}

TEST_CASE("what is left out is told with its row and its name") {
    const PastedTable table =
        text::read_paste("Имя\tЗаявки\tПродажи\nАнна\t120\t6\nИтого\t120\t6\n", PasteKind::managers);
    REQUIRE(table.notes.size() == 1);
    CHECK(text::told(table.notes[0]) == "Строка 3 «Итого»\u00a0— итог, в список не входит");
    CHECK(text::weight_of(table.notes[0].code) == text::PasteWeight::left_out);
}

TEST_CASE("two hundred managers and no more") {
    std::string text;
    for (int i = 0; i < 230; ++i) text += "М" + std::to_string(i) + "\t10\t1\n";
    const PastedTable table = text::read_paste(text, PasteKind::managers);
    CHECK(table.managers.size() == 200);
    CHECK(table.notes.size() == 30);
}

TEST_CASE("quoted cells hold line ends, separators and quotes; an open quote is a letter") {
    const auto rows = text::pasted_rows("\"а\nб;в\";\"г \"\"д\"\"\"\r\n\r\n\"е;1\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].cells == std::vector<std::string>{"а б;в", "г \"д\""});
    CHECK(rows[1].row == 3);
    CHECK(rows[1].cells == std::vector<std::string>{"\"е", "1"});
}

TEST_CASE("an empty line between rows by commas changes nothing") {
    const auto rows = text::pasted_rows("Анна,120,6\n\nБорис,70,2\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].cells == std::vector<std::string>{"Анна", "120", "6"});
    CHECK(rows[1].cells == std::vector<std::string>{"Борис", "70", "2"});
}

TEST_CASE("a row by spaces ends with its line") {
    const auto rows = text::pasted_rows("Анна Ким 250 30\nБорис 300 24\nВера 120 6");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].cells == std::vector<std::string>{"Анна Ким", "250", "30"});
    CHECK(rows[1].cells == std::vector<std::string>{"Борис", "300", "24"});
    CHECK(rows[2].cells == std::vector<std::string>{"Вера", "120", "6"});
}

TEST_CASE("any table at all gives a scenario within its ranges") {
    funnel::testing::Random random(41);
    const std::vector<std::string> cells{
        "Анна", "Имя",    "Заявки", "Продажи", "Этап",   "Конверсия, %", "Цель", "Итого", "№",
        "1",    "2",      "0,8",    "12%",     "1 200",  "70",           "",     "\"",    "\"а\nб\"",
        "-",    "Дозвон", "1e9",    "1,250",   "Оплата", "99999999999",  "\xff", "🙂"};
    const std::vector<std::string> marks{"\t", "\t", "\t", ";", ",", "|", " ", "\n", "\n", "\r\n"};
    const auto pick = [&](const std::vector<std::string>& list) {
        return list[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(list.size()) - 1))];
    };
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        for (auto n = random.whole(0, 30); n > 0; --n) text += pick(cells) + pick(marks);
        CAPTURE(text);
        for (const PasteKind kind : {PasteKind::managers, PasteKind::stages}) {
            const PastedTable table = text::read_paste(text, kind);
            CHECK(issues_of(taking(table)).empty());
            CHECK((!table.empty() || !table.notes.empty()));
        }
    }
}
