#include "core/findings.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/json/report_json.hpp"
#include "core/words.hpp"
#include "random_scenario.hpp"

using namespace funnel;
using nlohmann::json;

namespace {
Scenario plain() {
    Scenario s;
    s.managers = 5;
    s.leads_per_month = 1000;
    s.average_check = 150'000;
    s.stages = {{"sale", "Продажа", StageKind::payment, 0.05}};
    return s;
}
json found(const Scenario& s) {
    return json::parse(findings_to_json(findings_of(s, evaluate(s, Distribution::skip))), nullptr, false);
}
json of(const Scenario& s, const std::string& code) {
    for (const json& one : found(s)) {
        if (one["code"] == code) return one;
    }
    return nullptr;
}
}  // namespace

TEST_CASE("the dearest stage by one point") {
    CHECK(found(plain()) == json::parse(R"([{"code":"stage_point","money":1500000.0,"stage":"sale"}])"));
    Scenario s = plain();
    s.stages.insert(s.stages.begin(), {"talk", "Разговор", StageKind::contact, 0.5});
    CHECK(of(s, "stage_point")["stage"] == "sale");
    CHECK(of(s, "stage_point")["money"].get<double>() == doctest::Approx(750'000));
    s.average_check = 0;
    CHECK(of(s, "stage_point").is_null());
}

TEST_CASE("leads nobody works: how many, what they would bring, what they cost") {
    Scenario s = plain();
    s.capacity_leads_per_manager = 160;
    const json unanswered = of(s, "unanswered");
    CHECK(unanswered["leads"].get<double>() == doctest::Approx(200));
    CHECK(unanswered["money"].get<double>() == doctest::Approx(200 * 0.05 * 150'000));
    CHECK(of(s, "lost_cost").is_null());
    s.lead_cost = 1200;
    CHECK(of(s, "lost_cost")["money"].get<double>() == doctest::Approx(240'000));
    s.capacity_leads_per_manager = 200;
    CHECK(of(s, "unanswered").is_null());
    CHECK(of(s, "lost_cost").is_null());
}

TEST_CASE("a gap between managers is told only beyond luck") {
    Scenario s = plain();
    s.roster = {{"А", 700, 28}, {"Б", 650, 41}, {"В", 720, 20}, {"Г", 40, 5}};
    const Report report = evaluate(s, Distribution::skip);
    REQUIRE_FALSE(report.roster->spread_is_noise);
    CHECK(of(s, "manager_gap")["best"] == "Б");
    CHECK(of(s, "manager_gap")["money"].get<double>() == doctest::Approx(report.roster->money_left));
    s.roster = {{"А", 200, 20}, {"Б", 210, 21}, {"В", 190, 19}};
    CHECK(of(s, "manager_gap").is_null());
}

TEST_CASE("sales as the owner knows them are compared beyond one sale and two percent") {
    Scenario s = plain();  // 50 sales
    for (const double close : {50.0, 51.0, 49.0}) {
        s.stated_sales = close;
        CHECK(of(s, "sales_mismatch").is_null());
    }
    s.stated_sales = 48.9;
    CHECK(of(s, "sales_mismatch") ==
          json::parse(R"({"code":"sales_mismatch","money":null,"stated":48.9,"computed":50.0})"));
    s.leads_per_month = 20'000;  // 1000 sales: 2 % are 20
    s.stated_sales = 1019;
    CHECK(of(s, "sales_mismatch").is_null());
    s.stated_sales = 1021;
    CHECK_FALSE(of(s, "sales_mismatch").is_null());
}

TEST_CASE("conversions of an example and small samples are named") {
    Scenario s = plain();
    CHECK(of(s, "assumed_conversion").is_null());
    CHECK(of(s, "small_sample").is_null());
    s.stages[0].source = Source::example;
    CHECK(of(s, "assumed_conversion")["stages"] == json{"sale"});
    s.leads_per_month = 29;
    CHECK(of(s, "small_sample")["entered"] == 29.0);
    s.history_months = 2;
    CHECK(of(s, "small_sample").is_null());
    s.stages[0].observed = Observed{29, 3};
    CHECK(of(s, "small_sample")["entered"] == 29.0);
    s.stages[0].observed = Observed{30, 3};
    CHECK(of(s, "small_sample").is_null());
}

TEST_CASE("a goal: the way to it, or why there is none") {
    Scenario s = plain();
    s.goal_revenue = 7'500'000;
    CHECK(of(s, "goal_gap").is_null());
    s.goal_revenue = 15'000'000;
    CHECK(of(s, "goal_gap") ==
          json::parse(R"({"code":"goal_gap","money":null,"leads_extra":1000.0,"managers":null})"));
    CHECK(of(s, "goal_unreachable").is_null());
    s.capacity_leads_per_manager = 200;
    CHECK(of(s, "goal_gap")["managers"] == 10.0);
    s.goal_revenue = 151'000'000;
    CHECK(of(s, "goal_unreachable")["reason"] == "above_hundred");
    s.stages[0].conversion = 0;
    CHECK(of(s, "goal_unreachable")["reason"] == "zero_stage");
    CHECK(of(s, "goal_gap").is_null());
    s.average_check = 0;
    CHECK(of(s, "goal_unreachable")["reason"] == "check");
}

TEST_CASE("findings are ranked by money, absent last, then by code") {
    testing::Random random(67);
    for (int i = 0; i < 500; ++i) {
        const Scenario s = testing::random_scenario(random, 1e5);
        const auto findings = findings_of(s, evaluate(s, Distribution::skip));
        for (std::size_t j = 1; j < findings.size(); ++j) {
            const Finding& first = findings[j - 1];
            const Finding& second = findings[j];
            if (first.money && second.money) {
                CHECK(*first.money >= *second.money);
            } else {
                CHECK_FALSE((!first.money && second.money));
            }
            if (first.money == second.money) CHECK(name_of(first.code) < name_of(second.code));
        }
    }
}

// Every case of the golden table, which the pages' test reads, too.
TEST_CASE("a finding is told in the words of the table") {
    const json table = json::parse(testing::text_of("tests/golden/findings.json"), nullptr, false);
    std::set<std::string> told_codes;
    for (const json& item : table["cases"]) {
        CAPTURE(item.dump());
        Scenario scenario = plain();
        scenario.stages.clear();
        for (const json& name : item["stages"]) {
            const std::string id = "s" + std::to_string(scenario.stages.size() + 1);
            scenario.stages.push_back({id, name.get<std::string>(), StageKind::other, 0.5});
        }
        const json& given = item["finding"];
        const auto code = given["code"].get<std::string>();
        Finding finding;
        while (name_of(finding.code) != code) {
            const auto next = static_cast<std::size_t>(finding.code) + 1;
            REQUIRE(next < kFindingCodes);
            finding.code = static_cast<FindingCode>(next);
        }
        const FindingKeys keys = keys_of(finding.code);
        const auto number = [&](std::string_view key) -> std::optional<double> {
            const auto at = given.find(std::string(key));
            if (at == given.end() || at->is_null()) return std::nullopt;
            return at->get<double>();
        };
        finding.money = number("money");
        finding.first = number(keys.first);
        finding.second = number(keys.second);
        if (!keys.text.empty()) finding.text = given[std::string(keys.text)].get<std::string>();
        if (code == "assumed_conversion") finding.stages = given["stages"].get<std::vector<std::string>>();
        CHECK(told(finding, scenario) == item["text"].get<std::string>());
        told_codes.insert(code);
    }
    CHECK(told_codes.size() == kFindingCodes);
}
