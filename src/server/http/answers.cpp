#include "http/answers.hpp"

#include <array>
#include <cassert>

#include "core/sentences.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

struct ErrorRow {
    ErrorCode code;
    int status;
    const Sentence& says;  // its code is the error's name
};
namespace say = sentences::http;

constexpr std::array kErrors{
    ErrorRow{ErrorCode::bad_request, 400, say::bad_request},
    ErrorRow{ErrorCode::not_json, 400, say::not_json},
    ErrorRow{ErrorCode::unauthorized, 401, say::unauthorized},
    ErrorRow{ErrorCode::forbidden_origin, 403, say::forbidden_origin},
    ErrorRow{ErrorCode::not_found, 404, say::not_found},
    ErrorRow{ErrorCode::method_not_allowed, 405, say::method_not_allowed},
    ErrorRow{ErrorCode::idempotency_conflict, 409, say::idempotency_conflict},
    ErrorRow{ErrorCode::document_changed, 409, say::document_changed},
    ErrorRow{ErrorCode::length_required, 411, say::length_required},
    ErrorRow{ErrorCode::too_large, 413, say::too_large},
    ErrorRow{ErrorCode::unsupported_type, 415, say::unsupported_type},
    ErrorRow{ErrorCode::expectation_failed, 417, say::expectation_failed},
    ErrorRow{ErrorCode::invalid, 422, say::invalid},
    ErrorRow{ErrorCode::too_many_requests, 429, say::too_many_requests},
    ErrorRow{ErrorCode::headers_too_large, 431, say::headers_too_large},
    ErrorRow{ErrorCode::internal, 500, say::internal},
    ErrorRow{ErrorCode::unavailable, 503, say::unavailable},
};

const ErrorRow& row_of(ErrorCode code) {
    for (const ErrorRow& row : kErrors)
        if (row.code == code) return row;
    assert(false && "every code has its row");
    return kErrors[0];
}

// architecture.md, "Security of the page".
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
constexpr std::string_view kDataPolicy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view kPolicy = "Content-Security-Policy";
constexpr std::string_view kFrames = "X-Frame-Options";

std::string* value_of(Response& response, std::string_view name) {
    for (Header& h : response.headers)
        if (same_name(h.name, name)) return &h.value;
    return nullptr;
}

void set_if_absent(Response& response, std::string_view name, std::string_view value) {
    if (value_of(response, name) != nullptr) return;
    response.headers.push_back({std::string(name), std::string(value)});
}

}  // namespace

int status_of(ErrorCode code) {
    return row_of(code).status;
}
std::string_view name_of(ErrorCode code) {
    return row_of(code).says.code;
}
std::string_view message_of(ErrorCode code) {
    return row_of(code).says.pattern;
}

Response json_response(int status, std::string json) {
    Response response;
    response.status = status;
    response.body = std::make_shared<const std::string>(std::move(json));
    response.set("Content-Type", "application/json; charset=utf-8");
    response.set("Cache-Control", "no-store");
    add_security_headers(response, Content::data);
    return response;
}

Response error_response(ErrorCode code, std::string_view issues_json) {
    std::string json = R"({"error":")" + std::string(name_of(code)) + R"(","message":")" +
                       std::string(message_of(code)) + R"(","issues":)";
    json += issues_json;
    json += '}';
    return json_response(status_of(code), std::move(json));
}

void widen_page_policy(Response& response, std::string_view sources) {
    std::string* policy = value_of(response, kPolicy);
    assert(policy && "add_security_headers comes first");
    for (const std::string_view directive : {"script-src 'self'", "img-src 'self'", "connect-src 'self'"})
        policy->insert(policy->find(directive) + directive.size(), sources);
}

void allow_frames(Response& response, std::string_view ancestors) {
    std::string* policy = value_of(response, kPolicy);
    assert(policy && "add_security_headers comes first");
    constexpr std::string_view kNobody = "frame-ancestors 'none'";
    policy->replace(policy->find(kNobody), kNobody.size(), "frame-ancestors 'self'" + std::string(ancestors));
    std::erase_if(response.headers, [](const Header& h) { return same_name(h.name, kFrames); });
}

void add_security_headers(Response& response, Content content) {
    set_if_absent(response, kPolicy, content == Content::page ? kPagePolicy : kDataPolicy);
    set_if_absent(response, "X-Content-Type-Options", "nosniff");
    set_if_absent(response, "Referrer-Policy", "strict-origin-when-cross-origin");
    set_if_absent(response, "Permissions-Policy",
                  "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    set_if_absent(response, "Cross-Origin-Opener-Policy", "same-origin");
    set_if_absent(response, "Cross-Origin-Resource-Policy", "same-origin");
    set_if_absent(response, kFrames, "DENY");
}

}  // namespace funnel::server
