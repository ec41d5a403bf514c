// The gate before the HTTP parser: which bytes may be a request head at all, and which heads are unambiguous.
// Whatever two programs could read differently (a proxy and we) is refused, never repaired.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace funnel::server {

// Looks for the end of a request head in bytes that arrive piece by piece.
class HeadScanner {
public:
    enum class State { incomplete, complete, malformed, too_large };

    explicit HeadScanner(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // `all` is everything received so far, the bytes of the previous call at its start. Malformed at the
    // first bare CR or LF, control character (but tab inside a line) or continuation line; too_large beyond
    // the limit.
    State scan(std::string_view all);
    // Length of the head with its empty line; meaningful when complete.
    [[nodiscard]] std::size_t length() const { return position_; }

private:
    std::size_t max_bytes_;
    std::size_t position_ = 0;
    std::size_t line_start_ = 0;
};

// How the body of a request is framed, or why its head is refused.
struct Framing {
    enum class Verdict { ok, bad_request, too_many_headers, expectation_failed };
    Verdict verdict = Verdict::ok;
    bool chunked = false;
    bool has_length = false;
    std::size_t length = 0;  // of the body, when has_length; saturates
    bool expects_continue = false;
};

inline constexpr std::size_t kMaxHeaders = 64;

// Exactly one valid Host; Content-Length at most once, digits only; Transfer-Encoding only `chunked`, once,
// not in HTTP/1.0 and not beside Content-Length; Expect only `100-continue`.
[[nodiscard]] Framing framing_of(const std::vector<Header>& headers, bool http_1_0);

// A host name, IPv4 or [IPv6] with an optional port.
[[nodiscard]] bool is_valid_host(std::string_view value);

}  // namespace funnel::server
