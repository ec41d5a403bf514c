// The site's own funnel as it is kept: on how many devices each step was taken on each day of the firm's.
// Daily totals are all there is: nothing in them is of anybody.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

class Database;

// What a visitor does on the site, in the order it is shown. Their names are those of POST /api/steps.
enum class SiteStep {
    page,        // read a page
    calculator,  // typed a number of his own
    crm,         // had a file of his CRM read
    checklist,   // opened the checklist
    calls,       // opened the sheet of calls
    plan,        // opened the plan
    form,        // began a form
    request,     // sent it
};
inline constexpr std::array kSiteSteps{SiteStep::page,      SiteStep::calculator, SiteStep::crm,
                                       SiteStep::checklist, SiteStep::calls,      SiteStep::plan,
                                       SiteStep::form,      SiteStep::request};
[[nodiscard]] std::string_view name_of(SiteStep step);  // "page"
[[nodiscard]] std::optional<SiteStep> site_step_from(std::string_view name);

// How many devices, by step.
class StepCounts {
public:
    [[nodiscard]] std::int64_t of(SiteStep step) const { return counts_[static_cast<std::size_t>(step)]; }
    void add(SiteStep step, std::int64_t devices) { counts_[static_cast<std::size_t>(step)] += devices; }
    friend bool operator==(const StepCounts&, const StepCounts&) = default;

private:
    std::array<std::int64_t, kSiteSteps.size()> counts_{};
};

// Days are texts of the firm's zone, "2026-11-23". All throw StoreError.
class SiteSteps {
public:
    explicit SiteSteps(Database& database) : db_(database) {}

    // Inside a transaction of the caller's.
    void add(const std::string& day, const StepCounts& counts);
    // Inside a transaction of the caller's: days before this one go.
    void forget_before(const std::string& day);

    struct Period {
        StepCounts counts;
        std::int64_t days = 0;  // on which anything was counted
    };
    // Both days are in.
    [[nodiscard]] Period between(const std::string& from, const std::string& to);

    // What is wrong with the totals, in words, added to `faults`.
    void check(std::vector<std::string>& faults);

private:
    Database& db_;
};

}  // namespace funnel::server
