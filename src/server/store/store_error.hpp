// The one exception of the store. Thrown by Database and Store; caught by the writer, the reader, the
// commands and at start, nowhere else.
#pragma once

#include <stdexcept>
#include <string>

namespace funnel::server {

// What went wrong with a statement.
class StoreError : public std::runtime_error {
public:
    enum class Kind {
        row,          // this statement's values are refused; the transaction can go on from its savepoint
        unavailable,  // disk full, I/O error, lost connection, locked: nothing of the transaction is stored
        corrupt,      // the file is not the database it should be
    };
    StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    [[nodiscard]] Kind kind() const { return kind_; }

private:
    Kind kind_;
};

}  // namespace funnel::server
