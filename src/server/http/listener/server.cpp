#include "http/listener/server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "http/listener/session.hpp"

namespace funnel::server {

namespace {

constexpr std::chrono::milliseconds kIdleOnDrain{500};

}  // namespace

// Owns the listening sockets and knows every open connection.
class HttpServer::Impl final : public SessionHost, public std::enable_shared_from_this<HttpServer::Impl> {
public:
    Impl(HttpServerOptions o, Log& l)
        : settings(std::move(o)),
          log(l),
          loops(static_cast<std::size_t>(std::max(1, settings.threads))),
          context(loops.front().context()),
          signals(context, SIGTERM, SIGINT, SIGHUP),
          drain_timer(context) {}

    HttpServerOptions settings;
    Log& log;
    std::vector<Loop> loops;
    net::io_context& context;  // of the first loop: listens, stops
    std::size_t next_loop = 0;
    std::size_t acceptors = 0;  // open ones
    net::signal_set signals;
    net::steady_timer drain_timer;
    std::atomic<bool> draining{false};
    Clock::time_point drain_start;
    std::vector<std::function<void()>> stop_listening;
    std::vector<std::string> socket_files;

    const HttpServerOptions& options() const override { return settings; }
    bool is_draining() const override { return draining; }
    void left(HttpSession* session, const std::string& peer) override {
        const std::lock_guard lock(mutex);
        sessions.erase(session);
        idle_since.erase(session);
        const auto count = per_address.find(limit_key(peer));
        if (count != per_address.end() && --count->second == 0) per_address.erase(count);
    }

    void idles(HttpSession* session) override {
        const std::lock_guard lock(mutex);
        idle_since[session] = Clock::now();
    }
    void works(HttpSession* session) override {
        const std::lock_guard lock(mutex);
        idle_since.erase(session);
    }

    template <class Acceptor>
    void accept_from(std::shared_ptr<Acceptor> acceptor, HttpHandler& handler);
    template <class PeerSocket>
    void take(Loop& loop, PeerSocket socket, const std::string& peer, HttpHandler& handler);
    // Connections are dealt out in turn. On the first loop's thread.
    [[nodiscard]] Loop& loop_in_turn() { return loops[next_loop++ % loops.size()]; }
    void begin_drain();
    void watch_drain();
    [[nodiscard]] std::shared_ptr<HttpSession> idlest() const;

    std::mutex mutex;  // guards the three below
    std::set<HttpSession*> sessions;
    std::map<HttpSession*, Clock::time_point> idle_since;  // waiting for a first byte, or for another request
    std::map<std::string, std::size_t> per_address;
    std::size_t cut_off = 0;

    bool is_trusted(const std::string& peer) const {
        if (peer == "unix") return true;
        const auto ip = ip_from(peer);
        return ip && std::any_of(settings.trusted_proxies.begin(), settings.trusted_proxies.end(),
                                 [&](const AddressRange& r) { return r.contains(*ip); });
    }
};

// Of the address that has the most connections, the one that has been idle the longest; null when nobody is
// idle. Precondition: the mutex is held.
std::shared_ptr<HttpSession> HttpServer::Impl::idlest() const {
    HttpSession* found = nullptr;
    std::size_t most = 0;
    Clock::time_point since;
    for (const auto& [session, at] : idle_since) {
        const auto count = per_address.find(session->peer());
        const std::size_t held = count == per_address.end() ? 0 : count->second;
        if (found != nullptr && (held < most || (held == most && at >= since))) continue;
        found = session;
        most = held;
        since = at;
    }
    return found == nullptr ? nullptr : found->weak_from_this().lock();
}

template <class PeerSocket>
void HttpServer::Impl::take(Loop& loop, PeerSocket socket, const std::string& peer, HttpHandler& handler) {
    const bool trusted = is_trusted(peer);
    auto session =
        std::make_shared<HttpSession>(shared_from_this(), loop, Socket(std::move(socket)), peer, handler);
    bool full = false;
    bool greedy = false;
    std::shared_ptr<HttpSession> shed;
    const std::string key = limit_key(peer);
    {
        const std::lock_guard lock(mutex);
        full = sessions.size() >= settings.limits.connections;
        // Who keeps a connection and asks nothing makes room for who comes to ask.
        if (full) shed = idlest();
        full = full && !shed;
        if (shed) idle_since.erase(shed.get());
        greedy = !trusted && per_address[key] >= settings.limits.connections_per_address;
        sessions.insert(session.get());
        ++per_address[key];
    }
    if (shed) shed->close_if_idle();
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
std::string peer_of(const net::local::stream_protocol::endpoint&) {
    return "unix";
}

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
    using PeerSocket = typename Acceptor::protocol_type::socket::template rebind_executor<Executor>::other;
    Loop& loop = loop_in_turn();
    acceptor->async_accept(loop.context(), [self = shared_from_this(), acceptor, &handler, &loop](
                                               error_code ec, PeerSocket socket) {
        if (!ec) {
            error_code gone;
            const auto endpoint = socket.remote_endpoint(gone);
            no_delay(socket);
            if (!gone) self->take(loop, std::move(socket), peer_of(endpoint), handler);
        }
        if (self->draining) {
            // What is already in the queue of the system has been sent to us: it gets its answer too.
            acceptor->non_blocking(true, ec);
            while (!ec) {
                Loop& next = self->loop_in_turn();
                PeerSocket late = acceptor->accept(next.context(), ec);
                error_code gone;
                if (ec) break;
                const auto endpoint = late.remote_endpoint(gone);
                if (!gone) self->take(next, std::move(late), peer_of(endpoint), handler);
            }
            acceptor->close(ec);
            --self->acceptors;
            return;
        }
        if (!ec) return self->accept_from(acceptor, handler);
        // Out of descriptors or memory: others are being served; look again soon.
        self->log.write(Level::warning, "accept_failed", {{"reason", ec.message()}});
        auto pause = std::make_shared<net::steady_timer>(self->context, std::chrono::milliseconds(100));
        pause->async_wait([self, acceptor, &handler, pause](error_code) {
            error_code ignored;
            if (!self->draining) return self->accept_from(acceptor, handler);
            acceptor->close(ignored);
            --self->acceptors;
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
    std::vector<std::shared_ptr<HttpSession>> open;
    {
        const std::lock_guard lock(mutex);
        for (HttpSession* session : sessions)
            if (auto alive = session->weak_from_this().lock()) open.push_back(std::move(alive));
    }
    // A loop that has been released takes nobody any more: not before the last acceptor has handed over its
    // queue.
    if (open.empty() && acceptors == 0) {
        for (Loop& loop : loops) loop.release();
        return;
    }
    const auto waited = Clock::now() - drain_start;
    const bool late = waited >= settings.limits.drain;
    for (const auto& session : open) {
        if (late) session->cut_off();
        // A client that has just sent a request on a kept connection is still to be answered: give it this
        // long to arrive.
        else if (waited >= kIdleOnDrain)
            session->close_if_idle();
    }
    if (late) {
        cut_off = open.size();
        for (Loop& loop : loops) loop.context().stop();
        return;
    }
    drain_timer.expires_after(std::chrono::milliseconds(50));
    drain_timer.async_wait([self = shared_from_this()](error_code) { self->watch_drain(); });
}

HttpServer::HttpServer(HttpServerOptions options, Log& log)
    : impl_(std::make_shared<Impl>(std::move(options), log)) {}

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
        ++impl_->acceptors;
        impl_->accept_from(acceptor, handler);
    };
    if (address.is_local()) {
        // A file left by a server that was killed: nobody answers on it.
        const net::local::stream_protocol::endpoint endpoint(address.socket_path);
        net::local::stream_protocol::socket probe(impl_->context);
        probe.connect(endpoint, ec);
        if (ec == net::error::connection_refused) ::unlink(address.socket_path.c_str());
        ec = {};
        open(std::make_shared<net::local::stream_protocol::acceptor>(impl_->context), endpoint);
        if (!ec) impl_->socket_files.push_back(address.socket_path);
    } else {
        const net::ip::tcp::endpoint endpoint(net::ip::make_address(address.host, ec), address.port);
        auto acceptor = std::make_shared<net::ip::tcp::acceptor>(impl_->context);
        if (!ec) open(acceptor, endpoint);
        if (!ec) result.port = acceptor->local_endpoint(ec).port();
    }
    if (ec) result.error = ec.message();
    return result;
}

std::size_t HttpServer::run() {
    impl_->signals.async_wait([impl = impl_](error_code ec, int) {
        if (!ec) impl->begin_drain();
    });
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < impl_->loops.size(); ++i)
        others.emplace_back([impl = impl_, i] { impl->loops[i].run(); });
    impl_->loops.front().run();
    for (std::thread& thread : others) thread.join();
    return impl_->cut_off;
}

void HttpServer::stop() {
    net::post(impl_->context, [impl = impl_] { impl->begin_drain(); });
}

std::size_t HttpServer::open_connections() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->sessions.size();
}

}  // namespace funnel::server
