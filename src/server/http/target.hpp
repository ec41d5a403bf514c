// What a request line asks for: a path that can be compared byte by byte, and the query left as it came.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace funnel::server {

struct RequestTarget {
    std::string
        path;  // percent-decoded once; starts with '/'; no control characters, no backslash, no dot segments
    std::string raw_path;  // as sent, for a Location header
    std::string query;     // raw, without '?'
};

// Accepts the origin form ("/a?b") and the absolute form ("http://host/a?b", its host ignored). Nothing for
// anything else, for a bad escape, an escape that decodes to a control character, '/' or '\', and for '.' and
// '..' segments.
[[nodiscard]] std::optional<RequestTarget> target_from_request_line(std::string_view target);

// Percent-decoding of one component; '+' becomes a space for Plus::space. Nothing for a bad escape.
enum class Plus { literal, space };
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, Plus plus);

// Names and values of a urlencoded body or query in its order, values without spaces around; nothing when an
// escape is bad, a text is not UTF-8 or holds U+0000, or there are more than 64 fields.
using Fields = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::optional<Fields> fields_from(std::string_view urlencoded);

}  // namespace funnel::server
