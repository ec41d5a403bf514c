#include "core/governing.hpp"

#include <algorithm>

namespace funnel {

bool governs(const Governed& governed, const std::string& factor, const Scenario& scenario) {
    if (std::find(governed.factors.begin(), governed.factors.end(), factor) != governed.factors.end())
        return true;
    const auto stage = std::find_if(scenario.stages.begin(), scenario.stages.end(),
                                    [&](const Stage& candidate) { return candidate.id == factor; });
    if (stage == scenario.stages.end()) return false;
    if (scenario.stages.size() == 1) return !governed.kinds.empty();
    return std::find(governed.kinds.begin(), governed.kinds.end(), stage->kind) != governed.kinds.end();
}

}  // namespace funnel
