// Who looked at many requests at once, written into the record of processing without holding up the page: a
// list that is asked for again and again is known here and costs the store nothing.
#pragma once

#include <cstdint>
#include <memory>

#include "store/inbox/work.hpp"

namespace funnel::server {

class Writer;

class Looks {
public:
    explicit Looks(Writer& writer);

    // From any thread. What could not be written is tried again with the next look.
    void note(Look look, std::int64_t operator_id, std::int64_t now_ms);

private:
    struct Known;

    Writer& writer_;
    std::shared_ptr<Known> known_;  // the writer may end after who looked
};

}  // namespace funnel::server
