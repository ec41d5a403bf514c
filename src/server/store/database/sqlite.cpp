#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "store/database/checkpointer.hpp"
#include "store/database/database.hpp"
#include "store/database/whole_log.hpp"

namespace funnel::server {

namespace {

constexpr int kBusyMs = 2000;

StoreError::Kind kind_of(int code) {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_RANGE:
            return StoreError::Kind::row;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return StoreError::Kind::corrupt;
        default:
            return StoreError::Kind::unavailable;
    }
}

// What the operator can do about it; the library's own words are for who looks them up.
std::string_view advice_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return "на диске нет места, освободите его";
        case SQLITE_NOTADB:
            return "этот файл не хранилище или повреждён, верните копию: scripts/restore.sh";
        case SQLITE_CORRUPT:
            return "хранилище повреждено, верните копию: scripts/restore.sh";
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return "хранилище не открывается, проверьте папку и права";
        case SQLITE_READONLY:
            return "хранилище доступно только для чтения, проверьте права и диск";
        case SQLITE_IOERR:
            return "ошибка чтения или записи, проверьте диск";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "хранилище занято другим процессом, повторите";
        default:
            return {};
    }
}

std::string words_of(int code, const char* said) {
    const std::string_view advice = advice_of(code);
    std::string number = std::to_string(code);
    return advice.empty() ? std::string(said) + " (" + number + ")"
                          : std::string(advice) + " (" + said + ", " + number + ")";
}

struct CloseStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;

// `file_system`: none for the platform's own.
Handle opened(const std::string& path, int flags, const char* file_system = nullptr) {
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, file_system);
    Handle handle(raw);
    if (code != SQLITE_OK) throw StoreError(kind_of(code), words_of(code, sqlite3_errstr(code)));
    return handle;
}

// Resets a statement however its execution ended, so that it holds neither locks nor values.
class Running {
public:
    explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
    ~Running() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    sqlite3_stmt* statement_;
};

class Sqlite final : public Database {
public:
    explicit Sqlite(const SqliteOptions& options) {
        const bool writes = options.access == Access::read_write;
        const bool flushes = writes && options.durability == Durability::full;
        handle_ = opened(options.path, writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY,
                         flushes ? file_system_with_whole_log() : nullptr);
        sqlite3_busy_timeout(handle_.get(), kBusyMs);
        sqlite3_limit(handle_.get(), SQLITE_LIMIT_ATTACHED, 1);
        if (writes) {
            script("PRAGMA journal_mode = WAL");
            script(options.durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                          : "PRAGMA synchronous = NORMAL");
            script("PRAGMA secure_delete = ON");
            // What a statement for many rows would take back stays in memory: as a file it was written a page
            // at a time, twice as many writes as the log's own.
            script("PRAGMA temp_store = MEMORY");
        } else {
            script("PRAGMA query_only = ON");
        }
        script("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -4096");
        if (flushes) checkpointer_.emplace(options.path, handle_.get());
    }

    Rows query(std::string_view sql, const std::vector<Value>& parameters) override {
        sqlite3_stmt* statement = prepared(sql);
        const Running running(statement);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const int position = static_cast<int>(i) + 1;
            int code = SQLITE_OK;
            if (const auto* number = std::get_if<std::int64_t>(&parameters[i]))
                code = sqlite3_bind_int64(statement, position, *number);
            else {
                const auto& text = std::get<std::string>(parameters[i]);
                code = sqlite3_bind_text64(statement, position, text.data(), text.size(), SQLITE_STATIC,
                                           SQLITE_UTF8);
            }
            if (code != SQLITE_OK) fail(code);
        }
        Rows rows;
        int code = sqlite3_step(statement);
        for (; code == SQLITE_ROW; code = sqlite3_step(statement)) rows.push_back(row_of(statement));
        if (code != SQLITE_DONE) fail(code);
        return rows;
    }

    void script(const std::string& sql) override {
        const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) fail(code);
    }

    void begin_write() override { query("BEGIN IMMEDIATE", {}); }
    void commit() override { query("COMMIT", {}); }
    void rollback() noexcept override {
        if (in_transaction()) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    bool in_transaction() const override { return sqlite3_get_autocommit(handle_.get()) == 0; }
    std::int64_t changed() const override { return sqlite3_changes64(handle_.get()); }
    Dialect dialect() const override { return Dialect::sqlite; }
    bool reconnect() override { return false; }
    bool forget_deleted() override {
        if (checkpointer_ && checkpointer_->has_failed()) return false;
        const auto copies_held = checkpointer_ ? checkpointer_->held() : std::unique_lock<std::mutex>();
        sqlite3_busy_timeout(handle_.get(), 0);
        const auto answer = query("PRAGMA wal_checkpoint(TRUNCATE)", {});
        sqlite3_busy_timeout(handle_.get(), kBusyMs);
        return !answer.empty() && answer.front().integer(0) == 0;
    }

private:
    [[noreturn]] void fail(int code) const {
        // The extended text of SQLite names tables and columns, never values.
        throw StoreError(kind_of(code), words_of(code, sqlite3_errmsg(handle_.get())));
    }

    sqlite3_stmt* prepared(std::string_view sql) {
        const auto known = statements_.find(sql);
        if (known != statements_.end()) return known->second.get();
        sqlite3_stmt* raw = nullptr;
        // SQLite takes "$1" for a name and looks through all names for each: "?1" is a number.
        std::string numbered(sql);
        for (std::size_t i = 0; i + 1 < numbered.size(); ++i)
            if (numbered[i] == '$' && numbered[i + 1] >= '1' && numbered[i + 1] <= '9') numbered[i] = '?';
        const int code = sqlite3_prepare_v3(handle_.get(), numbered.data(), static_cast<int>(numbered.size()),
                                            SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        Statement statement(raw);
        if (code != SQLITE_OK || raw == nullptr) fail(code);
        return statements_.emplace(std::string(sql), std::move(statement)).first->second.get();
    }

    static Row row_of(sqlite3_stmt* statement) {
        std::vector<Value> values;
        const int columns = sqlite3_column_count(statement);
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            if (sqlite3_column_type(statement, i) == SQLITE_INTEGER) {
                values.emplace_back(static_cast<std::int64_t>(sqlite3_column_int64(statement, i)));
                continue;
            }
            const void* bytes = sqlite3_column_blob(statement, i);
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
            values.emplace_back(bytes == nullptr ? std::string()
                                                 : std::string(static_cast<const char*>(bytes), size));
        }
        return Row(std::move(values));
    }

    Handle handle_;  // closed after the others: declared before them
    std::optional<Checkpointer> checkpointer_;
    std::unordered_map<std::string, Statement, SqlHash, std::equal_to<>> statements_;
};

// A megabyte on its way to the disk holds up a commit for a few milliseconds, the whole store for as long as
// it takes: so the copy is written in pieces, each on the disk before the next, and leaves the disk alone for
// as long as it has used it.
constexpr int kPagesAtOnce = 256;
constexpr int kLongestPauseMs = 50;

int pages_copied(sqlite3_backup* backup) {
    int code = SQLITE_BUSY;
    for (int tries = 0; tries < 250 && (code == SQLITE_BUSY || code == SQLITE_LOCKED); ++tries) {
        if (tries > 0) sqlite3_sleep(20);
        code = sqlite3_backup_step(backup, kPagesAtOnce);
    }
    return code;
}

// `file` is the one at `to_path`, open for as long as this runs.
void copy_pages(const std::string& from_path, const std::string& to_path, int file) {
    using Clock = std::chrono::steady_clock;
    const Handle from = opened(from_path, SQLITE_OPEN_READONLY);
    const Handle to = opened(to_path, SQLITE_OPEN_READWRITE);
    sqlite3_busy_timeout(from.get(), 5000);
    // One snapshot for all pieces, or the copy would begin again at every write of another process. In WAL
    // mode the writer goes on meanwhile. The copy needs no journal: until it is whole it has another name.
    int code =
        sqlite3_exec(from.get(), "BEGIN; SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_exec(to.get(),
                            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = 16",
                            nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw StoreError(kind_of(code), words_of(code, sqlite3_errstr(code)));
    sqlite3_backup* backup = sqlite3_backup_init(to.get(), "main", from.get(), "main");
    if (backup == nullptr) throw StoreError(StoreError::Kind::unavailable, sqlite3_errmsg(to.get()));
    do {
        const auto began = Clock::now();
        code = pages_copied(backup);
        // Data only: no journal of the file system is waited for.
        ::sync_file_range(file, 0, 0,
                          SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
        const auto took = std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - began).count();
        if (code == SQLITE_OK) sqlite3_sleep(static_cast<int>(std::min<std::int64_t>(took, kLongestPauseMs)));
    } while (code == SQLITE_OK);
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE)
        throw StoreError(StoreError::Kind::unavailable, words_of(code, sqlite3_errstr(code)));
    if (::fsync(file) != 0)
        throw StoreError(StoreError::Kind::unavailable,
                         "нельзя записать " + to_path + ": " + std::strerror(errno));
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const SqliteOptions& options) {
    return std::make_unique<Sqlite>(options);
}

void create_sqlite(const std::string& path) {
    const std::string fresh = path + ".new-" + std::to_string(::getpid());
    const auto failed = [&](const std::string& what) {
        const std::string why = std::strerror(errno);
        ::unlink(fresh.c_str());
        return StoreError(StoreError::Kind::unavailable, what + ": " + why);
    };
    const int file = ::open(fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    // Its owner's alone, whatever the umask says.
    if (file < 0 || ::fchmod(file, 0600) != 0) throw failed("нельзя создать " + path);
    {
        const Handle handle = opened(fresh, SQLITE_OPEN_READWRITE);
        // Its first page, as every later program will find it.
        const int code = sqlite3_exec(handle.get(), "PRAGMA user_version = 1", nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) throw failed("нельзя начать " + path);
    }
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    if (!synced) throw failed("нельзя начать " + path);
    if (::link(fresh.c_str(), path.c_str()) != 0 && errno != EEXIST) throw failed("нельзя создать " + path);
    ::unlink(fresh.c_str());
    const auto folder = std::filesystem::absolute(path).parent_path();
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
}

void backup_sqlite(const std::string& from_path, const std::string& to_path) {
    if (std::filesystem::exists(to_path))
        throw StoreError(StoreError::Kind::row, "такой файл уже есть: " + to_path);
    // Under another name until it is whole: what is called a copy is one.
    const std::string part = to_path + ".part-" + std::to_string(::getpid());
    const int file = ::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || ::fchmod(file, 0600) != 0)
        throw StoreError(StoreError::Kind::unavailable,
                         "нельзя создать " + part + ": " + std::strerror(errno));
    try {
        copy_pages(from_path, part, file);
    } catch (...) {
        ::close(file);
        ::unlink(part.c_str());
        throw;
    }
    ::close(file);
    const bool named = ::link(part.c_str(), to_path.c_str()) == 0;
    const std::string why = std::strerror(errno);
    ::unlink(part.c_str());
    if (!named) throw StoreError(StoreError::Kind::unavailable, "нельзя создать " + to_path + ": " + why);
}

}  // namespace funnel::server
