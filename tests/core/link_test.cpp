// Links: old ones are read and written byte for byte, new ones carry variants; tails are read through, damage
// is told.
#include "core/link.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/json/link_json.hpp"
#include "core/json/scenario_json.hpp"
#include "random_scenario.hpp"

using nlohmann::json;
using namespace funnel;

namespace {

json golden_links() {
    return json::parse(funnel::testing::text_of("tests/golden/links.json"), nullptr, false);
}

Scenario scenario_of(const json& document) {
    const ScenarioResult read = scenario_from_json(document.dump());
    REQUIRE(read.scenario);
    return *read.scenario;
}

LinkContent random_content(funnel::testing::Random& random) {
    LinkContent content;
    const auto variants = static_cast<std::size_t>(random.chance(0.5) ? 1 : random.whole(1, 12));
    for (std::size_t i = 0; i < variants; ++i) {
        const std::string name = variants == 1 ? "" : "Вариант " + std::to_string(i);
        content.variants.push_back({name, funnel::testing::random_scenario(random, 1e6)});
        if (i > 0 && random.chance(0.5))
            content.variants[i].scenario.roster = content.variants[i - 1].scenario.roster;
    }
    content.active = static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(variants) - 1));
    return content;
}

LinkContent department_of_sixty() {
    Scenario scenario;
    scenario.managers = 60;
    scenario.leads_per_month = 12'000;
    scenario.average_check = 85'000;
    scenario.stages = {{"contact", "Дозвон", StageKind::contact, 0.7, {}, 0.8},
                       {"payment", "Оплата", StageKind::payment, 0.25, {}, 0.3}};
    for (int i = 0; i < 60; ++i)
        scenario.roster.push_back(
            {"Константинопольский Константин " + std::to_string(i), 200 + i, 20 + i % 7});
    return {{{"", scenario}}, 0};
}

}  // namespace

TEST_CASE("every old link is its scenario, and that scenario is the old link byte for byte") {
    const json links = golden_links();
    REQUIRE(links["first"].size() > 30);
    for (const json& item : links["first"]) {
        const auto link = item["link"].get<std::string>();
        CAPTURE(link);
        const Scenario scenario = scenario_of(item["scenario"]);
        CHECK(first_link_from_scenario(scenario) == link);
        const LinkReading reading = read_link(link);
        CHECK(reading.version == 1);
        REQUIRE(reading.content);
        CHECK(reading.content->variants[0].scenario == scenario);
    }
    for (const json& item : links["drafts"]) {
        const LinkReading reading = read_link(item["link"].get<std::string>());
        REQUIRE(reading.content);
        CHECK(reading.content->variants[0].scenario == scenario_of(item["scenario"]));
    }
}

TEST_CASE("a link of version 1 may say where a conversion came from") {
    const LinkReading reading = read_link(framed_link(
        1, R"([5,1000,150000,[["sale","Оплата",5,0.05,null,"example"]],{"targets_source":"assumed"}])"));
    REQUIRE(reading.content);
    const Scenario& scenario = reading.content->variants[0].scenario;
    CHECK(scenario.stages[0].source == Source::example);
    CHECK_FALSE(scenario.stages[0].target_conversion);
    CHECK(scenario.targets_source == TargetsSource::assumed);
}

TEST_CASE("every kept link of version 2 is its content, and the content is that link") {
    const json links = golden_links();
    REQUIRE(links["second"].size() >= 5);
    for (const json& item : links["second"]) {
        const auto link = item["link"].get<std::string>();
        CAPTURE(link);
        const LinkContentResult content = link_content_from_json(item["content"].dump());
        REQUIRE(content.content);
        CHECK(link_from_content(*content.content, RosterNames::keep) == link);
        CHECK(read_link(link).content == content.content);
    }
}

TEST_CASE("any content comes back from its link, whatever stands around it") {
    funnel::testing::Random random(31);
    const std::vector<std::string> tails{"",
                                         ".",
                                         ")",
                                         "»",
                                         "&utm_source=tg&utm_medium=x",
                                         "\n",
                                         " и ещё слова",
                                         "\r\n\r\nС уважением",
                                         "\"",
                                         "&fbclid=A",
                                         "?a=b",
                                         "</a>",
                                         "'",
                                         "],",
                                         "…",
                                         "\u200b",
                                         "#x",
                                         "%0A",
                                         "%29",
                                         "%C2%BB",
                                         "*",
                                         "_ текст",
                                         "/",
                                         ";"};
    const std::vector<std::string> heads{
        "",      "https://example.org/", "https://example.org/demo/", "Вот расчёт: https://example.org/", "(",
        "\ufeff"};
    const auto pick = [&](const std::vector<std::string>& list) {
        return list[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(list.size()) - 1))];
    };
    for (int i = 0; i < 600; ++i) {
        const LinkContent content = random_content(random);
        const std::string link = link_from_content(content, RosterNames::keep);
        std::string carried = link;
        if (random.chance(0.3)) carried.replace(0, 1, random.chance(0.5) ? "%23" : "%2523");
        if (random.chance(0.3)) {
            const auto at =
                static_cast<std::size_t>(random.whole(8, static_cast<std::int64_t>(carried.size()) - 9));
            carried.insert(at, random.chance(0.5) ? "\r\n" : "\u00ad");
        }
        const std::string text = pick(heads) + carried + pick(tails);
        CAPTURE(text);
        const LinkReading reading = read_link(text);
        REQUIRE(reading.state == LinkState::intact);
        CHECK(reading.content == content);
        const LinkReading old =
            read_link(first_link_from_scenario(content.variants[0].scenario) + pick(tails));
        CHECK(old.state == LinkState::intact);
    }
}

TEST_CASE("an encoded link is read through") {
    const std::string link = link_from_content(department_of_sixty(), RosterNames::leave_out);
    std::string encoded;
    for (const char c : link) {
        constexpr std::string_view kHex = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kHex[byte >> 4U];
        encoded += kHex[byte & 15U];
    }
    CHECK(read_link(encoded).state == LinkState::intact);
    std::string dashed = link;
    for (std::size_t at = dashed.find("--"); at != std::string::npos; at = dashed.find("--"))
        dashed.replace(at, 2, "—");
    CHECK(read_link(dashed).state == LinkState::intact);
}

TEST_CASE("one changed or lost character is damage, and says so") {
    funnel::testing::Random random(32);
    const std::string alphabet = "ABCDabcd0123_-";
    for (int i = 0; i < 2000; ++i) {
        const std::string link = link_from_content(random_content(random), RosterNames::keep);
        const auto at = static_cast<std::size_t>(random.whole(4, static_cast<std::int64_t>(link.size()) - 1));
        char other = link[at];
        while (other == link[at]) other = alphabet[static_cast<std::size_t>(random.whole(0, 13))];
        std::string damaged = link;
        if (random.chance(0.4)) {
            damaged[at] = other;
        } else if (random.chance(0.5)) {
            damaged.erase(at, 1);
        } else {
            damaged.resize(at);
        }
        CAPTURE(damaged);
        const LinkReading reading = read_link(damaged);
        CHECK(reading.state == LinkState::damaged);
        CHECK_FALSE(reading.content);
    }
}

TEST_CASE("what is no link, and what is a newer one") {
    for (const char* text : {"", "#", "#calc", "#s", "#s1", "#s2", "#start.1", "https://example.org/", "s1",
                             "а s2 б", "#c1.abc.0000000"})
        CHECK(read_link(text).state == LinkState::none);
    CHECK(read_link("#s3.abc.0000000").state == LinkState::newer);
    CHECK(read_link("#s17.anything").state == LinkState::newer);
    CHECK(read_link("#s2.abc.0000000").state == LinkState::damaged);
    CHECK(read_link("#s1.").state == LinkState::damaged);
}

TEST_CASE("names of managers travel only when asked, and sixty of them stay short") {
    const LinkContent content = department_of_sixty();
    const std::string without = link_from_content(content, RosterNames::leave_out);
    CHECK(without.size() < 400);
    const LinkReading reading = read_link(without);
    REQUIRE(reading.content);
    CHECK(reading.content->variants[0].scenario.roster[1].name == "Менеджер 2");
    CHECK(reading.content->variants[0].scenario.roster[1].leads == 201);
    LinkContent usual = content;
    for (RosterEntry& entry : usual.variants[0].scenario.roster) entry.name = "Иванова Мария";
    CHECK(link_from_content(content, RosterNames::keep).size() > kLongLink);
    for (std::size_t i = 0; i < 60; ++i)
        usual.variants[0].scenario.roster[i].name = "Иванова М. " + std::to_string(i);
    CHECK(link_from_content(usual, RosterNames::keep).size() < kLongLink);
}

TEST_CASE("an intact link with a scenario out of its ranges is refused with its issues") {
    LinkContent content = department_of_sixty();
    content.variants[0].scenario.managers = 20'000;
    const LinkReading reading = read_link(link_from_content(content, RosterNames::leave_out));
    CHECK(reading.state == LinkState::intact);
    CHECK_FALSE(reading.content);
    REQUIRE(reading.issues.size() == 1);
    CHECK(reading.issues[0].path == "/variants/0/scenario/managers");
}

TEST_CASE("any bytes in a frame are content, issues or damage") {
    funnel::testing::Random random(33);
    for (int i = 0; i < 5000; ++i) {
        std::string bytes;
        for (auto n = random.whole(0, 60); n > 0; --n) bytes += static_cast<char>(random.whole(0, 255));
        const LinkReading reading = read_link(framed_link(random.chance(0.2) ? 1 : 2, bytes));
        CHECK(reading.state != LinkState::none);
        if (reading.content) CHECK(reading.issues.empty());
    }
}

TEST_CASE("the JSON of a link is the link again") {
    funnel::testing::Random random(34);
    for (int i = 0; i < 100; ++i) {
        const LinkContent content = random_content(random);
        LinkReading reading;
        reading.state = LinkState::intact;
        reading.content = content;
        const LinkContentResult again = link_content_from_json(link_reading_to_json(reading));
        CHECK(again.content == content);
    }
    CHECK(link_content_from_json("{}").issues.size() > 0);
    CHECK(link_content_from_json("[]").issues.size() > 0);
    CHECK(link_content_from_json(R"({"format":"funnel-link","version":3})").issues[0].code ==
          "newer_version");
    CHECK(link_content_from_json(R"({"format":"funnel-link","version":2,"variants":[]})").issues.size() > 0);
}
