// One HTTP request and its answer, as every part of the server but the listener sees them: plain values, no
// library types.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace funnel::server {

struct Header {
    std::string name;  // lower case in a request; as it will be sent in a response
    std::string value;
};

// Whether it may stand in a header that is sent: no control character but the tab, so no second header of
// someone else's making.
[[nodiscard]] bool is_safe_value(std::string_view value);

struct Request {
    std::string id;      // 16 hex digits, for the log and for support; never taken from the client
    std::string method;  // upper case, as sent
    std::string path;    // decoded, starts with '/', valid for comparing; see http/target.hpp
    std::string query;   // raw, without '?'; personal data may be in it: never logged
    std::vector<Header> headers;
    std::string body;
    std::string peer;    // address of the other end of the connection, "unix" for a local socket
    std::string client;  // address of the visitor: the peer, or what a trusted proxy says in X-Forwarded-For

    // The value of a header that was sent exactly once; nothing when it is absent or repeated.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view lower_case_name) const;
    // All values of a header joined by ", " (for lists such as Accept-Encoding).
    [[nodiscard]] std::string header_list(std::string_view lower_case_name) const;
    [[nodiscard]] std::size_t header_count(std::string_view lower_case_name) const;
};

// A body that comes piece by piece for as long as both sides like (events of a page). Such a connection
// counts as idle between its pieces: it is the first to make room, and a stop closes it.
class ResponseStream {
public:
    virtual ~ResponseStream() = default;
    // Takes the next piece, from any thread; false when nobody reads any more.
    using Send = std::function<bool(std::string)>;
    // Called once, when the head has been sent.
    virtual void begin(Send send) = 0;
};

struct Response {
    int status = 200;
    std::vector<Header> headers;  // besides Content-Length, Connection and Date, which the listener adds
    std::shared_ptr<const std::string> body;  // null means empty; shared so that a page is never copied
    std::string route;   // pattern for log and metrics ("/r/{token}"), never the path itself
    bool close = false;  // end the connection after this answer
    std::shared_ptr<ResponseStream> stream;  // the body, instead of `body`; null for nearly every answer

    void set(std::string_view name, std::string value);  // replaces, case-insensitively
    [[nodiscard]] std::string_view text() const {
        return body ? std::string_view(*body) : std::string_view();
    }
};

// Gives the answer to a request; called exactly once, from any thread.
using Respond = std::function<void(Response)>;

}  // namespace funnel::server
