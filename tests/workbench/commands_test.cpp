#include "workbench/commands.hpp"

#include <doctest/doctest.h>

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

TEST_CASE("commands edit the scenario in hand and the state tells the report of it") {
    Workbench w(golden("full"));
    CHECK(run(w, R"({"do":"set","id":"managers","value":8})")["ok"] == true);
    CHECK(run(w, R"({"do":"stage","index":3,"conversion":0.3,"target":null,"name":"Договор"})")["ok"] ==
          true);
    const json now = state(w);
    CHECK(now["slots"]["A"]["scenario"]["managers"] == 8);
    CHECK(now["slots"]["A"]["scenario"]["stages"][3]["name"] == "Договор");
    CHECK(now["slots"]["B"].is_null());
    CHECK(now["slots"]["A"]["report"]["now"]["revenue"].get<double>() ==
          doctest::Approx(evaluate(w.history().now().scenario()).now.revenue));
    CHECK(run(w, R"({"do":"undo"})")["ok"] == true);
    CHECK(state(w)["slots"]["A"]["scenario"]["stages"][3]["name"] == "Оплата");
}

TEST_CASE("the difference of variants is the core's comparison") {
    Workbench w(golden("full"));
    run(w, R"({"do":"copy_to","slot":"C"})");
    run(w, R"({"do":"targets_reached"})");
    const Scenario a = golden("full");
    const ComparisonResult expected = compare(a, with_targets_reached(a));
    REQUIRE(expected.comparison.has_value());
    CHECK(state(w)["differences"]["AC"] == json::parse(comparison_to_json(*expected.comparison)));
}

TEST_CASE("a bad command changes nothing and says what is wrong") {
    Workbench w(golden("full"));
    const std::string before = state_of(w);
    for (const char* bad :
         {"", "[]", "{", R"({"do":"fly"})", R"({"do":"set","id":"luck","value":1})",
          R"({"do":"set","id":"managers"})", R"({"do":"set","id":"managers","value":0})",
          R"({"do":"set","id":"managers","value":null})", R"({"do":"stage","index":99,"conversion":0.5})",
          R"({"do":"choose","slot":"Z"})", R"({"do":"open","document":{}})",
          R"({"do":"open","document":{"format":"funnel-workbench","version":2}})",
          R"({"do":"solver","pin":{"what":"luck"},"give":{"what":"leads"}})"}) {
        CAPTURE(bad);
        const json answer = run(w, bad);
        REQUIRE(answer.contains("issues"));
        CHECK_FALSE(answer["issues"].empty());
        CHECK(state_of(w) == before);
    }
}

TEST_CASE("a saved document opens as it was") {
    Workbench w(golden("full"));
    run(w, R"({"do":"copy_to","slot":"B"})");
    run(w, R"({"do":"title","text":"Второй"})");
    run(w, R"({"do":"view","theme":"dark","zoom":130})");
    const json saved = run(w, R"({"do":"save"})")["document"];
    Workbench other(golden("explainer"));
    CHECK(run(other, json{{"do", "open"}, {"document", saved}}.dump())["ok"] == true);
    CHECK(run(other, R"({"do":"save"})")["document"] == saved);
    CHECK(other.view().theme == Theme::dark);
    CHECK(other.history().now().active == 1);
    CHECK(run(other, R"({"do":"undo"})")["ok"] == true);
    CHECK(other.history().now().scenario() == golden("explainer"));
}

TEST_CASE("the solver answers through commands and its answer can be applied") {
    Workbench w(golden("full"));
    run(w, R"({"do":"solver","pin":{"what":"revenue","value":25000000},"give":{"what":"all_conversions"}})");
    CHECK(state(w)["solution"]["solution"]["reached"].get<double>() == doctest::Approx(25e6));
    CHECK(run(w, R"({"do":"apply_solution"})")["ok"] == true);
    CHECK(state(w)["slots"]["A"]["report"]["now"]["revenue"].get<double>() == doctest::Approx(25e6));
    run(w, R"({"do":"solver","pin":{"what":"sales","value":60},"give":{"what":"check"}})");
    CHECK(state(w)["solution"]["refusal"]["code"] == "no_effect");
    CHECK(run(w, R"({"do":"apply_solution"})").contains("issues"));
}

TEST_CASE("tables are pasted and copied, presets are taken in") {
    Workbench w(golden("full"));
    run(w, R"({"do":"paste","text":"Анна\t100\t5\nБорис\t80\t8"})");
    CHECK(w.history().now().scenario().roster.size() == 2);
    CHECK(run(w, R"({"do":"copy"})")["text"].get<std::string>().find("Дозвон") != std::string::npos);
    CHECK(
        run(w,
            R"({"do":"presets","presets":[{"name":"Одна","stages":[{"id":"pay","name":"Оплата","conversion":0.1}]}]})")
            ["ok"] == true);
    CHECK(run(w, R"({"do":"presets","presets":[{"name":"Пустая","stages":[]}]})").contains("issues"));
}
