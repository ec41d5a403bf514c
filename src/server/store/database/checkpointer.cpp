#include "store/database/checkpointer.hpp"

#include <sqlite3.h>

#include <memory>
#include <system_error>
#include <utility>

#include "system/log.hpp"

namespace funnel::server {

namespace {

// In frames of the log, a page each. The log begins anew only with a commit that finds all of it copied;
// while commits follow each other none does by itself, so the writer copies the last few.
constexpr int kWorthCopying = 250;
constexpr int kLong = 2000;
constexpr int kFew = 250;
constexpr int kTooLong = 16000;  // the thread does not keep up, or there is none

// SQLite flushes the database when all of the log is copied: what was copied before is on the disk by then,
// so that the writer waits for a few pages. False when the disk has not taken it.
bool is_flushed(sqlite3* connection) {
    sqlite3_file* file = nullptr;
    return sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
           file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

// The last connection that closes copies the log and removes it, unless it is told to leave it.
void leave_log(sqlite3* connection) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace

Checkpointer::Checkpointer(std::string path, sqlite3* writer) : path_(std::move(path)), writer_(writer) {
    sqlite3_wal_hook(writer_, committed, this);
}

Checkpointer::~Checkpointer() {
    sqlite3_wal_hook(writer_, nullptr, nullptr);
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    if (failed_) leave_log(writer_);
}

bool Checkpointer::has_failed() {
    const std::lock_guard lock(mutex_);
    return failed_;
}

void Checkpointer::fail() {
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(failed_, true)) return;
    }
    const Field reason(
        "reason", "диск не принял базу: журнал хранит всё и растёт, проверьте диск и перезапустите сервер");
    stderr_log(Level::error)->write(Level::error, "log_not_copied", {reason});
}

// Whatever comes of a copy, the commit stands: a failed one is tried again after the next.
int Checkpointer::committed(void* self, sqlite3* /*writer*/, const char* /*database*/, int frames) {
    static_cast<Checkpointer*>(self)->follow(frames);
    return SQLITE_OK;
}

void Checkpointer::follow(int frames) {
    {
        const std::lock_guard lock(mutex_);
        if (failed_) return;
        if (frames < copied_) copied_ = 0;  // the log has begun anew
        const int waiting = frames - copied_;
        if (asked_ && frames < kTooLong) return;
        if (frames < kLong && waiting < kWorthCopying) return;
        if (frames < kTooLong && waiting > kFew) {
            asked_ = true;
            try {
                if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
            } catch (const std::system_error&) {
                asked_ = false;
            }
            wake_.notify_one();
            return;
        }
    }
    const std::unique_lock copying(copying_, std::try_to_lock);
    if (copying) copy(writer_);
}

void Checkpointer::copy(sqlite3* connection) {
    int copied = 0;
    // PASSIVE: waits for nobody and makes nobody wait.
    const int code =
        sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
    if (code == SQLITE_IOERR_FSYNC) return fail();
    const std::lock_guard lock(mutex_);
    if (code == SQLITE_OK) copied_ = copied;
}

void Checkpointer::loop() {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(
        path_.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> connection(raw, sqlite3_close_v2);
    const bool opened = code == SQLITE_OK && sqlite3_exec(raw, "PRAGMA synchronous = FULL", nullptr, nullptr,
                                                          nullptr) == SQLITE_OK;
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return ending_ || asked_; });
        if (ending_) break;
        lock.unlock();
        {
            const std::lock_guard copying(copying_);
            if (opened) copy(raw);
            if (opened && !is_flushed(raw)) fail();
        }
        lock.lock();
        asked_ = false;
    }
    if (failed_) leave_log(raw);
}

}  // namespace funnel::server
