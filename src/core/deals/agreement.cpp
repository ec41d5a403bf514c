#include "core/deals/agreement.hpp"

#include <algorithm>

#include "core/deals/analysis.hpp"
#include "core/deals/sha256.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::deals;

Baseline baseline_of(const DealSet& set, const RowStore& store, Period before, int horizon_days) {
    Baseline baseline;
    std::vector<std::string_view> ids;
    for (const Deal& deal : set.deals) {
        if (deal.created < before.from || deal.created > before.to) continue;
        ++baseline.deals;
        if (is_won_by(deal, horizon_days)) ++baseline.won;
        if (!store.id_texts.empty() && store.id_texts[deal.row] != 0)
            ids.push_back(store.id_words.text(store.id_texts[deal.row]));
    }
    std::sort(ids.begin(), ids.end());
    Sha256 sum;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i > 0) sum.add("\n");
        sum.add(ids[i]);
    }
    baseline.ids_sha256 = sum.hex();
    return baseline;
}

std::vector<Issue> agreement_issues(const Agreement& agreement, const Measured& measured, const DealSet& set,
                                    const RowStore& store) {
    std::vector<Issue> issues;
    const auto tell = [&](std::string path, const Sentence& sentence,
                          std::initializer_list<Said> values = {}) {
        issues.push_back(issue_at(std::move(path), sentence, values));
    };
    const auto said = [](std::string_view name, std::uint64_t count) {
        return Said{name, std::to_string(count), static_cast<double>(count)};
    };
    if (!(measured.periods.before == agreement.periods.before))
        tell("/before", say::agreement_differs_before);
    if (!(measured.periods.after == agreement.periods.after)) tell("/after", say::agreement_differs_after);
    if (measured.horizon_days && *measured.horizon_days != agreement.horizon_days) {
        tell("/horizon_days", say::agreement_differs_horizon,
             {{"days", std::to_string(agreement.horizon_days)}});
    }
    if (!measured.same_mapping) tell("/mapping", say::agreement_differs_mapping);
    const Baseline now = baseline_of(set, store, agreement.periods.before, agreement.horizon_days);
    if (!(now == agreement.baseline)) {
        tell("/baseline", say::before_changed,
             {said("deals", agreement.baseline.deals), said("won", agreement.baseline.won),
              said("deals_now", now.deals), said("won_now", now.won)});
    }
    std::uint64_t after = 0;
    for (const Deal& deal : set.deals) {
        if (deal.created >= agreement.periods.after.from && deal.created <= agreement.periods.after.to)
            ++after;
    }
    if (after < agreement.min_deals) {
        tell("/min_deals", say::too_few_deals, {said("deals", after), said("least", agreement.min_deals)});
    }
    return issues;
}

GrowthResult measured_growth(const DealSet& set, const RowStore& store, const Measured& measured,
                             const std::optional<Agreement>& agreement) {
    if (!agreement) return growth_of(set, store, measured.periods, measured.horizon_days);
    std::vector<Issue> issues = agreement_issues(*agreement, measured, set, store);
    if (!issues.empty()) return {std::nullopt, std::move(issues)};
    GrowthResult result = growth_of(set, store, agreement->periods, agreement->horizon_days);
    if (!result.growth) return result;
    result.growth->exploratory = false;
    result.growth->fee = fee_of(agreement->fee, *result.growth);
    return result;
}

Roubles fee_of(const GrowthFee& fee, const Growth& growth) {
    if (fee.pay_when == PayWhen::rate_distinguishable && !growth.rate_distinguishable) return 0;
    const Roubles due = fee.growth_share * std::max(0.0, growth.extra_revenue.value_or(0));
    return fee.cap ? std::min(*fee.cap, due) : due;
}

}  // namespace funnel::deals
