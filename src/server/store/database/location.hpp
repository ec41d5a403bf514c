// Where the store is, and who may write to it now.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/database/database.hpp"

namespace funnel::server {

// "sqlite:PATH" or "postgres://…" ("postgresql://…").
struct StoreLocation {
    Dialect dialect = Dialect::sqlite;
    std::string address;  // path, or the whole URL

    // Local socket on which the running server takes commands (SQLite only: one process writes).
    [[nodiscard]] std::string command_socket() const { return address + ".sock"; }
};
[[nodiscard]] std::optional<StoreLocation> store_location_from(std::string_view text);

// Throws StoreError.
[[nodiscard]] std::unique_ptr<Database> open_database(const StoreLocation& location, Access access,
                                                      Durability durability = Durability::full);

// The right to write to an SQLite file, held by one process at a time (a lock on PATH.lock that ends with the
// process).
class WriteLock {
public:
    // Nothing when another process holds it or the lock file cannot be made; `why` says which.
    [[nodiscard]] static std::optional<WriteLock> take(const StoreLocation& location, std::string& why);
    ~WriteLock();
    WriteLock(WriteLock&& other) noexcept;
    WriteLock& operator=(WriteLock&&) = delete;
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

private:
    explicit WriteLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace funnel::server
