// One event of a consent's life, as the chain records it. Each carries the hash of the one before, so none
// can be changed, taken away or put between. Nothing personal is in it: it outlives erasure.
#pragma once

#include <cstdint>
#include <string>

namespace funnel::server {

struct ConsentEvent {
    std::int64_t seq = 0;  // 1, 2, 3 … over all leads
    std::int64_t lead_id = 0;
    std::string kind;   // of the document: "processing", "advertising"
    std::string event;  // "given", "refused", "withdrawn", "erased"
    std::string version;
    std::string sha256;  // of the document's text
    std::int64_t at_ms = 0;
};

// What stands before the first event.
extern const std::string kFirstEventHash;

[[nodiscard]] std::string hash_of(const ConsentEvent& event, const std::string& previous);

}  // namespace funnel::server
