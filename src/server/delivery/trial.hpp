// `outbox test TARGET`, `outbox test duty`: a request nobody made, marked as such, sent as a real one would
// be, and what came back in words for the operator: what happened, and what to do.
#pragma once

#include <cstdint>
#include <string>

#include "delivery/courier.hpp"
#include "delivery/target.hpp"
#include "lead/brief/brief.hpp"

namespace funnel::server {

struct Trial {
    bool taken = false;
    std::string words;  // lines
};

// Sends every request of the delivery, one after another, without the store. libcurl must be initialised.
[[nodiscard]] Trial try_target(const Target& target, const CourierOptions& options, const BriefPlaces& places,
                               std::int64_t now_ms);

// The same for the person on duty: one message without a request.
[[nodiscard]] Trial try_duty(const Target& duty, const CourierOptions& options, const BriefPlaces& places,
                             std::int64_t now_ms);

// What an attempt that did not succeed asks of the operator: "Получатель не признал ключ: …".
[[nodiscard]] std::string advice_on(const Target& target, const AttemptResult& result);

}  // namespace funnel::server
