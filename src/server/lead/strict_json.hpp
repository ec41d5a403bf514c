// JSON of strangers: one meaning or none. Keys given twice, U+0000 and deep nesting are issues, not
// accidents.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace funnel::server {

inline constexpr int kMaxJsonDepth = 32;

struct StrictJson {
    std::optional<nlohmann::json> value;  // absent when it is not JSON at all, or has issues
    std::vector<Issue>
        issues;  // duplicate_key, out_of_range (U+0000), too_large (nesting); empty for what is not JSON
};

[[nodiscard]] StrictJson strict_json_from(std::string_view text);

}  // namespace funnel::server
