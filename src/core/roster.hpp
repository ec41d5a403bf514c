// Managers compared fairly: small samples lie, so each is pulled towards the common conversion as far as the
// spread between managers is explained by luck (beta-binomial, empirical Bayes).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

struct RosterManager {
    std::string name;
    std::optional<Ratio> conversion;   // sales / leads; absent without leads
    std::optional<Interval> interval;  // Wilson 95 %; absent without leads
    Ratio fair_conversion = 0;         // (s + mM) / (n + M)
    Roubles money_left = 0;            // a month, if he sold as the fairest best does; ≥ 0
};

struct Roster {
    std::vector<RosterManager> managers;  // in the order given
    bool spread_is_noise = false;         // the spread is no more than luck: every money_left is 0
    double prior_strength = 0;            // M in 1..100 000: how many leads the common conversion weighs
    Roubles money_left = 0;               // sum; another view of the funnel's gap, never to be added to it
};

// Absent without a roster or without a lead in it.
[[nodiscard]] std::optional<Roster> roster_of(const Scenario& scenario);

}  // namespace funnel
