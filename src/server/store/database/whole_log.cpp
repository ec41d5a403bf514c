#include "store/database/whole_log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>

namespace funnel::server {

namespace {

// SQLite's own files write less than 128 KiB at a time.
constexpr std::size_t kMostKept = std::size_t{64} << 10U;

sqlite3_vfs* platform() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

// The log, and behind it in the memory that SQLite gives, the platform's own file. What is kept follows the
// file from `from_` on.
class Log {
public:
    static int open(const char* name, sqlite3_file* memory, int flags, int* opened_flags) {
        auto* log = new (memory) Log;
        const int code = platform()->xOpen(platform(), name, log->real(), flags, opened_flags);
        if (code == SQLITE_OK)
            log->head_.pMethods = &kMethods;
        else
            log->~Log();
        return code;
    }

private:
    static Log& of(sqlite3_file* file) { return *reinterpret_cast<Log*>(file); }
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }

    [[nodiscard]] sqlite3_int64 end() const { return from_ + static_cast<sqlite3_int64>(kept_.size()); }

    // What could not be written is gone as a failed write's bytes are: the transaction that made it fails.
    int write_kept() {
        if (kept_.empty()) return SQLITE_OK;
        const int code =
            real()->pMethods->xWrite(real(), kept_.data(), static_cast<int>(kept_.size()), from_);
        kept_.clear();
        return code;
    }

    int keep(const void* bytes, int size, sqlite3_int64 at) {
        const auto count = static_cast<std::size_t>(size);
        if (!kept_.empty() && at >= from_ && at + size <= end()) {  // a page that changed again
            std::memcpy(kept_.data() + (at - from_), bytes, count);
            return SQLITE_OK;
        }
        if (at != end() || kept_.size() + count > kMostKept) {
            const int code = write_kept();
            if (code != SQLITE_OK) return code;
        }
        if (kept_.empty()) from_ = at;
        kept_.append(static_cast<const char*>(bytes), count);
        return SQLITE_OK;
    }

    // One of the platform's own methods of the file.
    template <class Method, class... Arguments>
    static int pass(Method method, sqlite3_file* file, Arguments... arguments) {
        sqlite3_file* const real = of(file).real();
        return (real->pMethods->*method)(real, arguments...);
    }
    // The same, with nothing kept from it.
    template <class Method, class... Arguments>
    static int run(Method method, sqlite3_file* file, Arguments... arguments) {
        const int code = of(file).write_kept();
        return code == SQLITE_OK ? pass(method, file, arguments...) : code;
    }

    static int close(sqlite3_file* file) {
        Log& log = of(file);
        const int written = log.write_kept();
        const int code = pass(&sqlite3_io_methods::xClose, file);
        log.~Log();
        return code == SQLITE_OK ? written : code;
    }
    static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
        Log& log = of(file);
        const bool kept = !log.kept_.empty() && at < log.end() && at + size > log.from_;
        if (kept) return run(&sqlite3_io_methods::xRead, file, to, size, at);
        return pass(&sqlite3_io_methods::xRead, file, to, size, at);
    }
    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
        return of(file).keep(bytes, size, at);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        return run(&sqlite3_io_methods::xTruncate, file, size);
    }
    static int sync(sqlite3_file* file, int flags) { return run(&sqlite3_io_methods::xSync, file, flags); }
    static int file_size(sqlite3_file* file, sqlite3_int64* size) {
        return run(&sqlite3_io_methods::xFileSize, file, size);
    }
    static int lock(sqlite3_file* file, int level) { return pass(&sqlite3_io_methods::xLock, file, level); }
    static int unlock(sqlite3_file* file, int level) {
        return pass(&sqlite3_io_methods::xUnlock, file, level);
    }
    static int is_reserved(sqlite3_file* file, int* result) {
        return pass(&sqlite3_io_methods::xCheckReservedLock, file, result);
    }
    static int control(sqlite3_file* file, int what, void* argument) {
        return pass(&sqlite3_io_methods::xFileControl, file, what, argument);
    }
    static int sector_size(sqlite3_file* file) { return pass(&sqlite3_io_methods::xSectorSize, file); }
    static int characteristics(sqlite3_file* file) {
        return pass(&sqlite3_io_methods::xDeviceCharacteristics, file);
    }

    static const sqlite3_io_methods kMethods;

    sqlite3_file head_{};  // first: SQLite knows the file by it
    std::string kept_;
    sqlite3_int64 from_ = 0;
};

// Version 1: memory shared with others is the database's own, not the log's.
const sqlite3_io_methods Log::kMethods = [] {
    sqlite3_io_methods made{};
    made.iVersion = 1;
    made.xClose = close;
    made.xRead = read;
    made.xWrite = write;
    made.xTruncate = truncate;
    made.xSync = sync;
    made.xFileSize = file_size;
    made.xLock = lock;
    made.xUnlock = unlock;
    made.xCheckReservedLock = is_reserved;
    made.xFileControl = control;
    made.xSectorSize = sector_size;
    made.xDeviceCharacteristics = characteristics;
    return made;
}();

int open_file(sqlite3_vfs* /*own*/, const char* name, sqlite3_file* file, int flags, int* opened_flags) {
    if ((flags & SQLITE_OPEN_WAL) != 0) return Log::open(name, file, flags, opened_flags);
    return platform()->xOpen(platform(), name, file, flags, opened_flags);
}

}  // namespace

const char* file_system_with_whole_log() {
    static sqlite3_vfs own = [] {
        sqlite3_vfs made = *platform();
        made.zName = "whole-log";
        made.szOsFile = static_cast<int>(sizeof(Log)) + platform()->szOsFile;
        made.pNext = nullptr;
        made.xOpen = open_file;
        return made;
    }();
    static const int registered = sqlite3_vfs_register(&own, 0);
    return registered == SQLITE_OK ? own.zName : nullptr;
}

}  // namespace funnel::server
