// Choosing what a client can take: content coding by Accept-Encoding, media type by Accept, a stored copy by
// If-None-Match (RFC 9110).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace funnel::server {

// Weight 0..1 the client gives to a coding in its Accept-Encoding: by name, else by `*`, else 1 for identity
// and 0 for others. A malformed weight counts as 0. Without the header every coding but identity weighs 0.
[[nodiscard]] double coding_weight(std::string_view accept_encoding, std::string_view coding);

// The available coding with the greatest weight, the first of equals (put the smallest first); "identity"
// when none fits.
[[nodiscard]] std::string_view best_coding(std::string_view accept_encoding,
                                           const std::vector<std::string_view>& available);

// True when If-None-Match names this entity tag (weak comparison) or is `*`.
[[nodiscard]] bool names_etag(std::string_view if_none_match, std::string_view etag);

// True when the client would rather have a page than JSON: it names text/html with a weight not below that of
// application/json.
[[nodiscard]] bool prefers_html(std::string_view accept);

}  // namespace funnel::server
