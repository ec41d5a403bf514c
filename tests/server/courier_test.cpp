#include "delivery/courier.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

#include "delivery/dispatcher.hpp"
#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;
using namespace std::chrono_literals;
using Outcome = AttemptResult::Outcome;

namespace {

// Listens on a free port of 127.0.0.1. The kernel takes the connections; nobody answers them.
class Silent {
public:
    Silent() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(socket_, raw, size) == 0);
        REQUIRE(::listen(socket_, 64) == 0);
        REQUIRE(::getsockname(socket_, raw, &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    ~Silent() { ::close(socket_); }
    Silent(const Silent&) = delete;
    Silent& operator=(const Silent&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
    [[nodiscard]] int socket() const { return socket_; }

private:
    int socket_;
    int port_ = 0;
};

// Answers every connection's first bytes with 200.
class Prompt {
public:
    Prompt()
        : thread_([this] {
              for (int peer = ::accept(at_.socket(), nullptr, nullptr); peer >= 0;
                   peer = ::accept(at_.socket(), nullptr, nullptr)) {
                  std::array<char, 8192> some{};
                  (void)::recv(peer, some.data(), some.size(), 0);
                  constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                  (void)::send(peer, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
                  ::close(peer);
              }
          }) {}
    ~Prompt() {
        ::shutdown(at_.socket(), SHUT_RDWR);
        thread_.join();
    }
    Prompt(const Prompt&) = delete;
    Prompt& operator=(const Prompt&) = delete;

    [[nodiscard]] std::string url() const { return at_.url(); }

private:
    Silent at_;
    std::thread thread_;
};

Target webhook(const std::string& name, const std::string& url) {
    Target target;
    target.name = name;
    target.kind = TargetKind::webhook;
    target.url = url;
    target.secret = "0123456789abcdef";
    return target;
}

}  // namespace

TEST_CASE(
    "a receiver that accepts and never answers is left after the whole time allowed, to be tried again") {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const Silent half_open;
    const Target target = webhook("hook", half_open.url());
    OutboxRow row;
    row.delivery_id = "msg_1";
    const StoredLead lead;
    CourierOptions options;
    options.private_targets = PrivateTargets::allowed;
    options.total = 200ms;
    const std::atomic<bool> stop{false};
    const AttemptResult result = carry({target, row, lead, {}, 0, {}}, options, stop);
    CHECK(result.outcome == Outcome::retry);
    CHECK(result.status == 0);
    CHECK(result.detail == "получатель не ответил вовремя (curl 28)");
    CHECK(result.took_ms >= 200);
    CHECK(result.took_ms < 2000);
}

TEST_CASE("a half-open receiver is tried again and again and holds up no other target") {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    on_every_store([](Prepared on) {
        const Silent half_open;
        const Prompt prompt;
        SilentLog log;
        Writer writer(on.place.connect(), 1000, log);
        DispatcherOptions options;
        options.targets = {webhook("silent", half_open.url()), webhook("prompt", prompt.url())};
        options.courier.private_targets = PrivateTargets::allowed;
        options.courier.total = 200ms;
        options.owner = "me";
        options.now_ms = [] { return std::int64_t{1'790'000'100'000}; };
        options.delay_scale = 0.01;
        constexpr int kLeads = 5;
        writing(on.database, [&] {
            for (int i = 0; i < kLeads; ++i) (void)on.store.insert_lead(new_lead(i, {"silent", "prompt"}));
        });
        const auto started = std::chrono::steady_clock::now();
        const auto state = [&] {
            struct {
                int delivered = 0;
                std::int64_t tries = 0;
            } now;
            for (const OutboxRow& row : Outbox(on.database).rows({true, "", 0}, 100)) {
                if (row.target == "prompt") now.delivered += row.state == "delivered" ? 1 : 0;
                if (row.target == "silent") now.tries = std::max(now.tries, row.attempts);
            }
            return now;
        };
        Dispatcher dispatcher(options, writer, log);
        // All of the other target's are there before the silent one was waited for five times.
        while (state().delivered < kLeads && std::chrono::steady_clock::now() - started < 10s)
            std::this_thread::sleep_for(10ms);
        CHECK(state().delivered == kLeads);
        CHECK(std::chrono::steady_clock::now() - started < kLeads * 200ms);
        while (state().tries < 2 && std::chrono::steady_clock::now() - started < 10s)
            std::this_thread::sleep_for(10ms);
        CHECK(state().tries >= 2);
        for (const OutboxRow& row : Outbox(on.database).rows({}, 100)) {
            CHECK(row.target == "silent");
            CHECK(row.state == "pending");
        }
    });
}
