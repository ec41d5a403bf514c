#include "core/json/calls_json.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/day.hpp"
#include "random_scenario.hpp"

using namespace funnel;

namespace {

// "path code", sorted: what is wrong with a document.
std::vector<std::string> wrong(const std::string& text) {
    const CallsResult read = calls_from_json(text);
    CHECK(read.calls.has_value() == read.issues.empty());
    std::vector<std::string> result;
    for (const Issue& issue : read.issues) result.push_back(issue.path + " " + issue.code);
    std::sort(result.begin(), result.end());
    return result;
}
using List = std::vector<std::string>;

const std::string kCriteria =
    R"("criteria":[{"id":"need","name":"Потребность","part":"","weight":3,"kind":"qualification"},
 {"id":"price","name":"Цена","weight":1}])";
std::string document(const std::string& calls) {
    return R"({"format":"funnel-calls","version":1,)" + kCriteria + R"(,"calls":[)" + calls + "]}";
}

}  // namespace

TEST_CASE("a document of calls is read whole") {
    const CallsResult read = calls_from_json(document(
        R"({"manager":"Анна","date":"2026-02-28","note":"ё","marks":{"price":1,"need":0}},{"manager":"Пётр","date":"2024-02-29","marks":{"need":"na"}},{"marks":{},"date":"2026-01-01","manager":"Анна"})"));
    REQUIRE(read.issues.empty());
    const Calls& calls = *read.calls;
    CHECK(calls.managers == List{"Анна", "Пётр"});
    CHECK(calls.criteria[1].kind == StageKind::other);
    CHECK(calls.calls[0].marks[0] == Heard::no);
    CHECK(calls.calls[0].marks[1] == Heard::yes);
    CHECK(calls.calls[0].note == "ё");
    CHECK(calls.calls[1].marks[0] == Heard::not_applicable);
    CHECK(calls.calls[1].marks[1] == Heard::not_listened);
    CHECK(calls.calls[2].manager == 0);
    CHECK(iso_from_day(calls.calls[1].date) == "2024-02-29");
}

TEST_CASE("calls may stand before their criteria") {
    const CallsResult read = calls_from_json(
        R"({"calls":[{"manager":"А","date":"2026-01-01","marks":{"price":1}}],"version":1,"format":"funnel-calls",)" +
        kCriteria + "}");
    REQUIRE(read.issues.empty());
    CHECK(read.calls->calls[0].marks[1] == Heard::yes);
}

TEST_CASE("everything wrong with calls is told at once, each at its place") {
    CHECK(wrong(document(
              R"({"manager":1,"date":"2026-02-30","note":null,"marks":{"need":2,"price":true,"other":1}},
        7, [], {"date":"26-01-01","marks":[],"extra":{"a":[1]}}, {"manager":"А","manager":"Б","date":"2026-01-01","marks":{"need":1,"need":0,"price":{"x":1}}})")) ==
          List{"/calls/0/date out_of_range", "/calls/0/manager wrong_type",
               "/calls/0/marks/need out_of_range", "/calls/0/marks/other unknown_key",
               "/calls/0/marks/price wrong_type", "/calls/0/note wrong_type", "/calls/1 wrong_type",
               "/calls/2 wrong_type", "/calls/3/date out_of_range", "/calls/3/extra unknown_key",
               "/calls/3/manager missing", "/calls/3/marks wrong_type", "/calls/4/manager duplicate_key",
               "/calls/4/marks/need duplicate_key", "/calls/4/marks/price wrong_type"});
}

TEST_CASE("lengths are counted in characters") {
    std::string manager;
    for (int i = 0; i < 80; ++i) manager += "ё";
    std::string note;
    for (int i = 0; i < 500; ++i) note += "ж";
    const auto call = [&](const std::string& name, const std::string& text) {
        return document(R"({"manager":")" + name + R"(","date":"2026-01-01","note":")" + text +
                        R"(","marks":{}})");
    };
    CHECK(wrong(call(manager, note)).empty());
    CHECK(wrong(call(manager + "a", note + "a")) ==
          List{"/calls/0/manager out_of_range", "/calls/0/note out_of_range"});
}

TEST_CASE("criteria are checked like stages") {
    CHECK(
        wrong(
            R"({"format":"funnel-calls","version":1,"criteria":[{"id":"Need","name":"","weight":4,"kind":"call"},
        {"id":"leads","name":"x","weight":1.5},{"id":"a","name":"x","weight":1,"colour":1},{"id":"a","name":"x","weight":1},{}],"calls":[]})") ==
        List{"/criteria/0/id out_of_range", "/criteria/0/kind out_of_range",
             "/criteria/0/weight out_of_range", "/criteria/1/id out_of_range",
             "/criteria/1/weight wrong_type", "/criteria/2/colour unknown_key", "/criteria/3/id duplicate_id",
             "/criteria/4/id missing", "/criteria/4/name missing", "/criteria/4/weight missing"});
    CHECK(wrong(R"({"format":"funnel-calls","version":1,"criteria":[],"calls":[]})") ==
          List{"/criteria out_of_range"});
}

TEST_CASE("formats, versions, keys and repeated lists") {
    CHECK(wrong("[]") == List{" wrong_type"});
    CHECK(wrong("{") == List{" not_json"});
    CHECK(wrong(R"({"format":"funnel-calls","version":2,"calls":[5]})") == List{"/version newer_version"});
    CHECK(wrong(R"({"format":"funnel-scenario","version":1,)" + kCriteria + R"(,"calls":[]})") ==
          List{"/format wrong_format"});
    CHECK(wrong(R"({"format":"funnel-calls","version":1,)" + kCriteria +
                R"(,"calls":{},"calls":[5],"who":1})") ==
          List{"/calls duplicate_key", "/calls wrong_type", "/who unknown_key"});
    CHECK(wrong(R"({"format":"funnel-calls","version":1,)" + kCriteria + R"(,"calls":[],"calls":[5]})") ==
          List{"/calls duplicate_key"});
    CHECK(wrong(R"({"format":"funnel-calls","version":1,)" + kCriteria + "}") == List{"/calls missing"});
}

TEST_CASE("twenty thousand calls are read, one more is too many") {
    std::string calls;
    for (int i = 0; i < 20'000; ++i) {
        calls +=
            (i > 0 ? "," : "") + std::string(R"({"manager":"А","date":"2026-01-01","marks":{"need":1}})");
    }
    const CallsResult read = calls_from_json(document(calls));
    REQUIRE(read.calls);
    CHECK(report_of(*read.calls).department.criteria[0].count.done == 20'000);
    CHECK(wrong(document(calls + R"(,{"manager":"А","date":"2026-01-01","marks":{}})")) ==
          List{"/calls too_many"});
}

TEST_CASE("the criteria one starts from are criteria") {
    const CriteriaResult read = criteria_from_json(testing::text_of("assets/calls/criteria.json"));
    CHECK(read.issues.empty());
    REQUIRE(read.criteria);
    CHECK(read.criteria->size() >= 14);
    CHECK(read.criteria->size() <= 18);
}

TEST_CASE("days of the calendar come back as they were, Mondays are known") {
    for (const char* text :
         {"1970-01-01", "2000-02-29", "2024-12-31", "0001-01-01", "9999-12-31", "1900-03-01"}) {
        const auto day = day_from_iso(text);
        REQUIRE(day);
        CHECK(iso_from_day(*day) == text);
    }
    for (const char* text : {"", "2026-1-01", "2026-13-01", "2026-00-10", "2026-04-31", "1900-02-29",
                             "0000-01-01", "2026-01-0a", "2026/01/01", "2026-01-011"}) {
        CHECK_FALSE(day_from_iso(text).has_value());
    }
    CHECK(day_from_iso("1970-01-01") == 0);
    CHECK(is_monday(*day_from_iso("2026-06-01")));
    CHECK(is_monday(*day_from_iso("1969-12-29")));
    CHECK_FALSE(is_monday(*day_from_iso("2026-06-02")));
}

TEST_CASE("two periods are days in order") {
    CHECK(
        periods_from_json(
            R"({"before":{"from":"2026-04-01","to":"2026-04-30"},"after":{"from":"2026-05-01","to":"2026-05-01"}})")
            .periods);
    const PeriodsResult wrong_ones =
        periods_from_json(R"({"before":{"from":"2026-04-02","to":"2026-04-01"},"after":{"from":"x"}})");
    REQUIRE(wrong_ones.issues.size() == 3);
    CHECK(wrong_ones.issues[0].path == "/before/to");
    CHECK(wrong_ones.issues[1].path == "/after/from");
    CHECK(wrong_ones.issues[2].code == "missing");
}
