#include "store/move.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "store/database/database.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
#include "store/store.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

struct Table {
    std::string_view name;
    std::string_view title;
    std::string_view key;  // whole number that orders its rows; "": few rows, read at once
};

// In the order their references allow; meta last, because events keep the head of the chain in it.
constexpr std::array kTables{Table{"documents", "Тексты согласий", ""},
                             Table{"leads", "Заявки", "id"},
                             Table{"consents", "Согласия", "id"},
                             Table{"consent_events", "События согласий", "seq"},
                             Table{"outbox", "Доставки", "id"},
                             Table{"attempts", "Попытки доставки", "id"},
                             Table{"erasures", "Акты об уничтожении", "id"},
                             Table{"operators", "Сотрудники", "id"},
                             Table{"operator_links", "Ссылки для входа", "id"},
                             Table{"operator_sessions", "Сеансы", "id"},
                             Table{"lead_work", "Работа с заявками", "lead_id"},
                             Table{"lead_events", "События заявок", "seq"},
                             Table{"site_steps", "Шаги на сайте", ""},
                             Table{"meta", "Служебные записи", ""}};
constexpr std::int64_t kPage = 512;
constexpr std::size_t kRowsPerInsert = 64;

std::string list_of(const std::vector<Column>& columns) {
    std::string list;
    for (const Column& column : columns) list += (list.empty() ? "" : ", ") + column.name;
    return list;
}

std::int64_t count_of(Database& database, std::string_view table) {
    return database.query("SELECT count(*) FROM " + std::string(table)).front().integer(0);
}

// Rows of one table, page by page.
template <class Each>
void for_every_page(Database& database, const Table& table, const std::vector<Column>& columns,
                    const Each& each) {
    const std::string select = "SELECT " + list_of(columns) + " FROM " + std::string(table.name);
    if (table.key.empty()) return each(database.query(select));
    const std::string key(table.key);
    const auto place = static_cast<std::size_t>(
        std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == key; }) -
        columns.begin());
    const std::string next =
        select + " WHERE " + key + " > $1 ORDER BY " + key + " LIMIT " + std::to_string(kPage);
    std::int64_t after = 0;
    for (Rows page = database.query(next, {after}); !page.empty(); page = database.query(next, {after})) {
        each(page);
        after = page.back().integer(place);
    }
}

// The ends of the chains come with `meta`. Kept by the triggers of PostgreSQL meanwhile they would be one row
// written anew for every event of one transaction, and every write walks past all the dead ones before it.
enum class Heads { copied, kept };
void set_heads(Database& to, Heads wanted) {
    if (to.dialect() == Dialect::sqlite) return;
    const std::string verb = wanted == Heads::kept ? " ENABLE" : " DISABLE";
    for (const char* table : {"consent_events", "lead_events"})
        to.script("ALTER TABLE " + std::string(table) + verb + " TRIGGER " + table + "_head");
}

// All rows of a table as one hash that does not depend on their order.
class Digest {
public:
    void take(const Row& row, std::size_t columns) {
        std::string text;
        for (std::size_t i = 0; i < columns; ++i) {
            const std::string value = row.text(i);
            text += std::to_string(value.size()) + ':' + value;
        }
        hashes_.push_back(sha256(text));
    }
    [[nodiscard]] std::string value() {
        std::sort(hashes_.begin(), hashes_.end());
        std::string all;
        for (const std::string& hash : hashes_) all += hash;
        return sha256_hex(all);
    }

private:
    std::vector<std::string> hashes_;
};

std::string insert_of(const Table& table, const std::vector<Column>& columns, std::size_t rows,
                      Dialect dialect) {
    std::string sql = "INSERT INTO " + std::string(table.name) + " (" + list_of(columns) + ") ";
    // Ids are the database's own there unless it is told otherwise.
    if (dialect == Dialect::postgres && table.key == "id") sql += "OVERRIDING SYSTEM VALUE ";
    sql += "VALUES ";
    std::size_t parameter = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < columns.size(); ++column)
            sql += (column == 0 ? "$" : ", $") + std::to_string(++parameter);
        sql += ")";
    }
    return sql;
}

void insert(Database& to, const Table& table, const std::vector<Column>& columns, const Rows& rows) {
    const std::string many = insert_of(table, columns, kRowsPerInsert, to.dialect());
    const std::string one = insert_of(table, columns, 1, to.dialect());
    for (std::size_t start = 0; start < rows.size();) {
        const std::size_t count = rows.size() - start >= kRowsPerInsert ? kRowsPerInsert : 1;
        std::vector<Value> values;
        values.reserve(count * columns.size());
        for (std::size_t row = start; row < start + count; ++row)
            for (std::size_t column = 0; column < columns.size(); ++column)
                columns[column].is_number ? values.emplace_back(rows[row].integer(column))
                                          : values.emplace_back(rows[row].text(column));
        to.query(count == 1 ? one : many, values);
        start += count;
    }
}

// The next lead gets the number after the last one.
void continue_numbers(Database& to, const Table& table) {
    if (to.dialect() == Dialect::sqlite || table.key != "id") return;  // SQLite has seen the ids
    const std::string name(table.name);
    to.query("SELECT setval(pg_get_serial_sequence('" + name +
             "', 'id'), coalesce(max(id), 1), count(*) > 0) FROM " + name);
}

// Moves one table and reads it again: "" when both ends hold the same.
std::string move_table(Database& from, Database& to, const Table& table, std::int64_t& rows) {
    const std::vector<Column> columns = columns_of(from, table.name);
    Digest sent;
    for_every_page(from, table, columns, [&](const Rows& page) {
        for (const Row& row : page) sent.take(row, columns.size());
        rows += static_cast<std::int64_t>(page.size());
        insert(to, table, columns, page);
    });
    Digest arrived;
    for_every_page(to, table, columns, [&](const Rows& page) {
        for (const Row& row : page) arrived.take(row, columns.size());
    });
    const std::int64_t counted = count_of(to, table.name);
    if (counted != rows || count_of(from, table.name) != rows)
        return std::string(table.name) + ": sent " + std::to_string(rows) + ", arrived " +
               std::to_string(counted);
    if (sent.value() != arrived.value()) return std::string(table.name) + ": rows differ after the move";
    return {};
}

}  // namespace

MoveResult move_store(Database& from, Database& to) {
    MoveResult result;
    result.reasons = Store(from).faults();
    if (!result.reasons.empty()) {
        result.verdict = MoveResult::Verdict::source_faulty;
        return result;
    }
    for (const Table& table : kTables) {
        const bool prepared_by_start = table.name == "documents" || table.name == "meta";
        const std::int64_t rows = count_of(to, table.name);
        if (rows > 0 && !prepared_by_start)
            result.reasons.push_back(std::string(table.name) + ": " + std::to_string(rows));
    }
    if (!result.reasons.empty()) {
        result.verdict = MoveResult::Verdict::target_not_empty;
        return result;
    }
    to.query("DELETE FROM documents");
    set_heads(to, Heads::copied);
    for (const Table& table : kTables) {
        if (table.name == "meta") to.query("DELETE FROM meta");
        MovedTable moved{table.name, table.title, 0};
        if (auto why = move_table(from, to, table, moved.rows); !why.empty())
            result.reasons.push_back(std::move(why));
        continue_numbers(to, table);
        result.tables.push_back(moved);
    }
    set_heads(to, Heads::kept);
    Outbox(to).forget_leases();
    result.chain_head = Store(to).chain_head();
    for (std::string& fault : Store(to).faults()) result.reasons.push_back(std::move(fault));
    if (!result.reasons.empty()) result.verdict = MoveResult::Verdict::not_equal;
    return result;
}

namespace {

// Servers on PostgreSQL say their name when they connect; ours is not counted.
bool is_served(Database& database) {
    return database.dialect() == Dialect::postgres &&
           !database
                .query(
                    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'funnel-server' AND datname = "
                    "current_database() AND pid <> pg_backend_pid()")
                .empty();
}

// One end of the move: the right to write to it, its connection.
struct End {
    std::optional<WriteLock> lock;
    std::unique_ptr<Database> database;
};

// Nothing when a server works there.
std::optional<End> opened(const StoreLocation& location, WriteLock::Missing missing, std::int64_t now_ms) {
    std::string why;
    End end{WriteLock::take(location, missing, why), nullptr};
    if (!end.lock) return std::nullopt;
    end.database = open_database(location, Access::read_write);
    if (is_served(*end.database)) return std::nullopt;
    (void)migrate(*end.database, now_ms);
    // A large store takes longer than a request may.
    if (location.dialect == Dialect::postgres)
        end.database->script("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
    return end;
}

MoveResult of_verdict(MoveResult::Verdict verdict) {
    MoveResult result;
    result.verdict = verdict;
    return result;
}

}  // namespace

MoveResult move_between(const StoreLocation& from, const StoreLocation& to, std::int64_t now_ms) {
    if (from.dialect == Dialect::sqlite && !std::filesystem::exists(from.address))
        return of_verdict(MoveResult::Verdict::source_missing);
    const auto source = opened(from, WriteLock::Missing::refuse, now_ms);
    if (!source) return of_verdict(MoveResult::Verdict::source_served);
    const auto target = opened(to, WriteLock::Missing::create, now_ms);
    if (!target) return of_verdict(MoveResult::Verdict::target_served);
    source->database->begin_write();
    MoveResult result;
    try {
        target->database->begin_write();
        result = move_store(*source->database, *target->database);
        if (result.verdict == MoveResult::Verdict::moved)
            target->database->commit();
        else
            target->database->rollback();
    } catch (...) {
        target->database->rollback();
        source->database->rollback();
        throw;
    }
    source->database->rollback();
    return result;
}

}  // namespace funnel::server
