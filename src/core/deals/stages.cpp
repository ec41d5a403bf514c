#include <algorithm>

#include "core/deals/analysis.hpp"

namespace funnel::deals {

namespace {

constexpr double kKnown = 0.9;  // share of lost deals that must say where they stopped

// Number of the stage (from 1) a place is, the furthest one not beyond it; at least 1.
std::size_t stage_of(const std::vector<DealSet::Place>& places, std::uint8_t place) {
    std::size_t stage = 0;
    while (stage < places.size() && places[stage].place <= place) ++stage;
    return std::max<std::size_t>(stage, 1);
}

std::uint8_t place_by_age(const DealSet& set, std::size_t deal, int age) {
    std::uint8_t place = 0;
    for (std::uint32_t i = set.step_begins[deal]; i < set.step_begins[deal + 1]; ++i) {
        if (set.steps[i].age <= age) place = std::max(place, set.steps[i].place);
    }
    return place;
}

bool knows_where_lost(const std::vector<const Deal*>& deals) {
    std::size_t ended = 0;
    std::size_t known = 0;
    for (const Deal* deal : deals) {
        if (deal->outcome != Outcome::lost && deal->outcome != Outcome::unfit) continue;
        ++ended;
        if (deal->knows_lost_stage()) ++known;
    }
    return ended == 0 || reaches(static_cast<double>(known) / static_cast<double>(ended), kKnown);
}

}  // namespace

void add_stages(DealsReport& report, const DealSet& set) {
    if (!report.window) {
        report.stages_missing = "no_window";
        return;
    }
    if (set.places.empty()) {
        report.stages_missing = "no_stage_order";
        return;
    }
    const std::vector<const Deal*> deals = deals_in(set, report.window->months);
    if (!set.timed && !knows_where_lost(deals)) {
        report.stages_missing = "no_stage_history";
        return;
    }
    const std::size_t last = set.places.size();
    std::vector<std::uint64_t> reached(last + 2, 0);  // by the furthest stage; beyond the last for the won
    for (const Deal* deal : deals) {
        std::size_t stage = 0;
        if (is_won_by(*deal, report.horizon_days)) {
            stage = last + 1;
        } else if (deal->outcome == Outcome::won) {
            stage = last;
        } else {
            const auto index = static_cast<std::size_t>(deal - set.deals.data());
            stage = stage_of(set.places,
                             set.timed ? place_by_age(set, index, *report.horizon_days) : deal->place);
        }
        ++reached[stage];
    }
    std::vector<StageReport> stages(last);
    std::uint64_t beyond = reached[last + 1];
    for (std::size_t stage = last; stage >= 1; --stage) {
        StageReport& shown = stages[stage - 1];
        shown.name = set.places[stage - 1].name;
        shown.passed = beyond;
        shown.entered = beyond + reached[stage];
        beyond = shown.entered;
        if (shown.entered == 0) continue;
        const Share share = share_of(shown.passed, shown.entered);
        shown.conversion = share.conversion;
        shown.interval = share.interval;
    }
    report.stages = std::move(stages);
}

}  // namespace funnel::deals
