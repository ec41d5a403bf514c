// What is kept of a request: the texts consent was given to, where it came from, its state, its erasure.
// Plain values; the store fills them, everybody else reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lead/lead.hpp"

namespace funnel::server {

// A consent text as it was published: kept once, pointed to by every consent given to it.
struct ConsentText {
    Document document = Document::processing;
    std::string version;  // "2026-11-23"
    std::string sha256;   // of body, 64 hex digits
    std::string title;
    std::string url;   // page that shows it
    std::string body;  // the very text
};

// What is known of a submission besides what was typed.
struct Provenance {
    std::int64_t at_ms = 0;
    std::string ip;
    std::string user_agent;  // ≤ 400 bytes
};

struct NewLead {
    Lead lead;
    Provenance provenance;
    std::vector<std::string> targets;  // names of delivery targets, one outbox row each
};

struct Inserted {
    enum class Verdict { created, same, conflict };
    Verdict verdict = Verdict::created;
    std::int64_t id = 0;
    std::string token;  // of the receipt; the store keeps its hash only
};

struct StoredConsent {
    Document document = Document::processing;
    std::string version;
    std::string sha256;
    bool given = false;
    std::int64_t given_ms = 0;
    std::int64_t withdrawn_ms = 0;  // 0: not withdrawn
    std::string ip;
    std::string user_agent;
    std::string page;
    std::string title;  // of the document
    std::string url;
};

struct StoredLead {
    std::int64_t id = 0;
    std::int64_t created_ms = 0;
    std::string form, name, phone, email;
    std::string phone_extension, phone_note;  // lead.hpp
    std::int64_t managers_count = 0;          // 0: not said
    std::string monthly_turnover, owner, scenario, report, answers, plan, page, referrer;
    Utm utm;
    std::int64_t erase_after_ms = 0;  // 0: not asked
    std::int64_t erased_ms = 0;       // 0: not erased
    std::int64_t held_ms = 0;         // when it was held for a person to look at, 0: it is not
    std::vector<StoredConsent> consents;
};

// Which requests are wanted, by what is known of all of them. What is empty or 0 does not count.
enum class LeadState {
    taken,      // every one but those that are held
    held,       // a robot seems to have sent it: waits for a person's look
    withdrawn,  // its erasure is scheduled
    erased,
    any,
};
[[nodiscard]] std::string_view name_of(LeadState state);  // "taken"
[[nodiscard]] std::optional<LeadState> lead_state_from(std::string_view name);
struct LeadQuery {
    enum class Order { oldest_first, newest_first };
    Order order = Order::oldest_first;
    LeadState state = LeadState::taken;
    std::int64_t after = 0;   // only ids above it
    std::int64_t before = 0;  // only ids below it
    std::string form;
    std::string phone;          // E.164
    std::string email;          // whatever its case
    std::int64_t since_ms = 0;  // taken then or later
    std::int64_t until_ms = 0;  // taken before
};
// "+79161234567 доб. 12 (+79031234567)": the phone with all that was typed beside it; "" without one.
[[nodiscard]] std::string phone_text(const StoredLead& lead);

// "000123": the number a person is told.
[[nodiscard]] std::string number_of(std::int64_t lead_id);

// A request as an operator and programs outside see it: JSON with its consents, nothing left out. What an
// export, the operator's listener and a webhook give.
[[nodiscard]] std::string lead_json(const StoredLead& lead);

enum class Withdrawn { done, already, not_given, unknown_token };

// Why a request is erased, and what of it outlives that for a while.
struct Erasing {
    std::string_view reason;  // "withdrawn", "request", "retention", "held"
    std::int64_t at_ms = 0;
    std::int64_t copies_until_ms =
        0;                         // when the last backup that has it is gone; 0: the operator has not said
    std::int64_t operator_id = 0;  // who erased it in the inbox; 0: the server or its command line
};

struct Erasure {
    std::int64_t lead_id = 0;
    std::int64_t at_ms = 0;
    std::string reason;             // as in Erasing
    std::int64_t forgotten_ms = 0;  // when the bytes had left the store's files, 0: not yet
    std::string act;                // JSON: what was erased, when, why, by which means
    std::string extract;            // JSON: the lead's consent events
};

}  // namespace funnel::server
