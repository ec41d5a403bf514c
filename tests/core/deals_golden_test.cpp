// Worked exports: the report and the growth of each, by its mapping and by recognition alone.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "deals_reading.hpp"

using namespace funnel;
using namespace funnel::deals;
using nlohmann::json;

namespace {

constexpr double kTolerance = 1e-9;

// What the golden says is there; a report may say more.
void check_within(const std::string& path, const json& expected, const json& actual) {
    INFO(path);
    if (expected.is_number()) {
        REQUIRE(actual.is_number());
        const double e = expected.get<double>();
        CHECK(std::fabs(e - actual.get<double>()) <= kTolerance * std::max(1e-9, std::fabs(e)) + 1e-12);
    } else if (expected.is_object()) {
        REQUIRE(actual.is_object());
        for (const auto& [key, value] : expected.items()) {
            REQUIRE(actual.contains(key));
            check_within(path + "/" + key, value, actual[key]);
        }
    } else if (expected.is_array()) {
        REQUIRE(actual.is_array());
        REQUIRE(actual.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            check_within(path + "/" + std::to_string(i), expected[i], actual[i]);
    } else {
        CHECK(actual == expected);
    }
}

json golden(const std::string& name) {
    return json::parse(testing::text_of("tests/golden/deals/" + name), nullptr, false);
}

json report_in(const std::string& name, const std::string& mapping, const char* today) {
    const testing::Read read(testing::text_of("tests/golden/deals/" + name + ".csv"), mapping);
    return json::parse(read.report_json(*day_from_iso(today)), nullptr, false);
}

// Managers and sources are plain lists in the goldens.
json flat(json report) {
    report["managers"] = report["managers"].is_object() ? report["managers"]["list"] : json::array();
    if (report["sources"].is_null()) report["sources"] = json::array();
    return report;
}

}  // namespace

TEST_CASE("every worked export has its report, with its mapping and without") {
    for (const char* name :
         {"amo_utf8bom", "bitrix_cp1251", "bitrix_utf8bom", "hubspot_utf8", "large", "young"}) {
        const std::string mapping =
            testing::text_of(std::string("tests/golden/deals/") + name + ".mapping.json");
        const json expected = golden(std::string(name) + ".report.json");
        for (const std::string& by : {mapping, std::string()}) {
            INFO(name, by.empty() ? " recognised" : " mapped");
            check_within(name, expected, flat(report_in(name, by, "2026-12-31")));
        }
    }
}

TEST_CASE("what ripens later is what the curve adds to the window's conversion") {
    const testing::Read read(testing::text_of("tests/golden/deals/amo_utf8bom.csv"));
    const DealsResult result = read.deals(*day_from_iso("2026-05-05"));
    REQUIRE(result.set);
    DealsReport report = report_of(*result.set, read.store(), {});
    REQUIRE(report.window);
    REQUIRE(report.matured_share);
    const std::optional<Ratio> later = ripens_later(report);
    REQUIRE(later);
    CHECK((report.window->all.conversion + *later) * *report.matured_share ==
          doctest::Approx(report.window->all.conversion).epsilon(1e-12));
    report.matured_share.reset();
    CHECK_FALSE(ripens_later(report));
}

TEST_CASE("every worked export has its growth") {
    for (const char* name : {"amo_utf8bom", "bitrix_cp1251", "bitrix_utf8bom", "large"}) {
        const json expected = golden(std::string(name) + ".growth.json");
        const auto day = [&](const char* period, int end) {
            return *day_from_iso(
                expected["periods"][period][static_cast<std::size_t>(end)].get<std::string>());
        };
        const testing::Read read(
            testing::text_of(std::string("tests/golden/deals/") + name + ".csv"),
            testing::text_of(std::string("tests/golden/deals/") + name + ".mapping.json"));
        const DealsResult result = read.deals(*day_from_iso("2026-12-31"));
        REQUIRE(result.set);
        const Periods periods{{day("before", 0), day("before", 1)}, {day("after", 0), day("after", 1)}};
        const GrowthResult growth = growth_of(*result.set, read.store(), periods, std::nullopt);
        REQUIRE(growth.growth);
        check_within(
            name, expected,
            json::parse(growth_to_json(*growth.growth, *result.set, {}, std::nullopt), nullptr, false));
    }
}

TEST_CASE("the export of edges leaves out and tells the rows it says, with their lines") {
    const json expected = golden("edges.rows.json");
    const json report =
        report_in("edges", testing::text_of("tests/golden/deals/edges.mapping.json"), "2026-04-01");
    CHECK(report["table"]["header_line"] == expected["header_line"]);
    CHECK(report["as_of"] == expected["as_of"]);
    CHECK(report["rows"] == expected["rows"]);
    check_within("totals", expected["totals"], report["totals"]);
}
