#include "core/deals/growth.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/chance/intervals.hpp"
#include "core/deals/analysis.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::deals;

namespace {

constexpr std::uint64_t kLeastOfSource = 5;
constexpr double kLeastFreedom = 4;
constexpr double kMostNeeded = 1e7;

struct Side {
    std::vector<const Deal*> deals;
    double count = 0;
    double won = 0;
    [[nodiscard]] Ratio conversion() const { return won / count; }
};

Side side_of(const DealSet& set, Period period, int horizon) {
    Side side;
    for (const Deal& deal : set.deals) {
        if (deal.created < period.from || deal.created > period.to) continue;
        side.deals.push_back(&deal);
        if (is_won_by(deal, horizon)) side.won += 1;
    }
    side.count = static_cast<double>(side.deals.size());
    return side;
}

double won_by(const Side& side, int horizon) {
    return static_cast<double>(std::count_if(side.deals.begin(), side.deals.end(),
                                             [&](const Deal* deal) { return is_won_by(*deal, horizon); }));
}

// Months of a period around its own conversion.
struct Spread {
    double chi_square = 0;
    double freedom = 0;
};
Spread spread_of(const Side& side, int horizon) {
    std::map<Month, Counts> months;
    for (const Deal* deal : side.deals) {
        Counts& month = months[month_of(deal->created)];
        month.deals += 1;
        if (is_won_by(*deal, horizon)) month.won += 1;
    }
    std::vector<Counts> counts;
    for (const auto& [month, count] : months) counts.push_back(count);
    return {chi_square(counts, side.conversion()), static_cast<double>(counts.size()) - 1};
}

double dispersion_of(const Side& before, const Side& after, int horizon) {
    const Spread a = spread_of(before, horizon);
    const Spread b = spread_of(after, horizon);
    const double freedom = a.freedom + b.freedom;
    return freedom < kLeastFreedom ? 1 : std::max(1.0, (a.chi_square + b.chi_square) / freedom);
}

Difference difference_of(double won_before, double before, double won_after, double after,
                         double dispersion) {
    return newcombe_difference(Before{{before / dispersion, won_before / before}},
                               After{{after / dispersion, won_after / after}});
}

PeriodResult result_of(const Side& side, int horizon, double dispersion) {
    PeriodResult result;
    result.deals = side.deals.size();
    result.won = static_cast<std::uint64_t>(side.won);
    result.conversion = side.conversion();
    result.interval = wilson_interval({side.count / dispersion, result.conversion}).value_or(Interval{0, 1});
    result.average_check = check_of(side.deals, horizon).average;
    return result;
}

// Deals and wins of one source on both sides.
struct Source {
    std::string name;
    bool pooled = false;
    bool empty = false;
    double before = 0, won_before = 0, after = 0, won_after = 0;
};

std::vector<Source> sources_of(const Side& before, const Side& after, const Texts& texts, int horizon) {
    std::map<std::uint32_t, Source> by_number;
    for (const Deal* deal : before.deals) {
        Source& source = by_number[deal->source];
        source.before += 1;
        if (is_won_by(*deal, horizon)) source.won_before += 1;
    }
    for (const Deal* deal : after.deals) {
        Source& source = by_number[deal->source];
        source.after += 1;
        if (is_won_by(*deal, horizon)) source.won_after += 1;
    }
    std::vector<Source> list;
    Source pool;
    pool.name = sentences::names::other_sources.pattern;
    pool.pooled = true;
    for (auto& [number, source] : by_number) {
        if (std::min(source.before, source.after) < static_cast<double>(kLeastOfSource)) {
            pool.before += source.before;
            pool.won_before += source.won_before;
            pool.after += source.after;
            pool.won_after += source.won_after;
            continue;
        }
        source.empty = number == 0;
        source.name = source.empty ? "—" : std::string(texts.text(number));
        list.push_back(source);
    }
    std::sort(list.begin(), list.end(), [](const Source& a, const Source& b) {
        if (a.after != b.after) return a.after > b.after;
        if (a.empty != b.empty) return b.empty;
        return a.name < b.name;
    });
    if (pool.before + pool.after > 0) list.push_back(pool);
    return list;
}

// Kitagawa's decomposition with the interval of the rate effect.
void add_sources(Growth& growth, const std::vector<Source>& sources, const Side& before, const Side& after) {
    double inside_low = 0;
    double inside_high = 0;
    double mean_before = 0, mean_after = 0, square_before = 0, square_after = 0;
    for (const Source& source : sources) {
        const double q_before = source.before / before.count;
        const double q_after = source.after / after.count;
        // Without deals on one side the source has there its conversion of the other: a new channel is mix.
        const double p_before =
            source.before > 0 ? source.won_before / source.before : source.won_after / source.after;
        const double p_after = source.after > 0 ? source.won_after / source.after : p_before;
        const double weight = (q_before + q_after) / 2;
        const double change = p_after - p_before;
        SourceEffect effect{source.name,
                            source.pooled,
                            static_cast<std::uint64_t>(source.before),
                            static_cast<std::uint64_t>(source.won_before),
                            static_cast<std::uint64_t>(source.after),
                            static_cast<std::uint64_t>(source.won_after),
                            weight * change,
                            (q_after - q_before) * (p_before + p_after) / 2};
        growth.rate_effect += effect.rate_effect;
        growth.mix_effect += effect.mix_effect;
        growth.by_source.push_back(std::move(effect));
        mean_before += q_before * change;
        mean_after += q_after * change;
        square_before += q_before * change * change;
        square_after += q_after * change * change;
        if (source.before <= 0 || source.after <= 0) continue;
        const Difference known = difference_of(source.won_before, source.before, source.won_after,
                                               source.after, growth.dispersion);
        inside_low += weight * weight * (change - known.interval->low) * (change - known.interval->low);
        inside_high += weight * weight * (known.interval->high - change) * (known.interval->high - change);
    }
    const double variance = ((square_before - mean_before * mean_before) / before.count +
                             (square_after - mean_after * mean_after) / after.count) /
                            4 * growth.dispersion;
    const double mixing = kZ95 * kZ95 * std::max(0.0, variance);
    growth.rate_effect_interval = {growth.rate_effect - std::sqrt(inside_low + mixing),
                                   growth.rate_effect + std::sqrt(inside_high + mixing)};
    growth.rate_distinguishable = growth.rate_effect_interval.low > 0 || growth.rate_effect_interval.high < 0;
}

void add_money(Growth& growth) {
    const auto deals = static_cast<double>(growth.after.deals);
    growth.extra_won = growth.rate_effect * deals;
    if (!growth.after.average_check) return;
    const Roubles check = *growth.after.average_check;
    growth.extra_revenue = growth.extra_won * check;
    growth.extra_revenue_interval = Interval{growth.rate_effect_interval.low * deals * check,
                                             growth.rate_effect_interval.high * deals * check};
}

// The smallest number of deals after that would tell the same conversions apart.
std::optional<std::uint64_t> deals_needed(const Growth& growth, const Side& before, const Side& after) {
    if (growth.distinguishable || std::fabs(growth.difference) <= kShareNoise) return std::nullopt;
    const Ratio p = after.conversion();
    const auto tells = [&](double n) {
        return difference_of(before.won, before.count, p * n, n, growth.dispersion).distinguishable;
    };
    if (!tells(kMostNeeded)) return std::nullopt;
    auto low = static_cast<std::uint64_t>(after.count);  // does not tell
    auto high = static_cast<std::uint64_t>(kMostNeeded);
    while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (tells(static_cast<double>(middle)) ? high : low) = middle;
    }
    return high;
}

void add_longer(Growth& growth, const Side& before, const Side& after, Day seen) {
    std::optional<int> longest;
    for (const int days : kHorizons) {
        if (days > growth.horizon_days && days <= seen) longest = days;
    }
    if (!longest) return;
    const double won_before = won_by(before, *longest);
    const double won_after = won_by(after, *longest);
    const Difference difference =
        difference_of(won_before, before.count, won_after, after.count, growth.dispersion);
    growth.longer = Growth::Longer{*longest, won_before / before.count, won_after / after.count,
                                   difference.difference, *difference.interval};
}

}  // namespace

GrowthResult growth_of(const DealSet& set, const RowStore& store, const Periods& periods,
                       std::optional<int> horizon_days) {
    GrowthResult result;
    const auto issue = [&](std::string path, const Sentence& sentence,
                           std::initializer_list<Said> values = {}) {
        result.issues.push_back(issue_at(std::move(path), sentence, values));
    };
    const auto is_empty = [&](std::string path, Period period) {
        issue(std::move(path), say::empty_period,
              {{"from", iso_from_day(period.from)}, {"to", iso_from_day(period.to)}});
    };
    if (periods.before.from <= periods.after.to && periods.after.from <= periods.before.to) {
        issue("/after", say::periods_overlap);
    }
    const std::optional<int> horizon = horizon_days ? horizon_days : Curve(set.deals, set.as_of).horizon();
    const Side before = side_of(set, periods.before, horizon.value_or(0));
    const Side after = side_of(set, periods.after, horizon.value_or(0));
    if (before.deals.empty()) is_empty("/before", periods.before);
    if (after.deals.empty()) is_empty("/after", periods.after);
    const Day later = std::max(periods.before.to, periods.after.to);
    if (!horizon) {
        issue("/horizon_days", say::no_horizon);
    } else if (set.as_of - later < *horizon) {
        issue(periods.after.to >= periods.before.to ? "/after" : "/before", say::immature,
              {{"day", iso_from_day(later + *horizon)}});
    }
    if (!result.issues.empty()) return result;

    Growth growth;
    growth.periods = periods;
    growth.horizon_days = *horizon;
    growth.dispersion = dispersion_of(before, after, *horizon);
    growth.before = result_of(before, *horizon, growth.dispersion);
    growth.after = result_of(after, *horizon, growth.dispersion);
    const Difference difference =
        difference_of(before.won, before.count, after.won, after.count, growth.dispersion);
    growth.difference = difference.difference;
    growth.difference_interval = *difference.interval;
    growth.distinguishable = difference.distinguishable;
    if (before.won > 0) growth.ratio = growth.after.conversion / growth.before.conversion;
    add_sources(growth, sources_of(before, after, store.source_texts, *horizon), before, after);
    add_money(growth);
    growth.deals_needed = deals_needed(growth, before, after);
    add_longer(growth, before, after, set.as_of - later);
    result.growth = std::move(growth);
    return result;
}

}  // namespace funnel::deals
