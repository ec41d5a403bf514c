// Growth on departments made for it: what is the mix, what is the cycle, what cannot be compared, what the
// fee is.
#include <doctest/doctest.h>

#include "core/deals/agreement.hpp"
#include "core/deals/analysis.hpp"
#include "core/deals/report.hpp"
#include "deals_department.hpp"
#include "deals_reading.hpp"

using namespace funnel;
using namespace funnel::deals;

namespace {

const Month kFirst = month_of(*day_from_iso("2024-01-15"));
const Day kToday = *day_from_iso("2025-12-31");

// Deals of one kind, each month alike: `won` of `count` win after `lag` days.
void add_deals(DealSet& set, Month month, std::uint32_t source, int count, int won, int lag) {
    const Day from = last_day_of(month - 1) + 1;
    for (int i = 0; i < count; ++i) {
        Deal deal;
        deal.created = from + i % 28;
        deal.source = source;
        deal.amount = 100;
        deal.outcome = i < won ? Outcome::won : Outcome::lost;
        deal.closed = deal.created + (i < won ? lag : 100);
        set.deals.push_back(deal);
    }
}

GrowthResult year_growth(const DealSet& set, std::optional<int> horizon = std::nullopt) {
    RowStore store(compiled_in_words(), std::nullopt, false);
    for (const char* name : {"Сайт", "Звонок", "Новый канал"}) store.source_texts.number_of(name);
    const Day border = last_day_of(kFirst + 2);
    return growth_of(set, store,
                     {{last_day_of(kFirst - 1) + 1, border}, {border + 1, last_day_of(kFirst + 5)}}, horizon);
}

}  // namespace

TEST_CASE("a new channel, however good, is mix and never the department's growth") {
    DealSet set;
    set.as_of = set.today = kToday;
    for (int m = 0; m < 6; ++m) {
        add_deals(set, kFirst + m, 1, 50, 10, 5);
        if (m >= 3) add_deals(set, kFirst + m, 3, 30, 25, 5);
    }
    const Growth growth = *year_growth(set).growth;
    CHECK(growth.difference > 0.1);
    CHECK(growth.distinguishable);
    CHECK(growth.rate_effect == doctest::Approx(0));
    CHECK_FALSE(growth.rate_distinguishable);
    CHECK(growth.mix_effect == doctest::Approx(growth.difference));
    CHECK(growth.by_source.back().name == "прочие");
    CHECK(growth.by_source.back().pooled);
}

TEST_CASE("a faster cycle looks like growth at a short horizon and not at a longer one") {
    DealSet set;
    set.as_of = set.today = kToday;
    for (int m = 0; m < 6; ++m) add_deals(set, kFirst + m, 1, 60, 20, m < 3 ? 40 : 10);
    const Growth growth = *year_growth(set, 30).growth;
    CHECK(growth.rate_distinguishable);
    CHECK(growth.extra_revenue.value() > 0);
    REQUIRE(growth.longer);
    CHECK(growth.longer->horizon_days > 30);
    CHECK(growth.longer->difference == doctest::Approx(0));
    CHECK(growth.longer->difference_interval.low < 0);
    CHECK(growth.longer->difference_interval.high > 0);
}

TEST_CASE("what cannot be compared is said") {
    DealSet set;
    set.as_of = set.today = last_day_of(kFirst + 5) + 10;
    for (int m = 0; m < 6; ++m) add_deals(set, kFirst + m, 1, 20, 5, 3);
    const RowStore store(compiled_in_words(), std::nullopt, false);
    const auto codes = [&](Periods periods, std::optional<int> horizon) {
        std::string list;
        for (const Issue& issue : growth_of(set, store, periods, horizon).issues) list += issue.code + " ";
        return list;
    };
    const auto day = [](const char* text) { return *day_from_iso(text); };
    CHECK(codes({{day("2024-01-01"), day("2024-03-31")}, {day("2024-03-31"), day("2024-06-30")}}, 7) ==
          "periods_overlap ");
    CHECK(codes({{day("2020-01-01"), day("2020-03-31")}, {day("2024-03-01"), day("2024-03-31")}}, 7) ==
          "empty_period ");
    const GrowthResult young = growth_of(
        set, store, {{day("2024-01-01"), day("2024-03-31")}, {day("2024-04-01"), day("2024-06-30")}}, 14);
    REQUIRE(young.issues.size() == 1);
    CHECK(young.issues[0].code == "immature");
    CHECK(young.issues[0].message.find("2024-07-14") != std::string::npos);
    set.deals.resize(20);
    CHECK(codes({{day("2024-01-01"), day("2024-01-15")}, {day("2024-01-16"), day("2024-01-31")}},
                std::nullopt) == "no_horizon ");
}

TEST_CASE("the agreed period has its first day and its last") {
    DealSet set;
    set.as_of = set.today = kToday;
    const RowStore store(compiled_in_words(), std::nullopt, false);
    const auto day = [](const char* text) { return *day_from_iso(text); };
    Agreement agreement;
    agreement.periods = {{day("2024-01-01"), day("2024-03-31")}, {day("2024-04-01"), day("2024-06-30")}};
    agreement.min_deals = 2;
    for (const Day created : {day("2024-03-31"), day("2024-04-01"), day("2024-06-30"), day("2024-07-01")}) {
        Deal deal;
        deal.created = created;
        set.deals.push_back(deal);
    }
    agreement.baseline = baseline_of(set, store, agreement.periods.before, agreement.horizon_days);
    const auto issues = [&] {
        return agreement_issues(agreement, {agreement.periods, {}, true}, set, store);
    };
    CHECK(issues().empty());
    agreement.min_deals = 3;
    REQUIRE(issues().size() == 1);
    CHECK(issues()[0].path == "/min_deals");
}

TEST_CASE("a department of one manager is one manager in the calculator") {
    DealSet set;
    set.as_of = set.today = kToday;
    set.has_responsible = true;
    for (int m = 0; m < 12; ++m) add_deals(set, month_of(kToday) - 14 + m, 1, 40, 8, 5);
    for (Deal& deal : set.deals) deal.responsible = 1;
    RowStore store(compiled_in_words(), std::nullopt, false);
    store.source_texts.number_of("Сайт");
    store.responsible_texts.number_of("Анна");
    const DealsReport report = report_of(set, store, {});
    REQUIRE(report.scenario);
    CHECK(report.scenario->managers == 1);
}

TEST_CASE("the fee is a share of the growth, capped, and only when its condition holds") {
    Growth growth;
    growth.extra_revenue = 1000;
    growth.rate_distinguishable = true;
    CHECK(fee_of({0.1, std::nullopt, PayWhen::rate_distinguishable}, growth) == 100);
    CHECK(fee_of({0.1, 30.0, PayWhen::rate_distinguishable}, growth) == 30);
    growth.rate_distinguishable = false;
    CHECK(fee_of({0.1, std::nullopt, PayWhen::rate_distinguishable}, growth) == 0);
    CHECK(fee_of({0.1, std::nullopt, PayWhen::estimate}, growth) == 100);
    growth.extra_revenue = -1000;
    CHECK(fee_of({0.1, std::nullopt, PayWhen::estimate}, growth) == 0);
}
