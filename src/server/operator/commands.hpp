// Runs what an operator asks of the store where the writing connection is: in the server when it runs, else
// in the command's own process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lead/phone.hpp"
#include "operator/command.hpp"
#include "store/database/location.hpp"
#include "store/store.hpp"
#include "system/times.hpp"

namespace funnel::server {

struct CommandResult {
    int exit_code = 0;  // 0 done, 1 not done or faults found, 64 the words are wrong or assent is missing
    std::string out;    // for stdout
    std::string error;  // for stderr
    std::int64_t affected = 0;  // requests that are, or with --dry-run would be, erased
};

// How many requests may be erased at once without asking: whichever of the two is more.
struct PurgeLimit {
    double percent = 2;  // of all that are kept
    std::int64_t requests = 20;
};

struct CommandContext {
    std::int64_t now_ms = 0;
    std::int64_t retention_ms = 0;          // leads older than this are purged
    StoreLocation store = {};               // what `backup` copies
    std::vector<std::string> targets = {};  // to which a released request is owed
    std::int64_t copies_ms = 0;             // how long backups are kept; 0: not said
    TimeZone zone = moscow_time();          // of the times people read
    // Where a long answer goes piece by piece, so that it never has to fit into memory; without it the whole
    // answer is in `out`.
    std::function<void(std::string_view)> print = {};
    std::string country = std::string(kDefaultCountry);  // whose phones need no "+"
    std::string inbox_url = {};  // "https://example.ru/inbox"; "": not known, links begin with /inbox

    // When the last backup that holds what is erased now is gone; 0: not known.
    [[nodiscard]] std::int64_t copies_until_ms() const { return copies_ms > 0 ? now_ms + copies_ms : 0; }
};

// Runs `work` with the store to itself, outside transactions, and returns when it is done: on the writer's
// thread in a server, at once in a command's own process. Whoever posts waits meanwhile, so what is long is
// done in many short works.
using Alone = std::function<void(const std::function<void(Store&)>& work)>;
// For a process that has the store to itself.
[[nodiscard]] Alone at_once(Store& store);

// A command that destroys does so only with assent, else it ends with 64 and changes nothing. Sleeps while
// somebody's data is on its way to a receiver (for half a minute at most), so it must not be called on the
// writer's thread, which marks the end of sends. Throws StoreError.
[[nodiscard]] CommandResult run_command(const Alone& alone, const CommandContext& context,
                                        const Command& command);

// Who may enter the inbox (people.cpp).
[[nodiscard]] CommandResult add_operator(Store& store, const CommandContext& context, const AddOperator& add);
[[nodiscard]] CommandResult list_operators(Store& store, const CommandContext& context);
[[nodiscard]] CommandResult revoke_operator(Store& store, const CommandContext& context,
                                            const RevokeOperator& revoke);
[[nodiscard]] CommandResult list_sessions(Store& store, const CommandContext& context);
[[nodiscard]] CommandResult end_sessions(Store& store, const CommandContext& context, const EndSessions& end);

// The site's own funnel (inbox/site_funnel.cpp).
[[nodiscard]] CommandResult show_site_funnel(Store& store, const CommandContext& context,
                                             const ShowSiteFunnel& show);

// The work on a request and who looked at it or did what, as JSON: {"state", "events"}.
[[nodiscard]] std::string work_json(Store& store, std::int64_t lead_id);

// The two that destroy (erasing.cpp).
[[nodiscard]] CommandResult run_erase(const Alone& alone, const CommandContext& context, const Erase& erase);
[[nodiscard]] CommandResult run_purge(const Alone& alone, const CommandContext& context, const Purge& purge);
// Erases what is due, a few requests at a time, unasked; leaves the bytes to Store::forget_deleted. How many.
std::int64_t erase_due(const Alone& alone, const CommandContext& context, std::int64_t retention_ms);

}  // namespace funnel::server
