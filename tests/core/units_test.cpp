#include "core/units.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "core/fields.hpp"
#include "core/messages.hpp"
#include "core/scenario.hpp"
#include "core/sentences.hpp"

using namespace funnel;

TEST_CASE("whatever is not finite becomes the nearest number that is") {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr double kMost = std::numeric_limits<double>::max();
    CHECK(funnel::finite(kInfinity) == kMost);
    CHECK(funnel::finite(-kInfinity) == -kMost);
    CHECK(funnel::finite(std::numeric_limits<double>::quiet_NaN()) == 0);
    CHECK(funnel::finite(-12.5) == -12.5);
}

TEST_CASE("rounding up and down forgives noise of 1e-9 of the number, and no more") {
    CHECK(ceil_forgiving(75.0000000001) == 75);
    CHECK(ceil_forgiving(75.001) == 76);
    CHECK(ceil_forgiving(75 + 74e-9) == 75);
    CHECK(ceil_forgiving(75 + 76e-9) == 76);
    CHECK(ceil_forgiving(0.9e-9) == 0);
    CHECK(ceil_forgiving(1.1e-9) == 1);
    CHECK(ceil_forgiving(1e9 + 0.9) == 1e9);
    CHECK(floor_forgiving(74.9999999999) == 75);
    CHECK(floor_forgiving(74.999) == 74);
    CHECK(floor_forgiving(75 - 74e-9) == 75);
    CHECK(floor_forgiving(75 - 76e-9) == 74);
    CHECK(floor_forgiving(-0.5) == -1);
    CHECK(ceil_forgiving(-0.5) == 0);
}

TEST_CASE("at least: noise of 1e-9 of the second number is forgiven, either way of its sign") {
    CHECK(at_least_forgiving(100, 100));
    CHECK(at_least_forgiving(100, 100 + 0.9e-7));
    CHECK_FALSE(at_least_forgiving(100, 100 + 1.1e-7));
    CHECK(at_least_forgiving(-100 - 0.9e-7, -100));
    CHECK_FALSE(at_least_forgiving(-100 - 1.1e-7, -100));
    CHECK(at_least_forgiving(0, 0));
    CHECK_FALSE(at_least_forgiving(0, 1e-300));
}

TEST_CASE("a scenario begins with the defaults of the table of fields") {
    const Scenario s;
    CHECK(s.working_days_per_month == fields::working_days_per_month.initial.value());
    CHECK(s.check_spread == fields::check_spread.initial.value());
    CHECK(s.history_months == fields::history_months.initial.value());
    CHECK(s.ramp.months == fields::ramp_months.initial.value());
    CHECK(s.ramp.starts_month == fields::ramp_starts.initial.value());
    CHECK(s.ramp.full_month == fields::ramp_full.initial.value());
    CHECK(s.ramp.sales_cycle_months == fields::ramp_cycle.initial.value());
    CHECK(s.fee.per_month == fields::fee_per_month.initial.value());
    CHECK(s.fee.growth_share == fields::fee_growth_share.initial.value());
}

TEST_CASE("limits are told as people type them") {
    CHECK(limit_text(1, Unit::percent) == "100\u00a0%");
    CHECK(limit_text(1e12, Unit::roubles) == "1\u00a0трлн\u00a0₽");
    CHECK(limit_text(10'000, Unit::none) == "10\u00a0000");
    CHECK(limit_text(100'000'000, Unit::none) == "100\u00a0млн");
    CHECK(range_issue("/a", fields::gross_margin) ==
          Issue{"/a", "out_of_range", "Нужно число от 0 до 100\u00a0%."});
    CHECK(range_issue("/a", fields::managers).message == "Нужно целое число от 1 до 10\u00a0000.");
    CHECK(range_issue("/a", fields::lead_cost).message ==
          "Нужно число не меньше 0\u00a0₽.");
    CHECK(range_issue("/a", fields::capacity_leads_per_manager).message == "Нужно число больше 0.");
    CHECK(range_issue("/a", fields::history_months).message == "Нужно число больше 0 и не больше 120.");
}

TEST_CASE("a sentence takes its values, and the noun that goes with a number") {
    const Sentence leads{"code", "{n} {n|заявка|заявки|заявок} из {all}, {…} как есть"};
    CHECK(filled(leads, {{"n", "1", 1}, {"all", "9"}}) == "1 заявка из 9, {…} как есть");
    CHECK(filled(leads, {{"n", "3", 3}, {"all", "9"}}) == "3 заявки из 9, {…} как есть");
    CHECK(filled(leads, {{"n", "11", 11}, {"all", "9"}}) == "11 заявок из 9, {…} как есть");
}

TEST_CASE("no code of an issue holds a dot, every sentence ends as one") {
    for (const Sentence& sentence : sentences::issues::all) {
        CAPTURE(sentence.pattern);
        CHECK(sentence.code.find('.') == std::string_view::npos);
        CHECK(sentence.pattern.back() == '.');
    }
    // A finding may be a heading: whoever makes a sentence of it adds the full stop.
    for (const Sentence& sentence : sentences::findings::all) CHECK(sentence.pattern.back() != '.');
}
