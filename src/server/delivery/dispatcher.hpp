// Empties the outbox: one thread per target, so that a slow receiver delays nobody but itself. Reads and
// marks rows through the writer; waits on the monotonic clock, so a jump of the wall clock neither hurries
// nor forgets a delivery.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "delivery/courier.hpp"
#include "delivery/target.hpp"
#include "lead/brief/brief.hpp"
#include "store/writer.hpp"
#include "system/log.hpp"

namespace funnel::server {

// Runs a job on the writer and waits for its commit; false when nothing of it is stored.
[[nodiscard]] bool write_and_wait(Writer& writer, const std::function<void(Store&)>& apply);

struct DispatcherOptions {
    std::vector<Target> targets;
    CourierOptions courier;
    BriefPlaces places;
    std::string owner;                      // names this process among replicas
    std::chrono::milliseconds poll{2'000};  // other replicas do not wake us
    std::function<std::int64_t()> now_ms;
    double delay_scale = 1;  // shorter waits for tests
};

class Dispatcher {
public:
    Dispatcher(DispatcherOptions options, Writer& writer, Log& log);
    // Ends transfers that are under way (their rows stay pending) and waits for the threads.
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    void wake();

private:
    class Lane;
    const DispatcherOptions options_;
    Writer& writer_;
    Log& log_;
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    std::condition_variable wake_;
    std::uint64_t wakes_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace funnel::server
