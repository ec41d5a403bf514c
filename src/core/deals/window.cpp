#include <algorithm>
#include <cmath>

#include "core/deals/analysis.hpp"

namespace funnel::deals {

namespace {
constexpr std::size_t kDispersionMonths = 5;
constexpr double kManyDateless = 0.05;
constexpr std::size_t kRecentMonths = 3;
constexpr Day kFresh = 7;  // a file this old is of today
}  // namespace

double chi_square(const std::vector<Counts>& months, Ratio conversion) {
    if (!(conversion > 0) || !(conversion < 1)) return 0;
    double sum = 0;
    for (const Counts& month : months) {
        const double off = month.won - month.deals * conversion;
        sum += off * off / (month.deals * conversion * (1 - conversion));
    }
    return sum;
}

std::vector<const Deal*> deals_in(const DealSet& set, const std::vector<Month>& months) {
    std::vector<const Deal*> deals;
    if (months.empty()) return deals;
    const Day from = last_day_of(months.front() - 1) + 1;
    const Day to = last_day_of(months.back());
    // Between the first and the last month lie only months of the window: those without deals are none.
    for (const Deal& deal : set.deals) {
        if (deal.created >= from && deal.created <= to) deals.push_back(&deal);
    }
    return deals;
}

std::vector<MonthReport> complete_months(const DealSet& set, const std::vector<MonthReport>& months) {
    const Day until = set.today - set.as_of <= kFresh ? set.today : set.as_of;
    std::vector<MonthReport> complete;
    for (auto month = months.rbegin(); month != months.rend() && complete.size() < kRecentMonths; ++month) {
        if (last_day_of(month->month) <= until) complete.push_back(*month);
    }
    return complete;
}

Check check_of(const std::vector<const Deal*>& deals, std::optional<int> horizon) {
    Check check;
    double sum = 0;
    for (const Deal* deal : deals) {
        if (!is_won_by(*deal, horizon) || !(deal->amount > 0)) continue;
        ++check.counted;
        sum += deal->amount;
    }
    if (check.counted == 0) return check;
    const double mean = sum / static_cast<double>(check.counted);
    check.average = mean;
    if (check.counted < 2) return check;
    double squares = 0;
    for (const Deal* deal : deals) {
        if (is_won_by(*deal, horizon) && deal->amount > 0)
            squares += (deal->amount - mean) * (deal->amount - mean);
    }
    check.spread = std::sqrt(squares / static_cast<double>(check.counted - 1)) / mean;
    return check;
}

std::optional<Window> window_of(const DealSet& set, const std::vector<MonthReport>& months,
                                const Totals& totals, std::optional<int> horizon, int window_months) {
    std::vector<const MonthReport*> mature;
    for (const MonthReport& month : months) {
        if (month.mature) mature.push_back(&month);
    }
    if (mature.empty()) return std::nullopt;
    const std::size_t taken = std::min(mature.size(), static_cast<std::size_t>(window_months));
    mature.erase(mature.begin(), mature.end() - static_cast<std::ptrdiff_t>(taken));
    Window window;
    std::vector<Counts> counts;
    std::uint64_t deals = 0;
    std::uint64_t won = 0;
    for (const MonthReport* month : mature) {
        window.months.push_back(month->month);
        deals += month->deals;
        won += month->won;
        counts.push_back({static_cast<double>(month->deals), static_cast<double>(month->won)});
    }
    window.all = share_of(won, deals);
    if (counts.size() >= kDispersionMonths && won > 0 && won < deals) {
        window.dispersion =
            std::max(1.0, chi_square(counts, window.all.conversion) / static_cast<double>(counts.size() - 1));
    }
    const std::vector<const Deal*> inside = deals_in(set, window.months);
    std::uint64_t unfit = 0;
    std::uint64_t dateless = 0;
    for (const Deal* deal : inside) {
        if (deal->outcome == Outcome::unfit) ++unfit;
        if (deal->outcome == Outcome::won && deal->closed == kNoDay) ++dateless;
    }
    if (unfit > 0) window.fit = share_of(won, deals - unfit);
    if (static_cast<double>(totals.dateless) >
        kManyDateless * static_cast<double>(totals.won) + kShareNoise) {
        window.bounds =
            Interval{window.all.conversion, static_cast<double>(won + dateless) / static_cast<double>(deals)};
    }
    const Check check = check_of(inside, horizon);
    window.average_check = check.average;
    window.check_spread = check.spread;
    window.won_without_amount = won - check.counted;
    const std::vector<MonthReport> recent = complete_months(set, months);
    double leads = 0;
    for (const MonthReport& month : recent) leads += static_cast<double>(month.deals);
    if (!recent.empty()) window.leads_per_month = leads / static_cast<double>(recent.size());
    return window;
}

}  // namespace funnel::deals
