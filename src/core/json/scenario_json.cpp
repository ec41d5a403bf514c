#include "core/json/scenario_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::NumberRange;
using codec::ObjectReader;
using codec::Presence;

// Ranges of the model, once.
constexpr codec::IntegerRange kManagers{1, 10'000};
constexpr NumberRange kLeads{0, 100'000'000};
constexpr NumberRange kSales{0, 100'000'000};
constexpr NumberRange kMoney{0, 1e12};
constexpr NumberRange kCapacity{0, std::numeric_limits<double>::max(), true};
constexpr NumberRange kShare{0, 1};
constexpr NumberRange kNotNegative{};
constexpr std::int64_t kMostObserved = 1'000'000'000;
constexpr std::int64_t kMostExactInteger = 9'007'199'254'740'991;  // 2^53 − 1: what a double holds
constexpr std::array<std::string_view, 3> kReservedIds{"leads", "coverage", "average_check"};

bool is_stage_id(std::string_view id) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !id.empty() && id.size() <= 32 && is_letter(id.front()) &&
           std::all_of(id.begin(), id.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

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
        ObjectReader fields(root, "", issues_);
        if (!fields.is_object() || !fields.header("funnel-scenario", 1)) return scenario;
        assign(scenario.title, fields.text("title", {0, 200}, Presence::optional));
        assign(scenario.managers, fields.integer("managers", kManagers, Presence::required));
        assign(scenario.leads_per_month, fields.number("leads_per_month", kLeads, Presence::required));
        assign(scenario.average_check, fields.number("average_check", kMoney, Presence::required));
        assign(scenario.working_days_per_month,
               fields.integer("working_days_per_month", {1, 31}, Presence::optional));
        scenario.capacity_leads_per_manager = fields.number_or_null("capacity_leads_per_manager", kCapacity);
        scenario.gross_margin = fields.number_or_null("gross_margin", kShare);
        assign(scenario.check_spread, fields.number("check_spread", {0, 5}, Presence::optional));
        assign(scenario.history_months, fields.number("history_months", {0, 120, true}, Presence::optional));
        if (const Json* stages = fields.array("stages", {1, kMaxStages}, Presence::required)) {
            for (std::size_t i = 0; i < stages->size(); ++i) {
                scenario.stages.push_back(read_stage((*stages)[i], codec::pointer("/stages", i)));
            }
        }
        if (const Json* target = fields.object_or_null("target")) scenario.target = read_target(*target);
        read_targets_source(fields, scenario);
        scenario.stated_sales = fields.number_or_null("stated_sales", kSales);
        scenario.lead_cost = fields.number_or_null("lead_cost", kNotNegative);
        scenario.goal_revenue = fields.number_or_null("goal_revenue", kNotNegative);
        if (const Json* roster = fields.array("roster", {0, kMaxRoster}, Presence::optional)) {
            for (std::size_t i = 0; i < roster->size(); ++i) {
                scenario.roster.push_back(read_roster_entry((*roster)[i], codec::pointer("/roster", i)));
            }
        }
        if (const Json* ramp = fields.object("ramp", Presence::optional)) scenario.ramp = read_ramp(*ramp);
        if (const Json* fee = fields.object("fee", Presence::optional)) scenario.fee = read_fee(*fee);
        fields.finish();
        return scenario;
    }

private:
    Stage read_stage(const Json& value, std::string path) {
        Stage stage;
        ObjectReader fields(value, std::move(path), issues_);
        read_id(fields, stage);
        assign(stage.name, fields.text("name", {1, 80}, Presence::required));
        read_source(fields, stage);
        if (const auto kind = fields.text("kind", {0, 80}, Presence::optional)) {
            const std::optional<StageKind> known = stage_kind_from(*kind);
            if (!known) {
                fields.report("kind", "out_of_range",
                              "Вид этапа один из: contact, qualification, meeting, offer, payment, other.");
            }
            assign(stage.kind, known);
        }
        const bool has_conversion = fields.has("conversion");
        const bool has_observed = fields.has("observed");
        if (has_conversion && has_observed) {
            fields.report("conversion", "both_given",
                          "Укажите либо долю, либо числа, но не то и другое сразу.");
        }
        const Presence conversion_presence = has_observed ? Presence::optional : Presence::required;
        assign(stage.conversion, fields.number("conversion", kShare, conversion_presence));
        if (const Json* observed = fields.object("observed", Presence::optional)) {
            stage.observed = read_observed(*observed, codec::pointer(fields.path(), "observed"));
        }
        stage.target_conversion = fields.number_or_null("target_conversion", kShare);
        fields.finish();
        return stage;
    }

    static void read_source(ObjectReader& fields, Stage& stage) {
        stage.source = fields.has("observed") ? Source::counts : Source::typed;
        if (const auto source = fields.text("source", {0, 80}, Presence::optional)) {
            const std::optional<Source> known = source_from(*source);
            if (!known)
                fields.report("source", "out_of_range", "Откуда доля: одно из example, typed, counts, crm.");
            assign(stage.source, known);
        }
    }

    static void read_targets_source(ObjectReader& fields, Scenario& scenario) {
        if (const auto source = fields.text("targets_source", {0, 80}, Presence::optional)) {
            const std::optional<TargetsSource> known = targets_source_from(*source);
            if (!known) fields.report("targets_source", "out_of_range", "Чьи цели: одно из assumed, own.");
            assign(scenario.targets_source, known);
        }
    }

    void read_id(ObjectReader& fields, Stage& stage) {
        const auto id = fields.text("id", {0, kMaxDocumentBytes}, Presence::required);
        if (!id) return;
        if (!is_stage_id(*id) ||
            std::find(kReservedIds.begin(), kReservedIds.end(), *id) != kReservedIds.end()) {
            fields.report(
                "id", "out_of_range",
                "Обозначение этапа: латинские строчные буквы, цифры и _, до 32 знаков, первой буква; leads, "
                "coverage и average_check заняты.");
        } else if (!stage_ids_.insert(*id).second) {
            fields.report("id", "duplicate_id", "Обозначение «" + *id + "» уже есть у другого этапа.");
        }
        stage.id = *id;
    }

    Observed read_observed(const Json& value, std::string path) {
        Observed observed;
        ObjectReader fields(value, std::move(path), issues_);
        const auto entered = fields.integer("entered", {1, kMostObserved}, Presence::required);
        const auto passed = fields.integer("passed", {0, kMostObserved}, Presence::required);
        if (entered && passed && *passed > *entered) {
            fields.report("passed", "out_of_range", "Прошло больше, чем вошло: проверьте числа этапа.");
        }
        fields.finish();
        assign(observed.entered, entered);
        assign(observed.passed, passed);
        return observed;
    }

    Target read_target(const Json& value) {
        Target target;
        ObjectReader fields(value, "/target", issues_);
        assign(target.managers, fields.integer_or_null("managers", kManagers));
        target.leads_per_month = fields.number_or_null("leads_per_month", kLeads);
        target.average_check = fields.number_or_null("average_check", kMoney);
        target.capacity_leads_per_manager = fields.number_or_null("capacity_leads_per_manager", kCapacity);
        fields.finish();
        return target;
    }

    RosterEntry read_roster_entry(const Json& value, std::string path) {
        RosterEntry entry;
        ObjectReader fields(value, std::move(path), issues_);
        assign(entry.name, fields.text("name", {0, 80}, Presence::required));
        const auto leads = fields.integer("leads", {0, kMostExactInteger}, Presence::required);
        const auto sales = fields.integer("sales", {0, kMostExactInteger}, Presence::required);
        if (leads && sales && *sales > *leads) {
            fields.report("sales", "out_of_range", "Продаж больше, чем заявок: проверьте строку.");
        }
        fields.finish();
        assign(entry.leads, leads);
        assign(entry.sales, sales);
        return entry;
    }

    RampPlan read_ramp(const Json& value) {
        RampPlan ramp;
        ObjectReader fields(value, "/ramp", issues_);
        assign(ramp.months, fields.integer("months", {1, 60}, Presence::optional));
        assign(ramp.starts_month, fields.integer("starts_month", {1, 60}, Presence::optional));
        const bool full_given = fields.has("full_month");
        // Without a full month of its own, a late start is also the full month.
        if (!full_given) ramp.full_month = std::max(ramp.full_month, ramp.starts_month);
        assign(ramp.full_month,
               fields.integer("full_month", {ramp.starts_month, kMostFullMonth}, Presence::optional));
        assign(ramp.sales_cycle_months, fields.integer("sales_cycle_months", {0, 24}, Presence::optional));
        fields.finish();
        return ramp;
    }

    Fee read_fee(const Json& value) {
        Fee fee;
        ObjectReader fields(value, "/fee", issues_);
        assign(fee.per_month, fields.number("per_month", kNotNegative, Presence::optional));
        assign(fee.growth_share, fields.number("growth_share", kShare, Presence::optional));
        fields.finish();
        return fee;
    }

    static constexpr std::int64_t kMostFullMonth = 1'000'000;

    std::vector<Issue>& issues_;
    std::set<std::string> stage_ids_;
};

void write(codec::JsonWriter& json, const Stage& stage) {
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
