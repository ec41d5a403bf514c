#include "core/deals/repeats.hpp"

#include <algorithm>
#include <tuple>

namespace funnel::deals {

namespace {

// Deals with a contact, by contact, then by when they came, then by row.
struct Arrival {
    std::uint64_t contact = 0;
    Day created = 0;
    std::uint32_t row = 0;
    std::uint32_t deal = 0;  // place in the set
};
std::vector<Arrival> by_contact(const DealSet& set, const std::vector<std::uint64_t>& contacts) {
    std::vector<Arrival> order;
    order.reserve(set.deals.size());
    for (std::uint32_t i = 0; i < set.deals.size(); ++i) {
        const Deal& deal = set.deals[i];
        if (contacts[deal.row] != 0) order.push_back({contacts[deal.row], deal.created, deal.row, i});
    }
    std::sort(order.begin(), order.end(), [](const Arrival& a, const Arrival& b) {
        return std::tie(a.contact, a.created, a.row) < std::tie(b.contact, b.created, b.row);
    });
    return order;
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
    const std::vector<Arrival> order = by_contact(set, contacts);
    std::uint64_t repeats = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
        const bool same = order[i].contact == order[i - 1].contact;
        if (same && order[i].created - order[i - 1].created <= kRepeatDays) ++repeats;
    }
    return repeats;
}

void merge_repeats(DealSet& set, const std::vector<std::uint64_t>& contacts, int days) {
    const std::vector<Arrival> order = by_contact(set, contacts);
    std::vector<std::vector<std::uint32_t>> chains;
    std::vector<bool> joined(set.deals.size(), false);  // into an earlier deal
    for (std::size_t i = 1; i < order.size(); ++i) {
        const Arrival& before = order[i - 1];
        if (order[i].contact != before.contact || order[i].created - before.created > days) continue;
        if (!joined[before.deal]) chains.push_back({before.deal});
        chains.back().push_back(order[i].deal);
        joined[order[i].deal] = true;
    }
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
