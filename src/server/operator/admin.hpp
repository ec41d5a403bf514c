// The two faces for the operator: a listener with metrics and leads for his programs, and a local socket for
// his commands.
#pragma once

#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/listener/server.hpp"
#include "http/rate_limit.hpp"
#include "operator/commands.hpp"
#include "operator/metrics.hpp"
#include "store/inbox/looks.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"

namespace funnel::server {

// GET /metrics, /healthz, and with `Authorization: Bearer …` /api/admin/leads (JSON: {"leads": […], "next":
// ID, "total": how many there are over all pages}). Its query: after, before (ids), limit (1..500, 100),
// order (oldest, newest), state (taken, held, withdrawn, erased, any), form, phone, email, since, until (days
// of the firm's zone, the last one is in); a word it does not know is refused.
class AdminHandler final : public HttpHandler {
public:
    struct Parts {
        Writer& writer;
        Reader& reader;
        const Metrics& metrics;
        std::function<std::size_t()> connections;
        std::function<bool()> is_purge_stopped;
        std::function<std::int64_t()> now_ms;
        Log& log;                           // for the count of its lost lines
        TimeZone zone;                      // of the days people name
        std::string country;                // whose phones need no "+"
        std::function<StepCounts()> steps;  // of the site, since the start
        // Requests that came before it do not count as waiting, at that moment.
        std::function<std::int64_t(std::int64_t)> news_since;
    };
    // An empty token: leads are not given to anyone.
    AdminHandler(Parts parts, const std::string& token);

    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override;
    void handle(Request request, Respond respond) override;

private:
    void give_leads(const Request& request, Respond respond);
    void give_metrics(Respond respond);
    [[nodiscard]] Response refused_key(const Request& request);

    Parts parts_;
    std::string token_hash_;  // raw SHA-256, empty without a token
    Looks looks_;
    RateLimit failures_{Rate{10, 10}};
};

// POST /command {"arguments": […]} → {"exit": 0, "out": "…", "error": "…", "affected": 0}. Who may open the
// socket may do everything.
class CommandHandler final : public HttpHandler {
public:
    // Words to a command, or why they are none.
    using Parse = std::function<std::variant<Command, CommandResult>(const std::vector<std::string>&)>;

    CommandHandler(Writer& writer, Parse parse, std::function<CommandContext()> context)
        : writer_(writer), parse_(std::move(parse)), context_(std::move(context)) {}

    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override;
    void handle(Request request, Respond respond) override;

private:
    [[nodiscard]] CommandResult answer_to(const std::vector<std::string>& arguments);

    Writer& writer_;
    Parse parse_;
    std::function<CommandContext()> context_;
    std::mutex mutex_;
    std::vector<std::future<void>> running_;
};

// Asks a running server over its socket. Nothing when nobody answers there.
[[nodiscard]] std::optional<CommandResult> ask_running_server(const std::string& socket_path,
                                                              const Command& command);

}  // namespace funnel::server
