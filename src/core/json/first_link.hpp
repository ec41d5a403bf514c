// Links of version 1, "#s1.…": their payload is JSON, [managers, leads, check, stages, the rest]. Codec files
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json/document.hpp"

namespace funnel::codec {

// The `funnel-scenario` document in such a payload; nothing when it is no such payload.
[[nodiscard]] std::optional<std::string> document_from_first_link(std::string_view payload);

// A tree as text.
[[nodiscard]] std::string text_of(const Json& tree);

}  // namespace funnel::codec
