// Reading a request from the JSON a page's script sends. All that is wrong is said at once, beside the field,
// in words for the visitor.
#pragma once

#include <array>
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "lead/lead.hpp"
#include "lead/phone.hpp"

namespace funnel::server {

struct LeadResult {
    enum class Verdict { ok, not_json, invalid };
    Verdict verdict = Verdict::invalid;
    std::optional<Lead> lead;  // with ok
    std::vector<Issue>
        issues;  // with invalid; paths as in the JSON body ("/phone", "/scenario/stages/0/conversion")
};

// Keys of "utm", and the longest value of each in characters.
inline constexpr std::array<std::string_view, 5> kUtmKeys{"source", "medium", "campaign", "term", "content"};
inline constexpr std::size_t kMaxUtm = 200;

// Body of POST /api/leads as application/json. `country`: whose phones need no "+".
[[nodiscard]] LeadResult lead_from_json(std::string_view body, std::string_view country = kDefaultCountry);

// The same of a body that has been read already: by strict_document_from, or put together from a form's
// fields.
[[nodiscard]] LeadResult lead_from_document(const nlohmann::json& document,
                                            std::string_view country = kDefaultCountry);

}  // namespace funnel::server
