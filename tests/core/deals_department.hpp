// Departments made up from a seed: deals with known conversion and lag, as a set in memory or as a file.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/deals/growth.hpp"
#include "core/json/deals_json.hpp"
#include "random_scenario.hpp"

namespace funnel::testing {

struct Department {
    int months = 12;
    double deals_a_month = 60;
    double conversion = 0.2;           // of those who will ever pay
    double lag_days = 20;              // mean of the exponential lag
    double month_spread = 0;           // standard deviation of a month's own log odds
    std::vector<double> sources{1};    // shares, and
    std::vector<double> of_source{1};  // how many times the conversion each has
};

// Whole lives of deals: what will be known in the end. Not yet closed deals are lost after half a year.
struct Life {
    funnel::Day created = 0;
    bool pays = false;
    int lag = 0;
    std::uint32_t source = 0;
    double amount = 0;
};

inline std::vector<Life> lives_of(const Department& department, Random& random, deals::Month first) {
    std::vector<Life> lives;
    for (int m = 0; m < department.months; ++m) {
        const funnel::Day from = deals::last_day_of(first + m - 1) + 1;
        const int length = deals::last_day_of(first + m) - from + 1;
        const double shift =
            department.month_spread * (random.unit() + random.unit() + random.unit() - 1.5) * 2;
        const auto count = static_cast<int>(department.deals_a_month * random.between(0.8, 1.2));
        for (int i = 0; i < count; ++i) {
            Life life;
            life.created = from + static_cast<int>(random.unit() * length);
            double pick = random.unit();
            while (life.source + 1 < department.sources.size() && pick >= department.sources[life.source])
                pick -= department.sources[life.source++];
            const double odds = department.conversion * department.of_source[life.source] /
                                (1 - department.conversion * department.of_source[life.source]) *
                                std::exp(shift);
            life.pays = random.chance(odds / (1 + odds));
            life.lag = static_cast<int>(-department.lag_days * std::log(1 - random.unit()));
            life.amount = static_cast<double>(random.whole(1, 500)) * 1000;
            lives.push_back(life);
        }
    }
    return lives;
}

// What the department's CRM shows on a day.
inline deals::DealSet seen_on(const std::vector<Life>& lives, funnel::Day day) {
    deals::DealSet set;
    set.as_of = day;
    set.today = day;
    set.has_source = true;
    for (const Life& life : lives) {
        if (life.created > day) continue;
        deals::Deal deal;
        deal.created = life.created;
        deal.source = life.source + 1;
        deal.amount = life.amount;
        const int ends = life.pays ? life.lag : 180;
        if (life.created + ends <= day) {
            deal.outcome = life.pays ? deals::Outcome::won : deals::Outcome::lost;
            deal.closed = life.created + ends;
        }
        set.deals.push_back(deal);
    }
    return set;
}

}  // namespace funnel::testing
