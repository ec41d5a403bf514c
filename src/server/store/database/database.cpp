#include "store/database/database.hpp"

#include <charconv>

namespace funnel::server {

std::int64_t Row::integer(std::size_t column) const {
    const Value& value = values_.at(column);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    const auto& text = std::get<std::string>(value);
    std::int64_t result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

std::string Row::text(std::size_t column) const {
    const Value& value = values_.at(column);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    return std::get<std::string>(value);
}

std::vector<Column> columns_of(Database& database, std::string_view table) {
    const std::string_view sql =
        database.dialect() == Dialect::sqlite
            ? std::string_view("SELECT name, type FROM pragma_table_info($1) ORDER BY cid")
            : std::string_view(
                  "SELECT column_name, data_type FROM information_schema.columns WHERE "
                  "table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position");
    std::vector<Column> columns;
    for (const Row& row : database.query(sql, {std::string(table)}))
        columns.push_back({row.text(0), row.text(1) == "INTEGER" || row.text(1) == "bigint"});
    return columns;
}

std::unique_ptr<Database> open_database(const StoreLocation& location, Access access, Durability durability) {
    if (location.dialect == Dialect::sqlite) return open_sqlite({location.address, access, durability});
    return open_postgres(location.address);
}

}  // namespace funnel::server
