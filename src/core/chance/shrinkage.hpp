// Groups compared fairly: small samples lie, so each is pulled towards the common share as far as the spread
// between the groups is explained by luck (beta-binomial, empirical Bayes). Managers by conversion, managers
// by a criterion of a call.
#pragma once

#include <optional>
#include <vector>

#include "core/units.hpp"

namespace funnel {

// What one group did: whole numbers, 0 ≤ successes ≤ trials.
struct Trials {
    double trials = 0;
    double successes = 0;
};

struct Shrinkage {
    Ratio mean = 0;                // m, of all groups together
    double prior_strength = 0;     // M in 1..100 000: how many trials the common share weighs
    bool spread_is_noise = false;  // the spread is no more than luck; M is then 100 000
};

// M maximises Σ ln BB(successes | trials, mM, (1−m)M) over ln M in [1, 100 000]; a maximum from 99 000 on, or
// a mean of 0 or 1, is noise. Absent when there is no trial.
[[nodiscard]] std::optional<Shrinkage> shrinkage_of(const std::vector<Trials>& groups);

// (s + mM) / (n + M): the group's share with what is known of the others; the mean without trials.
[[nodiscard]] Ratio fair_share(const Shrinkage& shrinkage, Trials group);

}  // namespace funnel
