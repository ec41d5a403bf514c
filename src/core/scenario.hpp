// A scenario: one sales department as its owner describes it, per month. The input of every calculation.
// A Scenario that came from `scenario_from_json` is within the ranges written here; whoever builds one by
// hand keeps them
// (`issues_of` in scenario_json.hpp checks). Every scenario within the ranges has a report.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/units.hpp"

namespace funnel {

// What happens at a stage; links it to benchmarks and to the checklist.
enum class StageKind : std::uint8_t { contact, qualification, meeting, offer, payment, other };

// The JSON spellings, in the order of the enumerators.
inline constexpr std::array<std::string_view, 6> kStageKindNames{"contact", "qualification", "meeting",
                                                                 "offer",   "payment",       "other"};
[[nodiscard]] std::string_view name_of(StageKind kind);
[[nodiscard]] std::optional<StageKind> stage_kind_from(std::string_view name);

// Where a stage's conversion came from. Only `counts` and `crm` are evidence: of `example` and `typed` pages
// tell no interval.
enum class Source : std::uint8_t { example, typed, counts, crm };
inline constexpr std::array<std::string_view, 4> kSourceNames{"example", "typed", "counts", "crm"};
[[nodiscard]] std::string_view name_of(Source source);
[[nodiscard]] constexpr bool is_evidence(Source source) {
    return source == Source::counts || source == Source::crm;
}

// Who set the targets: the page (`default_targets`) or the owner.
enum class TargetsSource : std::uint8_t { assumed, own };
inline constexpr std::array<std::string_view, 2> kTargetsSourceNames{"assumed", "own"};
[[nodiscard]] std::string_view name_of(TargetsSource source);

// Counts behind a conversion, over the whole history: 0 < entered ≤ 1e9, 0 ≤ passed ≤ entered.
struct Observed {
    std::int64_t entered = 1;
    std::int64_t passed = 0;
    friend bool operator==(const Observed&, const Observed&) = default;
};

// One step of the funnel.
struct Stage {
    std::string id;    // [a-z][a-z0-9_]{0,31}, unique in the scenario; not leads, coverage, average_check
    std::string name;  // for people, 1..80 characters
    StageKind kind = StageKind::other;
    Ratio conversion = 0;                      // 0..1, share that passes; ignored when `observed` is given
    std::optional<Observed> observed{};        // counts instead of a share
    std::optional<Ratio> target_conversion{};  // 0..1; absent = as now
    Source source = Source::typed;  // of the conversion; `counts` by default where `observed` is given
    friend bool operator==(const Stage&, const Stage&) = default;
};

// What else changes with the targets; an absent value stays as it is now. Ranges as in Scenario.
struct Target {
    std::optional<int> managers;
    std::optional<Count> leads_per_month;
    std::optional<Roubles> average_check;
    std::optional<Count> capacity_leads_per_manager;
    friend bool operator==(const Target&, const Target&) = default;
};

// One manager's leads and sales over the history: 0 ≤ sales ≤ leads.
struct RosterEntry {
    std::string name;  // ≤ 80 characters
    std::int64_t leads = 0;
    std::int64_t sales = 0;
    friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

// How the change arrives: nothing before `starts_month`, all of it from `full_month`, a straight line
// between.
struct RampPlan {
    int months = 12;             // 1..60, length of the plan
    int starts_month = 2;        // 1..60
    int full_month = 6;          // ≥ starts_month
    int sales_cycle_months = 0;  // 0..24, delay between a better conversation and the money
    friend bool operator==(const RampPlan&, const RampPlan&) = default;
};

// Price of the improvement.
struct Fee {
    Roubles per_month = 0;   // ≥ 0
    Ratio growth_share = 0;  // 0..1 of the extra revenue
    friend bool operator==(const Fee&, const Fee&) = default;
};

struct Scenario {
    std::string title;                // ≤ 200 characters
    int managers = 1;                 // 1..10 000 people who sell
    Count leads_per_month = 0;        // 0..100 000 000 incoming leads
    Roubles average_check = 0;        // 0..1e12, money of one sale
    int working_days_per_month = 21;  // 1..31
    std::optional<Count>
        capacity_leads_per_manager;     // > 0, leads one manager can work a month; absent = no limit
    std::optional<Ratio> gross_margin;  // 0..1, share of revenue left after direct cost
    double check_spread = 0;            // 0..5, coefficient of variation of the check
    double history_months = 1;          // > 0..120, months of data behind the conversions
    std::vector<Stage> stages;          // 1..12, in funnel order
    Target target;
    TargetsSource targets_source = TargetsSource::own;
    std::optional<Count> stated_sales;    // 0..1e8 sales a month as the owner knows them: checks the chain
    std::optional<Roubles> lead_cost;     // ≥ 0, money one lead costs
    std::optional<Roubles> goal_revenue;  // ≥ 0, revenue wanted a month
    std::vector<RosterEntry> roster;      // ≤ 200; empty = not given
    RampPlan ramp;
    Fee fee;
    friend bool operator==(const Scenario&, const Scenario&) = default;
};

inline constexpr std::size_t kMaxStages = 12;
inline constexpr std::size_t kMaxRoster = 200;
inline constexpr std::size_t kMaxTitle = 200;  // characters
inline constexpr std::size_t kMaxName = 80;    // of a stage or a manager
inline constexpr std::size_t kMaxStageId = 32;
// What a stage may not be called: the other factors.
inline constexpr std::array<std::string_view, 3> kReservedIds{"leads", "coverage", "average_check"};

// Share that passes the stage now: passed / entered of the counts, or the stated conversion.
[[nodiscard]] Ratio conversion_now(const Stage& stage);
// Share meant to pass: the target, or as now.
[[nodiscard]] Ratio conversion_target(const Stage& stage);
// Whether every share is evidence: only then people are told from what to what a sum of money may be.
[[nodiscard]] bool all_are_evidence(const std::vector<Stage>& stages);

}  // namespace funnel
