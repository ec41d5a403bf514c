#include "store/inbox/operators.hpp"

#include "store/database/database.hpp"
#include "system/digest.hpp"
#include "system/names.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kMostName = 60;
constexpr std::size_t kMostBrowser = 200;
constexpr std::int64_t kForgottenMs = 30 * kDayMs;

constexpr Names<Role, 3> kRoles{{{Role::reader, "reader"}, {Role::worker, "worker"}, {Role::admin, "admin"}}};

// What was written by a clock that was further ahead than that is not believed: it would be good for years.
constexpr std::int64_t kMostAheadMs = kHourMs;

// First columns: id, name, role, created_ms, revoked_ms.
InboxUser user_from(const Row& row) {
    return {row.integer(0), row.text(1),    role_from(row.text(2)).value_or(Role::reader),
            row.integer(3), row.integer(4), 0};
}

}  // namespace

std::string_view name_of(Role role) {
    return name_in(kRoles, role);
}

std::optional<Role> role_from(std::string_view name) {
    return value_in(kRoles, name);
}

bool is_operator_name(std::string_view name) {
    return is_utf8(name) && !has_control(name) && trimmed(name) == name && !name.empty() &&
           length_in_characters(name) <= kMostName;
}

std::optional<Operators::Link> Operators::add(std::string_view name, Role role, std::int64_t now_ms) {
    const auto known = by_name(name);
    if (!known) {
        if (db_.query("SELECT count(*) FROM operators").front().integer(0) >=
            static_cast<std::int64_t>(kMostOperators))
            return std::nullopt;
        const auto rows =
            db_.query("INSERT INTO operators (name, role, created_ms) VALUES ($1, $2, $3) RETURNING id",
                      {std::string(name), std::string(name_of(role)), now_ms});
        return link_for(rows.front().integer(0), now_ms);
    }
    db_.query("UPDATE operators SET role = $1, revoked_ms = 0 WHERE id = $2",
              {std::string(name_of(role)), known->id});
    return link_for(known->id, now_ms);
}

std::optional<Operators::Link> Operators::link_for(std::int64_t operator_id, std::int64_t now_ms) {
    if (db_.query("SELECT 1 FROM operators WHERE id = $1 AND revoked_ms = 0", {operator_id}).empty())
        return std::nullopt;
    Link link{operator_id, base64url(random_bytes(kTokenBytes))};
    // Who has lost a link and asks for another has one that opens.
    db_.query("UPDATE operator_links SET used_ms = $1 WHERE operator_id = $2 AND used_ms = 0",
              {now_ms, operator_id});
    db_.query("INSERT INTO operator_links (operator_id, token_hash, expires_ms) VALUES ($1, $2, $3)",
              {operator_id, sha256_hex(link.token), now_ms + kLinkLivesMs});
    return link;
}

bool Operators::revoke(std::string_view name, std::int64_t now_ms) {
    const auto known = by_name(name);
    if (!known || known->revoked_ms > 0) return false;
    db_.query("UPDATE operators SET revoked_ms = $1 WHERE id = $2", {now_ms, known->id});
    db_.query("UPDATE operator_links SET used_ms = $1 WHERE operator_id = $2 AND used_ms = 0",
              {now_ms, known->id});
    (void)end_sessions_of(known->id, now_ms);
    return true;
}

bool Operators::opens(const Link& link, std::int64_t now_ms) {
    return !db_.query(
                   "SELECT 1 FROM operator_links k JOIN operators o ON o.id = k.operator_id WHERE "
                   "k.token_hash = $1 AND k.operator_id = $2 AND k.used_ms = 0 AND k.expires_ms > $3 AND "
                   "k.expires_ms <= $4 AND o.revoked_ms = 0",
                   {sha256_hex(link.token), link.operator_id, now_ms, now_ms + kLinkLivesMs + kMostAheadMs})
                .empty();
}

std::optional<std::string> Operators::enter(const Link& link, std::string_view browser, std::int64_t now_ms) {
    db_.query(
        "UPDATE operator_links SET used_ms = $1 WHERE token_hash = $2 AND operator_id = $3 AND used_ms = 0 "
        "AND expires_ms > $4 AND expires_ms <= $5 AND EXISTS (SELECT 1 FROM operators o WHERE o.id = "
        "operator_links.operator_id "
        "AND o.revoked_ms = 0)",
        {now_ms, sha256_hex(link.token), link.operator_id, now_ms, now_ms + kLinkLivesMs + kMostAheadMs});
    if (db_.changed() == 0) return std::nullopt;
    std::string token = base64url(random_bytes(kTokenBytes));
    db_.query(
        "INSERT INTO operator_sessions (operator_id, token_hash, browser, created_ms, seen_ms) VALUES ($1, "
        "$2, $3, $4, $5)",
        {link.operator_id, sha256_hex(token), std::string(browser.substr(0, kMostBrowser)), now_ms, now_ms});
    return token;
}

std::optional<Visit> Operators::visit(std::string_view token, std::int64_t now_ms) {
    const auto rows = db_.query(
        "SELECT o.id, o.name, o.role, o.created_ms, o.revoked_ms, s.id, s.seen_ms FROM operator_sessions s "
        "JOIN operators o ON o.id = s.operator_id WHERE s.token_hash = $1 AND s.ended_ms = 0 AND s.seen_ms > "
        "$2 AND s.seen_ms <= $3 AND o.revoked_ms = 0",
        {sha256_hex(token), now_ms - kSessionIdleMs, now_ms + kMostAheadMs});
    if (rows.empty()) return std::nullopt;
    return Visit{rows.front().integer(5), rows.front().integer(6), user_from(rows.front())};
}

void Operators::note_seen(std::int64_t session_id, std::int64_t now_ms) {
    db_.query("UPDATE operator_sessions SET seen_ms = $1 WHERE id = $2 AND ended_ms = 0 AND seen_ms < $1",
              {now_ms, session_id});
}

bool Operators::end_session(std::int64_t session_id, std::int64_t now_ms) {
    db_.query("UPDATE operator_sessions SET ended_ms = $1 WHERE id = $2 AND ended_ms = 0",
              {now_ms, session_id});
    return db_.changed() > 0;
}

std::int64_t Operators::end_sessions_of(std::int64_t operator_id, std::int64_t now_ms) {
    db_.query("UPDATE operator_sessions SET ended_ms = $1 WHERE operator_id = $2 AND ended_ms = 0",
              {now_ms, operator_id});
    return db_.changed();
}

std::vector<InboxUser> Operators::all(std::int64_t now_ms) {
    std::vector<InboxUser> list;
    for (const Row& row :
         db_.query("SELECT id, name, role, created_ms, revoked_ms, (SELECT count(*) FROM operator_sessions s "
                   "WHERE s.operator_id = operators.id AND s.ended_ms = 0 AND s.seen_ms > $1) FROM operators "
                   "ORDER BY id",
                   {now_ms - kSessionIdleMs})) {
        list.push_back(user_from(row));
        list.back().sessions = row.integer(5);
    }
    return list;
}

std::optional<InboxUser> Operators::by_name(std::string_view name) {
    const auto rows = db_.query(
        "SELECT id, name, role, created_ms, revoked_ms FROM operators WHERE name = $1", {std::string(name)});
    if (rows.empty()) return std::nullopt;
    return user_from(rows.front());
}

std::vector<OperatorSession> Operators::sessions(std::int64_t now_ms) {
    std::vector<OperatorSession> list;
    for (const Row& row : db_.query(
             "SELECT s.id, o.id, o.name, s.browser, s.created_ms, s.seen_ms FROM operator_sessions s JOIN "
             "operators o ON o.id = s.operator_id WHERE s.ended_ms = 0 AND s.seen_ms > $1 ORDER BY s.id DESC "
             "LIMIT 500",
             {now_ms - kSessionIdleMs}))
        list.push_back(
            {row.integer(0), row.integer(1), row.text(2), row.text(3), row.integer(4), row.integer(5)});
    return list;
}

bool Operators::any() {
    return !db_.query("SELECT 1 FROM operators WHERE revoked_ms = 0 LIMIT 1").empty();
}

void Operators::forget_old(std::int64_t now_ms) {
    db_.query("DELETE FROM operator_links WHERE expires_ms < $1", {now_ms - kForgottenMs});
    db_.query("DELETE FROM operator_sessions WHERE seen_ms < $1", {now_ms - kForgottenMs});
}

}  // namespace funnel::server
