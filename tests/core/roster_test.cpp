#include "core/roster.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "random_scenario.hpp"

using namespace funnel;

namespace {
Scenario with_roster(std::vector<RosterEntry> roster) {
    Scenario s;
    s.average_check = 1000;
    s.stages.push_back({"s", "Этап", StageKind::other, 0.1, std::nullopt, std::nullopt});
    s.roster = std::move(roster);
    return s;
}

double log_likelihood(const std::vector<RosterEntry>& roster, double m, double strength) {
    double sum = 0;
    for (const RosterEntry& e : roster) {
        const auto s = static_cast<double>(e.sales);
        const auto n = static_cast<double>(e.leads);
        sum += std::lgamma(s + m * strength) - std::lgamma(m * strength) +
               std::lgamma(n - s + (1 - m) * strength) - std::lgamma((1 - m) * strength) -
               std::lgamma(n + strength) + std::lgamma(strength);
    }
    return sum;
}
}  // namespace

TEST_CASE("no roster, or a roster without leads, says nothing") {
    CHECK_FALSE(roster_of(with_roster({})).has_value());
    CHECK_FALSE(roster_of(with_roster({{"А", 0, 0}})).has_value());
}

TEST_CASE("the prior strength maximises the likelihood: no other strength does better") {
    testing::Random random(11);
    int interior = 0;
    for (int i = 0; i < 200; ++i) {
        std::vector<RosterEntry> entries;
        double leads = 0;
        double sales = 0;
        const double base = random.between(0.02, 0.5);
        for (int k = 0; k < 6; ++k) {
            const auto n = random.whole(0, 900);
            const double p = std::min(1.0, base * random.magnitude(0.3, 3));
            const auto s = std::min(n, static_cast<std::int64_t>(std::lround(static_cast<double>(n) * p)));
            entries.push_back({"М", n, s});
            leads += static_cast<double>(n);
            sales += static_cast<double>(s);
        }
        const auto roster = roster_of(with_roster(entries));
        if (!roster || sales <= 0 || sales >= leads) continue;
        const double best = log_likelihood(entries, sales / leads, roster->prior_strength);
        for (double strength = 1; strength <= 1e5; strength *= 1.17) {
            REQUIRE(log_likelihood(entries, sales / leads, strength) <= best + 1e-6);
        }
        if (!roster->spread_is_noise && roster->prior_strength > 1.01) ++interior;
    }
    CHECK(interior > 50);
}

TEST_CASE("equal managers differ by luck only, and nobody owes money") {
    const Roster roster = roster_of(with_roster({{"А", 200, 20}, {"Б", 210, 21}, {"В", 190, 19}})).value();
    CHECK(roster.spread_is_noise);
    CHECK(roster.prior_strength == 100'000);
    CHECK(roster.money_left == 0);
}

TEST_CASE("all sold or none sold: the strongest prior") {
    CHECK(roster_of(with_roster({{"А", 10, 0}, {"Б", 12, 0}}))->prior_strength == 100'000);
    CHECK(roster_of(with_roster({{"А", 10, 10}, {"Б", 12, 12}}))->prior_strength == 100'000);
}

TEST_CASE(
    "a newcomer with 5 of 40 is pulled towards the team; one without leads has no conversion of his own") {
    const Roster roster =
        roster_of(with_roster({{"А", 700, 28}, {"Б", 650, 41}, {"В", 720, 20}, {"Г", 40, 5}, {"Д", 0, 0}}))
            .value();
    CHECK(roster.managers[3].conversion.value() == doctest::Approx(0.125));
    CHECK(roster.managers[3].fair_conversion < 0.07);
    CHECK_FALSE(roster.managers[4].conversion.has_value());
    CHECK_FALSE(roster.managers[4].interval.has_value());
    CHECK(roster.managers[4].money_left == 0);
}

TEST_CASE("fair conversions lie between a manager's own and the common one") {
    testing::Random random(12);
    for (int i = 0; i < 300; ++i) {
        const Scenario s = testing::random_scenario(random, 1e4);
        const auto roster = roster_of(s);
        if (!roster) continue;
        double leads = 0;
        double sales = 0;
        for (const RosterEntry& e : s.roster) {
            leads += static_cast<double>(e.leads);
            sales += static_cast<double>(e.sales);
        }
        double sum = 0;
        for (const RosterManager& m : roster->managers) {
            const double own = m.conversion.value_or(sales / leads);
            REQUIRE(m.fair_conversion >= std::min(own, sales / leads) - 1e-12);
            REQUIRE(m.fair_conversion <= std::max(own, sales / leads) + 1e-12);
            REQUIRE(m.money_left >= 0);
            sum += m.money_left;
        }
        CHECK(roster->money_left == doctest::Approx(sum));
    }
}
