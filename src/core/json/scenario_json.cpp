#include "core/json/scenario_json.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "core/identifier.hpp"
#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/stage_json.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::ObjectReader;
using codec::Presence;

namespace say = sentences::issues;

// Takes a value that was read, or keeps the default.
template <typename To, typename From>
void assign(To& to, const std::optional<From>& from) {
    if (from) to = static_cast<To>(*from);
}
template <typename From>
void assign(std::optional<int>& to, const std::optional<From>& from) {
    if (from) to = static_cast<int>(*from);
}

class ScenarioReader {
public:
    explicit ScenarioReader(std::vector<Issue>& issues) : issues_(issues) {}

    Scenario read(const Json& root) {
        Scenario scenario;
        ObjectReader reader(root, "", issues_);
        if (!reader.is_object() || !reader.header("funnel-scenario", 1)) return scenario;
        assign(scenario.title, reader.text("title", {0, kMaxTitle}, Presence::optional));
        assign(scenario.managers, reader.integer(fields::managers));
        assign(scenario.leads_per_month, reader.number(fields::leads_per_month));
        assign(scenario.average_check, reader.number(fields::average_check));
        assign(scenario.working_days_per_month, reader.integer(fields::working_days_per_month));
        scenario.capacity_leads_per_manager = reader.number(fields::capacity_leads_per_manager);
        scenario.gross_margin = reader.number(fields::gross_margin);
        assign(scenario.check_spread, reader.number(fields::check_spread));
        assign(scenario.history_months, reader.number(fields::history_months));
        if (const Json* stages = reader.array("stages", {1, kMaxStages}, Presence::required)) {
            for (std::size_t i = 0; i < stages->size(); ++i) {
                scenario.stages.push_back(read_stage((*stages)[i], codec::pointer("/stages", i)));
            }
        }
        if (const Json* target = reader.object_or_null("target")) scenario.target = read_target(*target);
        if (const auto source = reader.choice("targets_source", kTargetsSourceNames, Presence::optional)) {
            scenario.targets_source = static_cast<TargetsSource>(*source);
        }
        scenario.stated_sales = reader.number(fields::stated_sales);
        scenario.lead_cost = reader.number(fields::lead_cost);
        scenario.goal_revenue = reader.number(fields::goal_revenue);
        if (const Json* roster = reader.array("roster", {0, kMaxRoster}, Presence::optional)) {
            for (std::size_t i = 0; i < roster->size(); ++i) {
                scenario.roster.push_back(read_roster_entry((*roster)[i], codec::pointer("/roster", i)));
            }
        }
        if (const Json* ramp = reader.object("ramp", Presence::optional)) scenario.ramp = read_ramp(*ramp);
        if (const Json* fee = reader.object("fee", Presence::optional)) scenario.fee = read_fee(*fee);
        reader.finish();
        return scenario;
    }

private:
    Stage read_stage(const Json& value, std::string path) {
        Stage stage;
        ObjectReader reader(value, std::move(path), issues_);
        read_id(reader, stage);
        assign(stage.name, reader.text("name", {1, kMaxName}, Presence::required));
        if (const auto kind = reader.choice("kind", kStageKindNames, Presence::optional)) {
            stage.kind = static_cast<StageKind>(*kind);
        }
        stage.source = reader.has("observed") ? Source::counts : Source::typed;
        if (const auto source = reader.choice("source", kSourceNames, Presence::optional)) {
            stage.source = static_cast<Source>(*source);
        }
        const bool has_conversion = reader.has("conversion");
        const bool has_observed = reader.has("observed");
        if (has_conversion && has_observed) {
            reader.report("conversion", say::both_given);
        }
        NumberField conversion = fields::conversion;
        conversion.required = !has_observed;
        assign(stage.conversion, reader.number(conversion));
        if (const Json* observed = reader.object("observed", Presence::optional)) {
            stage.observed = read_observed(*observed, codec::pointer(reader.path(), "observed"));
        }
        stage.target_conversion = reader.number(fields::target_conversion);
        reader.finish();
        return stage;
    }

    void read_id(ObjectReader& reader, Stage& stage) {
        const auto id = reader.text("id", {0, kMaxDocumentBytes}, Presence::required);
        if (!id) return;
        if (!is_identifier(*id)) {
            reader.report("id", say::out_of_range_stage_id);
        } else if (!stage_ids_.insert(*id).second) {
            reader.report("id", say::duplicate_id_stage, {{"id", *id}});
        }
        stage.id = *id;
    }

    Observed read_observed(const Json& value, std::string path) {
        Observed observed;
        ObjectReader reader(value, std::move(path), issues_);
        const auto entered = reader.integer(fields::entered);
        const auto passed = reader.integer(fields::passed);
        if (entered && passed && *passed > *entered) {
            reader.report("passed", say::out_of_range_passed);
        }
        reader.finish();
        assign(observed.entered, entered);
        assign(observed.passed, passed);
        return observed;
    }

    Target read_target(const Json& value) {
        Target target;
        ObjectReader reader(value, "/target", issues_);
        assign(target.managers, reader.integer(fields::target_managers));
        target.leads_per_month = reader.number(fields::target_leads_per_month);
        target.average_check = reader.number(fields::target_average_check);
        target.capacity_leads_per_manager = reader.number(fields::capacity_leads_per_manager);
        reader.finish();
        return target;
    }

    RosterEntry read_roster_entry(const Json& value, std::string path) {
        RosterEntry entry;
        ObjectReader reader(value, std::move(path), issues_);
        assign(entry.name, reader.text("name", {0, kMaxName}, Presence::required));
        const auto leads = reader.integer(fields::roster_leads);
        const auto sales = reader.integer(fields::roster_sales);
        if (leads && sales && *sales > *leads) {
            reader.report("sales", say::out_of_range_sales);
        }
        reader.finish();
        assign(entry.leads, leads);
        assign(entry.sales, sales);
        return entry;
    }

    RampPlan read_ramp(const Json& value) {
        RampPlan ramp;
        ObjectReader reader(value, "/ramp", issues_);
        assign(ramp.months, reader.integer(fields::ramp_months));
        assign(ramp.starts_month, reader.integer(fields::ramp_starts));
        // Without a full month of its own, a late start is also the full month.
        ramp.full_month = std::max(ramp.full_month, ramp.starts_month);
        NumberField full = fields::ramp_full;
        full.low = ramp.starts_month;
        assign(ramp.full_month, reader.integer(full));
        assign(ramp.sales_cycle_months, reader.integer(fields::ramp_cycle));
        reader.finish();
        return ramp;
    }

    Fee read_fee(const Json& value) {
        Fee fee;
        ObjectReader reader(value, "/fee", issues_);
        assign(fee.per_month, reader.number(fields::fee_per_month));
        assign(fee.growth_share, reader.number(fields::fee_growth_share));
        reader.finish();
        return fee;
    }

    std::vector<Issue>& issues_;
    std::set<std::string> stage_ids_;
};

void write(codec::JsonWriter& json, const Target& target) {
    json.begin_object();
    json.field("managers", target.managers)
        .field("leads_per_month", target.leads_per_month)
        .field("average_check", target.average_check)
        .field("capacity_leads_per_manager", target.capacity_leads_per_manager);
    json.end_object();
}

void write(codec::JsonWriter& json, const RosterEntry& entry) {
    json.begin_object();
    json.field("name", entry.name).field("leads", entry.leads).field("sales", entry.sales);
    json.end_object();
}

void write(codec::JsonWriter& json, const RampPlan& ramp) {
    json.begin_object();
    json.field("months", ramp.months)
        .field("starts_month", ramp.starts_month)
        .field("full_month", ramp.full_month)
        .field("sales_cycle_months", ramp.sales_cycle_months);
    json.end_object();
}

void write(codec::JsonWriter& json, const Scenario& scenario) {
    json.begin_object();
    json.field("format", "funnel-scenario")
        .field("version", 1)
        .field("title", scenario.title)
        .field("managers", scenario.managers)
        .field("leads_per_month", scenario.leads_per_month)
        .field("average_check", scenario.average_check)
        .field("working_days_per_month", scenario.working_days_per_month)
        .field("capacity_leads_per_manager", scenario.capacity_leads_per_manager)
        .field("gross_margin", scenario.gross_margin)
        .field("check_spread", scenario.check_spread)
        .field("history_months", scenario.history_months);
    json.key("stages").begin_array();
    for (const Stage& stage : scenario.stages) write(json, stage);
    json.end_array();
    write(json.key("target"), scenario.target);
    json.field("targets_source", name_of(scenario.targets_source))
        .field("stated_sales", scenario.stated_sales)
        .field("lead_cost", scenario.lead_cost)
        .field("goal_revenue", scenario.goal_revenue);
    json.key("roster").begin_array();
    for (const RosterEntry& entry : scenario.roster) write(json, entry);
    json.end_array();
    write(json.key("ramp"), scenario.ramp);
    json.key("fee").begin_object();
    json.field("per_month", scenario.fee.per_month).field("growth_share", scenario.fee.growth_share);
    json.end_object();
    json.end_object();
}

}  // namespace

namespace codec {

void write(JsonWriter& json, const Stage& stage) {
    json.begin_object();
    json.field("id", stage.id).field("name", stage.name).field("kind", name_of(stage.kind));
    if (stage.observed) {
        json.key("observed").begin_object();
        json.field("entered", stage.observed->entered).field("passed", stage.observed->passed);
        json.end_object();
    } else {
        json.field("conversion", stage.conversion);
    }
    json.field("target_conversion", stage.target_conversion).field("source", name_of(stage.source));
    json.end_object();
}

}  // namespace codec

ScenarioResult scenario_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    ScenarioResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    Scenario scenario = ScenarioReader(result.issues).read(document.root);
    if (result.issues.empty()) result.scenario = std::move(scenario);
    return result;
}

std::string scenario_to_json(const Scenario& scenario) {
    codec::JsonWriter json;
    write(json, scenario);
    return json.take();
}

std::string uplift_targets_to_json(const UpliftTargets& targets) {
    codec::JsonWriter json;
    json.begin_object();
    write(json.key("scenario"), targets.scenario);
    json.field("uplift", targets.uplift).field("reached", targets.reached);
    json.end_object();
    return json.take();
}

std::string default_targets_to_json(const DefaultTargets& targets) {
    codec::JsonWriter json;
    json.begin_object();
    write(json.key("scenario"), targets.scenario);
    json.field("uplift", targets.uplift);
    json.end_object();
    return json.take();
}

std::vector<Issue> issues_of(const Scenario& scenario) {
    return scenario_from_json(scenario_to_json(scenario)).issues;
}

}  // namespace funnel
