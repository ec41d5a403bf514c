// Tells open pages of the inbox that something has changed: one thread looks at the newest numbers when it is
// woken, and from time to time while somebody listens. An event carries numbers only, never a person's
// data. Every event makes every page ask for its list again, so the more goes on, the rarer they are: a flood
// of requests must not be slowed by those who look on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "http/message.hpp"
#include "store/inbox/work.hpp"
#include "store/reader.hpp"
#include "system/log.hpp"

namespace funnel::server {

// "12.40": the newest request and the newest event a page knows of; also the id of an event.
[[nodiscard]] std::string text_of(const InboxMark& mark);

struct HubOptions {
    std::function<std::int64_t()> now_ms;
    std::function<std::int64_t(std::int64_t)> since;  // what came before that is nobody's news any more
    std::chrono::milliseconds every{250};             // while somebody listens and nobody wakes it
    std::chrono::milliseconds alone{30'000};          // while nobody does
    std::int64_t patience_ms =
        kAnswerWithinMs;  // after which a request without a first action is told in the log
    std::function<void(const Waiting&)> on_waiting{};  // who waits, whenever that is counted; must be quick
};

// When pages are told: at once, while those who look on ask for few pages a second; else as soon as what they
// were told has been spread that thin. One page hears of everything, fifty hear of a flood every eight
// seconds.
class Pace {
public:
    using Clock = std::chrono::steady_clock;
    // Whether `pages` of them are told now; what is told counts.
    [[nodiscard]] bool tells(std::size_t pages, Clock::time_point now);

private:
    static constexpr double kASecond = 6;
    static constexpr double kAtOnce = 150;
    double left_ = kAtOnce;
    Clock::time_point filled_ = Clock::now();
};

class Hub {
public:
    static constexpr std::size_t kMostListeners = 100;

    Hub(HubOptions options, Reader& reader, Log& log);
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void wake();
    // The stream of one page that has seen `seen`; null when there are too many already.
    [[nodiscard]] std::shared_ptr<ResponseStream> listener(const std::string& seen);

private:
    class Listener;
    void loop();
    void look();
    void tell(const InboxMark& mark);
    void warn(const Waiting& waiting);

    const HubOptions options_;
    Reader& reader_;
    Log& log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::weak_ptr<Listener>> listeners_;
    Pace pace_;
    InboxMark told_mark_;
    Pace::Clock::time_point counted_{};    // when it was looked who waits
    bool uncounted_ = false;               // the last look came too soon after that
    std::set<std::int64_t> told_waiting_;  // requests the log was told of
    bool woken_ = false;
    bool has_fresh_ = false;   // a page has just begun to listen
    bool is_pausing_ = false;  // between two looks: it is awake soon by itself
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
