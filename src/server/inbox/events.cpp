#include "inbox/events.hpp"

#include <algorithm>
#include <future>

#include "store/inbox/operators.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kBeatMs = 10'000;  // a proxy gives up after 20 s of silence
constexpr std::string_view kBeat = ": \n\n";
constexpr std::chrono::milliseconds kBetweenLooks{100};    // for the pages, however often it is woken
constexpr std::chrono::milliseconds kBetweenCounts{1000};  // of who waits

std::string event_of(const std::string& mark) {
    return "id: " + mark + "\nevent: change\ndata: " + mark + "\n\n";
}

}  // namespace

bool Pace::tells(std::size_t pages, Clock::time_point now) {
    left_ = std::min(kAtOnce, left_ + std::chrono::duration<double>(now - filled_).count() * kASecond);
    filled_ = now;
    const auto wanted = static_cast<double>(pages);
    if (wanted > left_) return false;
    left_ -= wanted;
    return true;
}

std::string text_of(const InboxMark& mark) {
    return std::to_string(mark.lead) + '.' + std::to_string(mark.event);
}

// One open page.
class Hub::Listener final : public ResponseStream {
public:
    explicit Listener(std::string seen) : seen_(std::move(seen)) {}

    void begin(Send send) override {
        const std::lock_guard lock(mutex_);
        send_ = std::move(send);
        // The head alone does not open an EventSource behind every proxy.
        (void)send_(std::string(kBeat));
    }
    // False when it listens no more. Who has just come is told what he missed whatever the pace.
    bool tell(const std::string& mark, bool in_pace) {
        const std::lock_guard lock(mutex_);
        if (!send_ || (has_heard_ && !in_pace)) return true;
        has_heard_ = true;
        if (mark == seen_) return true;
        seen_ = mark;
        return send_(event_of(mark));
    }
    bool beat() {
        const std::lock_guard lock(mutex_);
        return !send_ || send_(std::string(kBeat));
    }

private:
    std::mutex mutex_;
    Send send_;
    std::string seen_;
    bool has_heard_ = false;
};

Hub::Hub(HubOptions options, Reader& reader, Log& log)
    : options_(std::move(options)), reader_(reader), log_(log), thread_([this] { loop(); }) {}

Hub::~Hub() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

// Whoever posts comes by here: a thread that has been woken already is left alone.
void Hub::wake() {
    {
        const std::lock_guard lock(mutex_);
        if (woken_) return;
        woken_ = true;
        if (is_pausing_) return;
    }
    wake_.notify_all();
}

std::shared_ptr<ResponseStream> Hub::listener(const std::string& seen) {
    auto fresh = std::make_shared<Listener>(seen);
    {
        const std::lock_guard lock(mutex_);
        if (listeners_.size() >= kMostListeners) return nullptr;
        listeners_.push_back(fresh);
        woken_ = has_fresh_ = true;
    }
    wake_.notify_all();
    return fresh;
}

void Hub::loop() {
    std::int64_t beaten_ms = options_.now_ms();
    std::unique_lock lock(mutex_);
    while (!ending_) {
        woken_ = has_fresh_ = false;
        lock.unlock();
        look();
        const bool beats = options_.now_ms() - beaten_ms >= kBeatMs;
        lock.lock();
        if (beats) {
            beaten_ms = options_.now_ms();
            std::erase_if(listeners_, [](const auto& listener) {
                const auto page = listener.lock();
                return !page || !page->beat();
            });
        }
        is_pausing_ = true;
        wake_.wait_for(lock, listeners_.empty() ? kBetweenCounts : kBetweenLooks,
                       [this] { return ending_ || has_fresh_; });
        is_pausing_ = false;
        // Woken before it was time to count again: soon it is.
        wake_.wait_for(lock,
                       !listeners_.empty() ? options_.every
                       : uncounted_        ? kBetweenCounts
                                           : options_.alone,
                       [this] { return ending_ || woken_; });
    }
}

void Hub::look() {
    struct Seen {
        bool answered = false;
        InboxMark mark;
        Waiting waiting;
    };
    const auto seen = std::make_shared<std::promise<Seen>>();
    auto answer = seen->get_future();
    const std::int64_t now_ms = options_.now_ms();
    uncounted_ = Pace::Clock::now() - counted_ < kBetweenCounts;
    reader_.submit(
        [seen, came = Work::CameWithin{options_.since(now_ms), now_ms - options_.patience_ms},
         counts = !uncounted_](Store& store) {
            Seen result;
            Work work(store.database());
            result.mark = work.mark();
            // Without operators nobody answers here: the firm works elsewhere.
            if (counts && Operators(store.database()).any()) result.waiting = work.waiting(came);
            result.answered = true;
            seen->set_value(result);
        },
        [seen] { seen->set_value({}); });
    const Seen result = answer.get();
    if (!result.answered) return;
    tell(result.mark);
    if (uncounted_) return;
    counted_ = Pace::Clock::now();
    warn(result.waiting);
}

void Hub::tell(const InboxMark& mark) {
    const std::string text = text_of(mark);
    const std::lock_guard lock(mutex_);
    const bool in_pace = mark != told_mark_ && pace_.tells(listeners_.size(), Pace::Clock::now());
    if (in_pace) told_mark_ = mark;
    std::erase_if(listeners_, [&](const auto& listener) {
        const auto page = listener.lock();
        return !page || !page->tell(text, in_pace);
    });
}

void Hub::warn(const Waiting& waiting) {
    if (options_.on_waiting) options_.on_waiting(waiting);
    std::int64_t fresh = 0;
    for (const auto id : waiting.ids) fresh += told_waiting_.contains(id) ? 0 : 1;
    told_waiting_ = {waiting.ids.begin(), waiting.ids.end()};
    if (fresh > 0)
        log_.write(Level::warning, "leads_wait",
                   {{"fresh", fresh},
                    {"all", waiting.ids.size()},
                    {"oldest_minutes", (options_.now_ms() - waiting.oldest_ms) / 60'000}});
}

}  // namespace funnel::server
