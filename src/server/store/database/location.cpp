#include "store/database/location.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace funnel::server {

std::optional<StoreLocation> store_location_from(std::string_view text) {
    if (text.starts_with("sqlite:") && text.size() > 7)
        return StoreLocation{Dialect::sqlite, std::string(text.substr(7))};
    if (text.starts_with("postgres://") || text.starts_with("postgresql://"))
        return StoreLocation{Dialect::postgres, std::string(text)};
    return std::nullopt;
}

std::unique_ptr<Database> open_database(const StoreLocation& location, Access access, Durability durability) {
    if (location.dialect == Dialect::sqlite) return open_sqlite({location.address, access, durability});
    return open_postgres(location.address);
}

std::optional<WriteLock> WriteLock::take(const StoreLocation& location, std::string& why) {
    if (location.dialect == Dialect::postgres) return WriteLock(-1);
    const std::string file = location.address + ".lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        why = "cannot make " + file + ": " + std::strerror(errno);
        return std::nullopt;
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        why = "another process is writing to " + location.address;
        ::close(descriptor);
        return std::nullopt;
    }
    return WriteLock(descriptor);
}

WriteLock::~WriteLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

WriteLock::WriteLock(WriteLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace funnel::server
