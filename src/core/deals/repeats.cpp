#include "core/deals/repeats.hpp"

#include <algorithm>
#include <tuple>

#include "core/deals/first_deals.hpp"

namespace funnel::deals {

namespace {

// Calls `visit` with the deals of each contact that came more than once, by when they came, then by row:
// a list of places in the set.
template <typename Visit>
void each_contact(const DealSet& set, const std::vector<std::uint64_t>& contacts, Visit visit) {
    constexpr std::uint32_t kNone = 0xFFFFFFFF;
    const auto size = static_cast<std::uint32_t>(set.deals.size());
    FirstDeals firsts(size);
    std::vector<std::uint32_t> next(size, kNone);  // deal of the same contact
    std::vector<std::uint32_t> last(size, kNone);  // of a first deal that has a next
    for (std::uint32_t i = 0; i < size; ++i) {
        const std::uint64_t contact = contacts[set.deals[i].row];
        if (contact == 0) continue;
        const std::uint32_t first = firsts.first_or(contact, i, set.deals, contacts);
        if (first == i) continue;
        next[last[first] == kNone ? first : last[first]] = i;
        last[first] = i;
    }
    std::vector<std::uint32_t> list;
    for (std::uint32_t first = 0; first < size; ++first) {
        if (last[first] == kNone) continue;
        list.clear();
        for (std::uint32_t i = first; i != kNone; i = next[i]) list.push_back(i);
        std::sort(list.begin(), list.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::tie(set.deals[a].created, set.deals[a].row) <
                   std::tie(set.deals[b].created, set.deals[b].row);
        });
        visit(list);
    }
}

// One deal of a chain, in order of arrival.
Deal merged(const DealSet& set, const std::vector<std::uint32_t>& chain) {
    Deal deal = set.deals[chain.front()];
    const auto any = [&](Outcome outcome) {
        return std::any_of(chain.begin(), chain.end(),
                           [&](std::uint32_t i) { return set.deals[i].outcome == outcome; });
    };
    deal.outcome = any(Outcome::won)    ? Outcome::won
                   : any(Outcome::open) ? Outcome::open
                   : any(Outcome::lost) ? Outcome::lost
                                        : Outcome::unfit;
    deal.closed = kNoDay;
    deal.amount = 0;
    deal.marks = 0;
    for (const std::uint32_t i : chain) {
        const Deal& part = set.deals[i];
        deal.place = std::max(deal.place, part.place);
        deal.marks = static_cast<std::uint16_t>(deal.marks | (part.marks & Deal::kKnowsLostStage));
        if (part.outcome != deal.outcome) continue;
        if (deal.outcome == Outcome::won) {
            deal.amount += part.amount;
            if (part.closed != kNoDay && (deal.closed == kNoDay || part.closed < deal.closed))
                deal.closed = part.closed;
        } else {  // the latest says how it stands
            deal.amount = part.amount;
            deal.closed = std::max(deal.closed, part.closed);
        }
    }
    return deal;
}

}  // namespace

std::uint64_t count_repeats(const DealSet& set, const std::vector<std::uint64_t>& contacts) {
    std::uint64_t repeats = 0;
    each_contact(set, contacts, [&](const std::vector<std::uint32_t>& list) {
        for (std::size_t i = 1; i < list.size(); ++i) {
            if (set.deals[list[i]].created - set.deals[list[i - 1]].created <= kRepeatDays) ++repeats;
        }
    });
    return repeats;
}

void merge_repeats(DealSet& set, const std::vector<std::uint64_t>& contacts, int days) {
    std::vector<std::vector<std::uint32_t>> chains;
    std::vector<bool> joined(set.deals.size(), false);  // into an earlier deal
    each_contact(set, contacts, [&](const std::vector<std::uint32_t>& list) {
        for (std::size_t i = 1; i < list.size(); ++i) {
            if (set.deals[list[i]].created - set.deals[list[i - 1]].created > days) continue;
            if (!joined[list[i - 1]]) chains.push_back({list[i - 1]});
            chains.back().push_back(list[i]);
            joined[list[i]] = true;
        }
    });
    std::vector<std::vector<Step>> steps(set.step_begins.empty() ? 0 : set.deals.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i].assign(set.steps.data() + set.step_begins[i], set.steps.data() + set.step_begins[i + 1]);
    }
    for (const std::vector<std::uint32_t>& chain : chains) {
        const Day first = set.deals[chain.front()].created;
        for (std::size_t k = 1; k < chain.size() && !steps.empty(); ++k) {
            for (Step step : steps[chain[k]]) {
                step.age += set.deals[chain[k]].created - first;
                steps[chain.front()].push_back(step);
            }
        }
    }
    for (const std::vector<std::uint32_t>& chain : chains) set.deals[chain.front()] = merged(set, chain);
    std::vector<Deal> kept;
    std::vector<Step> all;
    std::vector<std::uint32_t> begins{0};
    for (std::size_t i = 0; i < set.deals.size(); ++i) {
        if (joined[i]) continue;
        kept.push_back(set.deals[i]);
        if (steps.empty()) continue;
        std::stable_sort(steps[i].begin(), steps[i].end(),
                         [](const Step& a, const Step& b) { return a.age < b.age; });
        std::uint8_t furthest = 0;
        for (const Step& step : steps[i]) {
            if (step.place > furthest) all.push_back(step);
            furthest = std::max(furthest, step.place);
        }
        begins.push_back(static_cast<std::uint32_t>(all.size()));
    }
    set.deals = std::move(kept);
    if (steps.empty()) return;
    set.steps = std::move(all);
    set.step_begins = std::move(begins);
}

}  // namespace funnel::deals
