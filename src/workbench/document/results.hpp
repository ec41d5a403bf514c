// What the core says about every scenario in the document; recomputed only for scenarios that changed.
#pragma once

#include <array>
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

struct SlotResult {
    std::shared_ptr<const Scenario> scenario;  // what the report is about
    Report report;
    std::vector<CurvePoint> curve;  // next month's revenue, for the picture
};

struct Results {
    std::array<std::optional<SlotResult>, kSlots> slot;
    // [a][b]: from a's now to b's now; absent when either is empty or a = b.
    std::array<std::array<std::optional<ComparisonResult>, kSlots>, kSlots> difference;
    // "Work backwards" for the scenario in hand.
    Pin pin;  // what was asked, with its value filled in
    SolveResult solution;
};

// Brings the results in line with the document and the question. The active slot's result exists afterwards.
void refresh(Results& results, const Document& document, const SolverForm& question);

}  // namespace funnel::workbench
