#include "delivery/dispatcher.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <random>

namespace funnel::server {

namespace {

using Clock = std::chrono::steady_clock;
// Deliveries times requests times a request's longest time is the lease: what a killed replica had claimed
// waits for its end (ops/scaling.md).
constexpr std::int64_t kClaimed = 2;
constexpr std::int64_t kMostSteps = 6;  // requests of one delivery

// A request that is about to leave, as the store has it at that moment.
struct Leaving {
    Outbox::Sending sending;
    StoredLead lead;
};

}  // namespace

bool write_and_wait(Writer& writer, const std::function<void(Store&)>& apply) {
    auto outcome = std::make_shared<std::promise<WriteOutcome>>();
    auto stored = outcome->get_future();
    if (!writer.submit({apply, [outcome](WriteOutcome result) { outcome->set_value(result); }})) return false;
    return stored.get() == WriteOutcome::stored;
}

// The deliveries of one target.
class Dispatcher::Lane {
public:
    Lane(Dispatcher& dispatcher, const Target& target)
        : all_(dispatcher), target_(target), random_(std::random_device{}()) {}

    void run() {
        std::uint64_t seen = 0;
        while (!all_.stop_) {
            const auto claimed = claim();
            for (const OutboxRow& next : claimed) {
                if (all_.stop_) return;
                std::int64_t steps = 0;
                while (deliver(next.id) == Went::on && !all_.stop_ && ++steps < kMostSteps) {
                }
            }
            if (!claimed.empty()) continue;
            // Due and yet not there: cancelled, erased, or delivered by another replica.
            std::erase_if(due_, [now = Clock::now()](const auto& entry) { return entry.second.at <= now; });
            std::unique_lock lock(all_.mutex_);
            all_.wake_.wait_until(lock, next_look(), [&] { return all_.stop_ || all_.wakes_ != seen; });
            seen = all_.wakes_;
        }
    }

private:
    Clock::time_point next_look() const {
        auto at = Clock::now() + all_.options_.poll;
        for (const auto& [id, due] : due_) at = std::min(at, due.at);
        return at;
    }

    // A row of an earlier life of this process, or of another replica, waits what is left of its delay, and
    // never longer than it.
    bool is_due(const OutboxRow& row, std::int64_t now_ms) {
        const auto known = due_.find(row.id);
        // Another time than noted: the operator asked for it now (`outbox retry`), or another replica tried.
        if (known != due_.end() && known->second.next_ms == row.next_ms)
            return known->second.at <= Clock::now();
        const auto left = std::clamp<std::int64_t>(row.next_ms - now_ms, 0, row.delay_ms);
        if (left > 0) due_[row.id] = {Clock::now() + std::chrono::milliseconds(left), row.next_ms};
        return left == 0;
    }

    std::vector<OutboxRow> claim() {
        const auto now_ms = all_.options_.now_ms();
        const std::int64_t lease_ms = all_.options_.courier.total.count() * kClaimed * kMostSteps + 30'000;
        auto claimed = std::make_shared<std::vector<OutboxRow>>();
        const bool stored = write_and_wait(all_.writer_, [this, claimed, now_ms, lease_ms](Store& store) {
            *claimed = Outbox(store.database())
                           .claim({target_.name, all_.options_.owner, now_ms, lease_ms, kClaimed,
                                   [this, now_ms](const OutboxRow& row) { return is_due(row, now_ms); }});
        });
        return stored ? std::move(*claimed) : std::vector<OutboxRow>();
    }

    // The last look at the store before anything leaves this machine: what was withdrawn or erased since the
    // claim does not.
    std::optional<Leaving> start(std::int64_t id) {
        const Outbox::Start asked{id, all_.options_.owner, all_.options_.now_ms()};
        auto leaving = std::make_shared<std::optional<Leaving>>();
        const bool stored = write_and_wait(all_.writer_, [asked, leaving](Store& store) {
            leaving->reset();
            auto sending = Outbox(store.database()).start(asked);
            if (!sending) return;
            auto lead = store.lead(sending->row.lead_id);
            if (lead) leaving->emplace(Leaving{std::move(*sending), std::move(*lead)});
        });
        return stored ? std::move(*leaving) : std::nullopt;
    }

    enum class Went { on, away };  // on: another request of the same delivery follows

    Went deliver(std::int64_t id) {
        const auto next = start(id);
        if (!next) return Went::away;
        const OutboxRow& row = next->sending.row;
        const Delivery delivery{
            target_, row, next->lead, all_.options_.places, all_.options_.now_ms(), next->sending.origin};
        const AttemptResult result = attempt(delivery);
        const bool ended = result.outcome == AttemptResult::Outcome::delivered ||
                           result.outcome == AttemptResult::Outcome::step_done;
        if (all_.stop_ && !ended) return Went::away;
        note(delivery, result);
        const std::int64_t now_ms = all_.options_.now_ms();
        const std::int64_t delay = delay_for(row, result);
        due_.erase(row.id);
        if (result.outcome == AttemptResult::Outcome::retry)
            due_[row.id] = {Clock::now() + std::chrono::milliseconds(delay), now_ms + delay};
        const Outbox::Finished finished{row, result, now_ms, delay};
        const bool marked = write_and_wait(
            all_.writer_, [finished](Store& store) { Outbox(store.database()).finish(finished); });
        // Delivered but not marked: it will be delivered again under the same id, which is what "at least
        // once" means.
        if (!marked) all_.log_.write(Level::error, "delivery_not_marked", {{"delivery", row.delivery_id}});
        return marked && result.outcome == AttemptResult::Outcome::step_done ? Went::on : Went::away;
    }

    AttemptResult attempt(const Delivery& delivery) const {
        AttemptResult result;
        if (delivery.row.event != OutboxEvent::created && !target_.notices) {
            result.outcome = AttemptResult::Outcome::unwanted;
            result.detail = "в настройках сказано этому получателю не сообщать";
            return result;
        }
        result.outcome = AttemptResult::Outcome::refused;
        result.detail = receiver_of(target_.kind).obstacle(delivery);
        return result.detail.empty() ? carry(delivery, all_.options_.courier, all_.stop_) : result;
    }

    std::int64_t delay_for(const OutboxRow& row, const AttemptResult& result) {
        const double random = std::uniform_real_distribution<double>(0, 1)(random_);
        return static_cast<std::int64_t>(
            static_cast<double>(delay_after(row.attempts + 1, random, result.retry_after_ms)) *
            all_.options_.delay_scale);
    }

    void note(const Delivery& delivery, const AttemptResult& result) const {
        const bool fine = result.outcome == AttemptResult::Outcome::delivered ||
                          result.outcome == AttemptResult::Outcome::step_done;
        all_.log_.write(fine ? Level::info : Level::warning, "delivery",
                        {{"delivery", delivery.row.delivery_id},
                         {"event", name_of(delivery.row.event)},
                         {"target", target_.name},
                         {"lead", delivery.lead.id},
                         {"status", result.status},
                         {"detail", result.detail},
                         {"took_ms", result.took_ms}});
    }

    Dispatcher& all_;
    const Target& target_;
    std::mt19937_64 random_;
    struct Due {
        Clock::time_point at;      // monotonic: counts while this process lives
        std::int64_t next_ms = 0;  // what the row said when this was noted
    };
    std::map<std::int64_t, Due> due_;  // rows of this target that wait
};

Dispatcher::Dispatcher(DispatcherOptions options, Writer& writer, Log& log)
    : options_(std::move(options)), writer_(writer), log_(log) {
    for (const Target& target : options_.targets)
        threads_.emplace_back([this, &target] { Lane(*this, target).run(); });
}

Dispatcher::~Dispatcher() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Dispatcher::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++wakes_;
    }
    wake_.notify_all();
}

}  // namespace funnel::server
