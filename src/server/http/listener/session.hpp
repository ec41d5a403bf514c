// One connection of the listener. Part of http/server.cpp, apart only to be read apart: Beast stays in that
// one translation unit.
#pragma once

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstring>
#include <ctime>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "http/answers.hpp"
#include "http/guard.hpp"
#include "http/listener/loop.hpp"
#include "http/listener/server.hpp"
#include "http/target.hpp"
#include "system/digest.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Socket = net::basic_stream_socket<net::generic::stream_protocol, Executor>;

inline constexpr std::size_t kSlice = std::size_t{64} << 10;
inline constexpr std::size_t kLingerBytes = std::size_t{1} << 20;
inline constexpr std::chrono::milliseconds kLinger{2000};
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Written once a second on each thread.
inline const std::string& http_date() {
    thread_local std::time_t written_at = -1;
    thread_local std::string date;
    const std::time_t now = std::time(nullptr);
    if (now == written_at) return date;
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[64];
    date.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    written_at = now;
    return date;
}

// Unlike any other; names a request in the log, and is no secret.
inline std::string fresh_id() {
    thread_local std::mt19937_64 numbers = [] {
        const std::string bytes = random_bytes(sizeof(std::uint64_t));
        std::uint64_t seed = 0;
        std::memcpy(&seed, bytes.data(), sizeof seed);
        return std::mt19937_64(seed);
    }();
    const std::uint64_t number = numbers();
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    return hex({bytes, sizeof bytes});
}

enum class Connection { keep, close };

inline std::string head_text(const Response& response, Connection connection) {
    std::string head;
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)) += ' ';
    head += http::obsolete_reason(static_cast<http::status>(response.status));
    head.append("\r\nDate: ").append(http_date()).append("\r\n");
    for (const Header& h : response.headers) {
        if (is_safe_value(h.name) && is_safe_value(h.value))
            head.append(h.name).append(": ").append(h.value).append("\r\n");
    }
    if (response.status != 304 && response.status >= 200 && !response.stream)
        head.append("Content-Length: ").append(std::to_string(response.text().size())).append("\r\n");
    head += connection == Connection::keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

class HttpSession;

// What a connection needs of the listener it belongs to.
class SessionHost {
public:
    virtual ~SessionHost() = default;
    [[nodiscard]] virtual const HttpServerOptions& options() const = 0;
    [[nodiscard]] virtual bool is_draining() const = 0;
    virtual void left(HttpSession* session, const std::string& peer) = 0;
    // Waits for a first byte or for another request; has one.
    virtual void idles(HttpSession* session) = 0;
    virtual void works(HttpSession* session) = 0;
};

// One connection: reads a head, asks whether it may go on, reads the body, hands it over, writes the answer,
// again. Lives on the loop that was given to it: everything private runs on that loop's thread.
class HttpSession final : public Timed, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(std::shared_ptr<SessionHost> host, Loop& loop, Socket socket, std::string peer,
                HttpHandler& handler)
        : host_(std::move(host)),
          loop_(loop),
          socket_(std::move(socket)),
          buffer_(host_->options().limits.head_bytes + 8192),
          scanner_(host_->options().limits.head_bytes),
          peer_(std::move(peer)),
          handler_(handler) {
        buffer_.reserve(4096);
    }

    ~HttpSession() { host_->left(this, peer_); }
    HttpSession(const HttpSession&) = delete;
    HttpSession& operator=(const HttpSession&) = delete;

    void start() {
        net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
            self->loop_.watch(self);
            self->await_head();
        });
    }

    void refuse_at_door(ErrorCode code) {
        net::dispatch(socket_.get_executor(), [self = shared_from_this(), code] {
            self->loop_.watch(self);
            self->refuse(code);
        });
    }

    [[nodiscard]] const std::string& peer() const { return peer_; }

    void close_if_idle() {
        net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
            if (self->idle_) self->close();
        });
    }

    void cut_off() {
        net::dispatch(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
    }

    // On its loop's thread, every now and then.
    void close_if_late(Clock::time_point now) override {
        if (now >= deadline_) close();
    }

private:
    // What is waited for ends with an error; nothing is owed to who is gone or too slow.
    void close() {
        error_code ignored;
        socket_.close(ignored);
    }
    void expire_after(Clock::duration time) { deadline_ = loop_.now() + time; }

    const HttpLimits& limits() const { return host_->options().limits; }

    std::string_view received() const {
        const auto data = buffer_.cdata();
        return {static_cast<const char*>(data.data()), data.size()};
    }

    void await_head() {
        parser_.reset();
        request_ = {};
        scanner_ = HeadScanner(limits().head_bytes);
        idle_ = true;
        host_->idles(this);
        expire_after(limits().idle);
        advance_head();
    }

    void advance_head() {
        // Some old clients end a posted body with an extra line break.
        if (idle_ && received().starts_with("\r\n")) buffer_.consume(2);
        if (idle_ && !received().empty() && received() != "\r") {
            idle_ = false;
            host_->works(this);
            started_ = Clock::now();
            expire_after(limits().head);
        }
        if (idle_) return read_more();
        switch (scanner_.scan(received())) {
            case HeadScanner::State::incomplete:
                return read_more();
            case HeadScanner::State::malformed:
                return refuse(ErrorCode::bad_request);
            case HeadScanner::State::too_large:
                return refuse(ErrorCode::headers_too_large);
            case HeadScanner::State::complete:
                return on_head();
        }
    }

    void read_more() {
        socket_.async_read_some(buffer_.prepare(4096),
                                [self = shared_from_this()](error_code ec, std::size_t n) {
                                    if (ec) return;  // gone or too slow: nothing was asked, nothing is owed
                                    self->buffer_.commit(n);
                                    self->advance_head();
                                });
    }

    void on_head() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(limits().head_bytes) + 1);
        parser_->body_limit(boost::none);
        parser_->eager(false);
        error_code ec;
        const auto used = parser_->put(net::buffer(received().substr(0, scanner_.length())), ec);
        if (ec || !parser_->is_header_done()) return refuse(ErrorCode::bad_request);
        buffer_.consume(used);

        const auto& message = parser_->get();
        request_.id = fresh_id();
        request_.method = message.method_string();
        request_.peer = peer_;
        for (const auto& field : message)
            request_.headers.push_back({lower_ascii(field.name_string()), std::string(field.value())});
        keep_alive_ = message.keep_alive();
        request_.client =
            client_address(peer_, request_.header_list("x-forwarded-for"), host_->options().trusted_proxies);

        const Framing framing = framing_of(request_.headers, message.version() == 10);
        switch (framing.verdict) {
            case Framing::Verdict::ok:
                break;
            case Framing::Verdict::bad_request:
                return refuse(ErrorCode::bad_request);
            case Framing::Verdict::too_many_headers:
                return refuse(ErrorCode::headers_too_large);
            case Framing::Verdict::expectation_failed:
                return refuse(ErrorCode::expectation_failed);
        }
        auto target = target_from_request_line(message.target());
        if (!target) return refuse(ErrorCode::bad_request);
        request_.path = std::move(target->path);
        request_.query = std::move(target->query);
        const bool posts =
            request_.method == "POST" || request_.method == "PUT" || request_.method == "PATCH";
        if (posts && !framing.chunked && !framing.has_length) return refuse(ErrorCode::length_required);

        auto verdict = handler_.admit(request_);
        if (auto* refusal = std::get_if<Response>(&verdict)) {
            refusal->close = refusal->close || framing.chunked || framing.length > 0;
            return answer(std::move(*refusal));
        }
        const auto max_body = std::get<Admitted>(verdict).max_body_bytes;
        if (framing.has_length && framing.length > max_body) return refuse(ErrorCode::too_large);
        parser_->body_limit(max_body);
        if (parser_->is_done()) return on_request();
        expire_after(limits().body);
        if (!framing.expects_continue || buffer_.size() > 0) return read_body();
        net::async_write(socket_, net::buffer(kContinue),
                         [self = shared_from_this()](error_code failure, std::size_t) {
                             if (!failure) self->read_body();
                         });
    }

    // A small body has come with its head: then nothing is waited for.
    void read_body() {
        parser_->eager(true);
        error_code ec;
        while (buffer_.size() > 0 && !parser_->is_done() && !ec) {
            const auto used = parser_->put(buffer_.data(), ec);
            buffer_.consume(used);
        }
        if (ec == http::error::body_limit) return refuse(ErrorCode::too_large);
        if (ec && ec != http::error::need_more) return refuse(ErrorCode::bad_request);
        if (parser_->is_done()) return on_request();
        socket_.async_read_some(buffer_.prepare(4096),
                                [self = shared_from_this()](error_code failure, std::size_t n) {
                                    if (failure) return;  // what was begun will never be whole
                                    self->buffer_.commit(n);
                                    self->read_body();
                                });
    }

    void on_request() {
        request_.body = std::move(parser_->get().body());
        head_only_ = request_.method == "HEAD";
        deadline_ = Clock::time_point::max();  // who handles it answers exactly once
        handler_.handle(std::move(request_), [self = shared_from_this()](Response response) {
            // Who answers at once does so on the loop's own thread.
            if (self->loop_.is_here()) return self->answer(std::move(response));
            self->loop_.run_soon([self, r = std::move(response)]() mutable { self->answer(std::move(r)); });
        });
    }

    void refuse(ErrorCode code) {
        idle_ = false;
        host_->works(this);
        Response response = error_response(code);
        response.route = "refused";
        response.close = true;
        answer(std::move(response));
    }

    void answer(Response response) {
        response_ = std::move(response);
        if (request_.method == "HEAD") head_only_ = true;
        keep_alive_ = keep_alive_ && !response_.close && !response_.stream && !host_->is_draining();
        head_ = head_text(response_, keep_alive_ ? Connection::keep : Connection::close);
        sent_ = 0;
        const std::size_t first = head_only_ ? 0 : std::min(kSlice, response_.text().size());
        const std::array<net::const_buffer, 2> buffers{net::buffer(head_),
                                                       net::buffer(response_.text().data(), first)};
        expire_after(limits().write);
        net::async_write(socket_, buffers, [self = shared_from_this(), first](error_code ec, std::size_t) {
            self->on_written(ec, first);
        });
    }

    void on_written(error_code ec, std::size_t count) {
        sent_ += count;
        const std::size_t left = head_only_ ? 0 : response_.text().size() - sent_;
        if (!ec && left > 0) {
            const std::size_t next = std::min(kSlice, left);
            expire_after(limits().write);
            return net::async_write(socket_, net::buffer(response_.text().data() + sent_, next),
                                    [self = shared_from_this(), next](error_code failure, std::size_t) {
                                        self->on_written(failure, next);
                                    });
        }
        if (host_->options().on_answered)
            host_->options().on_answered({response_.route, response_.status, Clock::now() - started_});
        const auto pieces = head_only_ ? nullptr : response_.stream;
        head_only_ = false;
        response_ = {};
        if (ec) return;
        if (pieces && !host_->is_draining()) return begin_stream(pieces);
        if (keep_alive_) return await_head();
        // Closing with unread bytes would reset the connection under the answer: say goodbye, then listen a
        // little.
        error_code ignored;
        socket_.shutdown(net::socket_base::shutdown_send, ignored);
        expire_after(kLinger);
        lingered_ = 0;
        linger();
    }

    void begin_stream(std::shared_ptr<ResponseStream> pieces) {
        source_ = std::move(pieces);
        idle_ = true;
        host_->idles(this);
        deadline_ = Clock::time_point::max();
        await_end();
        source_->begin([weak = weak_from_this()](std::string piece) {
            const auto self = weak.lock();
            if (!self) return false;
            net::post(self->socket_.get_executor(), [self, p = std::move(piece)] { self->push(p); });
            return true;
        });
    }

    // Whoever listens says nothing: whatever comes, or its end, is the end of the stream.
    void await_end() {
        buffer_.clear();
        socket_.async_read_some(buffer_.prepare(1),
                                [self = shared_from_this()](error_code, std::size_t) { self->close(); });
    }

    void push(const std::string& piece) {
        // Who does not read what was sent is let go.
        if (pieces_.size() + piece.size() > kSlice) return close();
        pieces_ += piece;
        write_pieces();
    }

    void write_pieces() {
        if (!writing_.empty() || pieces_.empty()) return;
        writing_.swap(pieces_);
        expire_after(limits().write);
        net::async_write(socket_, net::buffer(writing_),
                         [self = shared_from_this()](error_code ec, std::size_t) {
                             self->writing_.clear();
                             if (ec) return self->close();
                             self->deadline_ = Clock::time_point::max();  // until there is more to say
                             self->write_pieces();
                         });
    }

    void linger() {
        buffer_.clear();
        socket_.async_read_some(buffer_.prepare(4096),
                                [self = shared_from_this()](error_code ec, std::size_t n) {
                                    self->lingered_ += n;
                                    if (!ec && self->lingered_ < kLingerBytes) self->linger();
                                });
    }

    std::shared_ptr<SessionHost> host_;
    Loop& loop_;
    Socket socket_;
    Clock::time_point deadline_ = Clock::time_point::max();
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    HeadScanner scanner_;
    std::string peer_;
    HttpHandler& handler_;
    Request request_;
    Response response_;
    std::string head_;
    Clock::time_point started_ = Clock::now();
    std::shared_ptr<ResponseStream> source_;  // of a stream, for as long as somebody listens
    std::string pieces_;                      // of it, waiting
    std::string writing_;                     // being written
    std::size_t sent_ = 0;
    std::size_t lingered_ = 0;
    bool keep_alive_ = false;
    bool head_only_ = false;
    bool idle_ = false;
};

}  // namespace funnel::server
