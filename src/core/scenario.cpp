#include "core/scenario.hpp"

#include <array>
#include <utility>

namespace funnel {

namespace {
constexpr std::array<std::pair<StageKind, std::string_view>, 6> kKindNames{{
    {StageKind::contact, "contact"},
    {StageKind::qualification, "qualification"},
    {StageKind::meeting, "meeting"},
    {StageKind::offer, "offer"},
    {StageKind::payment, "payment"},
    {StageKind::other, "other"},
}};
}  // namespace

std::string_view name_of(StageKind kind) {
    for (const auto& [value, name] : kKindNames) {
        if (value == kind) return name;
    }
    return "other";
}

std::optional<StageKind> stage_kind_from(std::string_view name) {
    for (const auto& [value, known] : kKindNames) {
        if (known == name) return value;
    }
    return std::nullopt;
}

Ratio conversion_now(const Stage& stage) {
    if (!stage.observed) return stage.conversion;
    return static_cast<double>(stage.observed->passed) / static_cast<double>(stage.observed->entered);
}

Ratio conversion_target(const Stage& stage) {
    return stage.target_conversion.value_or(conversion_now(stage));
}

}  // namespace funnel
