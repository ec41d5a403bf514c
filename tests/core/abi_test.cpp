// The C interface, natively: every call answers with one object, and memory goes back where it came from
// (under ASan).
#include "abi.h"

#include <doctest/doctest.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "random_scenario.hpp"

using nlohmann::json;

namespace {
json taken(char* text) {
    REQUIRE(text != nullptr);
    json value = json::parse(text, nullptr, false);
    funnel_free(text);
    REQUIRE(value.is_object());
    return value;
}
const std::string& full() {
    static const std::string text = funnel::testing::text_of("assets/scenarios/full.json");
    return text;
}
}  // namespace

TEST_CASE("the interface has the version its header says") {
    CHECK(funnel_abi_version() == FUNNEL_ABI_VERSION);
}

TEST_CASE("memory for an argument can be written and released") {
    char* const memory = funnel_alloc(3);
    std::memcpy(memory, "{}", 3);
    funnel_free(memory);
    funnel_free(nullptr);
}

TEST_CASE("evaluating gives the core's own report") {
    const json answer = taken(funnel_evaluate(full().c_str()));
    const auto read = funnel::scenario_from_json(full());
    CHECK(answer["report"] ==
          json::parse(funnel::report_to_json(funnel::evaluate(*read.scenario)), nullptr, false));
    CHECK(taken(funnel_evaluate_quick(full().c_str()))["report"]["uncertainty"]["revenue"].is_null());
}

TEST_CASE("reading fills in the defaults and answers every bad document with issues") {
    CHECK(taken(funnel_read(full().c_str()))["scenario"]["working_days_per_month"] == 21);
    CHECK(taken(funnel_read("{}"))["issues"].size() == 6);
    CHECK(taken(funnel_read(""))["issues"][0]["code"] == "not_json");
    CHECK(taken(funnel_evaluate("[]"))["issues"][0]["path"] == "");
}

TEST_CASE("comparing names the side an issue belongs to") {
    const json answer = taken(funnel_compare("{}", full().c_str()));
    CHECK(answer["issues"][0]["path"].get<std::string>().rfind("/a/", 0) == 0);
    CHECK(taken(funnel_compare(full().c_str(), full().c_str()))["comparison"]["revenue"].size() == 2);
}

TEST_CASE("targets from an uplift, the decomposition and the curve") {
    CHECK(taken(funnel_targets_from_uplift(full().c_str(), 1.5))["uplift"].get<double>() ==
          doctest::Approx(1.5));
    CHECK(taken(funnel_targets_from_uplift(full().c_str(), 0.5))["issues"][0]["path"] == "/uplift");
    const json assumed = taken(funnel_default_targets(full().c_str(), 1.5));
    CHECK(assumed["scenario"]["targets_source"] == "assumed");
    CHECK(assumed["uplift"].get<double>() == doctest::Approx(1.5).epsilon(0.02));
    CHECK(taken(funnel_default_targets(full().c_str(), 0.99))["issues"][0]["path"] == "/uplift");
    CHECK(taken(funnel_findings(full().c_str()))["findings"][0]["code"] == "unanswered");
    const json rows = taken(funnel_decompose(full().c_str()))["decomposition"]["rows"];
    CHECK(rows.size() == 6);
    CHECK(rows[0]["now"]["day"].get<double>() == doctest::Approx(300.0 / 21));
    CHECK(rows[0]["now"]["week"].get<double>() == doctest::Approx(300.0 / 21 * 5));
    CHECK(taken(funnel_distribution(full().c_str(), 40))["distribution"]["points"].size() == 40);
    CHECK(taken(funnel_distribution(full().c_str(), 1))["issues"][0]["path"] == "/points");
}

TEST_CASE("the checklist with and without money") {
    const std::string definition = funnel::testing::text_of("tests/core/sample_checklist.json");
    const char* const answers =
        R"({"format":"funnel-checklist","version":1,"answers":{"reason":0,"date":1}})";
    const json without = taken(funnel_checklist(answers, definition.c_str(), ""));
    CHECK(without["checklist"]["areas"][0]["money"].is_null());
    CHECK(without["checklist"]["critical_zeros"][0] == "reason");
    const json with = taken(funnel_checklist(answers, definition.c_str(), full().c_str()));
    CHECK(with["checklist"]["areas"][0]["money"].get<double>() == doctest::Approx(4'806'975.6 / 2));
    CHECK(taken(funnel_checklist("{}", definition.c_str(), "{}"))["issues"].size() > 6);
}
