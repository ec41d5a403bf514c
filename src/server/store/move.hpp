// Moves everything a store holds into an empty one of another kind: for the day one machine is not enough
// (SQLite to PostgreSQL), and for the way back. All or nothing, and nothing is believed: what has arrived is
// read again, compared row by row, and its chain of consents is walked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/database/location.hpp"

namespace funnel::server {

class Database;

struct MovedTable {
    std::string_view name;   // "leads"
    std::string_view title;  // "Заявки"
    std::int64_t rows = 0;
};

struct MoveResult {
    enum class Verdict {
        moved,
        source_missing,  // no file of that name
        source_served,   // a server works on it
        target_served,
        source_faulty,
        target_not_empty,
        not_equal,
    };
    Verdict verdict = Verdict::moved;
    std::vector<MovedTable> tables;    // in the order they are moved
    std::string chain_head;            // "SEQ HASH" of the last consent event, "" when there is none
    std::vector<std::string> reasons;  // of another verdict than moved
};

// Copies leads, consents, their documents and events, outbox, attempts, acts of erasure, the inbox with its
// operators, and the secret receipts are made with. Ids, numbers, keys and receipts stay valid; leases of
// deliveries end. Precondition: both have the newest schema and stand in a transaction of the caller
// (begin_write), who commits the target when the verdict is `moved` and rolls it back otherwise. `to` may
// hold texts of consent and a secret of its own (a server was started on it once); they are replaced. Throws
// StoreError.
[[nodiscard]] MoveResult move_store(Database& from, Database& to);

// The whole of it between two stores: takes the right to write to both, brings their schemas up to date,
// moves, and commits the target only when the verdict is `moved`. The source is never changed. Throws
// StoreError.
[[nodiscard]] MoveResult move_between(const StoreLocation& from, const StoreLocation& to,
                                      std::int64_t now_ms);

}  // namespace funnel::server
