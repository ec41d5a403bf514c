#include "http/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::server {

double RateLimit::refilled(const Bucket& bucket, Clock::time_point now) const {
    const double minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.at).count();
    return std::min(rate_.burst, bucket.left + std::max(0.0, minutes) * rate_.per_minute);
}

void RateLimit::forget_full(Clock::time_point now) {
    std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= rate_.burst; });
}

bool RateLimit::is_exhausted(std::string_view key, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    const auto found = buckets_.find(key);
    return rate_.burst > 0 && found != buckets_.end() && refilled(found->second, now) < 1;
}

std::chrono::seconds RateLimit::wait_for(std::string_view key, Clock::time_point now) {
    if (rate_.burst <= 0) return std::chrono::seconds(0);
    const std::lock_guard lock(mutex_);
    auto found = buckets_.find(key);
    if (found == buckets_.end() && buckets_.size() >= max_keys_) {
        forget_full(now);
        if (buckets_.size() >= max_keys_) key = "";
        found = buckets_.find(key);
    }
    if (found == buckets_.end()) found = buckets_.emplace(std::string(key), Bucket{rate_.burst, now}).first;
    Bucket& bucket = found->second;
    bucket = {refilled(bucket, now), now};
    if (bucket.left >= 1) {
        bucket.left -= 1;
        return std::chrono::seconds(0);
    }
    return std::chrono::seconds(static_cast<long>(std::ceil((1 - bucket.left) / rate_.per_minute * 60)));
}

}  // namespace funnel::server
