#include "store/outbox.hpp"

#include <algorithm>

#include "store/database/database.hpp"

namespace funnel::server {

namespace {

OutboxRow row_from(const Row& row) {
    return {row.integer(0), row.integer(1), row.text(2),    row.text(3),    row.text(4),
            row.integer(5), row.integer(6), row.integer(7), row.integer(8), {}};
}

constexpr std::string_view name_of(AttemptResult::Outcome outcome) {
    switch (outcome) {
        case AttemptResult::Outcome::delivered:
            return "delivered";
        case AttemptResult::Outcome::retry:
            return "retry";
        case AttemptResult::Outcome::refused:
            return "refused";
    }
    return "retry";
}

}  // namespace

std::int64_t delay_after(std::int64_t attempts, double random, std::optional<std::int64_t> retry_after_ms) {
    constexpr std::int64_t kFirst = 5'000;
    constexpr std::int64_t kMost = 3'600'000;
    constexpr std::int64_t kMostAsked = 6 * kMost;
    const auto doubled = kFirst << std::clamp<std::int64_t>(attempts - 1, 0, 10);
    const auto full = std::min(kMost, doubled);
    const auto own = full - static_cast<std::int64_t>(static_cast<double>(full) / 2 * random);
    return retry_after_ms ? std::max(own, std::min(*retry_after_ms, kMostAsked)) : own;
}

std::vector<OutboxRow> Outbox::rows(OutboxFilter filter) {
    std::vector<OutboxRow> rows;
    const std::string_view sql = filter == OutboxFilter::all
                                     ? "SELECT id, lead_id, target, delivery_id, state, created_ms, "
                                       "attempts, next_ms, delay_ms FROM outbox ORDER BY id DESC LIMIT 1000"
                                     : "SELECT id, lead_id, target, delivery_id, state, created_ms, "
                                       "attempts, next_ms, delay_ms FROM outbox WHERE state IN "
                                       "('pending', 'dead') ORDER BY id LIMIT 1000";
    for (const Row& row : db_.query(sql)) {
        rows.push_back(row_from(row));
        const auto last = db_.query(
            "SELECT detail FROM attempts WHERE outbox_id = $1 ORDER BY id DESC LIMIT 1", {rows.back().id});
        if (!last.empty()) rows.back().last_detail = last.front().text(0);
    }
    return rows;
}

std::vector<OutboxRow> Outbox::claim(const Claim& claim) {
    // Rows another replica holds are skipped, not waited for. SQLite has one writer, which is us.
    const std::string_view sql =
        db_.dialect() == Dialect::postgres
            ? "SELECT id, lead_id, target, delivery_id, state, created_ms, attempts, next_ms, delay_ms FROM "
              "outbox WHERE state = 'pending' AND "
              "target = $1 AND lease_until_ms < $2 ORDER BY next_ms, id LIMIT 200 FOR UPDATE SKIP LOCKED"
            : "SELECT id, lead_id, target, delivery_id, state, created_ms, attempts, next_ms, delay_ms FROM "
              "outbox WHERE state = 'pending' AND "
              "target = $1 AND lease_until_ms < $2 ORDER BY next_ms, id LIMIT 200";
    std::vector<OutboxRow> claimed;
    for (const Row& row : db_.query(sql, {claim.target, claim.now_ms})) {
        OutboxRow next = row_from(row);
        if (static_cast<std::int64_t>(claimed.size()) >= claim.limit) break;
        if (!claim.is_due(next)) continue;
        db_.query("UPDATE outbox SET lease_until_ms = $1, lease_owner = $2 WHERE id = $3",
                  {claim.now_ms + claim.lease_ms, claim.owner, next.id});
        claimed.push_back(std::move(next));
    }
    return claimed;
}

void Outbox::finish(const Finished& finished) {
    using Outcome = AttemptResult::Outcome;
    const OutboxRow& row = finished.row;
    const AttemptResult& result = finished.result;
    db_.query(
        "INSERT INTO attempts (outbox_id, at_ms, outcome, status, detail, took_ms) VALUES ($1, $2, $3, $4, "
        "$5, $6)",
        {row.id, finished.now_ms, std::string(name_of(result.outcome)), result.status,
         result.detail.substr(0, 300), result.took_ms});
    if (result.outcome == Outcome::retry) {
        const bool late = finished.now_ms - row.created_ms >= kGiveUpAfterMs;
        if (!late) {
            db_.query(
                "UPDATE outbox SET attempts = attempts + 1, next_ms = $1, delay_ms = $2, lease_until_ms = 0, "
                "lease_owner = '' "
                "WHERE id = $3 AND state = 'pending'",
                {finished.now_ms + finished.delay_ms, finished.delay_ms, row.id});
            return;
        }
    }
    db_.query(
        "UPDATE outbox SET state = $1, attempts = attempts + 1, done_ms = $2, lease_until_ms = 0, "
        "lease_owner = '' "
        "WHERE id = $3 AND state = 'pending'",
        {std::string(result.outcome == Outcome::delivered ? "delivered" : "dead"), finished.now_ms, row.id});
}

bool Outbox::retry(std::int64_t id, std::int64_t now_ms) {
    db_.query(
        "UPDATE outbox SET state = 'pending', created_ms = $1, next_ms = $2, delay_ms = 0, lease_until_ms = "
        "0, lease_owner = '', "
        "done_ms = 0 WHERE id = $3 AND state IN ('dead', 'pending')",
        {now_ms, now_ms, id});
    return db_.changed() > 0;
}

std::int64_t Outbox::retry_dead(std::string_view target, std::int64_t now_ms) {
    db_.query(
        "UPDATE outbox SET state = 'pending', created_ms = $1, next_ms = $2, delay_ms = 0, lease_until_ms = "
        "0, lease_owner = '', done_ms = 0 WHERE state = 'dead' AND ($3 = '' OR target = $4)",
        {now_ms, now_ms, std::string(target), std::string(target)});
    return db_.changed();
}

void Outbox::forget_leases() {
    db_.query("UPDATE outbox SET lease_until_ms = 0, lease_owner = '' WHERE lease_until_ms > 0");
}

OutboxGauge Outbox::gauge(std::int64_t now_ms) {
    OutboxGauge gauge;
    const auto pending =
        db_.query("SELECT count(*), coalesce(min(created_ms), 0) FROM outbox WHERE state = 'pending'");
    gauge.pending = pending.front().integer(0);
    if (gauge.pending > 0)
        gauge.oldest_pending_seconds = std::max<std::int64_t>(0, now_ms - pending.front().integer(1)) / 1000;
    gauge.dead = db_.query("SELECT count(*) FROM outbox WHERE state = 'dead'").front().integer(0);
    return gauge;
}

}  // namespace funnel::server
