// What kind of stage a name people give it means: «Дозвонились», «Показ объекта», «Предоплата».
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace funnel::text {

// The usual name of the stage that a word in any form means, and its kind: «оплату» → «Оплата», payment.
struct KnownStage {
    std::string_view name;
    StageKind kind = StageKind::other;
};
// By one word in small letters, ё as е. Absent when the word names no stage we know.
[[nodiscard]] std::optional<KnownStage> known_stage(std::u32string_view word);

// The kind of the last word of the name that names a stage we know; `other` when none does.
[[nodiscard]] StageKind stage_kind_by_name(std::string_view utf8);

// An id for a stage of this kind that is not among those taken: "meeting", "meeting_2"…; "stage" for other.
[[nodiscard]] std::string free_stage_id(StageKind kind, const std::vector<Stage>& taken);

}  // namespace funnel::text
