#include "core/json/scenario_json.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "random_scenario.hpp"

using namespace funnel;

namespace {
constexpr const char* kGood =
    R"({"format":"funnel-scenario","version":1,"managers":5,"leads_per_month":1000,"average_check":150000,
  "stages":[{"id":"sale","name":"Продажа","kind":"payment","conversion":0.05,"target_conversion":0.075}]})";

std::string with(const std::string& from, const std::string& to) {
    std::string text = kGood;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

// "path code" of every issue, sorted.
std::vector<std::string> issues(const std::string& text) {
    std::vector<std::string> found;
    const ScenarioResult result = scenario_from_json(text);
    CHECK(result.scenario.has_value() == result.issues.empty());
    for (const Issue& issue : result.issues) {
        CHECK_FALSE(issue.message.empty());
        found.push_back(issue.path + " " + issue.code);
    }
    std::sort(found.begin(), found.end());
    return found;
}
using List = std::vector<std::string>;
}  // namespace

TEST_CASE("a good document is a scenario with the defaults of the model") {
    const ScenarioResult result = scenario_from_json(kGood);
    REQUIRE(result.scenario);
    CHECK(result.scenario->working_days_per_month == 21);
    CHECK(result.scenario->history_months == 1);
    CHECK(result.scenario->ramp == RampPlan{12, 2, 6, 0});
    CHECK(result.scenario->fee == Fee{0, 0});
    CHECK(result.scenario->stages[0].kind == StageKind::payment);
}

TEST_CASE("where numbers come from is read, and told by default") {
    const Scenario plain = *scenario_from_json(kGood).scenario;
    CHECK(plain.stages[0].source == Source::typed);
    CHECK(plain.targets_source == TargetsSource::own);
    CHECK_FALSE(plain.stated_sales.has_value());
    CHECK_FALSE(plain.lead_cost.has_value());
    const auto source = [](const std::string& from, const std::string& to) {
        return scenario_from_json(with(from, to)).scenario.value().stages[0].source;
    };
    const std::string counts = R"("observed":{"entered":100,"passed":5})";
    CHECK(source(R"("conversion":0.05)", counts) == Source::counts);
    CHECK(source(R"("conversion":0.05)", counts + R"(,"source":"crm")") == Source::crm);
    CHECK(source(R"("conversion":0.05)", R"("conversion":0.05,"source":"example")") == Source::example);
    const Scenario all = *scenario_from_json(with(R"("managers":5)", R"("managers":5,"stated_sales":49.5,
        "lead_cost":1200,"targets_source":"assumed")"))
                              .scenario;
    CHECK(all.targets_source == TargetsSource::assumed);
    CHECK(all.stated_sales == 49.5);
    CHECK(all.lead_cost == 1200.0);
    CHECK(issues(with(R"("managers":5)", R"("managers":5,"stated_sales":100000001,"lead_cost":-1,
        "targets_source":"his")")) ==
          List{"/lead_cost out_of_range", "/stated_sales out_of_range", "/targets_source out_of_range"});
    CHECK(issues(with(R"("conversion":0.05)", R"("conversion":0.05,"source":"guess")")) ==
          List{"/stages/0/source out_of_range"});
    CHECK(issues(with(R"("conversion":0.05)", R"("conversion":0.05,"source":null)")) ==
          List{"/stages/0/source wrong_type"});
}

TEST_CASE("every issue is said at once, with its place") {
    CHECK(
        issues(
            R"({"format":"funnel-scenario","version":1,"managers":0,"leads_per_month":-1,"average_check":"много",
        "stages":[{"id":"Sale","name":"","conversion":1.5,"colour":"red"}],"typo":1})") ==
        List{"/average_check wrong_type", "/leads_per_month out_of_range", "/managers out_of_range",
             "/stages/0/colour unknown_key", "/stages/0/conversion out_of_range", "/stages/0/id out_of_range",
             "/stages/0/name out_of_range", "/typo unknown_key"});
}

TEST_CASE("what is required is missed by name") {
    CHECK(issues("{}") == List{"/average_check missing", "/format missing", "/leads_per_month missing",
                               "/managers missing", "/stages missing", "/version missing"});
    CHECK(issues(with(R"("id":"sale","name":"Продажа","kind":"payment","conversion":0.05,)", "")) ==
          List{"/stages/0/conversion missing", "/stages/0/id missing", "/stages/0/name missing"});
}

TEST_CASE("a newer version is refused by name and nothing else is guessed") {
    CHECK(issues(R"({"format":"funnel-scenario","version":2,"whatever":1})") ==
          List{"/version newer_version"});
    CHECK(issues(with("\"version\":1", "\"version\":0")) == List{"/version out_of_range"});
    CHECK(issues(with("\"version\":1", "\"version\":\"1\"")) == List{"/version wrong_type"});
    CHECK(issues(with("funnel-scenario", "funnel-checklist")) == List{"/format wrong_format"});
}

TEST_CASE("text that is not JSON, or is not an object") {
    CHECK(issues("") == List{" not_json"});
    CHECK(issues("{\"format\":") == List{" not_json"});
    CHECK(issues(std::string(kGood) + "x") == List{" not_json"});
    CHECK(issues("\xff\xfe") == List{" not_json"});
    CHECK(issues("{\"title\":\"\xc3\"}") == List{" not_json"});
    CHECK(issues("[]") == List{" wrong_type"});
    CHECK(issues("NaN") == List{" not_json"});
}

TEST_CASE("too much: of bytes, of depth, of elements") {
    CHECK(issues(std::string((1 << 20) + 1, ' ')) == List{" too_large"});
    CHECK(issues(std::string(100'000, '[')) == List{" too_large"});
    std::string deep;
    for (int i = 0; i < 50; ++i) deep += "{\"a\":";
    CHECK(issues(deep) == List{" too_large"});
    std::string stages;
    for (int i = 0; i < 13; ++i) {
        stages += (i > 0 ? "," : "") + std::string(R"({"id":"s)") + std::to_string(i) +
                  R"(","name":"Э","conversion":0.5})";
    }
    const std::string one =
        R"({"id":"sale","name":"Продажа","kind":"payment","conversion":0.05,"target_conversion":0.075})";
    CHECK(issues(with(one, stages)) == List{"/stages too_many"});
    CHECK(issues(with(one, "")) == List{"/stages out_of_range"});
}

TEST_CASE("a key given twice is an issue where it happens, also inside lists") {
    CHECK(issues(with("\"managers\":5", "\"managers\":5,\"managers\":6")) == List{"/managers duplicate_key"});
    CHECK(issues(with("\"name\":\"Продажа\"", "\"name\":\"Продажа\",\"name\":{\"a\":[1,{\"b\":2}]}")) ==
          List{"/stages/0/name duplicate_key"});
}

TEST_CASE("a number too large for a double never enters") {
    CHECK(issues(with("150000", "1e999")) == List{"/average_check out_of_range"});
    CHECK(issues(with("0.05", "-1e400")) == List{"/stages/0/conversion out_of_range"});
}

TEST_CASE("whole numbers: 5.0 is one, 5.5 is not, 1e30 is out of range") {
    CHECK(issues(with("\"managers\":5", "\"managers\":5.0")).empty());
    CHECK(issues(with("\"managers\":5", "\"managers\":5.5")) == List{"/managers wrong_type"});
    CHECK(issues(with("\"managers\":5", "\"managers\":1e30")) == List{"/managers out_of_range"});
    CHECK(issues(with("\"managers\":5", "\"managers\":18446744073709551615")) ==
          List{"/managers out_of_range"});
    CHECK(issues(with("\"managers\":5", "\"managers\":true")) == List{"/managers wrong_type"});
}

TEST_CASE("a conversion is a share or counts, not both, and no more pass than enter") {
    CHECK(issues(with("\"conversion\":0.05",
                      "\"conversion\":0.05,\"observed\":{\"entered\":10,\"passed\":1}")) ==
          List{"/stages/0/conversion both_given"});
    CHECK(issues(with("\"conversion\":0.05", "\"observed\":{\"entered\":10,\"passed\":11}")) ==
          List{"/stages/0/observed/passed out_of_range"});
    CHECK(issues(with("\"conversion\":0.05", "\"observed\":{\"entered\":0,\"passed\":0}")) ==
          List{"/stages/0/observed/entered out_of_range"});
    CHECK(issues(with("\"conversion\":0.05", "\"observed\":[]")) == List{"/stages/0/observed wrong_type"});
}

TEST_CASE("stage ids: unique, spelt right, not a factor's") {
    const auto second = [&](const std::string& id) {
        return with("0.075}", "0.075},{\"id\":\"" + id + "\",\"name\":\"Э\",\"conversion\":1}");
    };
    CHECK(issues(second("other")).empty());
    CHECK(issues(second("sale")) == List{"/stages/1/id duplicate_id"});
    for (const char* id : {"leads", "coverage", "average_check", "1st", "", "Большой", "a-b",
                           "abcdefghijklmnopqrstuvwxyz0123456"}) {
        CHECK(issues(second(id)) == List{"/stages/1/id out_of_range"});
    }
}

TEST_CASE("ranges that are open at zero") {
    CHECK(issues(with("\"managers\":5", "\"managers\":5,\"history_months\":0")) ==
          List{"/history_months out_of_range"});
    CHECK(issues(with("\"managers\":5", "\"managers\":5,\"capacity_leads_per_manager\":0")) ==
          List{"/capacity_leads_per_manager out_of_range"});
    CHECK(
        issues(
            with("\"managers\":5",
                 "\"managers\":5,\"capacity_leads_per_manager\":null,\"target\":null,\"goal_revenue\":null"))
            .empty());
}

TEST_CASE("a ramp is full no earlier than it starts") {
    CHECK(issues(with("\"managers\":5", "\"managers\":5,\"ramp\":{\"starts_month\":4,\"full_month\":3}")) ==
          List{"/ramp/full_month out_of_range"});
    CHECK(issues(with("\"managers\":5", "\"managers\":5,\"ramp\":{\"starts_month\":9}")).empty());
}

TEST_CASE("names are measured in characters, not bytes") {
    std::string eighty;
    for (int i = 0; i < 80; ++i) eighty += "Ж";
    CHECK(issues(with("Продажа", eighty)).empty());
    CHECK(issues(with("Продажа", eighty + "Ж")) == List{"/stages/0/name out_of_range"});
}

TEST_CASE("a pointer escapes what RFC 6901 escapes") {
    CHECK(issues(with("\"managers\":5", "\"managers\":5,\"a/b~c\":1")) == List{"/a~1b~0c unknown_key"});
}

TEST_CASE("writing and reading back is the identity") {
    testing::Random random(41);
    for (int i = 0; i < 3000; ++i) {
        const Scenario scenario = testing::random_scenario(random, 1e8);
        const ScenarioResult read = scenario_from_json(scenario_to_json(scenario));
        REQUIRE(read.scenario);
        Scenario expected = scenario;
        // Counts replace the share: it is not written, so it is not read.
        for (Stage& stage : expected.stages) {
            if (stage.observed) stage.conversion = 0;
        }
        REQUIRE(*read.scenario == expected);
    }
}
