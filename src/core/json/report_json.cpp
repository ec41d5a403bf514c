#include "core/json/report_json.hpp"

#include "core/json/json_writer.hpp"

namespace funnel {

using codec::JsonWriter;

// One `write` for each part of a report, found by its argument: static functions of this namespace rather
// than of an unnamed one, so that the templates below see also those that follow them.

static void write(JsonWriter& json, const FactorAmount& amount) {
    json.field("id", amount.id).field("amount", amount.amount);
}

static void write(JsonWriter& json, const StageFlow& stage) {
    json.field("id", stage.id)
        .field("entered", stage.entered)
        .field("passed", stage.passed)
        .field("conversion", stage.conversion);
}

static void write(JsonWriter& json, const Lever& lever) {
    json.field("id", lever.id).field("isolated", lever.isolated);
    if (lever.per_point) json.field("per_point", *lever.per_point);
}

static void write(JsonWriter& json, const GoalStage& stage) {
    json.field("id", stage.id)
        .field("entered", stage.entered)
        .field("passed", stage.passed)
        .field("entered_per_manager_day", stage.entered_per_manager_day);
}

static void write(JsonWriter& json, const SingleStage& single) {
    json.field("id", single.id).field("needed", single.needed).field("feasible", single.feasible);
}

static void write(JsonWriter& json, const RevenueSummary& revenue) {
    json.field("mean", revenue.mean)
        .field("p10", revenue.p10)
        .field("p50", revenue.p50)
        .field("p90", revenue.p90);
}

static void write(JsonWriter& json, const StageInterval& stage) {
    json.field("id", stage.id).field("interval", stage.interval);
}

static void write(JsonWriter& json, const RosterManager& manager) {
    json.field("name", manager.name)
        .field("conversion", manager.conversion)
        .field("interval", manager.interval)
        .field("fair_conversion", manager.fair_conversion)
        .field("money_left", manager.money_left);
}

static void write(JsonWriter& json, const RampMonth& month) {
    json.field("month", month.month)
        .field("share", month.share)
        .field("revenue", month.revenue)
        .field("extra", month.extra)
        .field("cumulative_extra", month.cumulative_extra)
        .field("net", month.net)
        .field("cumulative_net", month.cumulative_net);
}

static void write(JsonWriter& json, const PerPeriod& period) {
    json.field("month", period.month).field("week", period.week).field("day", period.day);
}

static void write(JsonWriter& json, const CurvePoint& point) {
    json.field("revenue", point.revenue).field("density", point.density);
}

static void write(JsonWriter& json, const Issue& issue) {
    codec::write_fields(json, issue);
}

static void write(JsonWriter& json, const Finding& finding) {
    json.field("code", name_of(finding.code)).field("money", finding.money);
    const FindingKeys keys = keys_of(finding.code);
    if (!keys.text.empty()) json.field(keys.text, finding.text);
    if (!finding.stages.empty()) json.field("stages", finding.stages);
    if (!keys.first.empty()) json.field(keys.first, finding.first);
    if (!keys.second.empty()) json.field(keys.second, finding.second);
}

// Anything with a `write`, as an object; and lists of them, below.
template <typename Value>
static void object(JsonWriter& json, const Value& value) {
    json.begin_object();
    write(json, value);
    json.end_object();
}
template <typename Value>
static void object_or_null(JsonWriter& json, const std::optional<Value>& value) {
    if (value) {
        object(json, *value);
    } else {
        json.null();
    }
}
template <typename Value>
static void objects(JsonWriter& json, const std::vector<Value>& values) {
    json.begin_array();
    for (const Value& value : values) object(json, value);
    json.end_array();
}

static void write(JsonWriter& json, const DecompositionRow& row) {
    json.field("id", row.id);
    object(json.key("now"), row.now);
    object(json.key("target"), row.target);
}

static void write(JsonWriter& json, const AreaResult& area) {
    json.field("id", area.id)
        .field("score", area.score.score)
        .field("completeness", area.score.completeness)
        .field("critical_zeros", area.score.critical_zeros)
        .field("weight", area.weight)
        .field("money", area.money);
    objects(json.key("factors"), area.factors);
    json.field("priority", area.priority).field("weak_items", area.weak_items);
}

static void write(JsonWriter& json, const PerManager& manager) {
    json.field("leads", manager.leads)
        .field("sales", manager.sales)
        .field("revenue", manager.revenue)
        .field("leads_per_day", manager.leads_per_day);
}

static void write(JsonWriter& json, const Flow& flow) {
    json.field("leads", flow.leads)
        .field("worked_leads", flow.worked_leads)
        .field("lost_leads", flow.lost_leads);
    objects(json.key("stages"), flow.stages);
    json.field("sales", flow.sales)
        .field("revenue", flow.revenue)
        .field("conversion", flow.conversion)
        .field("gross_profit", flow.gross_profit);
    object(json.key("per_manager"), flow.per_manager);
}

static void write(JsonWriter& json, const MoneyLeft& money) {
    json.field("per_month", money.per_month).field("per_year", money.per_year);
    objects(json.key("by_factor"), money.by_factor);
}

static void write(JsonWriter& json, const Goal& goal) {
    json.field("revenue", goal.revenue)
        .field("reached", goal.reached)
        .field("reachable", goal.reachable)
        .field("sales", goal.sales);
    json.key("stages");
    if (goal.stages) {
        objects(json, *goal.stages);
    } else {
        json.null();
    }
    json.field("leads", goal.leads).field("leads_extra", goal.leads_extra).field("managers", goal.managers);
    objects(json.key("single_stage"), goal.single_stage);
    json.field("uniform_uplift", goal.uniform_uplift);
}

static void write(JsonWriter& json, const Uncertainty& uncertainty) {
    objects(json.key("stages"), uncertainty.stages);
    json.field("conversion_interval", uncertainty.conversion_interval);
    object_or_null(json.key("revenue"), uncertainty.revenue);
    json.field("goal_probability", uncertainty.goal_probability)
        .field("money_left_range", uncertainty.money_left_range);
}

static void write(JsonWriter& json, const Roster& roster) {
    objects(json.key("managers"), roster.managers);
    json.field("spread_is_noise", roster.spread_is_noise)
        .field("prior_strength", roster.prior_strength)
        .field("money_left", roster.money_left);
}

static void write(JsonWriter& json, const Ramp& ramp) {
    objects(json.key("months"), ramp.months);
    json.field("payback_month", ramp.payback_month);
}

static void write(JsonWriter& json, const Report& report) {
    object(json.key("now"), report.now);
    object(json.key("target"), report.target);
    object(json.key("money_left"), report.money_left);
    objects(json.key("levers"), report.levers);
    object_or_null(json.key("goal"), report.goal);
    object(json.key("uncertainty"), report.uncertainty);
    object_or_null(json.key("roster"), report.roster);
    object(json.key("ramp"), report.ramp);
}

static void write(JsonWriter& json, const Comparison& comparison) {
    json.key("revenue").begin_array();
    json.value(comparison.revenue_a);
    json.value(comparison.revenue_b);
    json.end_array();
    objects(json.key("by_factor"), comparison.by_factor);
    json.key("conversion_change").begin_object();
    json.field("difference", comparison.conversion_change.difference)
        .field("interval", comparison.conversion_change.interval)
        .field("distinguishable", comparison.conversion_change.distinguishable);
    json.end_object();
}

static void write(JsonWriter& json, const Decomposition& decomposition) {
    objects(json.key("rows"), decomposition.rows);
    json.field("money_left_per_working_day", decomposition.money_left_per_working_day);
}

static void write(JsonWriter& json, const ChecklistResult& result) {
    json.field("score", result.total.score)
        .field("completeness", result.total.completeness)
        .field("critical_zeros", result.total.critical_zeros);
    objects(json.key("areas"), result.areas);
    json.field("order", result.order);
}

template <typename Value>
static std::string document(const Value& value) {
    JsonWriter json;
    object(json, value);
    return json.take();
}

std::string report_to_json(const Report& report) {
    return document(report);
}
std::string comparison_to_json(const Comparison& comparison) {
    return document(comparison);
}
std::string decomposition_to_json(const Decomposition& decomposition) {
    return document(decomposition);
}
std::string checklist_result_to_json(const ChecklistResult& result) {
    return document(result);
}

std::string distribution_to_json(const RevenueSummary& summary, const std::vector<CurvePoint>& points) {
    JsonWriter json;
    json.begin_object();
    objects(json.key("points"), points);
    write(json, summary);
    json.end_object();
    return json.take();
}

std::string findings_to_json(const std::vector<Finding>& findings) {
    JsonWriter json;
    objects(json, findings);
    return json.take();
}

std::string issues_to_json(const std::vector<Issue>& issues) {
    JsonWriter json;
    json.begin_object();
    objects(json.key("issues"), issues);
    json.end_object();
    return json.take();
}

}  // namespace funnel
