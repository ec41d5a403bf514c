// What an area of the checklist or a technique answers for: stages by their kind, and factors by name.
#pragma once

#include <string>
#include <vector>

#include "core/scenario.hpp"

namespace funnel {

struct Governed {
    std::vector<StageKind> kinds;
    std::vector<std::string> factors;  // leads, coverage, average_check
};

// Whether the factor of this id (a stage's, or a named one) is governed. In a funnel of one stage, whoever
// governs any kind of stage governs that stage: it stands for the whole conversation.
[[nodiscard]] bool governs(const Governed& governed, const std::string& factor, const Scenario& scenario);

}  // namespace funnel
