// Reading a request from what a page sends: JSON of the script, or the fields of a form sent without it. All
// that is wrong is said at once, beside the field, in words for the visitor.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/issue.hpp"
#include "server/lead.hpp"

namespace funnel::server {

struct LeadResult {
    enum class Verdict { ok, not_json, invalid };
    Verdict verdict = Verdict::invalid;
    std::optional<Lead> lead;  // with ok
    std::vector<Issue>
        issues;  // with invalid; paths as in the JSON body ("/phone", "/scenario/stages/0/conversion")
};

// Body of POST /api/leads as application/json.
[[nodiscard]] LeadResult lead_from_json(std::string_view body);

// The same as application/x-www-form-urlencoded. Fields carry the names of the JSON keys; besides: owner=1,
// consent_processing=1, consent_processing_version, consent_processing_sha256 (and …_advertising…),
// utm_source …, scenario and answers as JSON texts. An empty field counts as not filled in. Without
// idempotency_key one is made from the content and `day`
// ("2026-11-23"), so that a double click is one request.
[[nodiscard]] LeadResult lead_from_form(std::string_view body, std::string_view day);

// Names and values of a urlencoded body in its order; nothing when an escape is bad, a value is not UTF-8 or
// holds U+0000, or there are more than 64 fields.
using FormFields = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::optional<FormFields> form_fields_from(std::string_view body);

[[nodiscard]] bool is_utf8(std::string_view text);
// Characters (code points) of valid UTF-8.
[[nodiscard]] std::size_t length_in_characters(std::string_view utf8);

}  // namespace funnel::server
