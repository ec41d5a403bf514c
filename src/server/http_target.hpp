// What a request line asks for: a path that can be compared byte by byte, and the query left as it came.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// Percent-decoding of one component; '+' becomes a space when `plus_is_space`. Nothing for a bad escape.
enum class Plus { literal, space };
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, Plus plus);

}  // namespace funnel::server
