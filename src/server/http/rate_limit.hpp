// How often one visitor may do a thing: a bucket of permissions per address that refills steadily.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace funnel::server {

struct Rate {
    double burst = 20;       // permissions a full bucket holds; 0 switches the limit off
    double per_minute = 30;  // refill
};

class RateLimit {
public:
    using Clock = std::chrono::steady_clock;
    explicit RateLimit(Rate rate, std::size_t max_keys = 20'000) : rate_(rate), max_keys_(max_keys) {}

    // Zero when the thing may be done now (and takes a permission), else how long to wait. When too many keys
    // are remembered, full buckets are forgotten; when none is full, a new key shares one bucket with all
    // others that do not fit.
    [[nodiscard]] std::chrono::seconds wait_for(std::string_view key, Clock::time_point now);
    // Whether wait_for would say to wait; takes nothing.
    [[nodiscard]] bool is_exhausted(std::string_view key, Clock::time_point now);

private:
    struct Bucket {
        double left = 0;
        Clock::time_point at;
    };
    void forget_full(Clock::time_point now);
    [[nodiscard]] double refilled(const Bucket& bucket, Clock::time_point now) const;

    const Rate rate_;
    const std::size_t max_keys_;
    std::mutex mutex_;
    std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace funnel::server
