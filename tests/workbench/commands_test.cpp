#include "workbench/commands.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "core/comparison.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "stage.hpp"
#include "workbench/document/edits.hpp"

using namespace funnel;
using namespace funnel::workbench;
using nlohmann::json;

namespace {
json run(Workbench& workbench, const std::string& command) {
    const json answer = json::parse(run_command(workbench, command), nullptr, false);
    REQUIRE(answer.is_object());
    return answer;
}
json state(const Workbench& workbench) {
    const json out = json::parse(state_of(workbench), nullptr, false);
    REQUIRE(out.is_object());
    return out;
}
}  // namespace

TEST_CASE("commands edit the variant in hand and the state tells the report of it") {
    Workbench w(golden("full"));
    CHECK(run(w, R"({"do":"set","id":"managers","value":8})")["ok"] == true);
    CHECK(run(w, R"({"do":"stage","index":3,"conversion":0.3,"target":null,"name":"Договор"})")["ok"] ==
          true);
    const json now = state(w);
    CHECK(now["slots"]["A"]["scenario"]["managers"] == 8);
    CHECK(now["slots"]["A"]["scenario"]["stages"][3]["name"] == "Договор");
    CHECK(now["slots"]["A"]["name"] == "Как есть");
    CHECK_FALSE(now["slots"].contains("B"));
    CHECK(now["slots"]["A"]["report"]["now"]["revenue"].get<double>() ==
          doctest::Approx(evaluate(w.history().now().scenario()).now.revenue));
    CHECK(run(w, R"({"do":"undo"})")["what"] == "Договор 30\u00a0%, этап «Договор» и ещё 1");
    CHECK(state(w)["slots"]["A"]["scenario"]["stages"][3]["name"] == "Оплата");
}

TEST_CASE("the difference of variants is the core's comparison") {
    Workbench w(golden("full"));
    run(w, R"({"do":"freeze"})");
    run(w, R"({"do":"targets_reached"})");
    const Scenario a = golden("full");
    const ComparisonResult expected = compare(a, with_targets_reached(a));
    REQUIRE(expected.comparison.has_value());
    const json now = state(w);
    CHECK(now["changes"]["B"] == json::parse(comparison_to_json(*expected.comparison)));
    CHECK(now["baseline"] == "A");
    CHECK(now["base"] == "A");
    CHECK(now["slots"]["B"]["name"] == "Все цели");
    CHECK(now["slots"]["B"]["change"] ==
          std::round(expected.comparison->revenue_b) - std::round(expected.comparison->revenue_a));
    run(w, R"({"do":"view","compare_with":"B"})");
    CHECK(state(w)["base"] == "B");
    CHECK(state(w)["changes"].contains("A"));
}

TEST_CASE("the opening sentence is shown first, then taken") {
    Workbench w(golden("full"));
    const std::string text =
        "4 менеджера, 320 заявок, чек 85, дозвон 70, квалификация 45, встреча 40, оплата 25";
    const json shown = run(w, json{{"do", "sentence"}, {"text", text}}.dump());
    CHECK(shown["sentence"]["said"].size() >= 5);
    CHECK(w.history().now().scenario() == golden("full"));
    run(w, json{{"do", "sentence"}, {"text", text}, {"take", true}}.dump());
    const Scenario& s = w.history().now().scenario();
    CHECK(s.managers == 4);
    CHECK(s.average_check == 85'000);
    CHECK(conversion_now(s.stages[3]) == doctest::Approx(0.25));
    CHECK(w.history().steps() == 2);
}

TEST_CASE("what a person types is read in the unit of its field, with a sentence when it is refused") {
    Workbench w(golden("full"));
    const auto type = [&](const std::string& id, const std::string& text) {
        return run(w, json{{"do", "type"}, {"id", id}, {"text", text}}.dump());
    };
    CHECK(type("goal_revenue", "5 млн")["ok"] == true);
    CHECK(w.history().now().scenario().goal_revenue == 5e6);
    CHECK(type("stages/0/conversion", "70,5 %")["ok"] == true);
    CHECK(conversion_now(w.history().now().scenario().stages[0]) == doctest::Approx(0.705));
    CHECK(type("stages/0/target", "")["ok"] == true);
    CHECK_FALSE(w.history().now().scenario().stages[0].target_conversion.has_value());
    CHECK(type("average_check", "5 %")["issues"][0]["message"] == "Здесь нужно число, а не проценты.");
    CHECK(type("stages/0/conversion", "120")["issues"][0]["message"] == "Нужно число от 0 до 100\u00a0%.");
    CHECK(type("managers", "")["issues"][0]["code"] == "missing");
    CHECK(type("stages/9/conversion", "1").contains("issues"));
    const json now = state(w);
    for (const json& field : now["fields"]) {
        if (field["id"] == "goal_revenue") CHECK(field["text"] == "5\u00a0000\u00a0000");
    }
}

TEST_CASE("a bad command changes nothing and says what is wrong") {
    Workbench w(golden("full"));
    const std::string before = state_of(w);
    for (const char* bad :
         {"", "[]", "{", R"({"do":"fly"})", R"({"do":"set","id":"luck","value":1})",
          R"({"do":"set","id":"managers"})", R"({"do":"set","id":"managers","value":0})",
          R"({"do":"set","id":"managers","value":null})", R"({"do":"stage","index":99,"conversion":0.5})",
          R"({"do":"choose","variant":"Z"})", R"({"do":"open","document":{}})",
          R"({"do":"open","document":{"format":"funnel-workbench","version":3}})",
          R"({"do":"open","document":{"format":"funnel-workbench","version":2,"variants":[{"name":"x"}]}})",
          R"({"do":"solver","pin":{"what":"luck"},"give":{"what":"leads"}})"}) {
        CAPTURE(bad);
        const json answer = run(w, bad);
        REQUIRE(answer.contains("issues"));
        CHECK_FALSE(answer["issues"].empty());
        CHECK(state_of(w) == before);
    }
}

TEST_CASE("a saved document opens as it was, with names, order, the variant in hand and the frozen one") {
    Workbench w(golden("full"));
    run(w, R"({"do":"freeze"})");
    run(w, R"({"do":"set","id":"average_check","value":200000})");
    run(w, R"({"do":"duplicate"})");
    run(w, R"({"do":"rename","text":"Свой"})");
    run(w, R"({"do":"title","text":"Клиент"})");
    run(w, R"({"do":"choose","variant":"B"})");
    run(w, R"({"do":"view","theme":"dark","zoom":130})");
    const json saved = run(w, R"({"do":"save"})")["document"];
    CHECK(saved["version"] == 2);
    Workbench other(golden("explainer"));
    CHECK(run(other, json{{"do", "open"}, {"document", saved}}.dump())["ok"] == true);
    CHECK(run(other, R"({"do":"save"})")["document"] == saved);
    CHECK(other.view().theme == Theme::dark);
    CHECK(other.history().now().variant().name == "Чек 200\u00a0тыс.");
    CHECK(other.history().now().baseline == other.history().now().variants[0].id);
    CHECK(run(other, R"({"do":"undo"})")["what"] == "открытие расчёта");
    CHECK(other.history().now().scenario() == golden("explainer"));
}

TEST_CASE("a document of version 1 still opens, slots become variants") {
    Workbench w(golden("full"));
    const json scenario = json::parse(scenario_to_json(golden("explainer")));
    const json old{{"format", "funnel-workbench"},
                   {"version", 1},
                   {"active", "C"},
                   {"scenarios", {{"A", scenario}, {"C", scenario}}}};
    CHECK(run(w, json{{"do", "open"}, {"document", old}}.dump())["ok"] == true);
    CHECK(w.history().now().variants.size() == 2);
    CHECK(w.history().now().active == 1);
}

TEST_CASE("leads for a goal are whole, the same as the goal's own, and go into a variant of their own") {
    Workbench w(golden("full"));
    run(w, R"({"do":"set","id":"capacity_leads_per_manager","value":null})");
    run(w,
        R"({"do":"sentence","take":true,"text":"4 менеджера, 320 заявок, чек 85, дозвон 70, квалификация 45, встреча 40, оплата 25"})");
    run(w, R"({"do":"solver","pin":{"what":"revenue","value":5000000},"give":{"what":"leads"}})");
    const json now = state(w);
    CHECK(now["goal"]["leads"] == 1875);
    CHECK(now["goal"]["sales"] == 59);
    CHECK(run(w, R"({"do":"apply_solution"})")["ok"] == true);
    CHECK(w.history().now().variants.size() == 2);
    CHECK(w.history().now().scenario().leads_per_month == 1875);
    CHECK(w.history().now().variant().name == "Заявок 1\u00a0875");
    run(w, R"({"do":"set","id":"capacity_leads_per_manager","value":300})");
    run(w, R"({"do":"solver","pin":{"what":"revenue","value":5000000},"give":{"what":"leads"}})");
    CHECK(state(w)["solution"].contains("refusal"));
    CHECK(state(w)["furthest"].get<double>() == doctest::Approx(1200 * 0.7 * 0.45 * 0.4 * 0.25 * 85'000));
    run(w, R"({"do":"solver","pin":{"what":"sales","value":60},"give":{"what":"check"}})");
    CHECK(state(w)["solution"]["refusal"]["code"] == "no_effect");
    CHECK(run(w, R"({"do":"apply_solution"})").contains("issues"));
}

TEST_CASE("a roster and stages are taken in as they were read, the table is copied") {
    Workbench w(golden("full"));
    run(w,
        R"({"do":"roster","roster":[{"name":"Анна","leads":100,"sales":5},{"name":"Борис","leads":80,"sales":8}]})");
    CHECK(w.history().now().scenario().roster ==
          std::vector<RosterEntry>{{"Анна", 100, 5}, {"Борис", 80, 8}});
    CHECK(w.view().tab == Tab::roster);
    CHECK(w.history().now().scenario().stages.size() == 4);
    CHECK(run(w, R"({"do":"roster","roster":[{"name":"Анна","leads":1,"sales":5}]})").contains("issues"));
    CHECK(run(w, R"({"do":"copy"})")["text"].get<std::string>().find("Дозвон") != std::string::npos);
    CHECK(run(w, R"({"do":"stages","stages":[{"id":"pay","name":"Оплата","conversion":0.1}]})")["ok"] ==
          true);
    CHECK(w.history().now().scenario().stages.size() == 1);
    CHECK(run(w, R"({"do":"stages","stages":[]})").contains("issues"));
    // As the core's reader of pasted tables gives them.
    CHECK(
        run(w,
            R"({"do":"stages","stages":[{"id":"a","name":"Дозвон","kind":"contact","observed":{"entered":1000,"passed":820},
      "target_conversion":null,"source":"counts"}]})")["ok"] == true);
    CHECK(w.history().now().scenario().stages[0].observed == Observed{1000, 820});
}

TEST_CASE("remarks stand beside the names and under the pointer") {
    Bench bench(golden("full"));
    run(bench.workbench, R"({"do":"remarks","remarks":[
      {"field":"average_check","word":"CRM","text":"из CRM, 6 месяцев","back":true},
      {"field":"stages/3/conversion","word":"CRM","text":"из CRM, 1 840 заявок"}]})");
    bench.frames({}, 3);
    const auto at = [&](std::string_view words) {
        const auto found = std::find_if(bench.texts.begin(), bench.texts.end(),
                                        [&](const TextRecord& one) { return one.text == words; });
        REQUIRE_MESSAGE(found != bench.texts.end(), words);
        return ImVec2{(found->at.x0 + found->at.x1) / 2, found->at.middle_y()};
    };
    bench.move(at("CRM"));
    bench.frames({}, 2);
    (void)at("из CRM, 1 840 заявок");
    bench.click(at("←"));
    CHECK(bench.workbench.take_page_requests() == std::vector<PageRequest>{PageRequest::take_back});
    CHECK(run(bench.workbench, R"({"do":"remarks"})").contains("issues"));
}
