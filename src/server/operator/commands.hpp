// What an operator asks of the store on the command line, run where the writing connection is: in the server
// when it runs, else here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace funnel::server {

struct CommandResult {
    int exit_code = 0;  // 0 done, 1 not done or faults found, 64 not a command
    std::string out;    // for stdout
    std::string error;  // for stderr
};

struct CommandContext {
    std::int64_t now_ms = 0;
    std::int64_t retention_ms = 0;  // leads older than this are purged
    std::string store_path;         // of an SQLite store: what `backup` copies
};

// Arguments as typed after the program's name, already checked by the command line:
//   leads list [--after ID] [--limit N] · leads show ID · leads export --csv|--jsonl
//   erase ID · erase --phone TEXT · purge · outbox list [--all] · outbox retry ID · check [--head] · backup
//   FILE · documents · migrate
// Outside a transaction. Throws StoreError.
[[nodiscard]] CommandResult run_command(Store& store, const CommandContext& context,
                                        const std::vector<std::string>& arguments);

}  // namespace funnel::server
