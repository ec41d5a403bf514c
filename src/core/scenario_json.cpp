#include "core/scenario_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "core/document.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::NumberRange;
using codec::ObjectReader;
using codec::Presence;

// Ranges of the model, once.
constexpr codec::IntegerRange kManagers{1, 10'000};
constexpr NumberRange kLeads{0, 100'000'000};
constexpr NumberRange kMoney{0, 1e12};
constexpr NumberRange kCapacity{0, std::numeric_limits<double>::max(), true};
constexpr NumberRange kShare{0, 1};
constexpr NumberRange kNotNegative{};
constexpr std::int64_t kMostObserved = 1'000'000'000;
constexpr std::int64_t kMostExactInteger = 9'007'199'254'740'991;  // 2^53 − 1: what a double holds
constexpr std::array<std::string_view, 3> kReservedIds{"leads", "coverage", "average_check"};

bool is_stage_id(std::string_view id) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !id.empty() && id.size() <= 32 && is_letter(id.front()) && std::all_of(id.begin(), id.end(), [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
    });
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
        assign(scenario.working_days_per_month, fields.integer("working_days_per_month", {1, 31}, Presence::optional));
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
            fields.report("conversion", "both_given", "Укажите либо долю, либо числа, но не то и другое сразу.");
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

    void read_id(ObjectReader& fields, Stage& stage) {
        const auto id = fields.text("id", {0, kMaxDocumentBytes}, Presence::required);
        if (!id) return;
        if (!is_stage_id(*id) || std::find(kReservedIds.begin(), kReservedIds.end(), *id) != kReservedIds.end()) {
            fields.report("id", "out_of_range",
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
        assign(ramp.full_month, fields.integer("full_month", {ramp.starts_month, kMostFullMonth}, Presence::optional));
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

template <typename Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json json_of(const Stage& stage) {
    Json json{{"id", stage.id}, {"name", stage.name}, {"kind", name_of(stage.kind)}};
    if (stage.observed) {
        json["observed"] = {{"entered", stage.observed->entered}, {"passed", stage.observed->passed}};
    } else {
        json["conversion"] = stage.conversion;
    }
    json["target_conversion"] = or_null(stage.target_conversion);
    return json;
}

Json json_of(const Scenario& scenario) {
    Json stages = Json::array();
    for (const Stage& stage : scenario.stages) stages.push_back(json_of(stage));
    Json roster = Json::array();
    for (const RosterEntry& entry : scenario.roster) {
        roster.push_back({{"name", entry.name}, {"leads", entry.leads}, {"sales", entry.sales}});
    }
    return {
        {"format", "funnel-scenario"},
        {"version", 1},
        {"title", scenario.title},
        {"managers", scenario.managers},
        {"leads_per_month", scenario.leads_per_month},
        {"average_check", scenario.average_check},
        {"working_days_per_month", scenario.working_days_per_month},
        {"capacity_leads_per_manager", or_null(scenario.capacity_leads_per_manager)},
        {"gross_margin", or_null(scenario.gross_margin)},
        {"check_spread", scenario.check_spread},
        {"history_months", scenario.history_months},
        {"stages", std::move(stages)},
        {"target",
         {{"managers", or_null(scenario.target.managers)},
          {"leads_per_month", or_null(scenario.target.leads_per_month)},
          {"average_check", or_null(scenario.target.average_check)},
          {"capacity_leads_per_manager", or_null(scenario.target.capacity_leads_per_manager)}}},
        {"goal_revenue", or_null(scenario.goal_revenue)},
        {"roster", std::move(roster)},
        {"ramp",
         {{"months", scenario.ramp.months},
          {"starts_month", scenario.ramp.starts_month},
          {"full_month", scenario.ramp.full_month},
          {"sales_cycle_months", scenario.ramp.sales_cycle_months}}},
        {"fee", {{"per_month", scenario.fee.per_month}, {"growth_share", scenario.fee.growth_share}}},
    };
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
    return json_of(scenario).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string uplift_targets_to_json(const UpliftTargets& targets) {
    const Json json{{"scenario", json_of(targets.scenario)}, {"uplift", targets.uplift}, {"reached", targets.reached}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<Issue> issues_of(const Scenario& scenario) {
    std::vector<Issue> issues;
    static_cast<void>(ScenarioReader(issues).read(json_of(scenario)));
    return issues;
}

}  // namespace funnel
