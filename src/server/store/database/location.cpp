#include "store/database/location.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "store/database/database.hpp"

namespace funnel::server {

std::optional<StoreLocation> store_location_from(std::string_view text) {
    if (text.starts_with("sqlite:") && text.size() > 7)
        return StoreLocation{Dialect::sqlite, std::string(text.substr(7))};
    if (text.starts_with("postgres://") || text.starts_with("postgresql://"))
        return StoreLocation{Dialect::postgres, std::string(text)};
    return std::nullopt;
}

std::optional<WriteLock> WriteLock::take(const StoreLocation& location, Missing missing, std::string& why) {
    if (location.dialect == Dialect::postgres) return WriteLock(-1);
    const std::string& file = location.address;
    int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT && missing == Missing::create) {
        try {
            create_sqlite(file);
        } catch (const StoreError& error) {
            why = error.what();
            return std::nullopt;
        }
        descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    }
    if (descriptor < 0) {
        why = errno == ENOENT ? "Нет файла " + file + ". Новое хранилище создают serve и migrate --create."
                              : "Нельзя открыть " + file + ": " + std::strerror(errno);
        return std::nullopt;
    }
    WriteLock lock(descriptor);
    // SQLite gives its log and its index of it the rights of the file: its owner's alone, however it came to
    // be.
    for (const char* const end : {"", "-wal", "-shm"}) (void)::chmod((file + end).c_str(), 0600);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        why = "С хранилищем " + file + " уже работает другой процесс.";
        return std::nullopt;
    }
    struct stat state {};
    if (::fstat(descriptor, &state) == 0 && state.st_size == 0) {
        why = "Файл " + file + " пуст: это не хранилище. Если он создан по ошибке, удалите его.";
        return std::nullopt;
    }
    return lock;
}

WriteLock::~WriteLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

WriteLock::WriteLock(WriteLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace funnel::server
