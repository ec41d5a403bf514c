// What an operator watches, as Prometheus text. Routes are patterns, so nothing personal can become a label.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "http/listener/server.hpp"
#include "store/outbox.hpp"
#include "store/steps/site_steps.hpp"
#include "store/writer.hpp"

namespace funnel::server {

struct ServerGauge {
    std::size_t connections = 0;
    bool is_purge_stopped = false;   // the keeper waits for the operator
    std::int64_t held = 0;           // requests that wait for a person's look
    std::int64_t waiting = 0;        // requests nobody has answered for 15 minutes
    std::int64_t not_forgotten = 0;  // erased requests whose bytes are still in the store's files
    std::uint64_t log_lines_lost = 0;
    StepCounts steps{};  // of the site, since the start
};

class Metrics {
public:
    void note(const Answered& answered);
    [[nodiscard]] std::string text(const WriterCounters& writer, const OutboxGauge& outbox,
                                   const ServerGauge& server) const;

private:
    static constexpr std::array<double, 10> kBounds{0.001, 0.0025, 0.005, 0.01, 0.025,
                                                    0.05,  0.1,    0.25,  1,    5};  // seconds

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t> answers_;
    std::array<std::uint64_t, kBounds.size() + 1> buckets_{};
    double seconds_ = 0;
    std::uint64_t count_ = 0;
};

}  // namespace funnel::server
