// A database connection as the store needs it: statements with bound values, transactions, savepoints. Two
// kinds behind it (sqlite.cpp, postgres.cpp) that understand the same SQL.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/database/location.hpp"
#include "store/store_error.hpp"

namespace funnel::server {

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

// Statements are kept by their text.
struct SqlHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view sql) const { return std::hash<std::string_view>()(sql); }
};

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
    // After a failure: connects again when the connection is lost, and says whether it was. SQLite has none.
    virtual bool reconnect() = 0;
    // Makes the pages of erased rows unreadable: truncates the log of SQLite, frees dead rows of PostgreSQL
    // and builds its indexes anew (which takes its time, and stops nobody). False when somebody who reads is
    // in the way; does not wait for him. Outside transactions.
    [[nodiscard]] virtual bool forget_deleted() = 0;
};

// A column of a table, as both databases tell of it.
struct Column {
    std::string name;
    bool is_number = false;
};
// The columns of a table in their order; none when there is no such table.
[[nodiscard]] std::vector<Column> columns_of(Database& database, std::string_view table);

// How safe a commit is: full waits until the disk has it. `normal` exists for the failing control of the
// power-cut test only.
enum class Durability { full, normal };
enum class Access { read_write, read_only };
struct SqliteOptions {
    std::string path;
    Access access = Access::read_write;
    Durability durability = Durability::full;
};
// Opens what is there: throws when there is no such file.
[[nodiscard]] std::unique_ptr<Database> open_sqlite(const SqliteOptions& options);
// Makes a database without tables, its owner's alone: the file is whole and on disk when it gets its name, so
// no crash leaves an empty one. One that is there already is left as it is. Throws StoreError.
void create_sqlite(const std::string& path);
[[nodiscard]] std::unique_ptr<Database> open_postgres(const std::string& connection_url);

// Throws StoreError.
[[nodiscard]] std::unique_ptr<Database> open_database(const StoreLocation& location, Access access,
                                                      Durability durability = Durability::full);

}  // namespace funnel::server
