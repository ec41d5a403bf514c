// Tells open pages of the inbox that something has changed: one thread looks at the newest numbers when it is
// woken and every few seconds while somebody listens. An event carries numbers only, never a person's data.
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
    std::chrono::milliseconds every{2000};    // while somebody listens: other replicas store requests, too
    std::chrono::milliseconds alone{30'000};  // while nobody does
    std::int64_t patience_ms =
        15LL * 60'000;  // after which a request without a first action is told in the log
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
    void told(const InboxMark& mark, const Waiting& waiting);

    const HubOptions options_;
    Reader& reader_;
    Log& log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::weak_ptr<Listener>> listeners_;
    std::set<std::int64_t> told_waiting_;  // requests the log was told of
    bool woken_ = false;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
