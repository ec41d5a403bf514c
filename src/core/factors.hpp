// Revenue as a product of factors: leads · coverage · stage₁ … stageₖ · average check (MODEL.md, "Factors").
// Made once from a scenario; every other part of the model multiplies these and nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// One factor of the product with its value now and at the target. Ids: "leads", "coverage", a stage's id,
// "average_check".
struct Factor {
    std::string id;
    double now = 0;
    double target = 0;
};

struct Factors {
    Factor leads;                // incoming a month
    Factor coverage;             // share of them that somebody works, 0..1
    std::vector<Factor> stages;  // conversions in funnel order
    Factor check;                // roubles of one sale
};

[[nodiscard]] Factors factors_of(const Scenario& scenario);

// The same as one list: leads, coverage, stages, check; always stages + 3 of them.
[[nodiscard]] std::vector<Factor> in_order(const Factors& factors);

// Leads that somebody works, now: leads · coverage.
[[nodiscard]] Count worked_leads(const Factors& factors);

// Share of what enters the funnel that passes its first `stages` stages, now (1 for none of them).
[[nodiscard]] Ratio passing(const Factors& factors, std::size_t stages);
// The same of the whole funnel.
[[nodiscard]] Ratio passing(const Factors& factors);

// Revenue now: product of the `now` values, multiplied in funnel order; and the same of the targets.
[[nodiscard]] NowTarget revenue_of(const Factors& factors);

// Share of the leads that somebody works: min(1, managers · capacity / leads); 1 without a capacity or with
// no leads.
struct CoverageInput {
    int managers = 1;
    std::optional<Count> capacity_leads_per_manager;
    Count leads = 0;
};
[[nodiscard]] Ratio coverage_of(const CoverageInput& input);

// Number of people who sell once the targets hold.
[[nodiscard]] int target_managers(const Scenario& scenario);

}  // namespace funnel
