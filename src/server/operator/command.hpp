// What an operator may ask of the store, as values: every option has its type, every default stands here.
// Made from words by command_line.hpp, run by commands.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lead/stored_lead.hpp"
#include "store/inbox/operators.hpp"
#include "store/inbox/work.hpp"

namespace funnel::server {

// leads list: a page of requests, newest first.
struct ListLeads {
    LeadQuery query;           // its phone and email as typed; order and moments are filled in when it runs
    std::string since;         // day of the firm's zone, "2026-11-23"; "": any
    std::string until;         // the day itself is in
    std::int64_t limit = 100;  // 1..1 000 000 000
};
// leads release: a held request is one of a person.
struct ReleaseLeads {
    std::vector<std::int64_t> ids;
};
struct ShowLead {
    std::int64_t id = 0;
};
enum class ExportFormat {
    csv,
    jsonl,
    deals,   // the firm's own requests as a CRM exports deals: for /crm/ and `funnel deals`
    record,  // who of the firm saw and changed what (operator/inbox/work_record.hpp)
};
struct ExportLeads {
    ExportFormat format = ExportFormat::csv;
};

// How sure the operator is of a command that destroys. Without a word of his it only says what it needs.
struct Assent {
    bool dry_run = false;                   // say what would happen, change nothing
    bool yes = false;                       // do it
    std::optional<std::int64_t> confirmed;  // do it, if exactly so many requests are concerned
};

// erase: one person's requests, by number or by contact; exactly one of the three is filled in.
struct Erase {
    std::vector<std::int64_t> ids;
    std::string phone;  // as typed
    std::string email;  // as typed
    Assent assent;
};
// purge: what is withdrawn or older than the retention period.
struct Purge {
    std::optional<std::int64_t> retention_days;  // of the configuration named beside the command
    Assent assent;
};

// outbox list: a page of deliveries, newest first.
struct ListOutbox {
    bool all = false;         // also what is delivered or cancelled
    std::string target;       // "": of all
    std::int64_t before = 0;  // only ids below it; 0: all
    std::int64_t limit = 100;
};
// outbox retry: some deliveries, or every dead one (of one target).
struct RetryOutbox {
    std::vector<std::int64_t> ids;
    bool dead = false;
    std::string target;  // "": of all
};
struct Check {
    bool head = false;  // also the end of the chain
};
struct Backup {
    std::string file;
};
struct ListDocuments {};
struct Migrate {
    bool create = false;  // make the store when there is none
};

// operators add: a new operator of the inbox, or a new link for one; prints the one-time link.
struct AddOperator {
    std::string name;
    Role role = Role::worker;
};
struct ListOperators {};
// operators revoke: nobody enters by this name any more.
struct RevokeOperator {
    std::string name;
};
struct ListSessions {};
// operators logout: one session by its number, or all of an operator's.
struct EndSessions {
    std::vector<std::int64_t> ids;
    std::string name;  // "": by ids
};

// site-funnel: the site's own funnel over days of the firm's zone.
struct ShowSiteFunnel {
    std::string from;  // "": thirty days before the last
    std::string to;    // the day itself is in; "": today
    bool json = false;
};

// Written into the record of processing before who asked has what he asked for. No words of people: the
// program says it to itself.
struct NoteLook {
    std::optional<Look> look;  // nothing: at one request
    std::int64_t lead_id = 0;
};

using Command = std::variant<ListLeads, ShowLead, ExportLeads, ReleaseLeads, Erase, Purge, ListOutbox,
                             RetryOutbox, Check, Backup, ListDocuments, Migrate, AddOperator, ListOperators,
                             RevokeOperator, ListSessions, EndSessions, ShowSiteFunnel, NoteLook>;

// What of people's data a command shows; nothing when it shows none.
[[nodiscard]] std::optional<NoteLook> look_of(const Command& command);

// Its assent, when the command destroys something; null for every other.
[[nodiscard]] Assent* assent_of(Command& command);

// Whether it only reads: then it needs no running server, whatever the size of the store.
[[nodiscard]] bool only_reads(const Command& command);

// The words that are read as this command again: how it travels to a running server.
[[nodiscard]] std::vector<std::string> words_of(const Command& command);

}  // namespace funnel::server
