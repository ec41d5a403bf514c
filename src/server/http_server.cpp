#include "server/http_server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <ctime>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "server/digest.hpp"
#include "server/http_answers.hpp"
#include "server/http_guard.hpp"
#include "server/http_target.hpp"

namespace funnel::server {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Strand = net::strand<net::io_context::executor_type>;
using Socket = net::basic_stream_socket<net::generic::stream_protocol, Strand>;
using Stream = beast::basic_stream<net::generic::stream_protocol, Strand>;

constexpr std::size_t kSlice = std::size_t{64} << 10;
constexpr std::size_t kLingerBytes = std::size_t{1} << 20;
constexpr std::chrono::milliseconds kLinger{2000};
constexpr std::chrono::milliseconds kIdleOnDrain{500};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[64];
    const auto length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text, length};
}

bool is_safe_value(std::string_view value) {
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

enum class Connection { keep, close };

std::string head_text(const Response& response, Connection connection) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head += http::obsolete_reason(static_cast<http::status>(response.status));
    head += "\r\nDate: " + http_date() + "\r\n";
    for (const Header& h : response.headers) {
        // A value with a line break would be a second header of someone else's making: leave it out.
        if (is_safe_value(h.name) && is_safe_value(h.value)) head += h.name + ": " + h.value + "\r\n";
    }
    if (response.status != 304 && response.status >= 200)
        head += "Content-Length: " + std::to_string(response.text().size()) + "\r\n";
    head += connection == Connection::keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

}  // namespace

// Owns the listening sockets and knows every open connection.
class HttpServer::Impl : public std::enable_shared_from_this<HttpServer::Impl> {
public:
    class Session;

    Impl(HttpServerOptions o, Log& l) : options(std::move(o)), log(l), signals(io), drain_timer(io) {}

    HttpServerOptions options;
    Log& log;
    net::io_context io;
    net::signal_set signals;
    net::steady_timer drain_timer;
    std::atomic<bool> draining{false};
    Clock::time_point drain_start;
    std::vector<std::function<void()>> stop_listening;
    std::vector<std::string> socket_files;

    template <class Acceptor>
    void accept_from(std::shared_ptr<Acceptor> acceptor, HttpHandler& handler);
    template <class PeerSocket>
    void take(PeerSocket socket, std::string peer, HttpHandler& handler);
    void begin_drain();
    void watch_drain();

    std::mutex mutex;  // guards the two below
    std::set<Session*> sessions;
    std::map<std::string, std::size_t> per_address;
    std::size_t cut_off = 0;

    bool is_trusted(const std::string& peer) const {
        if (peer == "unix") return true;
        const auto ip = ip_from(peer);
        return ip && std::any_of(options.trusted_proxies.begin(), options.trusted_proxies.end(),
                                 [&](const AddressRange& r) { return r.contains(*ip); });
    }
};

// One connection: reads a head, asks whether it may go on, reads the body, hands it over, writes the answer, again.
class HttpServer::Impl::Session : public std::enable_shared_from_this<Session> {
public:
    Session(std::shared_ptr<Impl> server, Socket socket, std::string peer, HttpHandler& handler)
        : server_(std::move(server)),
          stream_(std::move(socket)),
          buffer_(server_->options.limits.head_bytes + 8192),
          scanner_(server_->options.limits.head_bytes),
          peer_(std::move(peer)),
          handler_(handler) {
        buffer_.reserve(4096);
    }

    ~Session() {
        const std::lock_guard lock(server_->mutex);
        server_->sessions.erase(this);
        const auto count = server_->per_address.find(peer_);
        if (count != server_->per_address.end() && --count->second == 0) server_->per_address.erase(count);
    }

    void start() {
        net::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->await_head(); });
    }

    void refuse_at_door(ErrorCode code) {
        net::dispatch(stream_.get_executor(), [self = shared_from_this(), code] { self->refuse(code); });
    }

    void close_if_idle() {
        net::dispatch(stream_.get_executor(), [self = shared_from_this()] {
            if (self->idle_) self->stream_.close();
        });
    }

    void cut_off() {
        net::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->stream_.close(); });
    }

private:
    const HttpLimits& limits() const { return server_->options.limits; }

    std::string_view received() const {
        const auto data = buffer_.cdata();
        return {static_cast<const char*>(data.data()), data.size()};
    }

    void await_head() {
        parser_.reset();
        request_ = {};
        scanner_ = HeadScanner(limits().head_bytes);
        idle_ = true;
        stream_.expires_after(limits().idle);
        advance_head();
    }

    void advance_head() {
        // Some old clients end a posted body with an extra line break.
        if (idle_ && received().starts_with("\r\n")) buffer_.consume(2);
        if (idle_ && !received().empty() && received() != "\r") {
            idle_ = false;
            started_ = Clock::now();
            stream_.expires_after(limits().head);
        }
        if (idle_) return read_more();
        switch (scanner_.scan(received())) {
            case HeadScanner::State::incomplete: return read_more();
            case HeadScanner::State::malformed: return refuse(ErrorCode::bad_request);
            case HeadScanner::State::too_large: return refuse(ErrorCode::headers_too_large);
            case HeadScanner::State::complete: return on_head();
        }
    }

    void read_more() {
        stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code ec, std::size_t n) {
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
        request_.id = hex(random_bytes(8));
        request_.method = message.method_string();
        request_.peer = peer_;
        for (const auto& field : message)
            request_.headers.push_back({lower_ascii(field.name_string()), std::string(field.value())});
        keep_alive_ = message.keep_alive();
        request_.client = client_address(peer_, request_.header_list("x-forwarded-for"), server_->options.trusted_proxies);

        const Framing framing = framing_of(request_.headers, message.version() == 10);
        switch (framing.verdict) {
            case Framing::Verdict::ok: break;
            case Framing::Verdict::bad_request: return refuse(ErrorCode::bad_request);
            case Framing::Verdict::too_many_headers: return refuse(ErrorCode::headers_too_large);
            case Framing::Verdict::expectation_failed: return refuse(ErrorCode::expectation_failed);
        }
        auto target = target_from_request_line(message.target());
        if (!target) return refuse(ErrorCode::bad_request);
        request_.path = std::move(target->path);
        request_.query = std::move(target->query);
        const bool posts = request_.method == "POST" || request_.method == "PUT" || request_.method == "PATCH";
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
        stream_.expires_after(limits().body);
        if (!framing.expects_continue || buffer_.size() > 0) return read_body();
        net::async_write(stream_, net::buffer(kContinue), [self = shared_from_this()](error_code failure, std::size_t) {
            if (!failure) self->read_body();
        });
    }

    void read_body() {
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code ec, std::size_t) {
            if (!ec) return self->on_request();
            if (ec == http::error::body_limit) return self->refuse(ErrorCode::too_large);
            if (ec.category() == make_error_code(http::error::bad_chunk).category() &&
                ec != http::error::end_of_stream && ec != http::error::partial_message)
                return self->refuse(ErrorCode::bad_request);
        });
    }

    void on_request() {
        request_.body = std::move(parser_->get().body());
        // The guard keeps the server running until the answer is there, whoever gives it.
        auto work = std::make_shared<net::executor_work_guard<net::io_context::executor_type>>(
            net::make_work_guard(server_->io));
        head_only_ = request_.method == "HEAD";
        handler_.handle(std::move(request_), [self = shared_from_this(), work](Response response) {
            net::post(self->stream_.get_executor(), [self, work, r = std::move(response)]() mutable {
                self->answer(std::move(r));
            });
        });
    }

    void refuse(ErrorCode code) {
        idle_ = false;
        Response response = error_response(code);
        response.route = "refused";
        response.close = true;
        answer(std::move(response));
    }

    void answer(Response response) {
        response_ = std::move(response);
        if (request_.method == "HEAD") head_only_ = true;
        keep_alive_ = keep_alive_ && !response_.close && !server_->draining;
        head_ = head_text(response_, keep_alive_ ? Connection::keep : Connection::close);
        sent_ = 0;
        const std::size_t first = head_only_ ? 0 : std::min(kSlice, response_.text().size());
        const std::array<net::const_buffer, 2> buffers{net::buffer(head_),
                                                       net::buffer(response_.text().data(), first)};
        stream_.expires_after(limits().write);
        net::async_write(stream_, buffers, [self = shared_from_this(), first](error_code ec, std::size_t) {
            self->on_written(ec, first);
        });
    }

    void on_written(error_code ec, std::size_t count) {
        sent_ += count;
        const std::size_t left = head_only_ ? 0 : response_.text().size() - sent_;
        if (!ec && left > 0) {
            const std::size_t next = std::min(kSlice, left);
            stream_.expires_after(limits().write);
            return net::async_write(stream_, net::buffer(response_.text().data() + sent_, next),
                                    [self = shared_from_this(), next](error_code failure, std::size_t) {
                                        self->on_written(failure, next);
                                    });
        }
        if (server_->options.on_answered)
            server_->options.on_answered({response_.route, response_.status, Clock::now() - started_});
        head_only_ = false;
        response_ = {};
        if (ec) return;
        if (keep_alive_) return await_head();
        // Closing with unread bytes would reset the connection under the answer: say goodbye, then listen a little.
        error_code ignored;
        stream_.socket().shutdown(net::socket_base::shutdown_send, ignored);
        stream_.expires_after(kLinger);
        lingered_ = 0;
        linger();
    }

    void linger() {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code ec, std::size_t n) {
            self->lingered_ += n;
            if (!ec && self->lingered_ < kLingerBytes) self->linger();
        });
    }

    std::shared_ptr<Impl> server_;
    Stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    HeadScanner scanner_;
    std::string peer_;
    HttpHandler& handler_;
    Request request_;
    Response response_;
    std::string head_;
    Clock::time_point started_ = Clock::now();
    std::size_t sent_ = 0;
    std::size_t lingered_ = 0;
    bool keep_alive_ = false;
    bool head_only_ = false;
    bool idle_ = false;
};

template <class PeerSocket>
void HttpServer::Impl::take(PeerSocket socket, std::string peer, HttpHandler& handler) {
    const bool trusted = is_trusted(peer);
    auto session = std::make_shared<Session>(shared_from_this(), Socket(std::move(socket)), peer, handler);
    bool full = false;
    bool greedy = false;
    {
        const std::lock_guard lock(mutex);
        full = sessions.size() >= options.limits.connections;
        greedy = !trusted && per_address[peer] >= options.limits.connections_per_address;
        sessions.insert(session.get());
        ++per_address[peer];
    }
    if (greedy) return session->refuse_at_door(ErrorCode::too_many_requests);
    if (full) return session->refuse_at_door(ErrorCode::unavailable);
    session->start();
}

namespace {

std::string peer_of(const net::ip::tcp::endpoint& endpoint) {
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}
std::string peer_of(const net::local::stream_protocol::endpoint&) { return "unix"; }

template <class SocketType>
void no_delay(SocketType& socket) {
    if constexpr (std::is_same_v<typename SocketType::protocol_type, net::ip::tcp>) {
        error_code ignored;
        socket.set_option(net::ip::tcp::no_delay(true), ignored);
    }
}

}  // namespace

template <class Acceptor>
void HttpServer::Impl::accept_from(std::shared_ptr<Acceptor> acceptor, HttpHandler& handler) {
    using PeerSocket = typename Acceptor::protocol_type::socket::template rebind_executor<Strand>::other;
    acceptor->async_accept(net::make_strand(io), [self = shared_from_this(), acceptor,
                                                  &handler](error_code ec, PeerSocket socket) {
        if (!ec) {
            error_code gone;
            const auto endpoint = socket.remote_endpoint(gone);
            no_delay(socket);
            if (!gone) self->take(std::move(socket), peer_of(endpoint), handler);
        }
        if (self->draining) {
            // What is already in the queue of the system has been sent to us: it gets its answer too.
            acceptor->non_blocking(true, ec);
            while (!ec) {
                PeerSocket late = acceptor->accept(net::make_strand(self->io), ec);
                error_code gone;
                if (ec) break;
                const auto endpoint = late.remote_endpoint(gone);
                if (!gone) self->take(std::move(late), peer_of(endpoint), handler);
            }
            acceptor->close(ec);
            return;
        }
        if (!ec) return self->accept_from(acceptor, handler);
        // Out of descriptors or memory: others are being served; look again soon.
        self->log.write(Level::warning, "accept_failed", {{"reason", ec.message()}});
        auto pause = std::make_shared<net::steady_timer>(self->io, std::chrono::milliseconds(100));
        pause->async_wait([self, acceptor, &handler, pause](error_code) {
            error_code ignored;
            if (self->draining) acceptor->close(ignored);
            else self->accept_from(acceptor, handler);
        });
    });
}

void HttpServer::Impl::begin_drain() {
    if (draining.exchange(true)) return;
    log.write(Level::info, "stopping", {});
    drain_start = Clock::now();
    error_code ignored;
    signals.cancel(ignored);
    for (const auto& stop : stop_listening) stop();
    stop_listening.clear();
    watch_drain();
}

void HttpServer::Impl::watch_drain() {
    std::vector<std::shared_ptr<Session>> open;
    {
        const std::lock_guard lock(mutex);
        for (Session* session : sessions)
            if (auto alive = session->weak_from_this().lock()) open.push_back(std::move(alive));
    }
    if (open.empty()) return;
    const auto waited = Clock::now() - drain_start;
    const bool late = waited >= options.limits.drain;
    for (const auto& session : open) {
        if (late) session->cut_off();
        // A client that has just sent a request on a kept connection is still to be answered: give it this long to arrive.
        else if (waited >= kIdleOnDrain) session->close_if_idle();
    }
    if (late) {
        cut_off = open.size();
        io.stop();
        return;
    }
    drain_timer.expires_after(std::chrono::milliseconds(50));
    drain_timer.async_wait([self = shared_from_this()](error_code) { self->watch_drain(); });
}

HttpServer::HttpServer(HttpServerOptions options, Log& log) : impl_(std::make_shared<Impl>(std::move(options), log)) {}

HttpServer::~HttpServer() {
    for (const std::string& file : impl_->socket_files) ::unlink(file.c_str());
}

HttpServer::Listening HttpServer::listen(const ListenAddress& address, HttpHandler& handler) {
    Listening result;
    error_code ec;
    const auto open = [&](auto acceptor, const auto& endpoint) {
        acceptor->open(endpoint.protocol(), ec);
        if (!ec && !address.is_local()) acceptor->set_option(net::socket_base::reuse_address(true), ec);
        const mode_t old = ::umask(address.is_local() ? 0117 : 0077);
        if (!ec) acceptor->bind(endpoint, ec);
        ::umask(old);
        if (!ec) acceptor->listen(net::socket_base::max_listen_connections, ec);
        if (ec) return;
        impl_->stop_listening.push_back([acceptor] {
            net::post(acceptor->get_executor(), [acceptor] {
                error_code ignored;
                acceptor->cancel(ignored);
            });
        });
        impl_->accept_from(acceptor, handler);
    };
    if (address.is_local()) {
        // A file left by a server that was killed: nobody answers on it.
        const net::local::stream_protocol::endpoint endpoint(address.socket_path);
        net::local::stream_protocol::socket probe(impl_->io);
        probe.connect(endpoint, ec);
        if (ec == net::error::connection_refused) ::unlink(address.socket_path.c_str());
        ec = {};
        open(std::make_shared<net::local::stream_protocol::acceptor>(net::make_strand(impl_->io)), endpoint);
        if (!ec) impl_->socket_files.push_back(address.socket_path);
    } else {
        const net::ip::tcp::endpoint endpoint(net::ip::make_address(address.host, ec), address.port);
        auto acceptor = std::make_shared<net::ip::tcp::acceptor>(net::make_strand(impl_->io));
        if (!ec) open(acceptor, endpoint);
        if (!ec) result.port = acceptor->local_endpoint(ec).port();
    }
    if (ec) result.error = ec.message();
    return result;
}

std::size_t HttpServer::run() {
    impl_->signals.add(SIGTERM);
    impl_->signals.add(SIGINT);
    impl_->signals.async_wait([impl = impl_](error_code ec, int) {
        if (!ec) impl->begin_drain();
    });
    std::vector<std::thread> others;
    for (int i = 1; i < impl_->options.threads; ++i) others.emplace_back([impl = impl_] { impl->io.run(); });
    impl_->io.run();
    for (std::thread& thread : others) thread.join();
    return impl_->cut_off;
}

void HttpServer::stop() {
    net::post(impl_->io, [impl = impl_] { impl->begin_drain(); });
}

std::size_t HttpServer::open_connections() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->sessions.size();
}

}  // namespace funnel::server
