// Revenue as a product of factors: leads · coverage · stage₁ … stageₖ · average check (model, "Factors").
#pragma once

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

// Share of the leads that somebody works: min(1, managers · capacity / leads); 1 without a capacity or with
// no leads.
struct CoverageInput {
    int managers = 1;
    std::optional<Count> capacity_leads_per_manager;
    Count leads = 0;
};
[[nodiscard]] Ratio coverage_of(const CoverageInput& input);

// All factors in order; always stages + 3 of them.
[[nodiscard]] std::vector<Factor> factors_of(const Scenario& scenario);

// Revenue now: product of the `now` values, multiplied in funnel order; and the same of the targets.
[[nodiscard]] NowTarget revenue_of(const std::vector<Factor>& factors);

// Number of people who sell once the targets hold.
[[nodiscard]] int target_managers(const Scenario& scenario);

}  // namespace funnel
