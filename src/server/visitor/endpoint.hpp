// The public face: takes requests, shows and ends consents, answers for its health, and serves the site.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/answers.hpp"
#include "http/listener/server.hpp"
#include "http/rate_limit.hpp"
#include "lead/lead_form.hpp"
#include "lead/legal.hpp"
#include "site/kit.hpp"
#include "site/pages.hpp"
#include "site/site.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"
#include "system/times.hpp"
#include "visitor/steps.hpp"

namespace funnel::server {

struct EndpointOptions {
    // "https://example.ru": whose pages may post and, on another origin than ours, read what is answered.
    // Empty: only the host the request was sent to.
    std::vector<std::string> origins;
    std::vector<std::string> targets;  // names of delivery targets
    std::int64_t erase_delay_ms =
        kDayMs;              // from the withdrawal of processing to erasure: the firm promises 24 hours
    Rate leads_per_address;  // visitors without an address of their own (loopback, local socket) are not
                             // counted:
    Rate receipts_per_address{
        60, 60};  // limiting them would limit everyone behind an unconfigured proxy together
    // Reports of steps: a long day of a dozen people behind one address, not what somebody makes up.
    Rate steps_per_address{40, 0.1};
    std::string country = std::string(kDefaultCountry);  // whose phones need no "+"
    TimeZone zone = moscow_time();                       // of the times people read
    std::function<std::int64_t()> now_ms;                // wall clock
};

class Endpoint final : public HttpHandler {
public:
    static constexpr std::size_t kMaxLeadBytes = std::size_t{64} << 10;
    static constexpr std::size_t kMaxWithdrawBytes = 1024;
    static constexpr std::size_t kMaxStepsBytes = 256;

    struct Parts {
        const Site& site;
        const Pages& pages;
        const Kit& kit;
        const Legal& legal;
        Writer& writer;
        Reader& reader;
        Log& log;
    };
    Endpoint(Parts parts, EndpointOptions options);

    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override;
    void handle(Request request, Respond respond) override;

    // Steps of the site that were reported since the start.
    [[nodiscard]] StepCounts steps_counted() const { return steps_.counted(); }

    // Called after every stored lead, on the writer's thread (the outbox wakes up).
    std::function<void()> on_stored;

private:
    struct Withdrawal;
    enum class Verb { get, post };
    struct Route {
        std::string_view pattern;  // also its name in log and metrics
        Verb verb;
        std::size_t max_body;
        RateLimit Endpoint::*limit;  // null: not counted
        void (Endpoint::*handle)(Request&&, Respond&&);
    };
    [[nodiscard]] static const Route& route_of(std::string_view path);

    [[nodiscard]] std::string_view named_origin(const Request& request) const;
    [[nodiscard]] bool is_own_page(const Request& request) const;
    [[nodiscard]] Response readable(const Request& request, Response response) const;
    [[nodiscard]] Response preflight(const Request& head) const;
    [[nodiscard]] std::variant<Admitted, Response> admit_method(const Request& head);
    [[nodiscard]] Response refusal(const Request& request, ErrorCode code, std::string_view route) const;
    [[nodiscard]] FormSender sender_of(const Request& request) const;
    void take_lead(Request&& request, Respond&& respond);
    void store_lead(Request request, Lead lead, Respond respond);
    [[nodiscard]] Response lead_refused(const Request& request, ErrorCode code,
                                        const std::vector<Issue>& issues) const;
    [[nodiscard]] Response lead_taken(const Request& request, const Inserted& inserted, Form form) const;
    [[nodiscard]] bool settle_consents(Lead& lead) const;
    void show_receipt(Request&& request, Respond&& respond);
    void withdraw(Request&& request, Respond&& respond);
    void count_steps(Request&& request, Respond&& respond);
    void show_documents(Request&& request, Respond&& respond);
    void show_thanks(Request&& request, Respond&& respond);
    void show_kit_file(Request&& request, Respond&& respond);
    void show_page(Request&& request, Respond&& respond);
    void answer_alive(Request&& request, Respond&& respond);
    void answer_ready(Request&& request, Respond&& respond);
    void answer_nothing(Request&& request, Respond&& respond);

    Parts parts_;
    EndpointOptions options_;
    RateLimit lead_limit_;
    RateLimit receipt_limit_;
    StepCounter steps_;
};

}  // namespace funnel::server
