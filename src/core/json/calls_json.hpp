// Scored calls as JSON documents: `funnel-calls`, version 1, in; reports (`funnel-calls-report`) out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calls.hpp"
#include "core/issue.hpp"

namespace funnel {

struct CallsResult {
    std::optional<Calls> calls;
    std::vector<Issue> issues;
};

// 20 000 calls with full notes and forty marks each.
inline constexpr std::size_t kMaxCallsBytes = std::size_t{64} << 20;

// {"format": "funnel-calls", "version": 1, "title", "criteria": [{"id", "name", "part", "weight", "kind",
// "looks_like", "three_days"}], "calls": [{"manager", "date", "note", "marks": {criterion id: 0 | 1 |
// "na"}}]}. Title, part, kind, note, looks_like and three_days may be absent. A mark of an unknown criterion
// is `unknown_key`. Larger than 64 MiB is `too_large`.
[[nodiscard]] CallsResult calls_from_json(std::string_view text);

struct PeriodsResult {
    std::optional<TwoPeriods> periods;
    std::vector<Issue> issues;
};
// {"before": {"from": "2026-04-01", "to": "2026-04-30"}, "after": {…}}: days included, from ≤ to.
[[nodiscard]] PeriodsResult periods_from_json(std::string_view text);

struct CriteriaResult {
    std::optional<std::vector<Criterion>> criteria;
    std::vector<Issue> issues;
};
// {"format": "funnel-call-criteria", "version": 1, "criteria": […]}: the list one starts from.
[[nodiscard]] CriteriaResult criteria_from_json(std::string_view text);

[[nodiscard]] std::string calls_report_to_json(const CallsReport& report, const Calls& calls);

}  // namespace funnel
