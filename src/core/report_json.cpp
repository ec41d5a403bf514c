#include "core/report_json.hpp"

#include <cmath>

#include "core/document.hpp"

namespace funnel {

namespace {

using codec::Json;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

template <typename Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}
Json json_of(const std::optional<Interval>& interval) {
    return interval ? Json{interval->low, interval->high} : Json(nullptr);
}

// Each part of a report by name, in the order of the model document.
Json json_of(const FactorAmount& amount);
Json json_of(const StageFlow& stage);
Json json_of(const Lever& lever);
Json json_of(const GoalStage& stage);
Json json_of(const SingleStage& single);
Json json_of(const StageInterval& stage);
Json json_of(const RosterManager& manager);
Json json_of(const RampMonth& month);
Json json_of(const DecompositionRow& row);
Json json_of(const AreaResult& area);
Json json_of(const CurvePoint& point);
Json json_of(const Issue& issue);

// A list of any of them.
template <typename Items>
Json list_of(const Items& items) {
    Json list = Json::array();
    for (const auto& item : items) list.push_back(json_of(item));
    return list;
}

Json json_of(const FactorAmount& amount) { return {{"id", amount.id}, {"amount", amount.amount}}; }

Json json_of(const StageFlow& stage) {
    return {{"id", stage.id}, {"entered", stage.entered}, {"passed", stage.passed}, {"conversion", stage.conversion}};
}

Json json_of(const Flow& flow) {
    return {{"leads", flow.leads},
            {"worked_leads", flow.worked_leads},
            {"lost_leads", flow.lost_leads},
            {"stages", list_of(flow.stages)},
            {"sales", flow.sales},
            {"revenue", flow.revenue},
            {"conversion", flow.conversion},
            {"gross_profit", or_null(flow.gross_profit)},
            {"per_manager",
             {{"leads", flow.per_manager.leads},
              {"sales", flow.per_manager.sales},
              {"revenue", flow.per_manager.revenue},
              {"leads_per_day", flow.per_manager.leads_per_day}}}};
}

Json json_of(const Lever& lever) {
    Json json{{"id", lever.id}, {"isolated", lever.isolated}};
    if (lever.per_point) json["per_point"] = *lever.per_point;
    return json;
}

Json json_of(const GoalStage& stage) {
    return {{"id", stage.id},
            {"entered", stage.entered},
            {"passed", stage.passed},
            {"entered_per_manager_day", stage.entered_per_manager_day}};
}

Json json_of(const SingleStage& single) {
    return {{"id", single.id}, {"needed", or_null(single.needed)}, {"feasible", single.feasible}};
}

Json json_of(const Goal& goal) {
    return {{"revenue", goal.revenue},
            {"reached", goal.reached},
            {"reachable", goal.reachable},
            {"sales", or_null(goal.sales)},
            {"stages", goal.stages ? list_of(*goal.stages) : Json(nullptr)},
            {"leads", or_null(goal.leads)},
            {"leads_extra", or_null(goal.leads_extra)},
            {"managers", or_null(goal.managers)},
            {"single_stage", list_of(goal.single_stage)},
            {"uniform_uplift", or_null(goal.uniform_uplift)}};
}

Json json_of(const RevenueSummary& revenue) {
    return {{"mean", revenue.mean}, {"p10", revenue.p10}, {"p50", revenue.p50}, {"p90", revenue.p90}};
}

Json json_of(const StageInterval& stage) { return {{"id", stage.id}, {"interval", json_of(stage.interval)}}; }

Json json_of(const Uncertainty& uncertainty) {
    return {{"stages", list_of(uncertainty.stages)},
            {"conversion_interval", json_of(uncertainty.conversion_interval)},
            {"revenue", uncertainty.revenue ? json_of(*uncertainty.revenue) : Json(nullptr)},
            {"goal_probability", or_null(uncertainty.goal_probability)},
            {"money_left_range", json_of(uncertainty.money_left_range)}};
}

Json json_of(const RosterManager& manager) {
    return {{"name", manager.name},
            {"conversion", or_null(manager.conversion)},
            {"interval", json_of(manager.interval)},
            {"fair_conversion", manager.fair_conversion},
            {"money_left", manager.money_left}};
}

Json json_of(const Roster& roster) {
    return {{"managers", list_of(roster.managers)},
            {"spread_is_noise", roster.spread_is_noise},
            {"prior_strength", roster.prior_strength},
            {"money_left", roster.money_left}};
}

Json json_of(const RampMonth& month) {
    return {{"month", month.month},
            {"share", month.share},
            {"revenue", month.revenue},
            {"extra", month.extra},
            {"cumulative_extra", month.cumulative_extra},
            {"net", or_null(month.net)},
            {"cumulative_net", or_null(month.cumulative_net)}};
}

Json json_of(const PerPeriod& period) {
    return {{"month", period.month}, {"week", period.week}, {"day", period.day}};
}

Json json_of(const DecompositionRow& row) {
    return {{"id", row.id}, {"now", json_of(row.now)}, {"target", json_of(row.target)}};
}

Json json_of(const AreaResult& area) {
    return {{"id", area.id},
            {"score", or_null(area.score.score)},
            {"completeness", or_null(area.score.completeness)},
            {"critical_zeros", area.score.critical_zeros},
            {"weight", area.weight},
            {"money", or_null(area.money)},
            {"factors", list_of(area.factors)},
            {"priority", area.priority},
            {"weak_items", area.weak_items}};
}

Json json_of(const CurvePoint& point) { return {{"revenue", point.revenue}, {"density", point.density}}; }

Json json_of(const Issue& issue) {
    return {{"path", issue.path}, {"code", issue.code}, {"message", issue.message}};
}

}  // namespace

std::string report_to_json(const Report& report) {
    return dumped({{"now", json_of(report.now)},
                   {"target", json_of(report.target)},
                   {"money_left",
                    {{"per_month", report.money_left.per_month},
                     {"per_year", report.money_left.per_year},
                     {"by_factor", list_of(report.money_left.by_factor)}}},
                   {"levers", list_of(report.levers)},
                   {"goal", report.goal ? json_of(*report.goal) : Json(nullptr)},
                   {"uncertainty", json_of(report.uncertainty)},
                   {"roster", report.roster ? json_of(*report.roster) : Json(nullptr)},
                   {"ramp",
                    {{"months", list_of(report.ramp.months)},
                     {"payback_month", or_null(report.ramp.payback_month)}}}});
}

std::string comparison_to_json(const Comparison& comparison) {
    const Difference& change = comparison.conversion_change;
    return dumped({{"revenue", {comparison.revenue_a, comparison.revenue_b}},
                   {"by_factor", list_of(comparison.by_factor)},
                   {"conversion_change",
                    {{"difference", change.difference},
                     {"interval", json_of(change.interval)},
                     {"distinguishable", change.distinguishable}}}});
}

std::string decomposition_to_json(const Decomposition& decomposition) {
    return dumped({{"rows", list_of(decomposition.rows)},
                   {"money_left_per_working_day", decomposition.money_left_per_working_day}});
}

std::string checklist_result_to_json(const ChecklistResult& result) {
    return dumped({{"score", or_null(result.total.score)},
                   {"completeness", or_null(result.total.completeness)},
                   {"critical_zeros", result.total.critical_zeros},
                   {"areas", list_of(result.areas)},
                   {"order", result.order}});
}

std::string distribution_to_json(const RevenueSummary& summary, const std::vector<CurvePoint>& points) {
    Json json{{"points", list_of(points)}};
    json.update(json_of(summary));
    return dumped(json);
}

std::string issues_to_json(const std::vector<Issue>& issues) { return dumped({{"issues", list_of(issues)}}); }

}  // namespace funnel
