// JSON of strangers, read strictly: one meaning or none. Keys given twice, U+0000 and deep nesting are issues
// with the place they stand at ("/consents/0/document"), not accidents. Codec files and readers of requests
// only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/json/document.hpp"

namespace funnel::codec {

struct StrictDocument {
    std::optional<Json> value;  // absent when it is not JSON at all, or has issues
    // duplicate_key, out_of_range (U+0000, a number without end), too_large (nesting); empty for what is not
    // JSON.
    std::vector<Issue> issues;
};

[[nodiscard]] StrictDocument strict_document_from(std::string_view text);

}  // namespace funnel::codec
