// Who may enter the inbox: operators with a role, the one-time links they come in by, and their sessions.
// Tokens are random, given out once, kept as hashes. What changes something runs in a transaction of the
// caller; all throw StoreError.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "system/times.hpp"

namespace funnel::server {

class Database;

// What an operator may do; each may all of the one before.
enum class Role {
    reader,  // look
    worker,  // change status, next step, responsible, note; retry a delivery
    admin,   // erase; let operators in and out
};
[[nodiscard]] std::string_view name_of(Role role);  // "reader"
[[nodiscard]] std::optional<Role> role_from(std::string_view name);

struct InboxUser {
    std::int64_t id = 0;
    std::string name;  // 1–60 characters, of one line
    Role role = Role::reader;
    std::int64_t created_ms = 0;
    std::int64_t revoked_ms = 0;  // 0: not revoked
    std::int64_t sessions = 0;    // open ones
};

struct OperatorSession {
    std::int64_t id = 0;
    std::int64_t operator_id = 0;
    std::string operator_name;
    std::string browser;  // as it called itself, shortened
    std::int64_t created_ms = 0;
    std::int64_t seen_ms = 0;
};

// Who is asking: an open session and its operator.
struct Visit {
    std::int64_t session_id = 0;
    std::int64_t seen_ms = 0;
    InboxUser who;
};

inline constexpr std::int64_t kLinkLivesMs = kDayMs;
inline constexpr std::int64_t kSessionIdleMs = 12 * kHourMs;
inline constexpr std::size_t kMostOperators = 500;

class Operators {
public:
    explicit Operators(Database& database) : db_(database) {}

    struct Link {
        std::int64_t operator_id = 0;
        std::string token;  // 256 bits, base64url
    };
    // A new operator, or a new link (and the role) for one of that name; one who was revoked is let in again.
    // Nothing when there are too many already.
    [[nodiscard]] std::optional<Link> add(std::string_view name, Role role, std::int64_t now_ms);
    // A link for who is there already, in the same role.
    [[nodiscard]] std::optional<Link> link_for(std::int64_t operator_id, std::int64_t now_ms);
    // Ends his sessions and links. False when there is no such operator, or he is revoked already.
    bool revoke(std::string_view name, std::int64_t now_ms);

    // Whether a link would open a session now. Takes nothing.
    [[nodiscard]] bool opens(const Link& link, std::int64_t now_ms);
    // The session a link opens, once; nothing for a wrong, used or old one. Its token is always a new one.
    [[nodiscard]] std::optional<std::string> enter(const Link& link, std::string_view browser,
                                                   std::int64_t now_ms);
    // The open session of this token, not idle for longer than kSessionIdleMs.
    [[nodiscard]] std::optional<Visit> visit(std::string_view token, std::int64_t now_ms);
    void note_seen(std::int64_t session_id, std::int64_t now_ms);
    // False when it is not open.
    bool end_session(std::int64_t session_id, std::int64_t now_ms);
    // How many were open.
    std::int64_t end_sessions_of(std::int64_t operator_id, std::int64_t now_ms);

    [[nodiscard]] std::vector<InboxUser> all(std::int64_t now_ms);
    [[nodiscard]] std::optional<InboxUser> by_name(std::string_view name);
    [[nodiscard]] std::vector<OperatorSession> sessions(std::int64_t now_ms);
    // Whether anybody can enter at all: without operators nobody waits for an answer in the inbox.
    [[nodiscard]] bool any();
    // Links and sessions that opened nothing for 30 days.
    void forget_old(std::int64_t now_ms);

private:
    Database& db_;
};

// A name people can tell apart: of one line, without controls, 1–60 characters.
[[nodiscard]] bool is_operator_name(std::string_view name);

}  // namespace funnel::server
