// Where the store is, who may write to it now, and a copy of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace funnel::server {

enum class Dialect { sqlite, postgres };

// "sqlite:PATH" or "postgres://…" ("postgresql://…").
struct StoreLocation {
    Dialect dialect = Dialect::sqlite;
    std::string address;  // path, or the whole URL

    // Local socket on which the running server takes commands (SQLite only: one process writes).
    [[nodiscard]] std::string command_socket() const { return address + ".sock"; }
};
[[nodiscard]] std::optional<StoreLocation> store_location_from(std::string_view text);

// The right to write to an SQLite file, held by one process at a time: a lock on the file itself, so that
// another name of it (a link) leads to the same lock. Ends with the process.
class WriteLock {
public:
    // `create` makes the file when there is none, readable by its owner only.
    enum class Missing { refuse, create };
    // Nothing when another process holds it, the file is not there or is empty (a store cut to nothing must
    // not begin anew in silence); `why` says which.
    [[nodiscard]] static std::optional<WriteLock> take(const StoreLocation& location, Missing missing,
                                                       std::string& why);
    ~WriteLock();
    WriteLock(WriteLock&& other) noexcept;
    WriteLock& operator=(WriteLock&&) = delete;
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

private:
    explicit WriteLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// Copies a running SQLite database to a new file, consistently, without stopping its writer. Throws
// StoreError.
void backup_sqlite(const std::string& from_path, const std::string& to_path);

}  // namespace funnel::server
