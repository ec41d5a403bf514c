// Keeps the promise to erase: what was withdrawn, and what is older than the operator keeps. By itself it
// does so only with a clock that may be believed and for a number of requests that is usual: a wrong clock
// must not erase everyone. Otherwise it stops, says why, and waits for `funnel-server purge --yes`.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "operator/commands.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"
#include "system/log.hpp"

namespace funnel::server {

// The two clocks at one moment. The steady one is not set by anybody.
struct ClockLook {
    std::int64_t wall_ms = 0;
    std::int64_t steady_ms = 0;
};
[[nodiscard]] ClockLook look_at_clocks();

// Whether the wall clock may be believed: it has gone as the steady one since it was believed last (12 hours
// apart are a machine that slept), it is not behind the newest moment it was believed at, which the store
// keeps over restarts (an hour at most), and not more than a week ahead of it.
class ClockGuard {
public:
    // "" when it may; else why not, in words for the operator. `mark_ms`: that newest moment, 0 when there is
    // none. Moments are told as clocks of `zone` show them.
    [[nodiscard]] std::string doubt(const ClockLook& look, std::int64_t mark_ms,
                                    const TimeZone& zone = moscow_time());
    // The operator vouches for the clock as it is.
    void accept(const ClockLook& look);

private:
    ClockLook believed_;
    bool has_believed_ = false;
};

// "" when so many of all requests may be erased unasked; else why not. Usual is what is within either bound.
[[nodiscard]] std::string excess(const PurgeLimit& limit, std::int64_t due, std::int64_t total);

// Hours of the firm's day: from 2 up to 5 are 2, 3 and 4; from 22 up to 2 goes over midnight.
struct QuietHours {
    int from = 2;
    int until = 5;
    [[nodiscard]] bool contain(int hour) const {
        return from <= until ? hour >= from && hour < until : hour >= from || hour < until;
    }
};

struct KeeperOptions {
    std::chrono::seconds every{60};
    PurgeLimit limit;
    std::function<CommandContext()> context;
    std::function<ClockLook()> clocks = look_at_clocks;
    QuietHours quiet;  // when PostgreSQL's files are cleaned
};

class Keeper {
public:
    Keeper(KeeperOptions options, Writer& writer, Reader& reader, Log& log);
    ~Keeper();
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    // True while it waits for the operator.
    [[nodiscard]] bool is_stopped() const { return stopped_; }

private:
    void loop();
    void look();
    // Why the keeper must not go on now; "" when it may.
    [[nodiscard]] std::string obstacle(const ClockLook& clocks, const CommandContext& context);
    void forget(const CommandContext& context);
    void stop(const std::string& why);

    const KeeperOptions options_;
    Writer& writer_;
    Reader& reader_;
    Log& log_;
    ClockGuard guard_;
    std::int64_t vouched_ms_ = 0;  // when the operator last vouched, as far as we know
    bool has_looked_ = false;
    std::int64_t not_forgotten_ = 0;  // erased requests whose bytes are still in the store's files
    std::string said_;                // why it is stopped; "" when it is not
    std::atomic<bool> stopped_{false};
    std::mutex mutex_;
    std::condition_variable wake_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
