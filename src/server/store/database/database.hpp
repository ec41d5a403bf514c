// A database connection as the store needs it: statements with bound values, transactions, savepoints. Two
// kinds behind it (sqlite.cpp, postgres.cpp) that understand the same SQL.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace funnel::server {

// What went wrong with a statement. Thrown by Database and Store; caught by the writer, the reader and the
// commands, nowhere else.
class StoreError : public std::runtime_error {
public:
    enum class Kind {
        row,          // this statement's values are refused; the transaction can go on from its savepoint
        unavailable,  // disk full, I/O error, lost connection, locked: nothing of the transaction is stored
        corrupt,      // the file is not the database it should be
    };
    StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    [[nodiscard]] Kind kind() const { return kind_; }

private:
    Kind kind_;
};

using Value = std::variant<std::int64_t, std::string>;

class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    // Columns by position. A text read as a number is its decimal value, 0 when it is none.
    [[nodiscard]] std::int64_t integer(std::size_t column) const;
    [[nodiscard]] std::string text(std::size_t column) const;

private:
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

enum class Dialect { sqlite, postgres };

class Database {
public:
    virtual ~Database() = default;
    // One statement with parameters $1, $2, … in the order of their first appearance. Prepared once, kept.
    // `sql` must be text of the program, never of a visitor.
    virtual Rows query(std::string_view sql, const std::vector<Value>& parameters) = 0;
    Rows query(std::string_view sql) { return query(sql, {}); }
    // Statements without parameters or results, separated by ';'.
    virtual void script(const std::string& sql) = 0;
    // A transaction that will write: nobody else's comes between (several replicas wait for each other here).
    virtual void begin_write() = 0;
    virtual void commit() = 0;  // throws unless everything is on disk
    virtual void rollback() noexcept = 0;
    [[nodiscard]] virtual bool in_transaction() const = 0;
    // Number of rows the last statement changed.
    [[nodiscard]] virtual std::int64_t changed() const = 0;
    [[nodiscard]] virtual Dialect dialect() const = 0;
    // After a lost connection: tries to connect again. SQLite has nothing to do here.
    virtual void reconnect() = 0;
    // Makes the pages of erased rows unreadable: truncates the log, frees dead rows. Outside transactions.
    virtual void forget_deleted() = 0;
};

// How safe a commit is: full waits until the disk has it. `normal` exists for the failing control of the
// power-cut test only.
enum class Durability { full, normal };
enum class Access { read_write, read_only };
struct SqliteOptions {
    std::string path;
    Access access = Access::read_write;
    Durability durability = Durability::full;
};
[[nodiscard]] std::unique_ptr<Database> open_sqlite(const SqliteOptions& options);
[[nodiscard]] std::unique_ptr<Database> open_postgres(const std::string& connection_url);

// Copies a running SQLite database to a new file, consistently, without stopping its writer.
void backup_sqlite(const std::string& from_path, const std::string& to_path);

}  // namespace funnel::server
