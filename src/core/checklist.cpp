#include "core/checklist.hpp"

#include <algorithm>

#include "core/attribution.hpp"
#include "core/factors.hpp"
#include "core/governing.hpp"

namespace funnel {

namespace {

std::optional<Mark> mark_of(const std::vector<Answer>& answers, const std::string& item) {
    for (const Answer& answer : answers) {
        if (answer.item == item) return answer.mark;
    }
    return std::nullopt;
}

int points_of(Mark mark) {
    return mark == Mark::systematic ? 2 : mark == Mark::partly ? 1 : 0;
}

// Counts marks item by item; a score is asked for at the end.
class Tally {
public:
    void add(const ChecklistItem& item, std::optional<Mark> mark) {
        ++items_;
        if (mark == Mark::not_applicable) {
            ++not_applicable_;
            return;
        }
        if (!mark) return;
        ++answered_;
        earned_ += item.weight * points_of(*mark);
        possible_ += item.weight * 2;
        if (item.critical && *mark == Mark::no) critical_zeros_.push_back(item.id);
    }

    [[nodiscard]] Score score() const {
        Score result;
        if (possible_ > 0) result.score = static_cast<double>(earned_) / possible_;
        if (items_ > not_applicable_) {
            result.completeness = static_cast<double>(answered_) / (items_ - not_applicable_);
        }
        result.critical_zeros = critical_zeros_;
        return result;
    }

private:
    int items_ = 0;
    int not_applicable_ = 0;
    int answered_ = 0;
    int earned_ = 0;
    int possible_ = 0;
    std::vector<std::string> critical_zeros_;
};

// Every positive factor amount, split equally between the areas that govern the factor.
void share_money(const Checklist& checklist, const Scenario& scenario, std::vector<AreaResult>& areas) {
    for (AreaResult& area : areas) area.money = 0;
    for (const FactorAmount& factor : shapley_amounts(in_order(factors_of(scenario)))) {
        if (!(factor.amount > 0)) continue;
        std::vector<std::size_t> governing;
        for (std::size_t i = 0; i < checklist.areas.size(); ++i) {
            if (governs({checklist.areas[i].kinds, checklist.areas[i].factors}, factor.id, scenario))
                governing.push_back(i);
        }
        for (const std::size_t i : governing) {
            const Roubles share = factor.amount / static_cast<double>(governing.size());
            areas[i].factors.push_back({factor.id, share});
            *areas[i].money += share;
        }
    }
}

// What comes first: a larger need, then a larger second need, then the earlier place.
struct Place {
    double need = 0;
    double second_need = 0;
    std::size_t index = 0;
};
std::vector<std::size_t> ranked(std::vector<Place> places) {
    std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
        if (x.need != y.need) return x.need > y.need;
        if (x.second_need != y.second_need) return x.second_need > y.second_need;
        return x.index < y.index;
    });
    std::vector<std::size_t> order;
    for (const Place& place : places) order.push_back(place.index);
    return order;
}

// An area that is good already waits for every area with a critical zero, whatever money hangs on either.
constexpr Ratio kGood = 0.8;
std::vector<std::size_t> with_good_ones_waiting(const std::vector<std::size_t>& ranking,
                                                const std::vector<AreaResult>& areas) {
    const auto has_zero = [&](std::size_t i) { return !areas[i].score.critical_zeros.empty(); };
    const auto is_good = [&](std::size_t i) {
        return !has_zero(i) && areas[i].score.score && at_least_forgiving(*areas[i].score.score, kGood);
    };
    std::vector<std::size_t> order = ranking;
    const auto last_zero = std::find_if(order.rbegin(), order.rend(), has_zero).base();
    std::stable_partition(order.begin(), last_zero, [&](std::size_t i) { return !is_good(i); });
    return order;
}

// Critical before others; what is missing weighs more than what is half there.
std::vector<std::string> weak_items_of(const ChecklistArea& area, const std::vector<Answer>& answers) {
    std::vector<Place> weak;
    for (std::size_t i = 0; i < area.items.size(); ++i) {
        const std::optional<Mark> mark = mark_of(answers, area.items[i].id);
        if (mark != Mark::no && mark != Mark::partly) continue;
        const int missing = area.items[i].weight * (2 - points_of(*mark));
        weak.push_back({area.items[i].critical ? 1.0 : 0.0, static_cast<double>(missing), i});
    }
    std::vector<std::string> ids;
    for (const std::size_t i : ranked(std::move(weak))) ids.push_back(area.items[i].id);
    return ids;
}

// (1 − score)·weight: what decides where no money does.
double weakness(const AreaResult& area) {
    return area.score.score ? (1 - *area.score.score) * area.weight : 0;
}
double costly_weakness(const AreaResult& area) {
    return area.score.score ? (1 - *area.score.score) * area.money.value_or(0) : 0;
}

}  // namespace

ChecklistResult score_checklist(const ChecklistInput& input) {
    const Checklist& checklist = *input.checklist;
    ChecklistResult result;
    Tally total;
    for (const ChecklistArea& area : checklist.areas) {
        Tally tally;
        AreaResult area_result;
        area_result.id = area.id;
        for (const ChecklistItem& item : area.items) {
            const std::optional<Mark> mark = mark_of(*input.answers, item.id);
            tally.add(item, mark);
            total.add(item, mark);
            area_result.weight += item.weight;
        }
        area_result.score = tally.score();
        area_result.weak_items = weak_items_of(area, *input.answers);
        result.areas.push_back(std::move(area_result));
    }
    result.total = total.score();
    if (input.scenario != nullptr) share_money(checklist, *input.scenario, result.areas);

    std::vector<Place> places;
    for (std::size_t i = 0; i < result.areas.size(); ++i) {
        places.push_back({costly_weakness(result.areas[i]), weakness(result.areas[i]), i});
    }
    for (AreaResult& area : result.areas) area.priority = area.money ? costly_weakness(area) : weakness(area);
    for (const std::size_t i : with_good_ones_waiting(ranked(std::move(places)), result.areas)) {
        result.order.push_back(result.areas[i].id);
    }
    return result;
}

}  // namespace funnel
