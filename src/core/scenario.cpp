#include "core/scenario.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace funnel {

namespace {
// JSON spellings in the order of the enumerators.
constexpr std::array<std::string_view, 6> kKindNames{"contact", "qualification", "meeting",
                                                     "offer",   "payment",       "other"};
constexpr std::array<std::string_view, 4> kSourceNames{"example", "typed", "counts", "crm"};
constexpr std::array<std::string_view, 2> kTargetsSourceNames{"assumed", "own"};

template <typename Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return std::nullopt;
    return static_cast<Enum>(at - names.begin());
}
}  // namespace

std::string_view name_of(StageKind kind) {
    return kKindNames[static_cast<std::size_t>(kind)];
}
std::optional<StageKind> stage_kind_from(std::string_view name) {
    return from_name<StageKind>(kKindNames, name);
}

std::string_view name_of(Source source) {
    return kSourceNames[static_cast<std::size_t>(source)];
}
std::optional<Source> source_from(std::string_view name) {
    return from_name<Source>(kSourceNames, name);
}

std::string_view name_of(TargetsSource source) {
    return kTargetsSourceNames[static_cast<std::size_t>(source)];
}
std::optional<TargetsSource> targets_source_from(std::string_view name) {
    return from_name<TargetsSource>(kTargetsSourceNames, name);
}

Ratio conversion_now(const Stage& stage) {
    if (!stage.observed) return stage.conversion;
    return static_cast<double>(stage.observed->passed) / static_cast<double>(stage.observed->entered);
}

Ratio conversion_target(const Stage& stage) {
    return stage.target_conversion.value_or(conversion_now(stage));
}

}  // namespace funnel
