// What the routes of the visitor ask of a request, and the small parts of their answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "http/answers.hpp"
#include "http/message.hpp"

namespace funnel::server {

// Patterns of the routes that carry a token, and the two forms' address.
inline constexpr std::string_view kLeadsRoute = "/api/leads";
inline constexpr std::string_view kStepsRoute = "/api/steps";
inline constexpr std::string_view kReceiptRoute = "/r/{token}";
inline constexpr std::string_view kWithdrawRoute = "/r/{token}/withdraw";

enum class BodyKind { json, form, other };
[[nodiscard]] BodyKind body_kind_of(const Request& request);

// Whether limits count this visitor: one without an address of his own (loopback, local socket) they do not.
[[nodiscard]] bool is_counted(std::string_view client);

// 128 bits in base64url.
[[nodiscard]] bool is_token(std::string_view text);
// The token of "/r/{token}" or "/r/{token}/withdraw"; "" when it cannot be one.
[[nodiscard]] std::string_view token_in(std::string_view path);

// Browsers say a lot about themselves; only printable ASCII is kept, and not much of it.
[[nodiscard]] std::string user_agent_of(const Request& request);

// The list of an error's answer. Paths may repeat bytes of the client: whatever is not UTF-8 is replaced,
// never thrown.
[[nodiscard]] std::string json_of(const std::vector<Issue>& issues);

[[nodiscard]] Response with_route(Response response, std::string_view route);

}  // namespace funnel::server
