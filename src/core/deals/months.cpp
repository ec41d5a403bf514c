#include <algorithm>
#include <cmath>
#include <map>

#include "core/chance/gamma.hpp"
#include "core/chance/intervals.hpp"
#include "core/deals/analysis.hpp"

namespace funnel::deals {

namespace {

constexpr double kLeastRipe = 0.5;  // share of a month's conversion that must have come for a forecast
constexpr std::size_t kControlMonths = 6;
constexpr double kMovingRange = 1.128;  // d₂ of two
constexpr double kOneSidedThreeSigma = 0.00135;
constexpr int kRun = 8;

// Quantiles of the negative binomial with a mean and a size: the smallest whole number whose CDF reaches the
// probability.
class NegativeBinomial {
public:
    NegativeBinomial(double mean, double size) : mean_(mean), size_(size) {
        // Twelve deviations below the mean there is nothing left to count.
        const double deviation = std::sqrt(mean * (1 + mean / size));
        start_ = std::max(0.0, std::floor(mean - 12 * deviation));
    }

    [[nodiscard]] double quantile(double probability) const {
        if (!(mean_ > 0)) return 0;
        const double failure = (mean_ / size_) / (1 + mean_ / size_);
        double k = start_;
        double density = std::exp(log_density(k));
        double sum = density;
        // The tail beyond this is below the noise that is forgiven.
        const double end = mean_ + 60 * std::sqrt(mean_ * (1 + mean_ / size_)) + 200 * (1 + mean_ / size_);
        while (sum < probability - kShareNoise && k < end) {
            density *= failure * (k + size_) / (k + 1);
            k += 1;
            sum += density;
        }
        return k;
    }

private:
    [[nodiscard]] double log_density(double k) const {
        const double odds = mean_ / size_;
        return log_gamma_ratio(k, size_) - log_gamma(size_) - size_ * std::log1p(odds) +
               (k > 0 ? k * (std::log(odds) - std::log1p(odds)) : 0);
    }

    double mean_;
    double size_;
    double start_ = 0;
};

void forecast_month(MonthReport& month, double ripe, double dispersion) {
    const auto deals = static_cast<double>(month.deals);
    const auto won = static_cast<double>(month.won);
    month.forecast = std::min(1.0, won / (deals * ripe));
    const double mean = (won + 0.5) * (1 - ripe) / ripe;
    const NegativeBinomial rest(std::max(0.0, mean), (won + 0.5) / dispersion);
    month.forecast_interval = Interval{std::min(1.0, (won + rest.quantile(0.025)) / deals),
                                       std::min(1.0, (won + rest.quantile(0.975)) / deals)};
}

Signal limit_signal(const MonthReport& month, Ratio center, const Interval& limits) {
    const Ratio p = *month.conversion;
    if (p > limits.high + kShareNoise) return Signal::above;
    if (p < limits.low - kShareNoise) return Signal::below;
    const bool none_likely = std::pow(1 - center, static_cast<double>(month.deals)) < kOneSidedThreeSigma;
    return limits.low <= 0 && month.won == 0 && none_likely ? Signal::below : Signal::none;
}

}  // namespace

Totals totals_of(const DealSet& set) {
    Totals totals;
    totals.deals = set.deals.size();
    for (const Deal& deal : set.deals) {
        switch (deal.outcome) {
            case Outcome::won:
                ++totals.won;
                totals.won_amount += deal.amount;
                if (deal.closed == kNoDay) ++totals.dateless;
                break;
            case Outcome::lost:
                ++totals.lost;
                break;
            case Outcome::unfit:
                ++totals.unfit;
                break;
            case Outcome::open:
                ++totals.open;
                break;
        }
    }
    return totals;
}

Share share_of(std::uint64_t won, std::uint64_t deals) {
    Share share{deals, won, 0, {0, 1}};
    if (deals == 0) return share;
    share.conversion = static_cast<double>(won) / static_cast<double>(deals);
    share.interval = *wilson_interval({static_cast<double>(deals), share.conversion});
    return share;
}

std::vector<MonthReport> months_of(const DealSet& set, std::optional<int> horizon) {
    if (set.deals.empty()) return {};
    const auto [earliest, latest] =
        std::minmax_element(set.deals.begin(), set.deals.end(),
                            [](const Deal& a, const Deal& b) { return a.created < b.created; });
    const Month first = month_of(earliest->created);
    std::vector<MonthReport> counted(static_cast<std::size_t>(month_of(latest->created) - first + 1));
    for (const Deal& deal : set.deals) {
        MonthReport& report = counted[static_cast<std::size_t>(month_of(deal.created) - first)];
        ++report.deals;
        if (deal.outcome == Outcome::won) ++report.won_so_far;
        if (!is_won_by(deal, horizon)) continue;
        ++report.won;
        report.revenue += deal.amount;
    }
    std::vector<MonthReport> months;
    for (std::size_t i = 0; i < counted.size(); ++i) {
        MonthReport& report = counted[i];
        if (report.deals == 0) continue;
        report.month = first + static_cast<Month>(i);
        report.so_far = static_cast<double>(report.won_so_far) / static_cast<double>(report.deals);
        report.mature = horizon && set.as_of - last_day_of(report.month) >= *horizon;
        if (report.mature) {
            const Share share = share_of(report.won, report.deals);
            report.conversion = share.conversion;
            report.interval = share.interval;
            report.forecast = share.conversion;
        }
        months.push_back(report);
    }
    return months;
}

void forecast_months(std::vector<MonthReport>& months, const DealSet& set, const Curve& curve,
                     std::optional<int> horizon, double dispersion) {
    if (!horizon || !curve.last_day()) return;
    const Ratio whole = curve.share_by(*horizon);
    if (!(whole > 0)) return;
    // Only the last months are unripe: F by age once, then one pass over the deals.
    std::vector<Ratio> share_by_age;
    for (int age = 0; age <= *horizon; ++age) share_by_age.push_back(curve.share_by(age));
    std::map<Month, double> ripe;
    for (const MonthReport& month : months) {
        if (!month.mature) ripe.emplace(month.month, 0);
    }
    if (ripe.empty()) return;
    const Day first = last_day_of(ripe.begin()->first - 1) + 1;
    for (const Deal& deal : set.deals) {
        if (deal.created < first) continue;
        const int age = std::min(set.as_of - deal.created, *horizon);
        ripe[month_of(deal.created)] += share_by_age[static_cast<std::size_t>(age)] / whole;
    }
    for (MonthReport& month : months) {
        if (month.mature) continue;
        const double mean = ripe[month.month] / static_cast<double>(month.deals);
        if (reaches(mean, kLeastRipe)) forecast_month(month, std::min(1.0, mean), dispersion);
    }
}

std::optional<Control> control_of(const std::vector<MonthReport>& months) {
    std::vector<const MonthReport*> mature;
    double deals = 0;
    double won = 0;
    for (const MonthReport& month : months) {
        if (!month.mature) continue;
        mature.push_back(&month);
        deals += static_cast<double>(month.deals);
        won += static_cast<double>(month.won);
    }
    if (mature.size() < kControlMonths) return std::nullopt;
    Control control;
    control.center = won / deals;
    const Ratio c = control.center;
    const bool flat = won == 0 || won == deals;
    const auto deviation = [&](const MonthReport& month) {
        return std::sqrt(c * (1 - c) / static_cast<double>(month.deals));
    };
    if (!flat) {
        double moved = 0;
        for (std::size_t i = 1; i < mature.size(); ++i) {
            const auto z = [&](std::size_t at) {
                return (*mature[at]->conversion - c) / deviation(*mature[at]);
            };
            moved += std::fabs(z(i) - z(i - 1));
        }
        control.spread = std::max(1.0, moved / static_cast<double>(mature.size() - 1) / kMovingRange);
    }
    int run = 0;
    int side = 0;
    for (const MonthReport* month : mature) {
        const double reach = 3 * deviation(*month) * control.spread;
        ControlMonth shown{month->month, {std::max(0.0, c - reach), std::min(1.0, c + reach)}, Signal::none};
        const double off = *month->conversion - c;
        const int here = off > kShareNoise ? 1 : (off < -kShareNoise ? -1 : 0);
        run = here != 0 && here == side ? run + 1 : (here != 0 ? 1 : 0);
        side = here;
        if (!flat) {
            shown.signal = limit_signal(*month, c, shown.limits);
            if (shown.signal == Signal::none && run >= kRun) shown.signal = Signal::run;
        }
        if (shown.signal != Signal::none) ++control.signals;
        control.months.push_back(shown);
    }
    return control;
}

}  // namespace funnel::deals
