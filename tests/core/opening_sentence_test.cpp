// The opening sentence of a call: a hundred ways to say it, each with its meaning.
#include "core/text/opening_sentence.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "core/json/scenario_json.hpp"
#include "core/text/stage_names.hpp"
#include "random_scenario.hpp"

using nlohmann::json;
using namespace funnel;
using text::OpeningSentence;

namespace {

template <typename Value>
void check_field(const json& expected, const char* key, const std::optional<Value>& actual) {
    CAPTURE(key);
    REQUIRE(actual.has_value() == expected.contains(key));
    if (actual) CHECK(static_cast<double>(*actual) == doctest::Approx(expected[key].get<double>()));
}

void check_stage(const json& expected, const Stage& stage) {
    CHECK(stage.name == expected[0].get<std::string>());
    CHECK(name_of(stage.kind) == expected[1].get<std::string>());
    REQUIRE(stage.observed.has_value() == expected[2].is_array());
    if (stage.observed) {
        CHECK(stage.observed->passed == expected[2][0].get<std::int64_t>());
        CHECK(stage.observed->entered == expected[2][1].get<std::int64_t>());
    } else {
        CHECK(std::fabs(stage.conversion - expected[2].get<double>()) < 1e-6);
    }
    REQUIRE(stage.target_conversion.has_value() == (expected.size() > 3));
    if (stage.target_conversion)
        CHECK(*stage.target_conversion == doctest::Approx(expected[3].get<double>()));
}

Scenario blank() {
    Scenario scenario;
    scenario.leads_per_month = 100;
    scenario.stages = {{"sale", "Продажа", StageKind::payment, 0.1, {}, {}}};
    return scenario;
}

}  // namespace

TEST_CASE("every sentence of the table means what it says") {
    const json table =
        json::parse(funnel::testing::text_of("tests/golden/opening_sentences.json"), nullptr, false);
    REQUIRE(table["sentences"].size() >= 100);
    for (const json& expected : table["sentences"]) {
        const auto sentence = expected["text"].get<std::string>();
        CAPTURE(sentence);
        const OpeningSentence said = text::read_opening_sentence(sentence);
        check_field(expected, "managers", said.managers);
        check_field(expected, "leads_per_month", said.leads_per_month);
        check_field(expected, "average_check", said.average_check);
        check_field(expected, "sales_per_month", said.sales_per_month);
        check_field(expected, "capacity_leads_per_manager", said.capacity_leads_per_manager);
        check_field(expected, "goal_revenue", said.goal_revenue);
        check_field(expected, "gross_margin", said.gross_margin);
        check_field(expected, "working_days_per_month", said.working_days_per_month);
        check_field(expected, "sales_cycle_months", said.sales_cycle_months);
        check_field(expected, "target_managers", said.target.managers);
        check_field(expected, "target_leads_per_month", said.target.leads_per_month);
        check_field(expected, "target_average_check", said.target.average_check);
        const json none = json::array();
        const json& stages = expected.contains("stages") ? expected["stages"] : none;
        REQUIRE(said.stages.size() == stages.size());
        for (std::size_t i = 0; i < stages.size(); ++i) check_stage(stages[i], said.stages[i]);
        const json& notes = expected.contains("notes") ? expected["notes"] : none;
        REQUIRE(said.notes.size() == notes.size());
        for (std::size_t i = 0; i < notes.size(); ++i) {
            CHECK(text::code_of(said.notes[i].code) == notes[i][0].get<std::string>());
            CHECK(said.notes[i].part == notes[i][1].get<std::string>());
            CHECK_FALSE(text::told(said.notes[i]).empty());
        }
        CHECK(issues_of(text::with_sentence(blank(), said)).empty());
    }
}

TEST_CASE("a decision about money is told with its value") {
    const OpeningSentence said = text::read_opening_sentence("чек 85");
    REQUIRE(said.notes.size() == 1);
    CHECK(text::told(said.notes[0]) == "«чек 85»\u00a0— это 85\u00a0000\u00a0₽");
    CHECK_FALSE(text::is_left_out(said.notes[0].code));
    CHECK(text::is_left_out(text::SentenceCode::no_label));
}

TEST_CASE("two stages below one are shares") {
    const OpeningSentence said = text::read_opening_sentence("дозвон 0,7, оплата 0,3");
    REQUIRE(said.stages.size() == 2);
    CHECK(said.stages[0].conversion == doctest::Approx(0.7));
    CHECK(said.stages[1].conversion == doctest::Approx(0.3));
}

TEST_CASE("one thing said is enough for a sentence not to be empty") {
    for (const char* words :
         {"4 менеджера", "320 заявок", "чек 85", "8 оплат", "один успевает 60 заявок", "цель 5 млн",
          "маржа 40 %", "21 рабочий день", "цикл сделки 2 месяца", "дозвон 70"}) {
        CAPTURE(words);
        CHECK_FALSE(text::read_opening_sentence(words).empty());
    }
    CHECK(OpeningSentence{}.empty());
}

TEST_CASE("a sentence fills the scenario, and what was not said stays") {
    Scenario scenario = blank();
    scenario.history_months = 3;
    scenario = text::with_sentence(scenario,
                                   text::read_opening_sentence("4 менеджера, 320 заявок, 8 оплат, чек 85"));
    CHECK(scenario.managers == 4);
    CHECK(scenario.average_check == 85000);
    CHECK(scenario.history_months == 3);
    CHECK(scenario.stated_sales == 8);
    CHECK(scenario.stages[0].source == Source::counts);
    REQUIRE(scenario.stages.size() == 1);
    CHECK(scenario.stages[0].observed == Observed{320, 8});
    CHECK(text::read_opening_sentence("привет").empty());
}

TEST_CASE("a stage said over a funnel changes there, and the others stay") {
    const Scenario funnel = text::with_sentence(
        blank(), text::read_opening_sentence(
                     "320 заявок, чек 85, дозвон 70, квалификация 45, встреча 40→50, оплата 25"));
    REQUIRE(funnel.stages.size() == 4);
    const auto over = [&](const char* words) {
        return text::with_sentence(funnel, text::read_opening_sentence(words));
    };
    SUBCASE("one of them, by its word") {
        Scenario expected = funnel;
        expected.stages[3].conversion = 0.3;
        CHECK(over("оплата 30") == expected);
    }
    SUBCASE("two of them, with a target; a target that is not said stays") {
        Scenario expected = funnel;
        expected.stages[0].conversion = 0.6;
        expected.stages[0].target_conversion = 0.8;
        expected.stages[2].conversion = 0.45;
        CHECK(over("дозвон 60→80, встреча 45") == expected);
        CHECK(expected.stages[2].target_conversion == 0.5);
    }
    SUBCASE("by its kind when it is called otherwise") {
        Scenario named = funnel;
        named.stages[2].name = "Показ объекта";
        Scenario expected = named;
        expected.stages[2].conversion = 0.35;
        CHECK(text::with_sentence(named, text::read_opening_sentence("встреча 35")) == expected);
    }
    SUBCASE("one that is not there is left out and told") {
        const OpeningSentence said = text::read_opening_sentence("кек 85");
        CHECK(text::with_sentence(funnel, said) == funnel);
        REQUIRE(text::left_out_of(funnel, said).size() == 1);
        CHECK(text::told(text::left_out_of(funnel, said)[0]) ==
              "«Кек»: такого этапа в воронке нет, пропущено");
        CHECK(text::left_out_of(funnel, text::read_opening_sentence("оплата 30")).empty());
    }
    SUBCASE("a funnel of its own replaces it") {
        CHECK(over("аудит 30, смета 50, договор 40").stages.size() == 3);
    }
    SUBCASE("sales are the check of the chain") {
        Scenario expected = funnel;
        expected.stated_sales = 8;
        CHECK(over("8 оплат") == expected);
    }
}

TEST_CASE("names of stages give their kinds, ids do not repeat") {
    CHECK(text::stage_kind_by_name("Назначенная встреча") == StageKind::meeting);
    CHECK(text::stage_kind_by_name("Выставили СЧЁТ") == StageKind::offer);
    CHECK(text::stage_kind_by_name("Предоплата") == StageKind::payment);
    CHECK(text::stage_kind_by_name("Тест-драйв") == StageKind::other);
    const std::vector<Stage> taken{{"meeting", "Встреча", StageKind::meeting, 0.5, {}, {}}};
    CHECK(text::free_stage_id(StageKind::meeting, taken) == "meeting_2");
    CHECK(text::free_stage_id(StageKind::other, taken) == "stage");
}

TEST_CASE("any words at all are a sentence whose scenario is in its ranges") {
    funnel::testing::Random random(21);
    const std::vector<std::string> words{
        "4",     "320",  "85",     "0,7", "менеджера", "заявок", "чек",  "дозвон", "оплата",
        "оплат", "из",   "→",      "до",  ",",         ".",      "млн",  "тыс",    "%",
        "цель",  "и",    "в день", "₽", "аудит",     "-",      "1e9",  "99999",  "маржа",
        "цикл",  "дней", "к",      "на",  "конверсия", "сто",    "один", "\xff",   "🙂"};
    const Scenario funnel = text::with_sentence(
        blank(), text::read_opening_sentence("320 заявок, чек 85, дозвон 70, встреча 40→50, оплата 25"));
    REQUIRE(funnel.stages.size() == 3);
    for (int i = 0; i < 5000; ++i) {
        std::string sentence;
        for (auto n = random.whole(0, 16); n > 0; --n) {
            sentence +=
                words[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(words.size()) - 1))];
            if (random.chance(0.8)) sentence += ' ';
        }
        CAPTURE(sentence);
        const OpeningSentence said = text::read_opening_sentence(sentence);
        CHECK(issues_of(text::with_sentence(blank(), said)).empty());
        CHECK(issues_of(text::with_sentence(funnel, said)).empty());
    }
}
