#include "core/json/plan_json.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json/checklist_json.hpp"
#include "random_scenario.hpp"

using namespace funnel;
using nlohmann::json;

namespace {

Checklist checklist() {
    auto read = checklist_from_json(testing::text_of("tests/core/plan_checklist.json"));
    REQUIRE(read.issues.empty());
    return *read.checklist;
}
std::vector<Technique> techniques() {
    auto read = techniques_from_json(testing::text_of("tests/core/plan_techniques.json"));
    REQUIRE(read.issues.empty());
    return *read.techniques;
}

// Evidence is told beside the golden.
void check_same(const std::string& path, const json& expected, const json& actual) {
    INFO(path);
    if (expected.is_number()) {
        REQUIRE(actual.is_number());
        const double e = expected.get<double>();
        CHECK(std::fabs(e - actual.get<double>()) <= 1e-9 * std::max(1e-9, std::fabs(e)));
    } else if (expected.is_array()) {
        REQUIRE(actual.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            check_same(path + "/" + std::to_string(i), expected[i], actual[i]);
        }
    } else if (expected.is_object()) {
        for (const auto& [key, value] : expected.items()) {
            REQUIRE(actual.contains(key));
            check_same(path + "/" + key, value, actual[key]);
        }
    } else {
        CHECK(actual == expected);
    }
}

json request() {
    return json::parse(testing::text_of("tests/golden/plan_meeting.json"), nullptr, false)["request"];
}
std::vector<std::string> wrong(const json& document) {
    const PlanRequestResult read = plan_request_from_json(document.dump(), checklist());
    CHECK(read.request.has_value() == read.issues.empty());
    std::vector<std::string> result;
    for (const Issue& issue : read.issues) result.push_back(issue.path + " " + issue.code);
    std::sort(result.begin(), result.end());
    return result;
}
using List = std::vector<std::string>;

}  // namespace

TEST_CASE("three requests have their golden plans") {
    for (const char* name : {"three_numbers", "full", "meeting"}) {
        INFO(name);
        const json golden =
            json::parse(testing::text_of(std::string("tests/golden/plan_") + name + ".json"), nullptr, false);
        const PlanRequestResult read = plan_request_from_json(golden["request"].dump(), checklist());
        REQUIRE(read.issues.empty());
        const Plan plan = plan_of(*read.request, techniques(), checklist());
        check_same("", golden["plan"], json::parse(plan_to_json(plan, techniques()), nullptr, false));
    }
}

TEST_CASE("a request is known by its format alone") {
    CHECK(is_plan_request(R"({"format":"funnel-plan-request"})"));
    CHECK_FALSE(is_plan_request(R"({"format":"funnel-scenario"})"));
    CHECK_FALSE(is_plan_request("[1]"));
    CHECK_FALSE(is_plan_request("{"));
}

TEST_CASE("what is wrong with a request is told at its place") {
    json document = request();
    document["scenario"]["managers"] = 0;
    document["checklist"]["answers"]["nobody"] = 1;
    document["calls"]["calls"][0]["date"] = "yesterday";
    document["start"] = "2026-06-02";
    document["people"] = json::array({"rop", "boss", 5});
    document["fixed"] = json::array({{{"technique", "x"}, {"owner", "boss"}, {"week_from", 13}, {"why", 1}}});
    document["extra"] = true;
    CHECK(wrong(document) ==
          List{"/calls/calls/0/date out_of_range", "/checklist/answers/nobody unknown_item",
               "/extra unknown_key", "/fixed/0/owner out_of_range", "/fixed/0/week_from out_of_range",
               "/fixed/0/why unknown_key", "/people/1 out_of_range", "/people/2 wrong_type",
               "/scenario/managers out_of_range", "/start out_of_range"});
    CHECK(wrong(json{{"format", "funnel-plan-request"}, {"version", 1}}) == List{"/scenario missing"});
    CHECK(wrong(json{{"format", "funnel-plan-request"}, {"version", 9}}) == List{"/version newer_version"});
}

TEST_CASE("people are a list of those who are there, or an object that says yes and no") {
    json document = request();
    document["people"] = json::array({"crm"});
    auto read = plan_request_from_json(document.dump(), checklist());
    CHECK(read.request->people == std::array<bool, kPersons>{false, false, false, true});
    document["people"] = {{"rop", false}, {"owner", true}};
    read = plan_request_from_json(document.dump(), checklist());
    CHECK(read.request->people == std::array<bool, kPersons>{false, true, true, true});
    document["people"] = nullptr;
    read = plan_request_from_json(document.dump(), checklist());
    CHECK(read.request->people == std::array<bool, kPersons>{true, true, true, true});
}

TEST_CASE("a technique that waits for nobody known is an issue, so are unknown kinds and people") {
    const auto read = techniques_from_json(R"({"format":"funnel-techniques","version":1,"techniques":[
        {"id":"a","kinds":["talk"],"factors":["price"],"owner":"boss","weeks":0,"after":["b"]},{"id":"a","owner":"rop","weeks":1}]})");
    List codes;
    for (const Issue& issue : read.issues) codes.push_back(issue.path + " " + issue.code);
    std::sort(codes.begin(), codes.end());
    CHECK(codes == List{"/techniques/0/after out_of_range", "/techniques/0/factors out_of_range",
                        "/techniques/0/kinds out_of_range", "/techniques/0/owner out_of_range",
                        "/techniques/0/weeks out_of_range", "/techniques/1/id duplicate_id"});
}

TEST_CASE("the site's own techniques are read") {
    const TechniquesResult read = techniques_from_json(testing::text_of("assets/techniques.json"));
    CHECK(read.issues.empty());
    REQUIRE(read.techniques);
    for (const Technique& technique : *read.techniques) {
        CHECK_FALSE(technique.name.empty());
        CHECK_FALSE(technique.actions.empty());
    }
}
