#include "store/outbox.hpp"

#include <algorithm>
#include <utility>

#include "store/database/database.hpp"
#include "system/digest.hpp"
#include "system/names.hpp"

namespace funnel::server {

namespace {

#define OUTBOX_COLUMNS \
    "id, lead_id, target, event, delivery_id, state, created_ms, attempts, next_ms, delay_ms, progress"

// A lease that would last longer was written by a clock that was wrong: it does not count.
constexpr std::int64_t kLongestLease = 3'600'000;

// A send that may have reached the receiver.
#define MAY_HAVE_GONE "(state = 'delivered' OR attempts > 0 OR sending_ms > 0)"

constexpr Names<OutboxEvent, 4> kEvents{{{OutboxEvent::created, "created"},
                                         {OutboxEvent::advertising_withdrawn, "advertising_withdrawn"},
                                         {OutboxEvent::processing_withdrawn, "processing_withdrawn"},
                                         {OutboxEvent::erased, "erased"}}};

OutboxRow row_from(const Row& row) {
    OutboxRow result;
    result.id = row.integer(0);
    result.lead_id = row.integer(1);
    result.target = row.text(2);
    result.event = value_in(kEvents, row.text(3)).value_or(result.event);
    result.delivery_id = row.text(4);
    result.state = row.text(5);
    result.created_ms = row.integer(6);
    result.attempts = row.integer(7);
    result.next_ms = row.integer(8);
    result.delay_ms = row.integer(9);
    result.progress = row.text(10);
    return result;
}

constexpr std::string_view name_of(AttemptResult::Outcome outcome) {
    switch (outcome) {
        case AttemptResult::Outcome::delivered:
        case AttemptResult::Outcome::step_done:
            return "delivered";
        case AttemptResult::Outcome::retry:
            return "retry";
        case AttemptResult::Outcome::refused:
        case AttemptResult::Outcome::unwanted:
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

std::string_view name_of(OutboxEvent event) {
    return name_in(kEvents, event);
}

#define WANTED                                                                                       \
    " FROM outbox WHERE ($1 = 1 OR state IN ('pending', 'dead')) AND ($2 = '' OR target = $2) AND (" \
    "CAST($3 AS BIGINT) = 0 OR id < $3)"

std::vector<OutboxRow> Outbox::rows(const OutboxQuery& query, std::int64_t limit) {
    std::vector<OutboxRow> rows;
    for (const Row& row : db_.query(
             "SELECT " OUTBOX_COLUMNS
             ", coalesce((SELECT detail FROM attempts WHERE outbox_id = outbox.id ORDER BY id DESC LIMIT "
             "1), '')" WANTED " ORDER BY id DESC LIMIT $4",
             {std::int64_t{query.all ? 1 : 0}, query.target, query.before, limit})) {
        rows.push_back(row_from(row));
        rows.back().last_detail = row.text(11);
    }
    return rows;
}

std::int64_t Outbox::count(const OutboxQuery& query) {
    return db_.query("SELECT count(*)" WANTED, {std::int64_t{query.all ? 1 : 0}, query.target, query.before})
        .front()
        .integer(0);
}

#undef WANTED

std::vector<OutboxRow> Outbox::rows_of(std::int64_t lead_id) {
    std::vector<OutboxRow> rows;
    for (const Row& row : db_.query(
             "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE lead_id = $1 ORDER BY id LIMIT 100", {lead_id}))
        rows.push_back(row_from(row));
    return rows;
}

std::vector<Outbox::Attempt> Outbox::attempts_of(std::int64_t outbox_id) {
    std::vector<Attempt> attempts;
    for (const Row& row :
         db_.query("SELECT at_ms, outcome, status, detail FROM attempts WHERE outbox_id = $1 "
                   "ORDER BY id DESC LIMIT 20",
                   {outbox_id}))
        attempts.push_back({row.integer(0), row.text(1), row.integer(2), row.text(3)});
    return attempts;
}

std::vector<OutboxRow> Outbox::claim(const Claim& claim) {
#define CLAIMABLE                                                                                            \
    "SELECT " OUTBOX_COLUMNS                                                                                 \
    " FROM outbox WHERE state = 'pending' AND target = $1 AND (lease_until_ms < $2 OR lease_until_ms > $3) " \
    "ORDER BY next_ms, id "                                                                                  \
    "LIMIT 200"
    // Rows another replica holds are skipped, not waited for. SQLite has one writer, which is us.
    const std::string_view sql =
        db_.dialect() == Dialect::postgres ? CLAIMABLE " FOR UPDATE SKIP LOCKED" : CLAIMABLE;
#undef CLAIMABLE
    std::vector<OutboxRow> claimed;
    for (const Row& row : db_.query(sql, {claim.target, claim.now_ms, claim.now_ms + kLongestLease})) {
        OutboxRow next = row_from(row);
        if (static_cast<std::int64_t>(claimed.size()) >= claim.limit) break;
        if (!claim.is_due(next)) continue;
        // A send that its process did not live to mark counts as an attempt: the receiver may have it.
        db_.query(
            "UPDATE outbox SET lease_until_ms = $1, lease_owner = $2, attempts = attempts + CASE WHEN "
            "sending_ms > 0 AND attempts = 0 THEN 1 ELSE 0 END, sending_ms = 0 WHERE id = $3",
            {claim.now_ms + claim.lease_ms, claim.owner, next.id});
        claimed.push_back(std::move(next));
    }
    return claimed;
}

OutboxEvent Outbox::last_word(std::int64_t lead_id) {
    const auto rows = db_.query(
        "SELECT l.erased_ms, c.withdrawn_ms FROM leads l LEFT JOIN consents c ON c.lead_id = l.id AND c.kind "
        "= "
        "'processing' WHERE l.id = $1",
        {lead_id});
    if (rows.empty() || rows.front().integer(0) > 0) return OutboxEvent::erased;
    return rows.front().integer(1) > 0 ? OutboxEvent::processing_withdrawn : OutboxEvent::created;
}

std::optional<Outbox::Sending> Outbox::start(const Start& start) {
    const auto rows = db_.query("SELECT " OUTBOX_COLUMNS
                                " FROM outbox WHERE id = $1 AND state = 'pending' AND lease_owner = $2",
                                {start.id, start.owner});
    if (rows.empty()) return std::nullopt;
    Sending sending{row_from(rows.front()), {}};
    if (sending.row.event == OutboxEvent::created) {
        if (last_word(sending.row.lead_id) != OutboxEvent::created) {
            db_.query("UPDATE outbox SET state = 'cancelled', done_ms = $1, lease_until_ms = 0 WHERE id = $2",
                      {start.now_ms, start.id});
            return std::nullopt;
        }
    } else {
        const auto origin = db_.query(
            "SELECT delivery_id, receipt, progress FROM outbox WHERE lead_id = $1 AND target = $2 AND event "
            "= "
            "'created'",
            {sending.row.lead_id, sending.row.target});
        if (!origin.empty())
            sending.origin = {origin.front().text(0), origin.front().text(1), origin.front().text(2)};
    }
    db_.query("UPDATE outbox SET sending_ms = $1 WHERE id = $2", {start.now_ms, start.id});
    return sending;
}

void Outbox::finish(const Finished& finished) {
    using Outcome = AttemptResult::Outcome;
    const OutboxRow& row = finished.row;
    const AttemptResult& result = finished.result;
    if (result.outcome == Outcome::step_done) {
        // Held back (no owner any more): nothing is on its way, and the receiver may have what has gone.
        db_.query(
            "UPDATE outbox SET progress = $1, attempts = attempts + CASE WHEN lease_owner = '' THEN 1 ELSE 0 "
            "END, "
            "sending_ms = CASE WHEN lease_owner = '' THEN 0 ELSE sending_ms END WHERE id = $2 AND state = "
            "'pending'",
            {result.progress, row.id});
        return;
    }
    db_.query(
        "INSERT INTO attempts (outbox_id, at_ms, outcome, status, detail, took_ms) VALUES ($1, $2, $3, $4, "
        "$5, $6)",
        {row.id, finished.now_ms, std::string(name_of(result.outcome)), result.status,
         result.detail.substr(0, 300), result.took_ms});
    const OutboxEvent word =
        row.event == OutboxEvent::created ? last_word(row.lead_id) : OutboxEvent::created;
    const bool waits = result.outcome == Outcome::retry && word == OutboxEvent::created &&
                       finished.now_ms - row.created_ms < kGiveUpAfterMs;
    if (waits) {
        db_.query(
            "UPDATE outbox SET attempts = attempts + 1, next_ms = $1, delay_ms = $2, lease_until_ms = 0, "
            "lease_owner = '' WHERE id = $3 AND state = 'pending'",
            {finished.now_ms + finished.delay_ms, finished.delay_ms, row.id});
        return;
    }
    const bool ended = word != OutboxEvent::created || result.outcome == Outcome::unwanted;
    const std::string state = result.outcome == Outcome::delivered ? "delivered"
                              : ended                              ? "cancelled"
                                                                   : "dead";
    db_.query(
        "UPDATE outbox SET state = $1, attempts = attempts + 1, done_ms = $2, receipt = $3, lease_until_ms = "
        "0, "
        "lease_owner = '' WHERE id = $4 AND state = 'pending'",
        {state, finished.now_ms, result.receipt, row.id});
    if (word != OutboxEvent::created) tell(row.lead_id, word, finished.now_ms);
}

void Outbox::cancel(std::int64_t lead_id, std::int64_t now_ms) {
    db_.query(
        "UPDATE outbox SET state = 'cancelled', done_ms = $1 WHERE lead_id = $2 AND state = 'pending' AND "
        "event = 'created' AND NOT (sending_ms > 0 AND lease_until_ms >= $3 AND lease_until_ms <= $4)",
        {now_ms, lead_id, now_ms, now_ms + kLongestLease});
}

void Outbox::hold_back(std::int64_t lead_id) {
    db_.query(
        "UPDATE outbox SET lease_owner = '' WHERE lead_id = $1 AND state = 'pending' AND event = 'created' "
        "AND "
        "sending_ms > 0",
        {lead_id});
}

bool Outbox::is_being_sent(std::int64_t lead_id, std::int64_t now_ms) {
    return !db_.query(
                   "SELECT 1 FROM outbox WHERE lead_id = $1 AND state = 'pending' AND event = 'created' AND "
                   "sending_ms > 0 AND lease_until_ms >= $2 AND lease_until_ms <= $3",
                   {lead_id, now_ms, now_ms + kLongestLease})
                .empty();
}

void Outbox::tell(std::int64_t lead_id, OutboxEvent event, std::int64_t now_ms) {
    for (const Row& row : db_.query(
             "SELECT o.target FROM outbox o WHERE o.lead_id = $1 AND o.event = 'created' AND " MAY_HAVE_GONE
             " AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lead_id = o.lead_id AND "
             "e.target = o.target AND e.event = $2) ORDER BY o.id",
             {lead_id, std::string(name_of(event))}))
        db_.query(
            "INSERT INTO outbox (lead_id, target, event, delivery_id, state, created_ms, next_ms) VALUES "
            "($1, "
            "$2, $3, $4, 'pending', $5, $6)",
            {lead_id, row.text(0), std::string(name_of(event)), "msg_" + hex(random_bytes(16)), now_ms,
             now_ms});
}

std::vector<Outbox::Sent> Outbox::sent(std::int64_t lead_id) {
    std::vector<Sent> sent;
    for (const Row& row :
         db_.query("SELECT target, state, sending_ms, (SELECT coalesce(max(a.at_ms), 0) FROM attempts a "
                   "WHERE a.outbox_id = outbox.id) FROM outbox WHERE lead_id = $1 AND event = "
                   "'created' AND " MAY_HAVE_GONE " ORDER BY id",
                   {lead_id})) {
        sent.push_back({row.text(0), row.text(1) == "delivered", std::max(row.integer(2), row.integer(3))});
    }
    return sent;
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
