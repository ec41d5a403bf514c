#include <algorithm>
#include <map>

#include "core/deals/analysis.hpp"
#include "core/roster.hpp"

namespace funnel::deals {

namespace {

constexpr std::size_t kMostGroups = 200;
constexpr double kAlmostAll = 0.9;
constexpr double kAlmostNone = 0.1;

struct Sum {
    std::uint64_t deals = 0;
    std::uint64_t won = 0;
    Roubles revenue = 0;
};

// Groups of the window's deals by a text; deals down, then name, the empty one last in its tie.
std::vector<GroupReport> groups_of(const std::vector<const Deal*>& deals, std::uint32_t Deal::*text,
                                   const Texts& texts, int horizon) {
    std::vector<Sum> sums(texts.size());
    for (const Deal* deal : deals) {
        Sum& sum = sums[deal->*text];
        ++sum.deals;
        if (!is_won_by(*deal, horizon)) continue;
        ++sum.won;
        sum.revenue += deal->amount;
    }
    std::vector<std::uint32_t> order;
    for (std::uint32_t number = 0; number < sums.size(); ++number) {
        if (sums[number].deals > 0) order.push_back(number);
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (sums[a].deals != sums[b].deals) return sums[a].deals > sums[b].deals;
        if ((a == 0) != (b == 0)) return b == 0;
        return texts.text(a) < texts.text(b);
    });
    if (order.size() > kMostGroups) order.resize(kMostGroups);
    std::vector<GroupReport> groups;
    for (const std::uint32_t number : order) {
        GroupReport group;
        group.named = number != 0;
        group.name = group.named ? std::string(texts.text(number)) : "—";
        group.share = share_of(sums[number].won, sums[number].deals);
        group.revenue_per_deal = sums[number].revenue / static_cast<double>(sums[number].deals);
        groups.push_back(std::move(group));
    }
    return groups;
}

// Why a column says nothing, or nothing when it does.
std::string missing_of(bool has_role, bool has_window, const std::vector<const Deal*>& deals,
                       std::uint32_t Deal::*text, std::optional<int> horizon) {
    if (!has_role) return "no_column";
    if (!has_window) return "no_window";
    std::uint64_t won = 0, others = 0, filled_won = 0, filled_others = 0;
    for (const Deal* deal : deals) {
        const bool is_won = is_won_by(*deal, horizon);
        ++(is_won ? won : others);
        if (deal->*text != 0) ++(is_won ? filled_won : filled_others);
    }
    if (filled_won + filled_others == 0) return "no_column";
    if (won == 0 || others == 0) return {};
    const double of_won = static_cast<double>(filled_won) / static_cast<double>(won);
    const double of_others = static_cast<double>(filled_others) / static_cast<double>(others);
    return reaches(of_won, kAlmostAll) && reaches(kAlmostNone, of_others) ? "only_on_won" : "";
}

// At most 80 characters, as a roster takes them.
std::string cut_name(std::string name) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if ((static_cast<unsigned char>(name[i]) & 0xC0U) == 0x80U) continue;
        if (++characters > 80) return name.substr(0, i);
    }
    return name;
}

// Fair conversions as the calculator's roster makes them.
Managers fair(std::vector<GroupReport> list, const Window& window) {
    Managers managers;
    managers.list = std::move(list);
    Scenario scenario;
    scenario.history_months = static_cast<double>(window.months.size());
    scenario.average_check = window.average_check.value_or(0);
    for (const GroupReport& group : managers.list) {
        if (!group.named) continue;
        scenario.roster.push_back({cut_name(group.name), static_cast<std::int64_t>(group.share.deals),
                                   static_cast<std::int64_t>(group.share.won)});
    }
    const std::optional<Roster> roster = roster_of(scenario);
    if (!roster) return managers;
    managers.spread_is_noise = roster->spread_is_noise;
    managers.prior_strength = roster->prior_strength;
    std::size_t at = 0;
    for (GroupReport& group : managers.list) {
        if (!group.named) continue;
        group.fair_conversion = roster->managers[at].fair_conversion;
        group.money_left = roster->managers[at].money_left;
        ++at;
    }
    return managers;
}

}  // namespace

void add_groups(DealsReport& report, const DealSet& set, const RowStore& store) {
    const bool has_window = report.window.has_value();
    const std::vector<const Deal*> deals =
        has_window ? deals_in(set, report.window->months) : std::vector<const Deal*>{};
    report.managers_missing =
        missing_of(set.has_responsible, has_window, deals, &Deal::responsible, report.horizon_days);
    report.sources_missing =
        missing_of(set.has_source, has_window, deals, &Deal::source, report.horizon_days);
    if (report.managers_missing.empty()) {
        report.managers =
            fair(groups_of(deals, &Deal::responsible, store.responsible_texts, *report.horizon_days),
                 *report.window);
    }
    if (report.sources_missing.empty())
        report.sources = groups_of(deals, &Deal::source, store.source_texts, *report.horizon_days);
}

Stale stale_of(const DealSet& set, const RowStore& store, const Curve& curve) {
    Stale stale;
    const std::optional<int> late = curve.day_of_part(0.95);
    if (!late || curve.at_risk(2 * *late) < curve.least_at_risk()) return stale;
    stale.older_than_days = late;
    std::map<std::uint32_t, StaleGroup> by_manager;
    for (const Deal& deal : set.deals) {
        if (deal.outcome != Outcome::open || set.as_of - deal.created <= *late) continue;
        ++stale.count;
        stale.amount += deal.amount;
        StaleGroup& group = by_manager[deal.responsible];
        ++group.count;
        group.amount += deal.amount;
    }
    if (!set.has_responsible) return stale;
    std::vector<std::uint32_t> order;
    for (const auto& [number, group] : by_manager) order.push_back(number);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (by_manager[a].count != by_manager[b].count) return by_manager[a].count > by_manager[b].count;
        if ((a == 0) != (b == 0)) return b == 0;
        return store.responsible_texts.text(a) < store.responsible_texts.text(b);
    });
    if (order.size() > kMostGroups) order.resize(kMostGroups);
    for (const std::uint32_t number : order) {
        StaleGroup group = by_manager[number];
        group.name = number == 0 ? "—" : std::string(store.responsible_texts.text(number));
        stale.by_manager.push_back(std::move(group));
    }
    return stale;
}

}  // namespace funnel::deals
