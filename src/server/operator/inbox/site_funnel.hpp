// The site's own funnel as people read it: of those who read a page, what share used the calculator, began a
// form, sent it, and how sure that is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/chance/intervals.hpp"
#include "store/steps/site_steps.hpp"
#include "store/store.hpp"
#include "system/times.hpp"

namespace funnel::server {

// One step over a period. A device counts once a day and step, so everything is of devices and days.
struct SiteFunnelStep {
    SiteStep step = SiteStep::page;
    std::int64_t devices = 0;
    std::optional<SiteStep> after;  // the step it is a share of: whoever takes this one has taken that one
    // Of `after`, with the 95 % interval; absent for the first step, and where nobody took the one before. A
    // report that was lost may leave more devices here than there: then there is no share.
    std::optional<double> conversion;
    std::optional<Interval> interval;
};

struct SiteFunnel {
    std::string from, to;   // days of the firm's zone, both are in
    std::int64_t days = 0;  // with any count
    std::vector<SiteFunnelStep> steps;
    // From the page to the request, over both steps of the way.
    std::optional<double> conversion;
    std::optional<Interval> interval;
    std::int64_t requests = 0;  // that were taken on these days, also without a script and from elsewhere
};

[[nodiscard]] SiteFunnel site_funnel(Store& store, const std::string& from, const std::string& to,
                                     const TimeZone& zone);
// The thirty days that end with this moment's.
[[nodiscard]] SiteFunnel latest_site_funnel(Store& store, std::int64_t now_ms, const TimeZone& zone);

[[nodiscard]] std::string_view label_of(SiteStep step);      // "Начали форму"
[[nodiscard]] std::string_view whose_share(SiteStep after);  // "из начавших форму"
// "12,5 %", "от 10,1 до 15,3 %"; "" when there is none.
[[nodiscard]] std::string percent_words(const std::optional<double>& share);
[[nodiscard]] std::string range_words(const std::optional<Interval>& interval);

// {"format": "funnel-site-funnel", "version": 1, "from", "to", "days", "steps": [{"step", "devices", "after",
// "conversion", "interval": {"low", "high"}}], "conversion", "interval", "requests"}
[[nodiscard]] std::string json_of(const SiteFunnel& funnel);

}  // namespace funnel::server
