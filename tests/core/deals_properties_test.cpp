// What holds for every export: against direct definitions, and when rows, dates or amounts change in ways
// that must not matter.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/chance/intervals.hpp"
#include "core/deals/analysis.hpp"
#include "deals_department.hpp"
#include "deals_reading.hpp"

using namespace funnel;
using namespace funnel::deals;
using funnel::testing::Department;
using funnel::testing::Life;
using funnel::testing::Random;
using nlohmann::json;

namespace {

const Month kFirst = month_of(*day_from_iso("2024-01-15"));
const Day kToday = *day_from_iso("2025-12-31");

const std::string kHeader = "ID;Дата создания;Стадия сделки;Дата закрытия;Сумма;Ответственный;Источник\n";

// Lines of a file, one a deal.
std::vector<std::string> file_of(const std::vector<Life>& lives, Day day, int years = 0) {
    const DealSet set = testing::seen_on(lives, day);
    std::vector<std::string> lines;
    const auto shifted = [&](Day at) {
        const Date date = date_from_day(at);
        return iso_from_day(*day_from_date({date.year + years, date.month, date.day}));
    };
    for (std::size_t i = 0; i < set.deals.size(); ++i) {
        const Deal& deal = set.deals[i];
        const char* stage = deal.outcome == Outcome::won
                                ? "Сделка успешна"
                                : (deal.outcome == Outcome::lost ? "Сделка провалена" : "Новая");
        lines.push_back(std::to_string(i) + ';' + shifted(deal.created) + ';' + stage + ';' +
                        (deal.closed == kNoDay ? "" : shifted(deal.closed)) + ';' +
                        std::to_string(static_cast<std::int64_t>(deal.amount)) + ";Менеджер " +
                        std::to_string(i % 3) + ";Источник " + std::to_string(deal.source) + '\n');
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text = kHeader;
    for (const std::string& line : lines) text += line;
    return text;
}

json report(const std::string& text, Day today = kToday, std::size_t piece = 0) {
    const testing::Read read(text, "", piece);
    return json::parse(read.report_json(today), nullptr, false);
}

Department some_department(Random& random) {
    Department department;
    department.months = static_cast<int>(random.whole(3, 16));
    department.deals_a_month = random.between(5, 60);
    department.conversion = random.between(0.05, 0.6);
    department.lag_days = random.between(2, 60);
    department.sources = {0.5, 0.3, 0.2};
    department.of_source = {1, 0.5, 1.4};
    return department;
}

}  // namespace

TEST_CASE("the curve is Kaplan and Meier's by its direct definition, with Greenwood's band") {
    Random random(3);
    for (int round = 0; round < 40; ++round) {
        const std::vector<Life> lives = testing::lives_of(some_department(random), random, kFirst);
        const DealSet set = testing::seen_on(lives, kToday - static_cast<Day>(random.whole(0, 300)));
        const Curve curve(set.deals, set.as_of);
        double survival = 1;
        double greenwood = 0;
        for (int day = 0; day <= 200; ++day) {
            double risk = 0;
            double won = 0;
            for (const Deal& deal : set.deals) {
                // The day of closing of a deal that is open is no day.
                const bool is_won = deal.outcome == Outcome::won;
                const int t = (is_won ? deal.closed : set.as_of) - deal.created;
                if (t >= day) risk += 1;
                if (is_won && t == day) won += 1;
            }
            if (won > 0) {
                survival *= 1 - won / risk;
                greenwood += won / (risk * (risk - won));
            }
            CHECK(curve.share_by(day) == doctest::Approx(1 - survival).epsilon(1e-12));
            CHECK(curve.at_risk(day) == static_cast<std::size_t>(risk));
            const Interval band = curve.band_at(day);
            CHECK(band.low <= curve.share_by(day));
            CHECK(band.high >= curve.share_by(day));
            if (survival < 1 && survival > 0) {
                const double se = std::sqrt(greenwood) / std::fabs(std::log(survival));
                CHECK(band.low ==
                      doctest::Approx(1 - std::pow(survival, std::exp(-kZ95 * se))).epsilon(1e-9));
                CHECK(band.high ==
                      doctest::Approx(1 - std::pow(survival, std::exp(kZ95 * se))).epsilon(1e-9));
            }
        }
    }
}

TEST_CASE("a curve where everybody bought at once ends at one with Wilson's band") {
    std::vector<Deal> deals(40);
    for (Deal& deal : deals) {
        deal.outcome = Outcome::won;
        deal.closed = 10;
    }
    const Curve curve(deals, 100);
    CHECK(curve.last_day() == 10);
    CHECK(curve.horizon() == 7);
    CHECK(curve.share_by(10) == 1);
    CHECK(curve.band_at(10).high == 1);
    CHECK(curve.band_at(10).low == doctest::Approx(40 / (40 + kZ95 * kZ95)));
    CHECK(curve.points().size() == 11);
    CHECK_FALSE(Curve(std::vector<Deal>(deals.begin(), deals.begin() + 29), 100).last_day());
}

TEST_CASE("an open file is cut anywhere and reads the same") {
    Random random(5);
    for (int round = 0; round < 6; ++round) {
        const std::string text =
            joined(file_of(testing::lives_of(some_department(random), random, kFirst), kToday));
        const json whole = report(text);
        CHECK(report(text, kToday, static_cast<std::size_t>(random.whole(1, 500))) == whole);
    }
}

TEST_CASE("the order of rows does not matter") {
    Random random(7);
    for (int round = 0; round < 10; ++round) {
        std::vector<std::string> lines =
            file_of(testing::lives_of(some_department(random), random, kFirst), kToday);
        json before = report(joined(lines));
        for (std::size_t i = lines.size(); i > 1; --i)
            std::swap(lines[i - 1],
                      lines[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(i) - 1))]);
        json after = report(joined(lines));
        // A sum of squares may end in another last digit when its terms come in another order.
        if (before["window"].is_object()) {
            CHECK(before["window"]["check_spread"].get<double>() ==
                  doctest::Approx(after["window"]["check_spread"].get<double>()));
            before["window"].erase("check_spread");
            after["window"].erase("check_spread");
        }
        for (const char* key :
             {"totals", "curve", "months", "control", "window", "managers", "sources", "stale", "rows"}) {
            INFO(key);
            CHECK(before[key] == after[key]);
        }
    }
}

TEST_CASE("dates moved by 28 years, when the calendar is the same, move the report and change no number") {
    Random random(11);
    for (int round = 0; round < 6; ++round) {
        const std::vector<Life> lives = testing::lives_of(some_department(random), random, kFirst);
        const json now = report(joined(file_of(lives, kToday)));
        json later = report(joined(file_of(lives, kToday, 28)), *day_from_iso("2053-12-31"));
        CHECK(later["totals"] == now["totals"]);
        CHECK(later["curve"] == now["curve"]);
        CHECK(later["managers"] == now["managers"]);
        REQUIRE(later["months"].size() == now["months"].size());
        for (std::size_t i = 0; i < now["months"].size(); ++i) {
            later["months"][i]["month"] = now["months"][i]["month"];
            CHECK(later["months"][i] == now["months"][i]);
        }
    }
}

TEST_CASE("amounts a thousand times larger are money a thousand times larger and nothing else") {
    Random random(13);
    const std::vector<Life> lives = testing::lives_of(some_department(random), random, kFirst);
    std::vector<Life> richer = lives;
    for (Life& life : richer) life.amount *= 1000;
    const json now = report(joined(file_of(lives, kToday)));
    const json rich = report(joined(file_of(richer, kToday)));
    CHECK(rich["curve"] == now["curve"]);
    CHECK(rich["totals"]["won_amount"].get<double>() ==
          doctest::Approx(1000 * now["totals"]["won_amount"].get<double>()));
    CHECK(rich["window"]["average_check"].get<double>() ==
          doctest::Approx(1000 * now["window"]["average_check"].get<double>()));
    CHECK(rich["window"]["check_spread"].get<double>() ==
          doctest::Approx(now["window"]["check_spread"].get<double>()));
    CHECK(rich["window"]["conversion"] == now["window"]["conversion"]);
}

TEST_CASE("two files with common rows, one after the other, are the file of both") {
    Random random(17);
    for (int round = 0; round < 5; ++round) {
        const std::vector<std::string> lines =
            file_of(testing::lives_of(some_department(random), random, kFirst), kToday);
        const auto third = static_cast<std::ptrdiff_t>(lines.size() / 3);
        std::vector<std::string> both(lines.begin(), lines.begin() + 2 * third);
        both.insert(both.end(), lines.begin() + third, lines.end());
        const json once = report(joined(lines));
        const json merged = report(joined(both));
        CHECK(merged["rows"]["left_out"][0]["reason"] == "duplicate");
        CHECK(merged["rows"]["left_out"][0]["count"] == third);
        for (const char* key : {"totals", "curve", "months", "window", "managers", "sources", "stale"})
            CHECK(once[key] == merged[key]);
    }
}

TEST_CASE("a mature month's forecast is its conversion; an unripe one is between what came and one") {
    Random random(19);
    int unripe = 0;
    for (int round = 0; round < 60; ++round) {
        const std::vector<Life> lives = testing::lives_of(some_department(random), random, kFirst);
        Day day = kToday - static_cast<Day>(random.whole(0, 500));
        for (const Life& life : lives) day = std::max(day, life.created);
        const DealSet set = testing::seen_on(lives, day);
        const RowStore store(compiled_in_words(), std::nullopt, false);
        Curve curve(set.deals, set.as_of);
        std::vector<MonthReport> months = months_of(set, curve.horizon());
        forecast_months(months, set, curve, curve.horizon(), random.between(1, 3));
        for (const MonthReport& month : months) {
            if (month.mature) {
                CHECK(month.forecast == month.conversion);
                CHECK_FALSE(month.forecast_interval);
                continue;
            }
            if (!month.forecast) continue;
            ++unripe;
            const double came = static_cast<double>(month.won) / static_cast<double>(month.deals);
            CHECK(*month.forecast >= came - 1e-12);
            CHECK(*month.forecast <= 1);
            CHECK(month.forecast_interval->low >= came - 1e-12);
            CHECK(month.forecast_interval->high >= month.forecast_interval->low);
        }
    }
    CHECK(unripe > 20);
}

TEST_CASE("Laney's chart by its direct definition, with signals of each kind") {
    const auto month = [](int i, std::uint64_t deals, std::uint64_t won) {
        MonthReport report;
        report.month = kFirst + i;
        report.deals = deals;
        report.won = won;
        report.mature = true;
        report.conversion = static_cast<double>(won) / static_cast<double>(deals);
        return report;
    };
    std::vector<MonthReport> months;
    for (int i = 0; i < 10; ++i) months.push_back(month(i, 1000, i % 2 == 0 ? 100U : 104U));
    months.push_back(month(10, 1000, 300));
    months.push_back(month(11, 1000, 0));
    const Control control = *control_of(months);
    double moved = 0;
    for (std::size_t i = 1; i < months.size(); ++i) {
        const double sigma = std::sqrt(control.center * (1 - control.center) / 1000);
        moved += std::fabs(*months[i].conversion - *months[i - 1].conversion) / sigma;
    }
    CHECK(control.spread == doctest::Approx(moved / 11 / 1.128));
    CHECK_FALSE(control_of({months.begin(), months.begin() + 5}));
    std::vector<MonthReport> steady;
    for (int i = 0; i < 9; ++i) steady.push_back(month(i, 1000, 100));
    for (int i = 9; i < 18; ++i) steady.push_back(month(i, 1000, 104));
    const Control runs = *control_of(steady);
    CHECK(runs.months[6].signal == Signal::none);
    CHECK(runs.months[7].signal == Signal::run);
    CHECK(runs.months[8].signal == Signal::run);
    CHECK(runs.months[16].signal == Signal::run);
    CHECK(runs.signals == 4);
    std::vector<MonthReport> poor;
    for (int i = 0; i < 6; ++i) poor.push_back(month(i, 30, 3));
    poor.push_back(month(6, 100, 0));
    CHECK(control_of(poor)->months[6].signal == Signal::below);
    for (MonthReport& none : poor) none = month(none.month - kFirst, 30, 0);
    CHECK(control_of(poor)->signals == 0);
}

TEST_CASE("rate and mix add up to the difference, and sources to both") {
    Random random(23);
    int measured = 0;
    for (int round = 0; round < 80; ++round) {
        Department department = some_department(random);
        department.months = 14;
        department.lag_days = random.between(2, 20);
        const DealSet set = testing::seen_on(testing::lives_of(department, random, kFirst), kToday);
        RowStore store(compiled_in_words(), std::nullopt, false);
        for (const char* name : {"Сайт", "Звонок", "Авито"}) store.source_texts.number_of(name);
        const Day border = last_day_of(kFirst + 6);
        const Periods periods{{last_day_of(kFirst - 1) + 1, border}, {border + 1, last_day_of(kFirst + 13)}};
        const GrowthResult result = growth_of(set, store, periods, std::nullopt);
        if (!result.growth) continue;
        ++measured;
        const Growth& growth = *result.growth;
        CHECK(growth.rate_effect + growth.mix_effect == doctest::Approx(growth.difference).epsilon(1e-9));
        double rate = 0;
        double mix = 0;
        std::uint64_t deals = 0;
        for (const SourceEffect& source : growth.by_source) {
            rate += source.rate_effect;
            mix += source.mix_effect;
            deals += source.deals_after;
        }
        CHECK(rate == doctest::Approx(growth.rate_effect));
        CHECK(mix == doctest::Approx(growth.mix_effect));
        CHECK(deals == growth.after.deals);
        CHECK(growth.rate_effect_interval.low <= growth.rate_effect);
        CHECK(growth.rate_effect_interval.high >= growth.rate_effect);
        if (!growth.deals_needed) continue;
        const auto tells = [&](std::uint64_t n) {
            const double phi = growth.dispersion;
            return newcombe_difference(
                       Before{{static_cast<double>(growth.before.deals) / phi, growth.before.conversion}},
                       After{{static_cast<double>(n) / phi, growth.after.conversion}})
                .distinguishable;
        };
        CHECK(tells(*growth.deals_needed));
        CHECK_FALSE(tells(*growth.deals_needed - 1));
    }
    CHECK(measured > 40);
}

TEST_CASE("managers: a column filled only on won deals says nothing; an empty one is no column") {
    const auto missing = [](const char* won, const char* lost) {
        std::string text = kHeader;
        for (int i = 0; i < 60; ++i) {
            const bool is_won = i % 3 == 0;
            text += std::to_string(i) + ";2024-01-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) +
                    (is_won ? ";Сделка успешна;2024-02-10;5;" : ";Сделка провалена;2024-02-20;5;") +
                    (is_won ? won : lost) + ";Сайт\n";
        }
        text += "99;2025-06-01;Новая;;;;Сайт\n";
        return report(text)["managers_missing"];
    };
    CHECK(missing("Анна", "Анна") == nullptr);
    CHECK(missing("Анна", "") == "only_on_won");
    CHECK(missing("", "") == "no_column");
}
