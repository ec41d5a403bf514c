// Every worked example of the model document: the report of its scenario, key by key.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "core/comparison.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "random_scenario.hpp"

using nlohmann::json;

namespace {

// The prior strength is the place of a flat maximum: the goldens' own search ends about 3e-6 from it, and
// what follows from it is as far. Everything else agrees to 1e-6 relative, most of it to the last digits.
double tolerance_of(const std::string& path) {
    return path.find("/roster/") != std::string::npos ? 2e-5 : 1e-6;
}

void check_same(const std::string& path, const json& expected, const json& actual) {
    INFO(path);
    if (expected.is_number()) {
        REQUIRE(actual.is_number());
        const double e = expected.get<double>();
        const double a = actual.get<double>();
        CHECK(std::fabs(e - a) <= tolerance_of(path) * std::max(1e-9, std::fabs(e)));
    } else if (expected.is_object()) {
        REQUIRE(actual.is_object());
        for (const auto& [key, value] : expected.items()) {
            REQUIRE(actual.contains(key));
            check_same(path + "/" + key, value, actual[key]);
        }
        CHECK(actual.size() == expected.size());
    } else if (expected.is_array()) {
        REQUIRE(actual.is_array());
        REQUIRE(actual.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            check_same(path + "/" + std::to_string(i), expected[i], actual[i]);
    } else {
        CHECK(actual == expected);
    }
}

json golden(const std::string& name) {
    const std::string text = funnel::testing::text_of("tests/golden/" + name + ".json");
    REQUIRE_FALSE(text.empty());
    return json::parse(text, nullptr, false);
}

}  // namespace

TEST_CASE("every golden scenario has its golden report") {
    for (const char* name : {"everything_passes", "explainer", "full", "no_leads", "roster_noise",
                             "target_lower", "uzens_before", "zero_check", "zero_stage"}) {
        const json document = golden(name);
        const auto read = funnel::scenario_from_json(document["scenario"].dump());
        REQUIRE(read.scenario);
        const json report =
            json::parse(funnel::report_to_json(funnel::evaluate(*read.scenario)), nullptr, false);
        check_same(name, document["report"], report);
    }
}

TEST_CASE("the golden comparison has its golden attribution and interval") {
    const json document = golden("compare");
    const auto a = funnel::scenario_from_json(document["a"].dump());
    const auto b = funnel::scenario_from_json(document["b"].dump());
    REQUIRE(a.scenario);
    REQUIRE(b.scenario);
    const auto compared = funnel::compare(*a.scenario, *b.scenario);
    REQUIRE(compared.comparison);
    check_same("compare", document["comparison"],
               json::parse(funnel::comparison_to_json(*compared.comparison), nullptr, false));
}
