// Moves everything a store holds into an empty one of another kind: for the day one machine is not enough
// (SQLite to PostgreSQL), and for the way back. All or nothing, and nothing is believed: what has arrived is
// read again, compared row by row, and its chain of consents is walked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "operator/commands.hpp"
#include "store/database/database.hpp"

namespace funnel::server {

// Exit codes of `leads move` beside those of every command (0 moved and verified, 64 bad command line):
inline constexpr int kNotMoved = 1;     // the target is as it was
inline constexpr int kStoreInUse = 75;  // a server works on one of the two: stop it and repeat

struct MovedTable {
    std::string_view name;   // "leads"
    std::string_view title;  // "Заявки"
    std::int64_t rows = 0;
};

struct MoveResult {
    enum class Verdict { moved, source_faulty, target_not_empty, not_equal };
    Verdict verdict = Verdict::moved;
    std::vector<MovedTable> tables;    // in the order they are moved
    std::string chain_head;            // "SEQ HASH" of the last consent event, "" when there is none
    std::vector<std::string> reasons;  // of another verdict than moved
};

// Copies leads, consents, their documents and events, outbox, attempts, acts of erasure, and the secret
// receipts are made with. Ids, numbers, keys and receipts stay valid; leases of deliveries end.
// Precondition: both have the newest schema and stand in a transaction of the caller (begin_write), who
// commits the target when the verdict is `moved` and rolls it back otherwise. `to` may hold texts of consent
// and a secret of its own (a server was started on it once); they are replaced. Throws StoreError.
[[nodiscard]] MoveResult move_store(Database& from, Database& to);

// leads move --from STORE --to STORE, with its account in Russian.
[[nodiscard]] CommandResult move_command(const std::vector<std::string>& arguments, std::int64_t now_ms);

// A store as it may be shown: without the password of its URL.
[[nodiscard]] std::string shown_store(std::string_view store);

}  // namespace funnel::server
