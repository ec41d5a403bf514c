#include "core/decomposition.hpp"

#include "core/report.hpp"

namespace funnel {

namespace {

constexpr double kWorkingDaysPerWeek = 5;

PerPeriod per_period(double month, int working_days) {
    const double day = month / working_days;
    return {month, day * kWorkingDaysPerWeek, day};
}

}  // namespace

Decomposition decomposition_of(const Scenario& scenario) {
    const Report report = evaluate(scenario, Distribution::skip);
    const int days = scenario.working_days_per_month;
    const int managers_now = scenario.managers;
    const int managers_then = scenario.target.managers.value_or(scenario.managers);

    Decomposition result;
    const auto add = [&](std::string id, double now, double target) {
        result.rows.push_back(
            {std::move(id), per_period(now / managers_now, days), per_period(target / managers_then, days)});
    };
    add("leads", report.now.worked_leads, report.target.worked_leads);
    for (std::size_t i = 0; i < report.now.stages.size(); ++i) {
        add(report.now.stages[i].id, report.now.stages[i].passed, report.target.stages[i].passed);
    }
    add("revenue", report.now.revenue, report.target.revenue);
    result.money_left_per_working_day = report.money_left.per_month / days;
    return result;
}

}  // namespace funnel
