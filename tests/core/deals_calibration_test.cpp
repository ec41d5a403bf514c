// Whether the intervals are what they say: departments with a known truth, cut at random days.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "core/deals/analysis.hpp"
#include "deals_department.hpp"

using namespace funnel;
using namespace funnel::deals;
using funnel::testing::Department;
using funnel::testing::Life;
using funnel::testing::Random;

namespace {

const Month kFirst = month_of(*day_from_iso("2023-01-15"));

struct Coverage {
    int inside = 0;
    int all = 0;
    void add(bool is_inside) {
        ++all;
        inside += is_inside ? 1 : 0;
    }
    [[nodiscard]] double share() const { return static_cast<double>(inside) / all; }
};

// Counts the won by the horizon among all deals of a month in the end.
double in_the_end(const std::vector<Life>& lives, Month month, int horizon) {
    double deals = 0;
    double won = 0;
    for (const Life& life : lives) {
        if (month_of(life.created) != month) continue;
        deals += 1;
        if (life.pays && life.lag <= horizon) won += 1;
    }
    return won / deals;
}

}  // namespace

TEST_CASE("intervals of conversion and forecasts cover what they should; won of created does not") {
    Random random(2026);
    Coverage conversion, forecast, naive;
    for (int round = 0; round < 2600; ++round) {
        Department department;
        department.months = 10;
        department.deals_a_month = random.between(40, 120);
        department.conversion = random.between(0.08, 0.4);
        department.lag_days = random.between(8, 30);
        const std::vector<Life> lives = testing::lives_of(department, random, kFirst);
        const Day day = last_day_of(kFirst + 8) + static_cast<Day>(random.whole(0, 29));
        const DealSet set = testing::seen_on(lives, day);
        const Curve curve(set.deals, set.as_of);
        const std::optional<int> horizon = curve.horizon();
        if (!horizon) continue;
        std::vector<MonthReport> months = months_of(set, horizon);
        const std::optional<Window> window = window_of(set, months, totals_of(set), horizon, 6);
        if (!window) continue;
        const double truth = department.conversion * (1 - std::exp(-(*horizon + 1) / department.lag_days));
        conversion.add(window->all.interval.low <= truth && truth <= window->all.interval.high);
        forecast_months(months, set, curve, horizon, window->dispersion.value_or(1));
        for (const MonthReport& month : months) {
            if (!month.forecast_interval || last_day_of(month.month) > day) continue;
            const double end = in_the_end(lives, month.month, *horizon);
            forecast.add(month.forecast_interval->low <= end + 1e-9 &&
                         end <= month.forecast_interval->high + 1e-9);
            const Share so_far = share_of(month.won, month.deals);
            naive.add(so_far.interval.low <= truth && truth <= so_far.interval.high);
        }
    }
    MESSAGE("conversion " << conversion.share() << " of " << conversion.all << ", forecast "
                          << forecast.share() << " of " << forecast.all << ", naive " << naive.share());
    CHECK(forecast.all >= 2000);
    CHECK(conversion.share() >= 0.93);
    CHECK(conversion.share() <= 0.98);
    CHECK(forecast.share() >= 0.95);
    CHECK(forecast.share() <= 0.995);
    CHECK(naive.share() < 0.93);
}

TEST_CASE(
    "no growth is seen where there is none, in mixes of sources and months that differ more than chance") {
    Random random(77);
    Coverage none;
    for (int round = 0; round < 1200; ++round) {
        Department department;
        department.months = 12;
        department.deals_a_month = random.between(60, 160);
        department.conversion = random.between(0.1, 0.3);
        department.lag_days = 10;
        department.month_spread = round % 2 == 0 ? 0 : random.between(0.1, 0.4);
        department.sources = {0.6, 0.3, 0.1};
        department.of_source = {1, 0.5, 1.5};
        std::vector<Life> lives = testing::lives_of(department, random, kFirst);
        // The second half has another mix: the best source came to be twice as large.
        const Day border = last_day_of(kFirst + 5);
        std::vector<Life> kept;
        for (const Life& life : lives) {
            if (life.created <= border || life.source != 0 || random.chance(0.6)) kept.push_back(life);
        }
        const DealSet set = testing::seen_on(kept, last_day_of(kFirst + 11) + 60);
        RowStore store(compiled_in_words(), std::nullopt, false);
        for (const char* name : {"Сайт", "Звонок", "Авито"}) store.source_texts.number_of(name);
        const GrowthResult result = growth_of(
            set, store, {{last_day_of(kFirst - 1) + 1, border}, {border + 1, last_day_of(kFirst + 11)}}, 30);
        REQUIRE(result.growth);
        none.add(!result.growth->rate_distinguishable);
    }
    MESSAGE("no growth " << none.share() << " of " << none.all);
    CHECK(none.share() >= 0.93);
    CHECK(none.share() <= 0.98);
}
