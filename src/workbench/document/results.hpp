// What the core says about every variant in the document; recomputed only for scenarios that changed.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "core/chance/predictive.hpp"
#include "core/comparison.hpp"
#include "core/report.hpp"
#include "core/solver.hpp"
#include "workbench/document/document.hpp"
#include "workbench/document/view.hpp"

namespace funnel::workbench {

struct VariantResult {
    VariantId id = 0;
    std::shared_ptr<const Scenario> scenario;  // what the report is about
    Report report;
    std::vector<CurvePoint> curve;  // next month's revenue, for the picture
};

struct Results {
    std::vector<VariantResult> variant;  // in the order of the document
    // The variant others are compared with: the one chosen in the view, else the frozen one, else the first.
    std::size_t base = 0;
    // From the base's now to each variant's now; absent for the base itself.
    std::vector<std::optional<ComparisonResult>> change;
    // "Work backwards" for the scenario in hand.
    Pin pin;  // what was asked, with its value filled in
    SolveResult solution;
    // The pinned revenue or sales as a goal of the variant in hand: whole people through every stage.
    std::optional<Goal> goal;
    // How far what may give way takes the pinned result, when that is not far enough.
    std::optional<double> furthest;

    // From the base to the variant in hand; nullptr when it is the base, or their stages differ.
    [[nodiscard]] const Comparison* comparison(std::size_t active) const {
        return active < change.size() && change[active] && change[active]->comparison
                   ? &*change[active]->comparison
                   : nullptr;
    }
};

// Brings the results in line with the document and the view. Every variant's result exists afterwards.
void refresh(Results& results, const Document& document, const View& view);

}  // namespace funnel::workbench
