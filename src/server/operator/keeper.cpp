#include "operator/keeper.hpp"

#include <algorithm>
#include <cstdlib>

#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kMostApart = 12 * kHourMs;
constexpr std::int64_t kMostAhead = kHourMs * 24 * 7;
constexpr std::int64_t kMostBehind = kHourMs;

const char* const kWaits =
    " Удаление остановлено. Проверьте часы сервера; если всё верно, выполните funnel-server purge --yes.";

std::string hours(std::int64_t ms) {
    return std::to_string(ms / kHourMs) + " ч";
}

}  // namespace

ClockLook look_at_clocks() {
    const auto steady = std::chrono::steady_clock::now().time_since_epoch();
    return {wall_clock_ms(), std::chrono::duration_cast<std::chrono::milliseconds>(steady).count()};
}

std::string ClockGuard::doubt(const ClockLook& look, std::int64_t mark_ms) {
    if (has_believed_) {
        const std::int64_t apart =
            (look.wall_ms - believed_.wall_ms) - (look.steady_ms - believed_.steady_ms);
        if (std::abs(apart) > kMostApart) return "Часы сервера прыгнули на " + hours(apart) + ".";
    }
    if (mark_ms > 0 && look.wall_ms < mark_ms - kMostBehind)
        return "Часы сервера отстают: уже было " + utc_text(mark_ms) + ".";
    if (mark_ms > 0 && look.wall_ms > mark_ms + kMostAhead)
        return "Часы сервера ушли вперёд: в последний раз было " + utc_text(mark_ms) + ".";
    accept(look);
    return {};
}

void ClockGuard::accept(const ClockLook& look) {
    believed_ = look;
    has_believed_ = true;
}

std::string excess(const PurgeLimit& limit, std::int64_t due, std::int64_t total) {
    const auto share = static_cast<std::int64_t>(static_cast<double>(total) * limit.percent / 100);
    if (due <= std::max(share, limit.requests)) return {};
    return "Под удаление попали сразу " + std::to_string(due) + " заявок из " + std::to_string(total) + ".";
}

Keeper::Keeper(KeeperOptions options, Writer& writer, Log& log)
    : options_(std::move(options)), writer_(writer), log_(log), thread_([this] { loop(); }) {}

Keeper::~Keeper() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

// At once: so that the moment of the start is known before the clock can jump.
void Keeper::loop() {
    std::unique_lock lock(mutex_);
    do {
        lock.unlock();
        try {
            look();
        } catch (const StoreError& error) {
            log_.write(Level::error, "erasure_failed", {{"reason", error.what()}});
        }
        lock.lock();
    } while (!wake_.wait_for(lock, options_.every, [this] { return ending_; }));
}

void Keeper::look() {
    const ClockLook clocks = options_.clocks();
    CommandContext context = options_.context();
    context.now_ms = clocks.wall_ms;
    std::string why;
    CommandResult result;
    writer_.run_alone([&](Store& store) {
        const ClockMark mark = store.clock_mark();
        if (mark.vouched_ms != vouched_ms_ && has_looked_) guard_.accept(clocks);
        vouched_ms_ = mark.vouched_ms;
        has_looked_ = true;
        why = guard_.doubt(clocks, mark.believed_ms);
        if (!why.empty()) return;
        store.in_transaction([&] { store.note_clock({clocks.wall_ms, mark.vouched_ms}); });
        why = excess(options_.limit, store.count_due(clocks.wall_ms, clocks.wall_ms - context.retention_ms),
                     store.count_kept());
        if (why.empty()) result = run_purge(store, context, {std::nullopt, {false, true, std::nullopt}});
    });
    if (!why.empty()) return stop(why);
    stopped_ = false;
    said_.clear();
    if (result.affected > 0) log_.write(Level::info, "erased", {{"requests", result.affected}});
}

void Keeper::stop(const std::string& why) {
    stopped_ = true;
    if (said_ == why) return;
    said_ = why;
    log_.write(Level::error, "purge_stopped", {{"reason", why + kWaits}});
}

}  // namespace funnel::server
