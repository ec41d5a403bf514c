#include "workbench/document/results.hpp"

#include <algorithm>
#include <utility>

namespace funnel::workbench {
namespace {

constexpr int kCurvePoints = 120;

VariantResult result_of(const Variant& variant) {
    VariantResult result{variant.id, variant.scenario, evaluate(*variant.scenario), {}};
    result.curve =
        revenue_curve(revenue_model_of(*variant.scenario, factors_of(*variant.scenario)), kCurvePoints);
    return result;
}

std::size_t base_of(const Document& document, const View& view) {
    for (const VariantId wanted : {view.compare_with, document.baseline}) {
        const std::size_t at = index_of(document, wanted);
        if (at < document.variants.size()) return at;
    }
    return 0;
}

// The revenue that is asked for, of the kinds that go backwards through the whole funnel.
std::optional<double> wanted_revenue(const Scenario& scenario, const Pin& pin) {
    if (pin.what == Pinned::revenue) return pin.value;
    if (pin.what == Pinned::sales) return pin.value * scenario.average_check;
    return std::nullopt;
}

// The scenario with what may give way as far as it goes; absent when nothing holds it.
std::optional<Scenario> at_its_furthest(Scenario scenario, const Give& give) {
    switch (give.what) {
        case Gives::leads:
            if (!scenario.capacity_leads_per_manager) return std::nullopt;
            scenario.leads_per_month = *scenario.capacity_leads_per_manager * scenario.managers;
            return scenario;
        case Gives::conversion:
        case Gives::all_conversions:
            for (Stage& stage : scenario.stages) {
                if (give.what == Gives::conversion && stage.id != give.stage_id) continue;
                stage.observed.reset();
                stage.conversion = 1;
            }
            return scenario;
        case Gives::managers:
            scenario.capacity_leads_per_manager.reset();
            return scenario;
        case Gives::check:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

void refresh(Results& results, const Document& document, const View& view) {
    std::vector<VariantResult> before = std::exchange(results.variant, {});
    const std::size_t base = base_of(document, view);
    bool changed = before.size() != document.variants.size() || base != results.base;
    for (std::size_t i = 0; i < document.variants.size(); ++i) {
        const Variant& variant = document.variants[i];
        const auto known = std::find_if(before.begin(), before.end(), [&](const VariantResult& r) {
            return r.scenario == variant.scenario && r.id == variant.id;
        });
        changed = changed || known != before.begin() + static_cast<std::ptrdiff_t>(i);
        results.variant.push_back(known == before.end() ? result_of(variant) : std::move(*known));
    }
    results.base = base;
    if (changed) {
        results.change.assign(document.variants.size(), std::nullopt);
        for (std::size_t i = 0; i < document.variants.size(); ++i) {
            if (i != base)
                results.change[i] =
                    compare(*document.variants[base].scenario, *document.variants[i].scenario);
        }
    }
    const Scenario& scenario = document.scenario();
    const SolverForm& question = view.solver;
    results.pin = question.pin;
    if (!question.touched) {
        // Until something is typed, the wish is the goal, or what there is.
        const bool goal = question.pin.what == Pinned::revenue && scenario.goal_revenue;
        results.pin.value = goal ? *scenario.goal_revenue : pinned_value(scenario, question.pin).value_or(0);
    }
    results.solution = solve(scenario, results.pin, question.give);
    results.furthest.reset();
    if (!results.solution.scenario) {
        if (const auto far = at_its_furthest(scenario, question.give))
            results.furthest = pinned_value(*far, results.pin);
    }
    results.goal.reset();
    if (const auto wanted = wanted_revenue(scenario, results.pin)) {
        Scenario asked = scenario;
        asked.goal_revenue = std::clamp(*wanted, 0.0, 1e20);
        results.goal = goal_of(asked, factors_of(asked));
    }
}

}  // namespace funnel::workbench
