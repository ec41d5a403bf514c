// POST /api/steps: from the body to the daily totals.
#include "visitor/steps.hpp"

#include <algorithm>

#include "core/json/document.hpp"
#include "http/address.hpp"
#include "store/store.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"
#include "visitor/endpoint.hpp"
#include "visitor/requests.hpp"

namespace funnel::server {

namespace {

constexpr std::chrono::seconds kEvery{1};  // at most so often is the writer asked for a moment
constexpr std::size_t kSaltBytes = 16;

// The totals of some days become those of others, too.
void add_to(std::map<std::string, StepCounts>& days, const std::map<std::string, StepCounts>& more) {
    for (const auto& [day, counts] : more)
        for (const SiteStep step : kSiteSteps) days[day].add(step, counts.of(step));
}

}  // namespace

std::optional<std::vector<SiteStep>> steps_from_json(std::string_view body) {
    codec::Document document = codec::parse_document(body);
    const codec::Json* list = nullptr;
    if (document.readable) {
        codec::ObjectReader fields(document.root, "", document.issues);
        list = fields.array("steps", {1, kSiteSteps.size()}, codec::Presence::required);
        fields.finish();
    }
    if (list == nullptr || !document.issues.empty()) return std::nullopt;
    std::vector<SiteStep> steps;
    for (const codec::Json& name : *list) {
        const auto step =
            name.is_string() ? site_step_from(name.get_ref<const std::string&>()) : std::nullopt;
        if (!step || std::find(steps.begin(), steps.end(), *step) != steps.end()) return std::nullopt;
        steps.push_back(*step);
    }
    return steps;
}

bool refuses_counting(const Request& request) {
    return request.header("dnt").value_or("") == "1" || request.header("sec-gpc").value_or("") == "1";
}

StepCounter::StepCounter(Writer& writer, Rate per_address, Log& log)
    : writer_(writer), log_(log), salt_(random_bytes(kSaltBytes)), limit_(per_address), thread_([this] {
          loop();
      }) {}

StepCounter::~StepCounter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

std::chrono::seconds StepCounter::wait_for(std::string_view address) {
    return limit_.wait_for(sha256(salt_ + limit_key(address)), RateLimit::Clock::now());
}

void StepCounter::add(const std::string& day, const std::vector<SiteStep>& steps) {
    {
        const std::lock_guard lock(mutex_);
        for (const SiteStep step : steps) {
            waiting_[day].add(step, 1);
            counted_.add(step, 1);
        }
    }
    wake_.notify_one();
}

StepCounts StepCounter::counted() const {
    const std::lock_guard lock(mutex_);
    return counted_;
}

void StepCounter::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        const bool last = ending_;
        if (!waiting_.empty()) {
            lock.unlock();
            write();
            lock.lock();
        }
        if (last) return;
        wake_.wait_for(lock, kEvery, [this] { return ending_; });
    }
}

// In a transaction of its own: what a page reports never shares the fate of a request.
void StepCounter::write() {
    Days days;
    {
        const std::lock_guard lock(mutex_);
        days.swap(waiting_);
    }
    try {
        writer_.run_alone([&](Store& store) {
            store.in_transaction([&] {
                for (const auto& [day, counts] : days) SiteSteps(store.database()).add(day, counts);
            });
        });
    } catch (const StoreError& error) {
        log_.write(Level::warning, "steps_wait", {{"reason", error.what()}});
        const std::lock_guard lock(mutex_);
        add_to(waiting_, days);
    }
}

// Nothing of a report is kept but that there was one: no address, no browser, no page, no time but the day.
void Endpoint::count_steps(Request&& request, Respond&& respond) {
    const auto answer = [&](std::size_t counted) {
        respond(
            with_route(json_response(200, R"({"counted":)" + std::to_string(counted) + "}"), kStepsRoute));
    };
    if (!parts_.site.counts_steps())
        return respond(with_route(error_response(ErrorCode::not_found), kStepsRoute));
    if (refuses_counting(request)) return answer(0);
    const auto steps = steps_from_json(request.body);
    if (!steps) return respond(with_route(error_response(ErrorCode::not_json), kStepsRoute));
    if (is_counted(request.client)) {
        if (const auto wait = steps_.wait_for(request.client); wait.count() > 0) {
            Response response = with_route(error_response(ErrorCode::too_many_requests), kStepsRoute);
            response.set("Retry-After", std::to_string(wait.count()));
            return respond(std::move(response));
        }
    }
    steps_.add(day_text(options_.now_ms(), options_.zone), *steps);
    answer(steps->size());
}

}  // namespace funnel::server
