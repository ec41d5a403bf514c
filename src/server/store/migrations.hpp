// Numbered changes of the store's schema, forward only. Their texts are the files of migrations/, compiled
// in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/database/location.hpp"

namespace funnel::server {

class Database;

struct Migration {
    int version;            // 1, 2, 3 … without gaps
    std::string_view name;  // file name without number and extension
    std::string_view sql;
};
[[nodiscard]] std::vector<Migration> all_migrations();

// SQL of a migration for one kind of database.
[[nodiscard]] std::string sql_for(const Migration& migration, Dialect dialect);

// Version of the schema this program writes.
[[nodiscard]] int newest_schema();

// Version of the schema that is there; 0 for an empty database.
[[nodiscard]] int schema_version(Database& database);

// Applies what is missing up to `last` (all when 0), each in its own transaction; returns how many. Throws
// when the schema is newer than this program or a migration that was applied reads otherwise today.
int migrate(Database& database, std::int64_t now_ms, int last = 0);

}  // namespace funnel::server
