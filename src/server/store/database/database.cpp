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

std::unique_ptr<Database> open_database(const StoreLocation& location, Access access, Durability durability) {
    if (location.dialect == Dialect::sqlite) return open_sqlite({location.address, access, durability});
    return open_postgres(location.address);
}

}  // namespace funnel::server
