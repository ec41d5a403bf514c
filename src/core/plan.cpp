#include "core/plan.hpp"

#include <algorithm>
#include <cmath>

#include "core/attribution.hpp"
#include "core/chance/intervals.hpp"
#include "core/factors.hpp"

namespace funnel {

namespace {

constexpr int kFewestMarks = 5;
constexpr int kMostParallel = 2;
constexpr double kWeeksInMonth = 30.4375 / 7;

// The techniques' shares of money, by technique: why it pays.
struct Shares {
    std::vector<std::vector<FactorAmount>> by_technique;
    Roubles unplaced = 0;
};
Shares shares_of(const PlanInput& input, const std::vector<FactorAmount>& amounts) {
    const std::vector<Technique>& techniques = *input.techniques;
    Shares shares;
    shares.by_technique.resize(techniques.size());
    for (const FactorAmount& factor : amounts) {
        if (!(factor.amount > 0)) continue;
        std::vector<std::size_t> governing;
        for (std::size_t i = 0; i < techniques.size(); ++i) {
            if (governs(techniques[i].governed, factor.id, *input.scenario)) governing.push_back(i);
        }
        if (governing.empty()) shares.unplaced = finite(shares.unplaced + factor.amount);
        for (const std::size_t i : governing) {
            shares.by_technique[i].push_back(
                {factor.id, factor.amount / static_cast<double>(governing.size())});
        }
    }
    return shares;
}

// A mean of what is known.
class Mean {
public:
    void add(double value) {
        sum_ += value;
        ++count_;
    }
    [[nodiscard]] std::optional<double> value() const {
        return count_ > 0 ? std::optional(sum_ / count_) : std::nullopt;
    }

private:
    double sum_ = 0;
    int count_ = 0;
};

// Adds what the checklist says; true when one of the areas has a critical zero.
bool hear_checklist(const PlanInput& input, const Technique& technique, Mean& need, Why& why) {
    if (input.checklist == nullptr) return false;
    Mean missing;
    bool critical = false;
    for (const AreaResult& area : input.checklist->areas) {
        if (std::find(technique.areas.begin(), technique.areas.end(), area.id) == technique.areas.end())
            continue;
        if (area.score.score) {
            missing.add(1 - *area.score.score);
            why.evidence.push_back({Reason::Kind::area, area.id, *area.score.score, 0});
        }
        for (const std::string& item : area.score.critical_zeros) {
            critical = true;
            why.evidence.push_back({Reason::Kind::critical_zero, item, 0, 0});
        }
    }
    if (const auto value = missing.value()) need.add(*value);
    return critical;
}

void hear_calls(const PlanInput& input, const Technique& technique, Mean& need, Why& why) {
    if (input.calls == nullptr || input.criteria == nullptr) return;
    Mean missing;
    for (std::size_t i = 0; i < input.criteria->size(); ++i) {
        const std::string& id = (*input.criteria)[i].id;
        const CriterionResult& result = input.calls->department.criteria[i];
        const bool named =
            std::find(technique.criteria.begin(), technique.criteria.end(), id) != technique.criteria.end();
        if (!named || result.count.asked < kFewestMarks) continue;
        missing.add(1 - *result.share);
        why.evidence.push_back({Reason::Kind::criterion, id, *result.share, result.count.asked});
    }
    if (const auto value = missing.value()) need.add(*value);
}

Why why_of(const PlanInput& input, const Technique& technique, const std::vector<FactorAmount>& shares) {
    Why why;
    for (const FactorAmount& share : shares) {
        why.money = finite(why.money + share.amount);
        why.evidence.push_back({Reason::Kind::factor, share.id, share.amount, 0});
    }
    Mean need;
    const bool critical = hear_checklist(input, technique, need, why);
    hear_calls(input, technique, need, why);
    why.need = critical ? 1 : need.value().value_or(1);
    return why;
}

// money·need, then need, then id.
std::vector<std::size_t> order_of(const std::vector<Technique>& techniques, const std::vector<Why>& whys) {
    std::vector<std::size_t> order(techniques.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
        const double worth_x = whys[x].money * whys[x].need;
        const double worth_y = whys[y].money * whys[y].need;
        if (worth_x != worth_y) return worth_x > worth_y;
        if (whys[x].need != whys[y].need) return whys[x].need > whys[y].need;
        return techniques[x].id < techniques[y].id;
    });
    return order;
}

// Twelve weeks and who is busy in each of them.
class Calendar {
public:
    [[nodiscard]] bool has_room(Person owner, int from, int weeks) const {
        if (from + weeks - 1 > kPlanWeeks) return false;
        for (int week = from; week < from + weeks; ++week) {
            const Week& busy = weeks_[static_cast<std::size_t>(week)];
            if (busy.running >= kMostParallel || busy.owners[static_cast<std::size_t>(owner)]) return false;
        }
        return true;
    }
    void take(Person owner, int from, int weeks) {
        for (int week = from; week < from + weeks; ++week) {
            Week& busy = weeks_[static_cast<std::size_t>(week)];
            ++busy.running;
            busy.owners[static_cast<std::size_t>(owner)] = true;
        }
    }

private:
    struct Week {
        int running = 0;
        std::array<bool, kPersons> owners{};
    };
    std::array<Week, kPlanWeeks + 1> weeks_{};  // from 1
};

std::optional<Person> leader_of(Person wanted, const std::array<bool, kPersons>& people) {
    if (people[static_cast<std::size_t>(wanted)]) return wanted;
    for (std::size_t i = 0; i < kPersons; ++i) {  // the head of sales first, then the owner
        if (people[i]) return static_cast<Person>(i);
    }
    return std::nullopt;
}

// Lays techniques into weeks, the most wanted first in each week.
class Scheduler {
public:
    explicit Scheduler(const PlanInput& input) : input_(input), placed_(input.techniques->size()) {
        for (std::size_t i = 0; i < placed_.size(); ++i) {
            const Technique& technique = techniques()[i];
            placed_[i].owner = leader_of(technique.owner, input.people);
            for (const FixedStep& fixed : input.fixed) {
                if (fixed.technique != technique.id) continue;
                if (fixed.owner) placed_[i].owner = fixed.owner;
                placed_[i].fixed = fixed.week_from;
            }
        }
    }

    void run(const std::vector<std::size_t>& order) {
        for (const std::size_t i : order) {
            Placed& placed = placed_[i];
            if (!placed.fixed || !placed.owner || *placed.fixed + techniques()[i].weeks - 1 > kPlanWeeks)
                continue;
            start(i, *placed.fixed);
        }
        for (int week = 1; week <= kPlanWeeks; ++week) {
            for (const std::size_t i : order) {
                const Placed& placed = placed_[i];
                if (placed.from || placed.fixed || !placed.owner || !is_ready(i, week)) continue;
                if (calendar_.has_room(*placed.owner, week, techniques()[i].weeks)) start(i, week);
            }
        }
    }

    [[nodiscard]] std::optional<int> week_of(std::size_t i) const { return placed_[i].from; }
    [[nodiscard]] Person owner_of(std::size_t i) const { return placed_[i].owner.value_or(Person::rop); }

private:
    struct Placed {
        std::optional<Person> owner;
        std::optional<int> fixed;
        std::optional<int> from;
    };

    [[nodiscard]] const std::vector<Technique>& techniques() const { return *input_.techniques; }

    void start(std::size_t i, int week) {
        placed_[i].from = week;
        calendar_.take(*placed_[i].owner, week, techniques()[i].weeks);
    }

    // Everything it waits for has ended before this week.
    [[nodiscard]] bool is_ready(std::size_t technique, int week) const {
        for (const std::string& id : techniques()[technique].after) {
            const auto found = std::find_if(techniques().begin(), techniques().end(),
                                            [&](const Technique& candidate) { return candidate.id == id; });
            if (found == techniques().end()) return false;
            const auto i = static_cast<std::size_t>(found - techniques().begin());
            if (!placed_[i].from || *placed_[i].from + found->weeks > week) return false;
        }
        return true;
    }

    const PlanInput& input_;
    std::vector<Placed> placed_;
    Calendar calendar_;
};

// The factor that brings the technique most of its money; else the first stage it governs, else the first
// other factor.
const Factor* measured_factor(const std::vector<Factor>& factors, const Technique& technique,
                              const std::vector<FactorAmount>& shares, const Scenario& scenario) {
    const FactorAmount* largest = nullptr;
    for (const FactorAmount& share : shares) {
        if (largest == nullptr || share.amount > largest->amount) largest = &share;
    }
    const Factor* other = nullptr;
    for (const Factor& factor : factors) {
        if (largest != nullptr) {
            if (factor.id == largest->id) return &factor;
            continue;
        }
        if (!governs(technique.governed, factor.id, scenario)) continue;
        const bool is_stage = factor.id != "leads" && factor.id != "coverage" && factor.id != "average_check";
        if (is_stage) return &factor;
        if (other == nullptr) other = &factor;
    }
    return other;
}

// How many a week meet this factor's choice; absent when it is no share.
std::optional<double> entries_per_week(const std::string& factor, const Factors& factors) {
    if (factor == factors.coverage.id) return factors.leads.now / kWeeksInMonth;
    for (std::size_t i = 0; i < factors.stages.size(); ++i) {
        if (factors.stages[i].id == factor) {
            return worked_leads(factors) * passing(factors, i) / kWeeksInMonth;
        }
    }
    return std::nullopt;
}

Measure measure_of(const Factor* factor, const Factors& factors, int week_to) {
    Measure measure;
    if (factor == nullptr) return measure;
    measure.factor = factor->id;
    measure.now = factor->now;
    measure.target = factor->target;
    const std::optional<double> entries = entries_per_week(factor->id, factors);
    if (!entries) return measure;
    measure.per_period = entries_to_tell_apart({factor->now, factor->target});
    if (!measure.per_period || !(*entries > 0)) return measure;
    const double week = week_to + ceil_forgiving(*measure.per_period / *entries);
    if (week <= kLastVisibleWeek) measure.visible_week = static_cast<int>(week);
    return measure;
}

}  // namespace

std::string_view name_of(Person person) {
    return kPersonNames[static_cast<std::size_t>(person)];
}

std::optional<Person> person_from(std::string_view name) {
    const auto found = std::find(kPersonNames.begin(), kPersonNames.end(), name);
    if (found == kPersonNames.end()) return std::nullopt;
    return static_cast<Person>(found - kPersonNames.begin());
}

std::optional<double> entries_to_tell_apart(NowTarget shares) {
    constexpr double kZPower = 0.8416212335729143;  // 80 %
    const double p1 = shares.now;
    const double p2 = shares.target;
    const double middle = (p1 + p2) / 2;
    const double distance = p2 - p1;
    const double root =
        kZ95 * std::sqrt(2 * middle * (1 - middle)) + kZPower * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    const double entries = root * root / (distance * distance);
    if (distance == 0 || !std::isfinite(entries)) return std::nullopt;
    return ceil_forgiving(entries);
}

Plan plan_of(const PlanInput& input) {
    const Factors factors = factors_of(*input.scenario);
    const std::vector<Factor> list = in_order(factors);
    const std::vector<Technique>& techniques = *input.techniques;
    const Shares shares = shares_of(input, shapley_amounts(list));
    std::vector<Why> whys;
    for (std::size_t i = 0; i < techniques.size(); ++i) {
        whys.push_back(why_of(input, techniques[i], shares.by_technique[i]));
    }
    const std::vector<std::size_t> order = order_of(techniques, whys);
    Scheduler scheduler(input);
    scheduler.run(order);

    Plan plan;
    plan.start = input.start;
    plan.unplaced_money = shares.unplaced;
    for (const std::size_t i : order) {
        plan.priority.push_back({i, whys[i].money, whys[i].need});
        plan.by_money_only =
            plan.by_money_only && std::all_of(whys[i].evidence.begin(), whys[i].evidence.end(),
                                              [](const Reason& r) { return r.kind == Reason::Kind::factor; });
        const std::optional<int> week = scheduler.week_of(i);
        if (!week) {
            plan.later.push_back(i);
            continue;
        }
        const int week_to = *week + techniques[i].weeks - 1;
        const Factor* factor = measured_factor(list, techniques[i], shares.by_technique[i], *input.scenario);
        plan.steps.push_back(
            {i, whys[i], scheduler.owner_of(i), *week, week_to, measure_of(factor, factors, week_to)});
    }
    std::stable_sort(plan.steps.begin(), plan.steps.end(),
                     [](const PlanStep& x, const PlanStep& y) { return x.week_from < y.week_from; });
    return plan;
}

}  // namespace funnel
