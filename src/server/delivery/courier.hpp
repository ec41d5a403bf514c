// Carries one request of a delivery over the network (libcurl). Follows no redirect, uses no proxy of the
// environment, speaks only HTTP(S) and SMTP(S), and connects to private addresses only when the operator
// allows it: the check is on the very address connected to.
#pragma once

#include <atomic>
#include <chrono>

#include "delivery/receiver.hpp"

namespace funnel::server {

enum class PrivateTargets { refused, allowed };

struct CourierOptions {
    PrivateTargets private_targets = PrivateTargets::refused;
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds total{20'000};
};

// `stop` ends a transfer early (the attempt counts as not made). libcurl must be initialised.
[[nodiscard]] AttemptResult carry(const Delivery& delivery, const CourierOptions& options,
                                  const std::atomic<bool>& stop);

// Whether somebody answers where the target is: a connection, with TLS where it is asked for, and nothing
// said. "delivered" when so; else as of an attempt.
[[nodiscard]] AttemptResult reach(const Target& target, const CourierOptions& options);

}  // namespace funnel::server
