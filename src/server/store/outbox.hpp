// Deliveries that are owed: one row per lead and target, written in the lead's own transaction, kept until
// delivered or given up.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

class Database;

struct OutboxRow {
    std::int64_t id = 0;
    std::int64_t lead_id = 0;
    std::string target;
    std::string delivery_id;  // the same at every attempt: a receiver knows a repetition by it
    std::string state;        // pending, delivered, dead, cancelled
    std::int64_t created_ms = 0;
    std::int64_t attempts = 0;
    std::int64_t next_ms =
        0;  // wall clock, for a restart; a running server counts `delay_ms` on its monotonic clock
    std::int64_t delay_ms = 0;
    std::string last_detail;  // of the last attempt; never personal
};

enum class OutboxFilter { open, all };  // open: pending and dead

// How an attempt ended.
struct AttemptResult {
    enum class Outcome { delivered, retry, refused };
    Outcome outcome = Outcome::retry;
    std::int64_t status = 0;  // of HTTP or SMTP, 0 when there was none
    std::string detail;       // in a few words for the operator; never personal
    std::int64_t took_ms = 0;
    std::optional<std::int64_t> retry_after_ms;  // what the receiver asked for
};

// Wait before the next attempt: 5 s · 2ⁿ after n+1 attempts, at most an hour, and a random half of it less; a
// receiver's Retry-After counts when it is longer (at most 6 h). `random` in [0, 1).
[[nodiscard]] std::int64_t delay_after(std::int64_t attempts, double random,
                                       std::optional<std::int64_t> retry_after_ms);

inline constexpr std::int64_t kGiveUpAfterMs = 72LL * 3600 * 1000;

// State of the outbox at one moment.
struct OutboxGauge {
    std::int64_t pending = 0;
    std::int64_t dead = 0;
    std::int64_t oldest_pending_seconds = 0;
};

class Outbox {
public:
    explicit Outbox(Database& database) : db_(database) {}

    [[nodiscard]] std::vector<OutboxRow> rows(OutboxFilter filter);
    // Pending rows of a target nobody else works on, and takes a lease on them: several replicas never get
    // the same row (FOR UPDATE SKIP LOCKED), and a lease that has run out is free again. Inside the caller's
    // transaction.
    struct Claim {
        std::string target;
        std::string owner;  // this process
        std::int64_t now_ms = 0;
        std::int64_t lease_ms = 0;
        std::int64_t limit = 0;
        std::function<bool(const OutboxRow&)> is_due;  // by the monotonic clock of this process
    };
    [[nodiscard]] std::vector<OutboxRow> claim(const Claim& claim);
    // Records the attempt; the row becomes delivered, dead, or waits `delay_ms`. Inside the caller's
    // transaction.
    struct Finished {
        OutboxRow row;
        AttemptResult result;
        std::int64_t now_ms = 0;
        std::int64_t delay_ms = 0;
    };
    void finish(const Finished& finished);
    // A dead or waiting row becomes due now, with its count of attempts kept. False when there is none.
    [[nodiscard]] bool retry(std::int64_t id, std::int64_t now_ms);
    // The same for every dead row, of one target or ("") of all: how many there are.
    [[nodiscard]] std::int64_t retry_dead(std::string_view target, std::int64_t now_ms);
    // Frees every lease: for the start of a process that is the only one (SQLite).
    void forget_leases();
    [[nodiscard]] OutboxGauge gauge(std::int64_t now_ms);

private:
    Database& db_;
};

}  // namespace funnel::server
