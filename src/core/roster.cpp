#include "core/roster.hpp"

#include <algorithm>

#include "core/chance/intervals.hpp"
#include "core/chance/shrinkage.hpp"

namespace funnel {

std::optional<Roster> roster_of(const Scenario& scenario) {
    std::vector<Trials> sold;
    for (const RosterEntry& entry : scenario.roster) {
        sold.push_back({static_cast<double>(entry.leads), static_cast<double>(entry.sales)});
    }
    const std::optional<Shrinkage> shrinkage = shrinkage_of(sold);
    if (!shrinkage) return std::nullopt;

    Roster roster;
    roster.prior_strength = shrinkage->prior_strength;
    roster.spread_is_noise = shrinkage->spread_is_noise;

    Ratio best_fair = 0;
    for (const RosterEntry& entry : scenario.roster) {
        const auto n = static_cast<double>(entry.leads);
        const auto s = static_cast<double>(entry.sales);
        RosterManager manager;
        manager.name = entry.name;
        if (n > 0) {
            manager.conversion = s / n;
            manager.interval = wilson_interval({n, s / n});
        }
        manager.fair_conversion = fair_share(*shrinkage, {n, s});
        best_fair = std::max(best_fair, manager.fair_conversion);
        roster.managers.push_back(std::move(manager));
    }
    if (roster.spread_is_noise) return roster;
    for (std::size_t i = 0; i < roster.managers.size(); ++i) {
        RosterManager& manager = roster.managers[i];
        const double leads_a_month = static_cast<double>(scenario.roster[i].leads) / scenario.history_months;
        manager.money_left =
            finite(leads_a_month * (best_fair - manager.fair_conversion) * scenario.average_check);
        roster.money_left = finite(roster.money_left + manager.money_left);
    }
    return roster;
}

}  // namespace funnel
