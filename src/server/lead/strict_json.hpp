// JSON of strangers, read by the core's own reader and strict besides: one meaning or none. Keys given twice,
// U+0000 and deep nesting are issues with the place they stand at ("/consents/0/document"), not accidents.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace funnel::server {

struct StrictJson {
    std::optional<nlohmann::json> value;  // absent when it is not JSON at all, or has issues
    // duplicate_key, out_of_range (U+0000, a number without end), too_large (nesting); empty for what is not
    // JSON.
    std::vector<Issue> issues;
};

[[nodiscard]] StrictJson strict_json_from(std::string_view text);

}  // namespace funnel::server
