// What each kind of target is sent and how its answer is understood: pure text in, pure text out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "delivery/target.hpp"
#include "store/outbox.hpp"
#include "store/store.hpp"

namespace funnel::server {

struct Delivery {
    const Target& target;
    const OutboxRow& row;
    const StoredLead& lead;
    std::string public_url;  // "https://example.ru", for links; may be empty
    std::int64_t now_ms = 0;
};

// One HTTP POST.
struct PostHeader {
    std::string name;
    std::string value;
};
struct Post {
    std::string url;
    std::vector<PostHeader> headers;
    std::string body;
};
// Precondition: the target's kind is not email.
[[nodiscard]] Post post_for(const Delivery& delivery);

// The message for SMTP: headers and body with CRLF, Russian text encoded. Precondition: kind is email.
[[nodiscard]] std::string mail_for(const Delivery& delivery);

struct Reply {
    std::int64_t status = 0;
    std::string retry_after;  // header, as sent
    std::string body;         // its first 64 KiB
};
// Success is what the kind's documentation says it is. A redirect is never success. 429 and 5xx wait; 410 of
// a webhook and a request the receiver understands and refuses (400, 422) end the delivery; other 4xx wait,
// for the operator may repair the access.
[[nodiscard]] AttemptResult result_of(const Delivery& delivery, const Reply& reply);

}  // namespace funnel::server
