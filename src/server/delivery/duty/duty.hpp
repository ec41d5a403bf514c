// Tells the person on duty that requests wait without a first action: a letter or a message of Telegram with
// their numbers and the way to the inbox, nothing of a person. One message for all that wait, by one of the
// servers of a store, in working hours only; tried again until it is taken, not sent again after that.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "delivery/courier.hpp"
#include "delivery/target.hpp"
#include "lead/brief/brief.hpp"
#include "store/inbox/work.hpp"
#include "store/writer.hpp"
#include "system/log.hpp"

namespace funnel::server {

struct DutyOptions {
    Target target;  // email or telegram
    CourierOptions courier;
    BriefPlaces places;
    std::function<bool(std::int64_t)> is_working;          // whether somebody is at work at a moment
    std::function<std::int64_t(std::int64_t)> answer_due;  // of a request that came then
    std::function<std::int64_t()> now_ms;
    std::chrono::milliseconds pause{30'000};  // after a message that was not taken
};

// What is said: "Ждут ответа больше 15 минут: 2 заявки, № 000007, № 000009." and the way there. Precondition:
// somebody waits.
[[nodiscard]] std::string duty_words(const std::vector<std::int64_t>& ids, const BriefPlaces& places);

class Duty {
public:
    Duty(DutyOptions options, Writer& writer, Log& log);
    // Gives up a message that is under way: it is sent after the next start.
    ~Duty();
    Duty(const Duty&) = delete;
    Duty& operator=(const Duty&) = delete;

    // Who waits now; returns at once, on any thread.
    void hear(const Waiting& waiting);

private:
    void loop();
    void tell(const Waiting& waiting);
    [[nodiscard]] std::vector<std::int64_t> overdue(const Waiting& waiting, std::int64_t now_ms) const;
    [[nodiscard]] AttemptResult send(const std::vector<std::int64_t>& ids, std::int64_t now_ms) const;

    const DutyOptions options_;
    Writer& writer_;
    Log& log_;
    std::atomic<bool> stop_{false};
    std::chrono::steady_clock::time_point not_before_{};
    std::int64_t told_ = 0;  // the newest request known to be told of
    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<Waiting> heard_;
    std::thread thread_;
};

}  // namespace funnel::server
