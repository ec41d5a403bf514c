// The shape of every answer: one table from error code to status and sentence, one set of headers for every
// response.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace funnel::server {

// Everything that can go wrong with a request, by the name its JSON answer carries in "error".
enum class ErrorCode {
    bad_request,           // 400 the head or the target is not what HTTP allows
    not_json,              // 400 the body cannot be read
    unauthorized,          // 401 no or wrong bearer token (admin listener)
    forbidden_origin,      // 403 a post from another site's page
    not_found,             // 404
    method_not_allowed,    // 405 with Allow
    idempotency_conflict,  // 409 the key was used for other content
    document_changed,      // 409 consent to a text that is not the current one
    length_required,       // 411
    too_large,             // 413
    unsupported_type,      // 415
    expectation_failed,    // 417
    invalid,               // 422 with issues
    too_many_requests,     // 429 with Retry-After
    headers_too_large,     // 431
    unavailable,           // 503 with Retry-After
    internal,              // 500 a bug of ours
};

[[nodiscard]] int status_of(ErrorCode code);
[[nodiscard]] std::string_view name_of(ErrorCode code);
[[nodiscard]] std::string_view message_of(ErrorCode code);  // in Russian, for the visitor

// {"error": name, "message": sentence, "issues": [{path, code, message}]}
// `issues_json` is that list as JSON, written by whoever has issues to tell.
[[nodiscard]] Response error_response(ErrorCode code, std::string_view issues_json = "[]");
[[nodiscard]] Response json_response(int status, std::string json);

// Lets a page load scripts, pictures and data from more sources; each has a space before it.
void widen_page_policy(Response& response, std::string_view sources);

// Lets a page stand in frames of this site and of `ancestors`, each with a space before it. X-Frame-Options
// goes: it knows no list.
void allow_frames(Response& response, std::string_view ancestors);

// Adds what every answer carries: the policy of pages (or the empty one for data), nosniff, referrer,
// permissions, isolation. Keeps what is already set.
enum class Content { page, data };
void add_security_headers(Response& response, Content content);

}  // namespace funnel::server
