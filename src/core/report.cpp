#include "core/report.hpp"

#include <algorithm>
#include <cmath>

#include "core/chance/intervals.hpp"

namespace funnel {

namespace {

// Which of a factor's two values a flow is built from.
using FactorValue = double Factor::*;

struct Team {
    int managers = 1;
    int working_days = 21;
    std::optional<Ratio> gross_margin;
};

Flow flow_of(const Factors& factors, FactorValue value, const Team& team) {
    Flow flow;
    flow.leads = factors.leads.*value;
    flow.worked_leads = flow.leads * (factors.coverage.*value);
    flow.lost_leads = flow.leads - flow.worked_leads;
    Count passing = flow.worked_leads;
    for (const Factor& stage : factors.stages) {
        const Ratio conversion = stage.*value;
        flow.stages.push_back({stage.id, passing, passing * conversion, conversion});
        passing *= conversion;
    }
    flow.sales = passing;
    flow.revenue = passing * (factors.check.*value);
    flow.conversion = flow.leads > 0 ? flow.sales / flow.leads : 0;
    if (team.gross_margin) flow.gross_profit = flow.revenue * *team.gross_margin;
    flow.per_manager = {flow.worked_leads / team.managers, flow.sales / team.managers,
                        flow.revenue / team.managers, flow.worked_leads / team.managers / team.working_days};
    return flow;
}

// Sales of worked leads over the whole history.
Evidence overall_evidence(const Flow& now, const Scenario& scenario) {
    const double share = now.worked_leads > 0 ? now.sales / now.worked_leads : 0;
    return {now.worked_leads * scenario.history_months, std::min(1.0, share)};
}

Uncertainty uncertainty_of(const Scenario& scenario, const Factors& factors, const Report& report,
                           Distribution distribution) {
    Uncertainty result;
    const std::vector<Evidence> evidence = evidence_of(scenario, factors);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        result.stages.push_back({scenario.stages[i].id, wilson_interval(evidence[i])});
    }
    result.conversion_interval = wilson_interval(overall_evidence(report.now, scenario));
    if (result.conversion_interval) {
        const double per_share = report.now.worked_leads * scenario.average_check;
        result.money_left_range =
            Interval{std::max(0.0, report.target.revenue - per_share * result.conversion_interval->high),
                     std::max(0.0, report.target.revenue - per_share * result.conversion_interval->low)};
    }
    if (distribution == Distribution::exact) {
        const RevenueModel model = revenue_model_of(scenario, factors);
        result.revenue = summary_of(model);
        if (scenario.goal_revenue)
            result.goal_probability = probability_of_at_least(model, *scenario.goal_revenue);
    }
    return result;
}

}  // namespace

std::vector<Evidence> evidence_of(const Scenario& scenario, const Factors& factors) {
    std::vector<Evidence> evidence;
    Count entering = worked_leads(factors);
    for (std::size_t i = 0; i < scenario.stages.size(); ++i) {
        const Stage& stage = scenario.stages[i];
        const Ratio share = factors.stages[i].now;
        const double trials = stage.observed ? static_cast<double>(stage.observed->entered)
                                             : entering * scenario.history_months;
        evidence.push_back({trials, share});
        entering *= share;
    }
    return evidence;
}

RevenueModel revenue_model_of(const Scenario& scenario, const Factors& factors) {
    std::vector<BetaPosterior> posteriors;
    for (const Evidence& evidence : evidence_of(scenario, factors)) {
        const double passed = evidence.trials * evidence.share;
        posteriors.push_back({passed + 0.5, std::max(0.0, evidence.trials - passed) + 0.5});
    }
    const std::int64_t leads = std::llround(worked_leads(factors));
    return {sales_distribution(leads, posteriors), scenario.average_check, scenario.check_spread};
}

Report evaluate(const Scenario& scenario, Distribution distribution) {
    const Factors factors = factors_of(scenario);
    Report report;
    report.now = flow_of(factors, &Factor::now,
                         {scenario.managers, scenario.working_days_per_month, scenario.gross_margin});
    report.target =
        flow_of(factors, &Factor::target,
                {target_managers(scenario), scenario.working_days_per_month, scenario.gross_margin});
    report.money_left.per_month = report.target.revenue - report.now.revenue;
    report.money_left.per_year = 12 * report.money_left.per_month;
    report.money_left.by_factor = shapley_amounts(in_order(factors));
    report.levers = levers_of(factors);
    report.goal = goal_of(scenario, factors);
    report.uncertainty = uncertainty_of(scenario, factors, report, distribution);
    report.roster = roster_of(scenario);
    report.ramp = ramp_of(scenario, factors);
    return report;
}

}  // namespace funnel
