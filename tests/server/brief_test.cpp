// What a consultant is told of a request: whole texts, by hand, in tests/golden/deliveries.
#include "lead/brief/brief.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "core/json/link_json.hpp"
#include "delivery/mail/brief_html.hpp"

using namespace funnel::server;

namespace {

std::string file(const std::string& path) {
    std::ifstream in(std::string(FUNNEL_SOURCE_DIR "/tests/golden/deliveries/") + path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    REQUIRE(!text.str().empty());
    return text.str();
}

StoredLead lead_of(const char* scenario, const char* answers = nullptr) {
    StoredLead lead;
    lead.id = 7;
    lead.created_ms = 1'790'000'000'000;
    lead.form = "diagnosis";
    lead.name = "Мария";
    lead.phone = "+74951234567";
    lead.phone_extension = "12";
    lead.phone_note = "+79167654321";
    lead.email = "m@client.example";
    lead.owner = "yes";
    lead.managers_count = 5;
    lead.monthly_turnover = "5m_20m";
    lead.page = "/demo/";
    lead.referrer = "https://ya.ru/";
    lead.utm = {"ya", "cpc", "", "", ""};
    if (scenario != nullptr) lead.scenario = file(scenario);
    if (answers != nullptr) lead.answers = file(answers);
    return lead;
}

const BriefPlaces kPlaces{"https://site.ru", "https://site.ru/inbox", moscow_time()};

// Numbers are grouped by U+00A0 in what people read; the golden files have plain spaces.
std::string plain(std::string text) {
    for (std::size_t at = text.find("\u00A0"); at != std::string::npos; at = text.find("\u00A0", at))
        text.replace(at, 2, " ");
    return text;
}

double number(const Brief& brief, std::string_view key) {
    for (const auto& [known, value] : brief.values)
        if (known == key) return std::get<double>(value);
    FAIL("no " << key);
    return 0;
}

}  // namespace

TEST_CASE("a request with a counted funnel and a checklist is told whole") {
    const Brief brief = brief_of(lead_of("counted.json", "answers.json"), kPlaces);
    CHECK(plain(text_of(brief)) == file("counted.txt"));
    CHECK(number(brief, "money_left") == doctest::Approx(3'300'000));
    CHECK(number(brief, "conversion") == doctest::Approx(5));
    CHECK(number(brief, "critical_zeros") == 2);
    CHECK(number(brief, "money_left_low") == doctest::Approx(2'041'405.94));
    CHECK(value_text(brief, "money_left") == "3300000");
    CHECK(value_text(brief, "inbox_url") == "https://site.ru/inbox/000007");
}

TEST_CASE("the link of a brief opens the same scenario, without the managers' names") {
    StoredLead lead = lead_of("counted.json");
    const auto at = lead.scenario.rfind('}');
    lead.scenario.replace(at, 1, R"(,"roster":[{"name":"Петров","leads":10,"sales":1}]})");
    const Brief brief = brief_of(lead, kPlaces);
    REQUIRE(brief.calculation_url.starts_with("https://site.ru/demo/#s2."));
    const auto read = funnel::read_link(brief.calculation_url);
    REQUIRE(read.content);
    const funnel::Scenario& scenario = read.content->variants[0].scenario;
    CHECK(scenario.leads_per_month == 1000);
    REQUIRE(scenario.roster.size() == 1);
    CHECK(scenario.roster[0].name == "Менеджер 1");
    CHECK(scenario.stages[1].source == funnel::Source::crm);
}

TEST_CASE("what is an example's or only said is told so, and no range beside it") {
    const std::string assumed = text_of(brief_of(lead_of("assumed.json"), kPlaces));
    CHECK(assumed.find("Насколько точно: доля оплат условная\n") != std::string::npos);
    CHECK(assumed.find("Цели: предложила страница, это допущение\n") != std::string::npos);
    StoredLead typed = lead_of("assumed.json");
    typed.scenario.replace(typed.scenario.find("\"example\""), 9, "\"typed\"");
    const std::string said = text_of(brief_of(typed, kPlaces));
    CHECK(said.find("Насколько точно: доли со слов, границ назвать нельзя\n") != std::string::npos);
    CHECK(said.find("скорее всего") == std::string::npos);
}

TEST_CASE("a phone alone makes a short brief without empty lines") {
    StoredLead lead;
    lead.id = 8;
    lead.created_ms = 1'790'000'000'000;
    lead.form = "callback";
    lead.phone = "+79161234567";
    lead.owner = "unsaid";
    CHECK(plain(text_of(brief_of(lead, {}))) == file("callback.txt"));
}

TEST_CASE("a checklist alone says where it is weakest and what to do there") {
    StoredLead lead = lead_of(nullptr, "answers.json");
    lead.form = "checklist";
    const std::string text = plain(text_of(brief_of(lead, kPlaces)));
    CHECK(text.find("Оценка: 50 %\n") != std::string::npos);
    CHECK(text.find("С чего начать\n1. ") != std::string::npos);
    CHECK(text.find("Открыть расчёт") == std::string::npos);
}

TEST_CASE("an attached plan is where to begin, whatever the numbers would say") {
    StoredLead lead = lead_of("counted.json");
    lead.plan =
        R"({"steps":[{"technique":"gone","week_from":1,"week_to":1},{"technique":"lead_response","week_from":2,"week_to":3}]})";
    const std::string text = text_of(brief_of(lead, kPlaces));
    CHECK(text.find("С чего начать: приложенный план на 12 недель\n1. Очередь и скорость заявок (недели "
                    "2–3): Разложить") != std::string::npos);
    CHECK(text.find("2. ") == std::string::npos);
}

TEST_CASE("answers of any age and shape never stop a delivery") {
    StoredLead lead = lead_of(nullptr);
    for (const char* answers : {"", "[]", "{}", "nonsense", R"({"format":"funnel-checklist","version":1})",
                                R"({"asked_long_ago":2,"control_today":9,"x":"na"})"}) {
        lead.answers = answers;
        CHECK(text_of(brief_of(lead, kPlaces)).find("Мария") != std::string::npos);
    }
}

TEST_CASE("the HTML of a brief shows what was typed as text and links only to the web") {
    StoredLead lead = lead_of("counted.json");
    lead.name = "<script>alert(1)</script>\"";
    lead.referrer = "javascript:alert(1)";
    const std::string html = html_of("Заявка", brief_of(lead, kPlaces));
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;") != std::string::npos);
    CHECK(html.find("href=\"javascript") == std::string::npos);
    CHECK(html.find("<a href=\"https://site.ru/demo/#s2.") != std::string::npos);
    CHECK(html.find("<a href=\"https://site.ru/inbox/000007\">") != std::string::npos);
}

TEST_CASE("values read the same by people and machines") {
    CHECK(text_of(BriefValue(3'300'000.0)) == "3300000");
    CHECK(text_of(BriefValue(5.25)) == "5.25");
    CHECK(text_of(BriefValue(0.1 + 0.2)) == "0.3");
    CHECK(text_of(BriefValue(-0.001)) == "0");
    CHECK(text_of(BriefValue(100.0)) == "100");
}
