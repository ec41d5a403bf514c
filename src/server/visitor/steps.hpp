// Counting the steps of the site's own funnel: what pages report is added up in memory and written as daily
// totals, on a connection that requests do not wait for.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/message.hpp"
#include "http/rate_limit.hpp"
#include "store/steps/site_steps.hpp"
#include "store/writer.hpp"
#include "system/log.hpp"

namespace funnel::server {

// {"steps": ["page", "calculator"]}: known ones, each once; nothing for any other body.
[[nodiscard]] std::optional<std::vector<SiteStep>> steps_from_json(std::string_view body);

// The visitor's browser says that he does not want to be counted (DNT, Sec-GPC).
[[nodiscard]] bool refuses_counting(const Request& request);

class StepCounter {
public:
    // `per_address`: reports of one address. Addresses are told apart by a hash that only this process can
    // make, and nowhere kept but in its memory.
    StepCounter(Writer& writer, Rate per_address, Log& log);
    // Writes what is left.
    ~StepCounter();
    StepCounter(const StepCounter&) = delete;
    StepCounter& operator=(const StepCounter&) = delete;

    // Zero when this address may report now (and takes a permission), else how long it has to wait.
    [[nodiscard]] std::chrono::seconds wait_for(std::string_view address);
    // `day` of the firm's zone. Returns at once; within two seconds it is on disk, unless the process is
    // killed or the store does not answer meanwhile: then it is tried again.
    void add(const std::string& day, const std::vector<SiteStep>& steps);
    // Since the start.
    [[nodiscard]] StepCounts counted() const;

private:
    using Days = std::map<std::string, StepCounts>;
    void loop();
    void write();

    Writer& writer_;
    Log& log_;
    const std::string salt_;
    RateLimit limit_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    Days waiting_;
    StepCounts counted_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
