#include "workbench/document/results.hpp"

namespace funnel::workbench {
namespace {

constexpr int kCurvePoints = 120;

SlotResult result_of(const std::shared_ptr<const Scenario>& scenario) {
    SlotResult result{scenario, evaluate(*scenario), {}};
    result.curve = revenue_curve(revenue_model_of(*scenario, factors_of(*scenario)), kCurvePoints);
    return result;
}

}  // namespace

void refresh(Results& results, const Document& document, const SolverForm& question) {
    std::array<bool, kSlots> changed{};
    for (std::size_t i = 0; i < kSlots; ++i) {
        const auto& scenario = document.slot[i];
        if (scenario == nullptr) {
            changed[i] = results.slot[i].has_value();
            results.slot[i].reset();
        } else if (!results.slot[i] || results.slot[i]->scenario != scenario) {
            changed[i] = true;
            results.slot[i] = result_of(scenario);
        }
    }
    for (std::size_t a = 0; a < kSlots; ++a) {
        for (std::size_t b = 0; b < kSlots; ++b) {
            if (!changed[a] && !changed[b]) continue;
            auto& difference = results.difference[a][b];
            difference.reset();
            if (a != b && document.slot[a] && document.slot[b])
                difference = compare(*document.slot[a], *document.slot[b]);
        }
    }
    const Scenario& scenario = document.scenario();
    results.pin = question.pin;
    if (!question.touched) {
        // Until something is typed, the wish is the goal, or what there is.
        const bool goal = question.pin.what == Pinned::revenue && scenario.goal_revenue;
        results.pin.value = goal ? *scenario.goal_revenue : pinned_value(scenario, question.pin).value_or(0);
    }
    results.solution = solve(scenario, results.pin, question.give);
}

}  // namespace funnel::workbench
