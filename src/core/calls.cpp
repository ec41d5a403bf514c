#include "core/calls.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/chance/shrinkage.hpp"
#include "core/chance/student.hpp"

namespace funnel {

namespace {

constexpr int kFewestForInterval = 5;
constexpr int kFewestForWeakest = 5;

// Counts the marks of a set of calls; results are asked for at the end.
class Tally {
public:
    explicit Tally(const std::vector<Criterion>& criteria) : criteria_(&criteria), counts_(criteria.size()) {}

    void add(const Call& call) {
        ++calls_;
        int earned = 0;
        int possible = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            const Heard heard = call.marks[i];
            if (heard != Heard::yes && heard != Heard::no) continue;
            const int weight = (*criteria_)[i].weight;
            const int done = heard == Heard::yes ? 1 : 0;
            ++counts_[i].asked;
            counts_[i].done += done;
            possible += weight;
            earned += weight * done;
        }
        if (possible == 0) return;
        earned_ += earned;
        possible_ += possible;
        values_.push_back(static_cast<double>(earned) / possible);
    }

    [[nodiscard]] int calls() const { return calls_; }
    [[nodiscard]] const std::vector<AskedDone>& counts() const { return counts_; }

    [[nodiscard]] Efficiency efficiency() const {
        Efficiency result;
        if (possible_ == 0) return result;
        result.value = static_cast<double>(earned_) / possible_;
        if (values_.size() < kFewestForInterval) return result;
        // In one order, so that the order of calls changes no digit.
        std::vector<double> values = values_;
        std::sort(values.begin(), values.end());
        const auto n = static_cast<double>(values.size());
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
        double squares = 0;
        for (const double value : values) squares += (value - mean) * (value - mean);
        result.half = student_quantile(0.975, n - 1) * std::sqrt(squares / (n - 1)) / std::sqrt(n);
        return result;
    }

    [[nodiscard]] std::vector<CriterionResult> results() const {
        std::vector<CriterionResult> results;
        for (const AskedDone& count : counts_) {
            CriterionResult result;
            result.count = count;
            if (count.asked > 0) {
                result.share = static_cast<double>(count.done) / count.asked;
                result.interval = wilson_interval({static_cast<double>(count.asked), *result.share});
            }
            results.push_back(result);
        }
        return results;
    }

private:
    const std::vector<Criterion>* criteria_;
    std::vector<AskedDone> counts_;
    int calls_ = 0;
    int earned_ = 0;
    int possible_ = 0;
    std::vector<double> values_;  // efficiency of each call with a mark
};

// A tally of the department and one of each manager, over the calls of a period.
struct Tallies {
    Tally department;
    std::vector<Tally> managers;  // as in Calls::managers
};
Tallies tallies_of(const Calls& calls, const std::optional<Period>& period) {
    Tallies tallies{Tally(calls.criteria), std::vector<Tally>(calls.managers.size(), Tally(calls.criteria))};
    for (const Call& call : calls.calls) {
        if (period && (call.date < period->from || call.date > period->to)) continue;
        tallies.department.add(call);
        tallies.managers[call.manager].add(call);
    }
    return tallies;
}

std::optional<Period> period_of(const Calls& calls) {
    if (calls.calls.empty()) return std::nullopt;
    const auto [first, last] = std::minmax_element(
        calls.calls.begin(), calls.calls.end(), [](const Call& x, const Call& y) { return x.date < y.date; });
    return Period{first->date, last->date};
}

// Managers in the order of the report: most calls first, then by name.
std::vector<std::size_t> order_of(const Calls& calls, const Tallies& tallies) {
    std::vector<std::size_t> order(calls.managers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
        const int calls_x = tallies.managers[x].calls();
        const int calls_y = tallies.managers[y].calls();
        return calls_x != calls_y ? calls_x > calls_y : calls.managers[x] < calls.managers[y];
    });
    return order;
}

// By criterion: how managers differ, and each manager's share made fair by it.
void make_fair(CallsReport& report, std::size_t criteria) {
    for (std::size_t i = 0; i < criteria; ++i) {
        std::vector<Trials> groups;
        for (const ManagerResult& manager : report.managers) {
            const AskedDone& count = manager.criteria[i].count;
            groups.push_back({static_cast<double>(count.asked), static_cast<double>(count.done)});
        }
        const std::optional<Shrinkage> shrinkage = shrinkage_of(groups);
        report.spread.emplace_back();
        if (!shrinkage) continue;
        report.spread.back() = CriterionSpread{shrinkage->spread_is_noise, shrinkage->prior_strength};
        for (std::size_t j = 0; j < groups.size(); ++j) {
            report.managers[j].criteria[i].fair = fair_share(*shrinkage, groups[j]);
        }
    }
}

std::optional<std::size_t> weakest_of(const ManagerResult& manager, const std::vector<Criterion>& criteria) {
    std::optional<std::size_t> weakest;
    double largest = 0;
    for (std::size_t i = 0; i < criteria.size(); ++i) {
        const CriterionResult& result = manager.criteria[i];
        if (result.count.asked < kFewestForWeakest || !result.fair) continue;
        const double loss = criteria[i].weight * (1 - *result.fair);
        if (weakest && !(loss > largest)) continue;
        weakest = i;
        largest = loss;
    }
    return weakest;
}

Evidence evidence_from(const AskedDone& count) {
    return {static_cast<double>(count.asked),
            count.asked > 0 ? static_cast<double>(count.done) / count.asked : 0};
}

CriterionChange change_of(const AskedDone& before, const AskedDone& after) {
    CriterionChange change{before, after, std::nullopt, std::nullopt, false};
    if (before.asked == 0 || after.asked == 0) return change;
    const Difference difference = newcombe_difference({evidence_from(before)}, {evidence_from(after)});
    change.difference = difference.difference;
    change.interval = difference.interval;
    change.distinguishable = difference.distinguishable;
    return change;
}

EfficiencyChange change_of(const Tally& before, const Tally& after) {
    EfficiencyChange change;
    const Efficiency first = before.efficiency();
    const Efficiency second = after.efficiency();
    if (first.value && second.value) {
        change.difference = *second.value - *first.value;
        if (first.half && second.half) {
            const double half = std::hypot(*first.half, *second.half);
            change.interval = Interval{*change.difference - half, *change.difference + half};
        }
    }
    for (std::size_t i = 0; i < before.counts().size(); ++i) {
        change.criteria.push_back(change_of(before.counts()[i], after.counts()[i]));
    }
    return change;
}

CallsChange change_between(const Calls& calls, const TwoPeriods& periods,
                           const std::vector<std::size_t>& order) {
    const Tallies before = tallies_of(calls, periods.before);
    const Tallies after = tallies_of(calls, periods.after);
    CallsChange change{periods.before, periods.after, change_of(before.department, after.department), {}};
    for (const std::size_t i : order)
        change.managers.push_back(change_of(before.managers[i], after.managers[i]));
    return change;
}

}  // namespace

std::optional<Interval> Efficiency::interval() const {
    if (!value || !half) return std::nullopt;
    return Interval{std::max(0.0, *value - *half), std::min(1.0, *value + *half)};
}

CallsReport report_of(const Calls& calls, const std::optional<TwoPeriods>& periods) {
    const Tallies tallies = tallies_of(calls, std::nullopt);
    CallsReport report;
    report.calls = tallies.department.calls();
    report.period = period_of(calls);
    report.department = {tallies.department.efficiency(), tallies.department.results()};
    const std::vector<std::size_t> order = order_of(calls, tallies);
    for (const std::size_t i : order) {
        const Tally& tally = tallies.managers[i];
        report.managers.push_back(
            {calls.managers[i], tally.calls(), tally.efficiency(), tally.results(), std::nullopt});
    }
    make_fair(report, calls.criteria.size());
    for (ManagerResult& manager : report.managers) manager.weakest = weakest_of(manager, calls.criteria);
    if (periods) report.change = change_between(calls, *periods, order);
    return report;
}

double calls_needed(WantedPrecision wanted) {
    constexpr double kZSquared = kZ95 * kZ95;
    const double p = std::clamp(wanted.share, 0.05, 0.95);
    return ceil_forgiving(kZSquared * p * (1 - p) / (wanted.width * wanted.width));
}

}  // namespace funnel
