// Runs what an operator asks of the store where the writing connection is: in the server when it runs, else
// in the command's own process.
#pragma once

#include <cstdint>
#include <string>

#include "operator/command.hpp"
#include "store/database/location.hpp"
#include "store/store.hpp"

namespace funnel::server {

struct CommandResult {
    int exit_code = 0;  // 0 done, 1 not done or faults found, 64 the words are wrong or assent is missing
    std::string out;    // for stdout
    std::string error;  // for stderr
    std::int64_t affected = 0;  // requests that are, or with --dry-run would be, erased
};

struct CommandContext {
    std::int64_t now_ms = 0;
    std::int64_t retention_ms = 0;  // leads older than this are purged
    StoreLocation store;            // what `backup` copies
};

// Outside a transaction. A command that destroys does so only with assent, else it ends with 64 and changes
// nothing. Throws StoreError.
[[nodiscard]] CommandResult run_command(Store& store, const CommandContext& context, const Command& command);

// The two that destroy (erasing.cpp).
[[nodiscard]] CommandResult run_erase(Store& store, const CommandContext& context, const Erase& erase);
[[nodiscard]] CommandResult run_purge(Store& store, const CommandContext& context, const Purge& purge);

}  // namespace funnel::server
