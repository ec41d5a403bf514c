// Deals of one contact that came again, and deals left out of a set with their steps.
#pragma once

#include <cstdint>
#include <vector>

#include "core/deals/deals.hpp"

namespace funnel::deals {

inline constexpr int kRepeatDays = 30;

// Deals whose contact's nearest earlier deal was created ≤ 30 days before. `contacts` by row of the store, 0
// for none.
[[nodiscard]] std::uint64_t count_repeats(const DealSet& set, const std::vector<std::uint64_t>& contacts);

// Joins chains of deals of one contact, each created ≤ `days` after the one before it, by the rules of
// deals.md.
void merge_repeats(DealSet& set, const std::vector<std::uint64_t>& contacts, int days);

// Keeps the deals that `wanted` says, and their steps.
template <typename Wanted>
void keep_if(DealSet& set, Wanted wanted) {
    const bool stepped = !set.step_begins.empty();
    std::size_t kept = 0;
    std::uint32_t steps = 0;
    for (std::size_t i = 0; i < set.deals.size(); ++i) {
        if (!wanted(set.deals[i])) continue;
        if (stepped) {
            const std::uint32_t from = set.step_begins[i];
            const std::uint32_t to = set.step_begins[i + 1];
            set.step_begins[kept] = steps;
            for (std::uint32_t step = from; step < to; ++step) set.steps[steps++] = set.steps[step];
        }
        set.deals[kept++] = set.deals[i];
    }
    set.deals.resize(kept);
    if (!stepped) return;
    set.step_begins.resize(kept + 1);
    set.step_begins[kept] = steps;
    set.steps.resize(steps);
}

}  // namespace funnel::deals
