// The listener: turns bytes of many connections into requests and answers back into bytes. The only file that
// knows Boost.Beast. Refuses what is ambiguous, bounds what a client may cost (connections, head, body,
// time), and on stop answers everything it has been sent.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "http/address.hpp"
#include "http/message.hpp"
#include "system/log.hpp"

namespace funnel::server {

struct HttpLimits {
    std::size_t connections = 1024;             // at once, over all listeners
    std::size_t connections_per_address = 256;  // not counted for trusted proxies and local sockets
    std::size_t head_bytes = 8192;              // request line and headers
    std::chrono::milliseconds idle{15'000};     // between two requests of a connection
    std::chrono::milliseconds head{10'000};     // from the first byte of a head to its end
    std::chrono::milliseconds body{20'000};     // a whole body
    std::chrono::milliseconds write{20'000};    // every 64 KiB of an answer
    std::chrono::milliseconds drain{9'000};     // after stop: then what is still open is cut off
};

// How large the body of a request may be: decided by its head, before a byte of it is read.
struct Admitted {
    std::size_t max_body_bytes = 0;
};

class HttpHandler {
public:
    virtual ~HttpHandler() = default;
    // `head` has everything but the body. An answer instead of Admitted refuses the request at once.
    [[nodiscard]] virtual std::variant<Admitted, Response> admit(const Request& head) = 0;
    // Calls `respond` exactly once, now or later, on any thread.
    virtual void handle(Request request, Respond respond) = 0;
};

// What the metrics want to know of every answered request.
struct Answered {
    std::string route;
    int status = 0;
    std::chrono::nanoseconds took{0};
};

struct HttpServerOptions {
    HttpLimits limits;
    int threads = 2;
    std::vector<AddressRange> trusted_proxies;  // whose X-Forwarded-For is believed
    std::function<void(const Answered&)> on_answered;
};

class HttpServer {
public:
    HttpServer(HttpServerOptions options, Log& log);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    struct Listening {
        std::uint16_t port = 0;  // the real one when port 0 was asked for; 0 for a local socket
        std::string error;       // why it does not listen; empty when it does
    };
    // Binds before run(). `handler` must outlive the server.
    [[nodiscard]] Listening listen(const ListenAddress& address, HttpHandler& handler);

    // Serves until stop() or SIGTERM/SIGINT, then stops accepting, answers what has been received, and
    // returns when every connection is closed or `limits.drain` is over. Returns how many connections were
    // cut off.
    [[nodiscard]] std::size_t run();
    void stop();  // from any thread

    [[nodiscard]] std::size_t open_connections() const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace funnel::server
