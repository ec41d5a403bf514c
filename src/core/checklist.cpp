#include "core/checklist.hpp"

#include <algorithm>
#include <numeric>

namespace funnel {

namespace {

std::optional<Mark> mark_of(const std::vector<Answer>& answers, const std::string& item) {
    for (const Answer& answer : answers) {
        if (answer.item == item) return answer.mark;
    }
    return std::nullopt;
}

int points_of(Mark mark) { return mark == Mark::systematic ? 2 : mark == Mark::partly ? 1 : 0; }

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

bool governs(const ChecklistArea& area, const std::string& factor, const Scenario& scenario) {
    if (std::find(area.factors.begin(), area.factors.end(), factor) != area.factors.end()) return true;
    return std::any_of(scenario.stages.begin(), scenario.stages.end(), [&](const Stage& stage) {
        return stage.id == factor && std::find(area.kinds.begin(), area.kinds.end(), stage.kind) != area.kinds.end();
    });
}

// Every positive factor amount, split equally between the areas that govern the factor.
void share_money(const Checklist& checklist, const Scenario& scenario, std::vector<AreaResult>& areas) {
    for (AreaResult& area : areas) area.money = 0;
    for (const FactorAmount& factor : evaluate(scenario, Distribution::skip).money_left.by_factor) {
        if (!(factor.amount > 0)) continue;
        std::vector<std::size_t> governing;
        for (std::size_t i = 0; i < checklist.areas.size(); ++i) {
            if (governs(checklist.areas[i], factor.id, scenario)) governing.push_back(i);
        }
        for (const std::size_t i : governing) {
            const Roubles share = factor.amount / static_cast<double>(governing.size());
            areas[i].factors.push_back({factor.id, share});
            *areas[i].money += share;
        }
    }
}

std::vector<std::string> weak_items_of(const ChecklistArea& area, const std::vector<Answer>& answers) {
    std::vector<const ChecklistItem*> weak;
    for (const ChecklistItem& item : area.items) {
        const std::optional<Mark> mark = mark_of(answers, item.id);
        if (mark == Mark::no || mark == Mark::partly) weak.push_back(&item);
    }
    // What is missing weighs more than what is half there; critical before heavy.
    std::stable_sort(weak.begin(), weak.end(), [&](const ChecklistItem* x, const ChecklistItem* y) {
        const auto need = [&](const ChecklistItem* item) {
            const int missing = 2 - points_of(*mark_of(answers, item->id));
            return (item->critical ? 100 : 0) + item->weight * missing;
        };
        return need(x) > need(y);
    });
    std::vector<std::string> ids;
    for (const ChecklistItem* item : weak) ids.push_back(item->id);
    return ids;
}

// (1 − score)·weight: what decides where no money does.
double weakness(const AreaResult& area) { return area.score.score ? (1 - *area.score.score) * area.weight : 0; }
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

    std::vector<std::size_t> order(result.areas.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
        const AreaResult& a = result.areas[x];
        const AreaResult& b = result.areas[y];
        return costly_weakness(a) != costly_weakness(b) ? costly_weakness(a) > costly_weakness(b)
                                                        : weakness(a) > weakness(b);
    });
    for (AreaResult& area : result.areas) area.priority = area.money ? costly_weakness(area) : weakness(area);
    for (const std::size_t i : order) result.order.push_back(result.areas[i].id);
    return result;
}

}  // namespace funnel
