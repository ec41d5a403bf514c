// Runs what an operator asks of the store where the writing connection is: in the server when it runs, else
// in the command's own process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lead/phone.hpp"
#include "operator/command.hpp"
#include "store/database/location.hpp"
#include "store/store.hpp"

namespace funnel::server {

struct CommandResult {
    int exit_code = 0;  // 0 done, 1 not done or faults found, 64 the words are wrong or assent is missing
    std::string out;    // for stdout
    std::string error;  // for stderr
    std::int64_t affected = 0;  // requests that are, or with --dry-run would be, erased
    bool busy = false;          // not done: somebody's data is on its way to a receiver at this moment
};

// How many requests may be erased at once without asking: whichever of the two is more.
struct PurgeLimit {
    double percent = 2;  // of all that are kept
    std::int64_t requests = 20;
};

struct CommandContext {
    std::int64_t now_ms = 0;
    std::int64_t retention_ms = 0;  // leads older than this are purged
    StoreLocation store = {};       // what `backup` copies
    bool despite_sends = false;     // erase even while a send is under way: the act says so
    // Where a long answer goes piece by piece, so that it never has to fit into memory; without it the whole
    // answer is in `out`.
    std::function<void(std::string_view)> print = {};
    std::string country = std::string(kDefaultCountry);  // whose phones need no "+"
};

// Outside a transaction. A command that destroys does so only with assent, else it ends with 64 and changes
// nothing. Throws StoreError.
[[nodiscard]] CommandResult run_command(Store& store, const CommandContext& context, const Command& command);

// Runs a command again while it is busy, for at most half a minute (a send takes 20 s at most), then once
// despite the send. `once` runs it with that choice. Not on the writer's thread, which marks the end of
// sends.
[[nodiscard]] CommandResult run_patiently(const std::function<CommandResult(bool despite_sends)>& once);

// The two that destroy (erasing.cpp).
[[nodiscard]] CommandResult run_erase(Store& store, const CommandContext& context, const Erase& erase);
// For the operator's own purge: his assent also vouches for the clock.
[[nodiscard]] CommandResult run_purge_and_vouch(Store& store, const CommandContext& context,
                                                const Purge& purge);
[[nodiscard]] CommandResult run_purge(Store& store, const CommandContext& context, const Purge& purge);

}  // namespace funnel::server
