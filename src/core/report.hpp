// A report: everything the model says about a scenario. Every number in it is finite or absent.
// `evaluate` is total, pure and deterministic: the same scenario gives the same report to 1e-9, natively and
// in WebAssembly.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/attribution.hpp"
#include "core/chance/intervals.hpp"
#include "core/chance/predictive.hpp"
#include "core/factors.hpp"
#include "core/goal.hpp"
#include "core/ramp.hpp"
#include "core/roster.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

struct StageFlow {
    std::string id;
    Count entered = 0;
    Count passed = 0;
    Ratio conversion = 0;
};

struct PerManager {
    Count leads = 0;  // worked leads a month
    Count sales = 0;
    Roubles revenue = 0;
    double leads_per_day = 0;  // a working day
};

// The department in one state: now, or with the targets reached.
struct Flow {
    Count leads = 0;
    Count worked_leads = 0;  // leads · coverage
    Count lost_leads = 0;    // nobody had time for them
    std::vector<StageFlow> stages;
    Count sales = 0;
    Roubles revenue = 0;
    Ratio conversion = 0;                 // sales of all leads; 0 with no leads
    std::optional<Roubles> gross_profit;  // absent without a margin
    PerManager per_manager;
};

// Недозаработанные деньги: revenue(target) − revenue(now), and whose they are.
struct MoneyLeft {
    Roubles per_month = 0;
    Roubles per_year = 0;  // 12 months
    std::vector<FactorAmount> by_factor;
};

struct StageInterval {
    std::string id;
    std::optional<Interval> interval;  // Wilson 95 %; absent without evidence
};

struct Uncertainty {
    std::vector<StageInterval> stages;
    std::optional<Interval> conversion_interval;  // sales of worked leads, over the history
    std::optional<RevenueSummary> revenue;        // next month; absent only when the distribution was skipped
    std::optional<double> goal_probability;       // absent without a goal
    std::optional<Interval> money_left_range;     // ≥ 0
};

struct Report {
    Flow now;
    Flow target;
    MoneyLeft money_left;
    std::vector<Lever> levers;
    std::optional<Goal> goal;
    Uncertainty uncertainty;
    std::optional<Roster> roster;
    Ramp ramp;
};

// The predictive distribution is the only slow part: a page may skip it for the first answer.
enum class Distribution { exact, skip };

[[nodiscard]] Report evaluate(const Scenario& scenario, Distribution distribution = Distribution::exact);

// Evidence behind each stage's conversion, in stage order: its counts, else what enters it over the history.
// Precondition here and below: `factors` are the scenario's.
[[nodiscard]] std::vector<Evidence> evidence_of(const Scenario& scenario, const Factors& factors);

// Next month's revenue as the model sees it (for charts and probabilities).
[[nodiscard]] RevenueModel revenue_model_of(const Scenario& scenario, const Factors& factors);

}  // namespace funnel
