#include "store/steps/site_steps.hpp"

#include <algorithm>
#include <set>

#include "store/database/database.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::array<std::string_view, kSiteSteps.size()> kNames{"page",  "calculator", "crm",  "checklist",
                                                                 "calls", "plan",       "form", "request"};

}  // namespace

std::string_view name_of(SiteStep step) {
    return kNames[static_cast<std::size_t>(step)];
}

std::optional<SiteStep> site_step_from(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return std::nullopt;
    return kSiteSteps[static_cast<std::size_t>(found - kNames.begin())];
}

void SiteSteps::add(const std::string& day, const StepCounts& counts) {
    for (const SiteStep step : kSiteSteps)
        if (counts.of(step) > 0)
            db_.query(
                "INSERT INTO site_steps (day, step, devices) VALUES ($1, $2, $3) ON CONFLICT (day, step) DO "
                "UPDATE SET devices = site_steps.devices + excluded.devices",
                {day, std::string(name_of(step)), counts.of(step)});
}

void SiteSteps::forget_before(const std::string& day) {
    db_.query("DELETE FROM site_steps WHERE day < $1", {day});
}

SiteSteps::Period SiteSteps::between(const std::string& from, const std::string& to) {
    Period period;
    std::set<std::string> days;
    for (const Row& row :
         db_.query("SELECT day, step, devices FROM site_steps WHERE day >= $1 AND day <= $2", {from, to})) {
        days.insert(row.text(0));
        if (const auto step = site_step_from(row.text(1))) period.counts.add(*step, row.integer(2));
    }
    period.days = static_cast<std::int64_t>(days.size());
    return period;
}

// The schema refuses strange steps and numbers; a day is more than ten letters. On every device a step
// begins with a page that was read, and a request with a form.
void SiteSteps::check(std::vector<std::string>& faults) {
    for (const Row& row : db_.query("SELECT DISTINCT day FROM site_steps ORDER BY day"))
        if (!day_start(row.text(0), moscow_time())) faults.push_back("steps: «" + row.text(0) + "» не день");
}

}  // namespace funnel::server
