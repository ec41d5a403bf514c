#include "store/migrations.hpp"

#include "store/database/database.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// Removes "--[NAME … --]" sections of the other dialect.
void drop_section(std::string& text, std::string_view name) {
    const std::string open = "--[" + std::string(name);
    for (auto start = text.find(open); start != std::string::npos; start = text.find(open)) {
        const auto end = text.find("--]", start);
        text.erase(start, end == std::string::npos ? std::string::npos : end + 3 - start);
    }
}

bool has_table(Database& database, const std::string& name) {
    const auto sql =
        database.dialect() == Dialect::sqlite
            ? std::string_view("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1")
            : std::string_view(
                  "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() "
                  "AND table_name = $1");
    return !database.query(sql, {name}).empty();
}

}  // namespace

std::string sql_for(const Migration& migration, Dialect dialect) {
    std::string sql(migration.sql);
    const bool lite = dialect == Dialect::sqlite;
    drop_section(sql, lite ? "postgres" : "sqlite");
    replace_all(sql, "{int}", lite ? "INTEGER" : "BIGINT");
    replace_all(
        sql, "{id}",
        lite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    replace_all(sql, "{strict}", lite ? " STRICT" : "");
    return sql;
}

int newest_schema() {
    return all_migrations().back().version;
}

int schema_version(Database& database) {
    if (!has_table(database, "schema_migrations")) return 0;
    return static_cast<int>(
        database.query("SELECT coalesce(max(version), 0) FROM schema_migrations").front().integer(0));
}

int migrate(Database& database, std::int64_t now_ms, int last) {
    const auto migrations = all_migrations();
    if (last == 0) last = newest_schema();
    database.begin_write();
    try {
        if (!has_table(database, "schema_migrations")) {
            const std::string integer = database.dialect() == Dialect::sqlite ? "INTEGER" : "BIGINT";
            database.script("CREATE TABLE schema_migrations (version " + integer +
                            " NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT "
                            "NOT NULL, applied_ms " +
                            integer + " NOT NULL)");
        }
        database.commit();
    } catch (...) {
        database.rollback();
        throw;
    }
    if (schema_version(database) > newest_schema())
        throw StoreError(StoreError::Kind::corrupt, "хранилище записано более новой версией этой программы");
    int applied = 0;
    for (const Migration& migration : migrations) {
        if (migration.version > last) break;
        const std::string hash = sha256_hex(migration.sql);
        database.begin_write();
        try {
            const auto known = database.query("SELECT sha256 FROM schema_migrations WHERE version = $1",
                                              {std::int64_t{migration.version}});
            if (known.empty()) {
                database.script(sql_for(migration, database.dialect()));
                database.query(
                    "INSERT INTO schema_migrations (version, name, sha256, applied_ms) VALUES ($1, $2, $3, "
                    "$4)",
                    {std::int64_t{migration.version}, std::string(migration.name), hash, now_ms});
                ++applied;
            } else if (known.front().text(0) != hash) {
                throw StoreError(StoreError::Kind::corrupt, "шаг схемы " + std::to_string(migration.version) +
                                                                " сегодня не тот, что был применён");
            }
            database.commit();
        } catch (...) {
            database.rollback();
            throw;
        }
    }
    return applied;
}

}  // namespace funnel::server
