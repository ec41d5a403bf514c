#include "delivery/duty/duty.hpp"

#include <algorithm>

#include "core/text/number_words.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/receiver.hpp"
#include "lead/lead.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kMostNumbers = 10;

std::int64_t lease_ms(const CourierOptions& courier) {
    return courier.total.count() + 30'000;
}

}  // namespace

std::string duty_words(const std::vector<std::int64_t>& ids, const BriefPlaces& places) {
    std::string words =
        "Ждут ответа больше 15 минут: " + std::to_string(ids.size()) + ' ' +
        std::string(text::plural(static_cast<double>(ids.size()), {"заявка", "заявки", "заявок"}));
    for (std::size_t i = 0; i < std::min(ids.size(), kMostNumbers); ++i) words += ", № " + number_of(ids[i]);
    words += ids.size() > kMostNumbers ? " и другие." : ".";
    words += " Позвоните или отметьте действие в заявке.";
    if (!places.inbox_url.empty()) words += "\n" + places.inbox_url + "/?status=new";
    return words;
}

Duty::Duty(DutyOptions options, Writer& writer, Log& log)
    : options_(std::move(options)), writer_(writer), log_(log), thread_([this] { loop(); }) {}

Duty::~Duty() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Duty::hear(const Waiting& waiting) {
    if (waiting.ids.empty()) return;
    {
        const std::lock_guard lock(mutex_);
        heard_ = waiting;
    }
    wake_.notify_all();
}

void Duty::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stop_ || heard_; });
        if (stop_) return;
        const Waiting waiting = std::move(*heard_);
        heard_.reset();
        lock.unlock();
        tell(waiting);
        lock.lock();
    }
}

std::vector<std::int64_t> Duty::overdue(const Waiting& waiting, std::int64_t now_ms) const {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < waiting.ids.size(); ++i)
        if (options_.answer_due(waiting.came_ms[i]) <= now_ms) ids.push_back(waiting.ids[i]);
    return ids;
}

void Duty::tell(const Waiting& waiting) {
    const std::int64_t now_ms = options_.now_ms();
    if (!options_.is_working(now_ms) || std::chrono::steady_clock::now() < not_before_) return;
    const auto ids = overdue(waiting, now_ms);
    if (ids.empty() || ids.front() <= told_) return;
    const std::int64_t newest = ids.front();
    Work::DutyClaim claim = Work::DutyClaim::others;
    const bool known =
        write_and_wait(writer_, [&claim, newest, now_ms, lease = lease_ms(options_.courier)](Store& store) {
            claim = Work(store.database()).claim_duty(newest, now_ms, lease);
        });
    if (!known || claim == Work::DutyClaim::others) return;
    if (claim == Work::DutyClaim::told) {
        told_ = newest;
        return;
    }
    const AttemptResult result = send(ids, now_ms);
    const bool taken = result.outcome == AttemptResult::Outcome::delivered;
    if (!taken) not_before_ = std::chrono::steady_clock::now() + options_.pause;
    const bool noted = write_and_wait(
        writer_, [taken, newest](Store& store) { Work(store.database()).end_duty(taken ? newest : 0); });
    if (taken && noted) told_ = newest;
    log_.write(taken ? Level::info : Level::warning, taken ? "duty_told" : "duty_not_told",
               {{"target", options_.target.name},
                {"requests", ids.size()},
                {"status", result.status},
                {"detail", result.detail}});
}

AttemptResult Duty::send(const std::vector<std::int64_t>& ids, std::int64_t now_ms) const {
    StoredLead nobody;
    nobody.id = ids.front();
    OutboxRow row;
    row.target = options_.target.name;
    // The same at every try, so that a letter that came twice is shown once.
    row.delivery_id = "msg_duty_" + std::to_string(ids.front());
    row.created_ms = now_ms;
    const std::string words = duty_words(ids, options_.places);
    return carry({options_.target, row, nobody, options_.places, now_ms, {}, Purpose::duty, words},
                 options_.courier, stop_);
}

}  // namespace funnel::server
