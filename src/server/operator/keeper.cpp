#include "operator/keeper.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <future>
#include <memory>

#include "system/times.hpp"

namespace funnel::server {

namespace {

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

std::string ClockGuard::doubt(const ClockLook& look, std::int64_t mark_ms, const TimeZone& zone) {
    if (has_believed_) {
        const std::int64_t apart =
            (look.wall_ms - believed_.wall_ms) - (look.steady_ms - believed_.steady_ms);
        if (std::abs(apart) > kMostApart) return "Часы сервера прыгнули на " + hours(apart) + ".";
    }
    if (mark_ms > 0 && look.wall_ms < mark_ms - kMostBehind)
        return "Часы сервера отстают: уже было " + local_text(mark_ms, zone) + ".";
    if (mark_ms > 0 && look.wall_ms > mark_ms + kMostAhead)
        return "Часы сервера ушли вперёд: в последний раз было " + local_text(mark_ms, zone) + ".";
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

Keeper::Keeper(KeeperOptions options, Writer& writer, Reader& reader, Log& log)
    : options_(std::move(options)), writer_(writer), reader_(reader), log_(log), thread_([this] {
          loop();
      }) {}

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

namespace {

struct Counts {
    std::int64_t due = 0;
    std::int64_t kept = 0;
    std::int64_t not_forgotten = 0;
};

// On the reader's connection: what takes long to count is nobody's wait.
Counts counted(Reader& reader, std::int64_t now_ms, std::int64_t created_before_ms) {
    auto counts = std::make_shared<std::promise<Counts>>();
    auto answer = counts->get_future();
    reader.submit(
        [counts, now_ms, created_before_ms](Store& store) {
            counts->set_value({store.count_due(now_ms, created_before_ms), store.count_kept(),
                               store.count_not_forgotten()});
        },
        [counts] {
            counts->set_exception(
                std::make_exception_ptr(StoreError(StoreError::Kind::unavailable, "хранилище не отвечает")));
        });
    return answer.get();
}

}  // namespace

std::string Keeper::obstacle(const ClockLook& clocks, const CommandContext& context) {
    std::string why;
    writer_.run_alone([&](Store& store) {
        const ClockMark mark = store.clock_mark();
        if (mark.vouched_ms != vouched_ms_ && has_looked_) guard_.accept(clocks);
        vouched_ms_ = mark.vouched_ms;
        has_looked_ = true;
        why = guard_.doubt(clocks, mark.believed_ms, context.zone);
        if (why.empty()) store.in_transaction([&] { store.note_clock({clocks.wall_ms, mark.vouched_ms}); });
    });
    if (!why.empty()) return why;
    const Counts counts = counted(reader_, clocks.wall_ms, clocks.wall_ms - context.retention_ms);
    not_forgotten_ = counts.not_forgotten;
    return excess(options_.limit, counts.due, counts.kept);
}

void Keeper::look() {
    const ClockLook clocks = options_.clocks();
    CommandContext context = options_.context();
    context.now_ms = clocks.wall_ms;
    const std::string why = obstacle(clocks, context);
    if (!why.empty()) return stop(why);
    stopped_ = false;
    said_.clear();
    const auto erased =
        erase_due([this](const auto& work) { writer_.run_alone(work); }, context, context.retention_ms);
    if (erased > 0) log_.write(Level::info, "erased", {{"requests", erased}});
    not_forgotten_ += erased;
    if (not_forgotten_ > 0) forget(context);
}

// SQLite's log is cut off by its writer, at once. PostgreSQL cleans its tables and indexes on a connection of
// its own and in quiet hours: it takes long.
void Keeper::forget(const CommandContext& context) {
    bool done = false;
    if (context.store.dialect == Dialect::sqlite) {
        writer_.run_alone([&](Store& store) { done = store.forget_deleted(context.now_ms); });
    } else {
        if (!options_.quiet.contain(local_hour(context.now_ms, context.zone))) return;
        done = forget_deleted_in(context.store, context.now_ms);
    }
    if (done) log_.write(Level::info, "bytes_forgotten", {{"requests", not_forgotten_}});
}

void Keeper::stop(const std::string& why) {
    stopped_ = true;
    if (said_ == why) return;
    said_ = why;
    log_.write(Level::error, "purge_stopped", {{"reason", why + kWaits}});
}

}  // namespace funnel::server
