#include "core/deals/report.hpp"

#include "core/deals/analysis.hpp"

namespace funnel::deals {

std::optional<Ratio> ripens_later(const DealsReport& report) {
    if (!report.window || !report.matured_share || !(*report.matured_share > 0)) return std::nullopt;
    return report.window->all.conversion / *report.matured_share - report.window->all.conversion;
}

DealsReport report_of(const DealSet& set, const RowStore& store, const AnalysisOptions& options) {
    DealsReport report;
    report.as_of = set.as_of;
    report.repeats = set.repeats;
    report.totals = totals_of(set);
    const Curve curve(set.deals, set.as_of);
    report.horizon_days = options.horizon_days ? options.horizon_days : curve.horizon();
    report.curve = curve.points();
    report.last_day = curve.last_day();
    report.median_days = curve.day_of_part(0.5);
    report.p80_days = curve.day_of_part(0.8);
    if (report.horizon_days && report.last_day && *report.horizon_days <= *report.last_day) {
        const Ratio whole = curve.share_by(*report.last_day);
        if (whole > 0) report.matured_share = curve.share_by(*report.horizon_days) / whole;
    }
    report.months = months_of(set, report.horizon_days);
    report.control = control_of(report.months);
    report.window = window_of(set, report.months, report.totals, report.horizon_days, options.window_months);
    const double dispersion = report.window ? report.window->dispersion.value_or(1) : 1;
    forecast_months(report.months, set, curve, report.horizon_days, dispersion);
    add_stages(report, set);
    add_groups(report, set, store);
    report.stale = stale_of(set, store, curve);
    add_scenario(report, set);
    return report;
}

}  // namespace funnel::deals
