// Scored calls: somebody listens to managers' calls and marks, criterion by criterion, what was done. From
// the marks: what share of the work is done, by whom, where each manager's weakest link is, and whether a
// change between two periods is more than luck.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/chance/intervals.hpp"
#include "core/day.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

inline constexpr std::size_t kMaxCriteria = 40;
inline constexpr std::size_t kMaxCalls = 20'000;

// What one listens for. Texts are for people and empty when not given.
struct Criterion {
    std::string id;                     // like a stage's id, unique
    std::string name;                   // ≤ 120 characters
    std::string part;                   // of the conversation, ≤ 60 characters
    int weight = 1;                     // 1..3
    StageKind kind = StageKind::other;  // the stage this serves
    std::string looks_like;             // what one hears when it is done, ≤ 1000 characters
    std::string three_days;             // a drill on this one thing, ≤ 1000 characters
};

// One criterion in one call.
enum class Heard : std::uint8_t { not_listened, no, yes, not_applicable };

struct Call {
    std::size_t manager = 0;  // index in Calls::managers
    Day date = 0;
    std::string note;                         // ≤ 500 characters
    std::array<Heard, kMaxCriteria> marks{};  // by criterion, in their order
};

struct Calls {
    std::string title;                  // ≤ 200 characters
    std::vector<Criterion> criteria;    // 1..40
    std::vector<std::string> managers;  // names ≤ 80 characters, each once
    std::vector<Call> calls;            // ≤ 20 000
};

// Marks of one criterion in a set of calls: asked = yes and no, done = yes.
struct AskedDone {
    int asked = 0;
    int done = 0;
};

struct CriterionResult {
    AskedDone count;
    std::optional<Ratio> share;        // done / asked
    std::optional<Interval> interval;  // Wilson 95 %
    std::optional<Ratio>
        fair;  // shrunk towards the department's share; absent while nobody was asked. Managers only
};

// Σ weight·mark / Σ weight over the marks yes and no of a set of calls.
struct Efficiency {
    std::optional<Ratio> value;  // absent without such a mark
    std::optional<double>
        half;  // t(0.975, n − 1)·s/√n of per-call efficiencies; absent under 5 calls with a mark
    [[nodiscard]] std::optional<Interval> interval() const;  // value ± half, cut to 0..1
};

struct ManagerResult {
    std::string name;
    int calls = 0;
    Efficiency efficiency;
    std::vector<CriterionResult> criteria;  // in their order
    std::optional<std::size_t>
        weakest;  // largest weight·(1 − fair) among criteria asked ≥ 5 times; the first of equals
};

struct DepartmentResult {
    Efficiency efficiency;
    std::vector<CriterionResult> criteria;
};

// How far managers differ by one criterion; absent while nobody was asked.
struct CriterionSpread {
    bool spread_is_noise = false;
    double prior_strength = 0;
};

struct CriterionChange {
    AskedDone before;
    AskedDone after;
    std::optional<double> difference;  // share after − share before; absent when either was not asked
    std::optional<Interval> interval;  // Newcombe 95 %
    bool distinguishable = false;      // the interval excludes 0
};

struct EfficiencyChange {
    std::optional<double> difference;  // absent when either efficiency is
    std::optional<Interval>
        interval;  // difference ± √(half-widths squared, summed); absent when either has none
    std::vector<CriterionChange> criteria;
};

struct CallsChange {
    Period before;
    Period after;
    EfficiencyChange department;
    std::vector<EfficiencyChange> managers;  // as in CallsReport::managers
};

struct CallsReport {
    int calls = 0;
    std::optional<Period> period;  // of all calls; absent without calls
    DepartmentResult department;
    std::vector<ManagerResult> managers;                 // most calls first, then by name
    std::vector<std::optional<CriterionSpread>> spread;  // by criterion
    std::optional<CallsChange> change;                   // when two periods were given
};

struct TwoPeriods {
    Period before;
    Period after;
};

// Total: any Calls within the ranges above has a report. Its numbers do not depend on the order of calls.
[[nodiscard]] CallsReport report_of(const Calls& calls,
                                    const std::optional<TwoPeriods>& periods = std::nullopt);

// How many calls to listen to, to know a share to ± width: ⌈z²·p(1 − p)/width²⌉ with p within 0.05..0.95. 97
// for any share near a half and ± 0.1. Precondition: 0 ≤ share ≤ 1, 0 < width ≤ 1.
struct WantedPrecision {
    Ratio share = 0.5;
    double width = 0.1;
};
[[nodiscard]] double calls_needed(WantedPrecision wanted);

}  // namespace funnel
