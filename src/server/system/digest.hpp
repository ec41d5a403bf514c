// SHA-256, HMAC, random tokens and comparison in constant time (OpenSSL 3 behind them).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace funnel::server {

// 32 raw bytes.
[[nodiscard]] std::string sha256(std::string_view data);
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view data);

[[nodiscard]] std::string hex(std::string_view bytes);        // lower case
[[nodiscard]] std::string base64(std::string_view bytes);     // RFC 4648 §4, padded
[[nodiscard]] std::string base64url(std::string_view bytes);  // RFC 4648 §5, without padding
// Nothing valid in: an empty string out.
[[nodiscard]] std::string base64_decoded(std::string_view text);

[[nodiscard]] std::string sha256_hex(std::string_view data);

// Bytes from the system's generator. Ends the process when there is none: no token is better than a guessable
// one.
[[nodiscard]] std::string random_bytes(std::size_t count);

// Equal content, in a time that depends on the lengths only.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace funnel::server
