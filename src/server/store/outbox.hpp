// Deliveries that are owed: one row per lead, target and event, written in the transaction of what they tell,
// kept until delivered or given up.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

class Database;

// What a delivery tells. All but the first carry nothing personal.
enum class OutboxEvent { created, advertising_withdrawn, processing_withdrawn, erased };
[[nodiscard]] std::string_view name_of(OutboxEvent event);  // "created", as the row has it

struct OutboxRow {
    std::int64_t id = 0;
    std::int64_t lead_id = 0;
    std::string target;
    OutboxEvent event = OutboxEvent::created;
    std::string delivery_id;  // the same at every attempt: a receiver knows a repetition by it
    std::string state;        // pending, delivered, dead, cancelled
    std::int64_t created_ms = 0;
    std::int64_t attempts = 0;
    std::int64_t next_ms =
        0;  // wall clock, for a restart; a running server counts `delay_ms` on its monotonic clock
    std::int64_t delay_ms = 0;
    std::string progress;  // of a delivery of several requests: what its earlier ones found, "" at the first
    std::string last_detail;  // of the last attempt; never personal
};

// The delivery that brought a lead to a target, for the events that follow it.
struct Origin {
    std::string delivery_id;
    std::string receipt;  // what the receiver called the lead; "" when it did not say
};

// Which deliveries, newest first.
struct OutboxQuery {
    bool all = false;         // also what is delivered or cancelled, not only pending and dead
    std::string target;       // "": of all
    std::int64_t before = 0;  // only ids below it; 0: all
};

// How an attempt ended.
struct AttemptResult {
    enum class Outcome {
        delivered,
        retry,
        refused,    // the receiver will never take it
        step_done,  // another request of the same delivery follows
        unwanted,   // the operator does not want it sent
    };
    Outcome outcome = Outcome::retry;
    std::int64_t status = 0;  // of HTTP or SMTP, 0 when there was none
    std::string detail;       // in a few words for the operator; never personal
    std::int64_t took_ms = 0;
    std::optional<std::int64_t> retry_after_ms;  // what the receiver asked for
    std::string progress;                        // of step_done: what the next request needs
    std::string receipt;                         // of delivered: what the receiver calls the lead
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

    [[nodiscard]] std::vector<OutboxRow> rows(const OutboxQuery& query, std::int64_t limit);
    [[nodiscard]] std::int64_t count(const OutboxQuery& query);
    // All of one lead, oldest first, and the attempts of one delivery, newest first (at most 20).
    [[nodiscard]] std::vector<OutboxRow> rows_of(std::int64_t lead_id);
    struct Attempt {
        std::int64_t at_ms = 0;
        std::string outcome;  // delivered, retry, refused
        std::int64_t status = 0;
        std::string detail;
    };
    [[nodiscard]] std::vector<Attempt> attempts_of(std::int64_t outbox_id);
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
    // A row as it is now, marked as being sent; nothing, and the row cancelled, when the person has withdrawn
    // or is erased meanwhile, or when the lease is another's. The last look before anything leaves this
    // machine. Inside the caller's transaction.
    struct Start {
        std::int64_t id = 0;
        std::string owner;
        std::int64_t now_ms = 0;
    };
    struct Sending {
        OutboxRow row;
        Origin origin;
    };
    [[nodiscard]] std::optional<Sending> start(const Start& start);
    // Records the attempt; the row becomes delivered, dead, or waits `delay_ms`; after step_done it stays
    // leased. Whoever withdrew or was erased while the send was under way is not sent again, and the receiver
    // is told. Inside the caller's transaction.
    struct Finished {
        OutboxRow row;
        AttemptResult result;
        std::int64_t now_ms = 0;
        std::int64_t delay_ms = 0;
    };
    void finish(const Finished& finished);

    // Ends what has not been sent of a lead. A send that is under way goes on: `finish` sees to it.
    void cancel(std::int64_t lead_id, std::int64_t now_ms);
    // True while a lead's data may be on its way to a receiver.
    [[nodiscard]] bool is_being_sent(std::int64_t lead_id, std::int64_t now_ms);
    // Owes the event to every target that has, or may have, the lead's data.
    void tell(std::int64_t lead_id, OutboxEvent event, std::int64_t now_ms);
    // Where a lead's data went, or may have gone.
    struct Sent {
        std::string target;
        bool certain = false;  // the receiver has acknowledged it
        std::int64_t at_ms = 0;
    };
    [[nodiscard]] std::vector<Sent> sent(std::int64_t lead_id);
    // A dead or waiting row becomes due now, with its count of attempts kept. False when there is none.
    [[nodiscard]] bool retry(std::int64_t id, std::int64_t now_ms);
    // The same for every dead row, of one target or ("") of all: how many there are.
    [[nodiscard]] std::int64_t retry_dead(std::string_view target, std::int64_t now_ms);
    // Frees every lease: for the start of a process that is the only one (SQLite).
    void forget_leases();
    [[nodiscard]] OutboxGauge gauge(std::int64_t now_ms);

private:
    // What the person has said since, for a row that was begun before it; `created` when nothing.
    [[nodiscard]] OutboxEvent last_word(std::int64_t lead_id);

    Database& db_;
};

}  // namespace funnel::server
