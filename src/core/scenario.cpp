#include "core/scenario.hpp"

#include <algorithm>
#include <cstddef>

namespace funnel {

std::string_view name_of(StageKind kind) {
    return kStageKindNames[static_cast<std::size_t>(kind)];
}
std::optional<StageKind> stage_kind_from(std::string_view name) {
    const auto at = std::find(kStageKindNames.begin(), kStageKindNames.end(), name);
    if (at == kStageKindNames.end()) return std::nullopt;
    return static_cast<StageKind>(at - kStageKindNames.begin());
}

std::string_view name_of(Source source) {
    return kSourceNames[static_cast<std::size_t>(source)];
}
std::string_view name_of(TargetsSource source) {
    return kTargetsSourceNames[static_cast<std::size_t>(source)];
}

Ratio conversion_now(const Stage& stage) {
    if (!stage.observed) return stage.conversion;
    return static_cast<double>(stage.observed->passed) / static_cast<double>(stage.observed->entered);
}

Ratio conversion_target(const Stage& stage) {
    return stage.target_conversion.value_or(conversion_now(stage));
}

bool all_are_evidence(const std::vector<Stage>& stages) {
    return std::all_of(stages.begin(), stages.end(),
                       [](const Stage& stage) { return is_evidence(stage.source); });
}

}  // namespace funnel
