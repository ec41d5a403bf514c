#include "core/json/schema.hpp"

#include <array>
#include <span>

#include "core/fields.hpp"
#include "core/findings.hpp"
#include "core/json/json_writer.hpp"
#include "core/scenario.hpp"
#include "core/solver.hpp"

namespace funnel {

namespace {

using codec::JsonWriter;

// Every function below makes the schema of one value, as JSON text.

std::string quoted(std::string_view text) {
    JsonWriter json;
    json.value(text);
    return json.take();
}

std::string type(std::string_view name) {
    return R"({"type":")" + std::string(name) + R"("})";
}
const std::string kNumber = type("number");
const std::string kNumberOrNull = R"({"type":["number","null"]})";
const std::string kWhole = type("integer");
const std::string kTruth = type("boolean");
const std::string kText = type("string");
const std::string kTexts = R"({"type":"array","items":{"type":"string"}})";
const std::string kIntervalOrNull =
    R"({"type":["array","null"],"items":{"type":"number"},"minItems":2,"maxItems":2})";

std::string number_of(const NumberField& field) {
    JsonWriter json;
    json.begin_object();
    const std::string_view kind = field.whole ? "integer" : "number";
    if (field.nullable) {
        json.field("type", std::vector<std::string>{std::string(kind), "null"});
    } else {
        json.field("type", kind);
    }
    json.field(field.low_excluded ? "exclusiveMinimum" : "minimum", field.low);
    if (field.high < kNoLimit) json.field("maximum", field.high);
    if (field.initial) json.field("default", *field.initial);
    if (field.nullable) json.key("default").null();
    json.end_object();
    return json.take();
}

std::string text_of(std::size_t least, std::size_t most) {
    JsonWriter json;
    json.begin_object();
    json.field("type", "string");
    if (least > 0) json.field("minLength", static_cast<std::int64_t>(least));
    json.field("maxLength", static_cast<std::int64_t>(most));
    json.end_object();
    return json.take();
}

std::string one_of(std::span<const std::string_view> names) {
    std::string text = R"({"enum":[)";
    for (const std::string_view name : names) text.append(text.back() == '[' ? "" : ",").append(quoted(name));
    return text + "]}";
}

std::string exactly(const std::string& json) {
    return R"({"const":)" + json + '}';
}

std::string or_null(const std::string& schema) {
    return R"({"anyOf":[)" + schema + R"(,{"type":"null"}]})";
}

std::string list_of(const std::string& items) {
    return R"({"type":"array","items":)" + items + '}';
}
std::string list_of(const std::string& items, std::size_t least, std::size_t most) {
    return R"({"type":"array","minItems":)" + std::to_string(least) + R"(,"maxItems":)" +
           std::to_string(most) + R"(,"items":)" + items + '}';
}

// An object: its keys with their schemas, those that must be there, and whether others may.
class Object {
public:
    Object& must(std::string_view key, const std::string& schema) {
        required_.append(required_.empty() ? "" : ",").append(quoted(key));
        return may(key, schema);
    }
    Object& may(std::string_view key, const std::string& schema) {
        properties_.append(properties_.empty() ? "" : ",").append(quoted(key)).append(":").append(schema);
        return *this;
    }
    Object& number(const NumberField& field) {
        return field.required ? must(field.key, number_of(field)) : may(field.key, number_of(field));
    }
    Object& header(std::string_view format) {
        return must("format", exactly(quoted(format))).must("version", exactly("1"));
    }
    Object& open() {
        open_ = true;
        return *this;
    }
    // Exactly one of these keys.
    Object& either(std::string_view one, std::string_view other) {
        more_ += R"(,"oneOf":[{"required":[)" + quoted(one) + R"(]},{"required":[)" + quoted(other) + "]}]";
        return *this;
    }
    [[nodiscard]] std::string text() const {
        return R"({"type":"object","required":[)" + required_ + R"(],"properties":{)" + properties_ + '}' +
               (open_ ? "" : R"(,"additionalProperties":false)") + more_ + '}';
    }

private:
    std::string required_;
    std::string properties_;
    std::string more_;
    bool open_ = false;
};

std::string stage() {
    const std::string id = R"({"type":"string","pattern":"^[a-z][a-z0-9_]{0,)" +
                           std::to_string(kMaxStageId - 1) + R"(}$","not":)" + one_of(kReservedIds) + '}';
    return Object()
        .must("id", id)
        .must("name", text_of(1, kMaxName))
        .may("kind", one_of(kStageKindNames))
        .may("source", one_of(kSourceNames))
        .number(fields::conversion)
        .may("observed", Object().number(fields::entered).number(fields::passed).text())
        .number(fields::target_conversion)
        .either("conversion", "observed")
        .text();
}

std::string target() {
    return Object()
        .number(fields::target_managers)
        .number(fields::target_leads_per_month)
        .number(fields::target_average_check)
        .number(fields::capacity_leads_per_manager)
        .text();
}

std::string scenario() {
    const std::string manager = Object()
                                    .must("name", text_of(0, kMaxName))
                                    .number(fields::roster_leads)
                                    .number(fields::roster_sales)
                                    .text();
    const std::string ramp = Object()
                                 .number(fields::ramp_months)
                                 .number(fields::ramp_starts)
                                 .number(fields::ramp_full)
                                 .number(fields::ramp_cycle)
                                 .text();
    return Object()
        .header("funnel-scenario")
        .may("title", text_of(0, kMaxTitle))
        .number(fields::managers)
        .number(fields::leads_per_month)
        .number(fields::average_check)
        .number(fields::working_days_per_month)
        .number(fields::capacity_leads_per_manager)
        .number(fields::gross_margin)
        .number(fields::check_spread)
        .number(fields::history_months)
        .must("stages", list_of(stage(), 1, kMaxStages))
        .may("target", or_null(target()))
        .may("targets_source", one_of(kTargetsSourceNames))
        .number(fields::stated_sales)
        .number(fields::lead_cost)
        .number(fields::goal_revenue)
        .may("roster", list_of(manager, 0, kMaxRoster))
        .may("ramp", ramp)
        .may("fee", Object().number(fields::fee_per_month).number(fields::fee_growth_share).text())
        .text();
}

std::string amounts() {
    return list_of(Object().must("id", kText).must("amount", kNumber).text());
}

std::string flow() {
    const std::string passage = Object()
                                    .must("id", kText)
                                    .must("entered", kNumber)
                                    .must("passed", kNumber)
                                    .must("conversion", kNumber)
                                    .text();
    const std::string per_manager = Object()
                                        .must("leads", kNumber)
                                        .must("sales", kNumber)
                                        .must("revenue", kNumber)
                                        .must("leads_per_day", kNumber)
                                        .text();
    return Object()
        .must("leads", kNumber)
        .must("worked_leads", kNumber)
        .must("lost_leads", kNumber)
        .must("stages", list_of(passage))
        .must("sales", kNumber)
        .must("revenue", kNumber)
        .must("conversion", kNumber)
        .must("gross_profit", kNumberOrNull)
        .must("per_manager", per_manager)
        .text();
}

std::string goal() {
    const std::string passage = Object()
                                    .must("id", kText)
                                    .must("entered", kNumber)
                                    .must("passed", kNumber)
                                    .must("entered_per_manager_day", kNumber)
                                    .text();
    const std::string single =
        Object().must("id", kText).must("needed", kNumberOrNull).must("feasible", kTruth).text();
    return Object()
        .must("revenue", kNumber)
        .must("reached", kTruth)
        .must("reachable", kTruth)
        .must("sales", kNumberOrNull)
        .must("stages", or_null(list_of(passage)))
        .must("leads", kNumberOrNull)
        .must("leads_extra", kNumberOrNull)
        .must("managers", kNumberOrNull)
        .must("single_stage", list_of(single))
        .must("uniform_uplift", kNumberOrNull)
        .text();
}

std::string uncertainty() {
    const std::string interval = Object().must("id", kText).must("interval", kIntervalOrNull).text();
    const std::string revenue =
        Object().must("mean", kNumber).must("p10", kNumber).must("p50", kNumber).must("p90", kNumber).text();
    return Object()
        .must("stages", list_of(interval))
        .must("conversion_interval", kIntervalOrNull)
        .must("revenue", or_null(revenue))
        .must("goal_probability", kNumberOrNull)
        .must("money_left_range", kIntervalOrNull)
        .text();
}

std::string roster() {
    const std::string manager = Object()
                                    .must("name", kText)
                                    .must("conversion", kNumberOrNull)
                                    .must("interval", kIntervalOrNull)
                                    .must("fair_conversion", kNumber)
                                    .must("money_left", kNumber)
                                    .text();
    return Object()
        .must("managers", list_of(manager))
        .must("spread_is_noise", kTruth)
        .must("prior_strength", kNumber)
        .must("money_left", kNumber)
        .text();
}

std::string ramp() {
    const std::string month = Object()
                                  .must("month", kWhole)
                                  .must("share", kNumber)
                                  .must("revenue", kNumber)
                                  .must("extra", kNumber)
                                  .must("cumulative_extra", kNumber)
                                  .must("net", kNumberOrNull)
                                  .must("cumulative_net", kNumberOrNull)
                                  .text();
    return Object()
        .must("months", list_of(month))
        .must("payback_month", R"({"type":["integer","null"]})")
        .text();
}

std::string report() {
    const std::string money_left =
        Object().must("per_month", kNumber).must("per_year", kNumber).must("by_factor", amounts()).text();
    const std::string lever =
        Object().must("id", kText).must("isolated", kNumber).may("per_point", kNumber).text();
    return Object()
        .must("now", flow())
        .must("target", flow())
        .must("money_left", money_left)
        .must("levers", list_of(lever))
        .must("goal", or_null(goal()))
        .must("uncertainty", uncertainty())
        .must("roster", or_null(roster()))
        .must("ramp", ramp())
        .text();
}

std::string comparison() {
    const std::string change = Object()
                                   .must("difference", kNumber)
                                   .must("interval", kIntervalOrNull)
                                   .must("distinguishable", kTruth)
                                   .text();
    return Object()
        .must("revenue", list_of(kNumber, 2, 2))
        .must("by_factor", amounts())
        .must("conversion_change", change)
        .text();
}

std::string findings() {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < kFindingCodes; ++i) codes.emplace_back(name_of(static_cast<FindingCode>(i)));
    const std::vector<std::string_view> names(codes.begin(), codes.end());
    Object finding;
    finding.must("code", one_of(names)).must("money", kNumberOrNull).may("stages", kTexts);
    for (const std::string_view text : {"stage", "best", "reason"}) finding.may(text, kText);
    for (const std::string_view number :
         {"leads", "leads_extra", "managers", "stated", "computed", "entered"}) {
        finding.may(number, kNumberOrNull);
    }
    return list_of(finding.text());
}

std::string targets() {
    return Object().must("scenario", scenario()).must("uplift", kNumber).text();
}

std::string checklist_answers() {
    return Object()
        .header("funnel-checklist")
        .must("answers", R"({"type":"object","additionalProperties":{"enum":[0,1,2,"na"]}})")
        .text();
}

std::string checklist_definition() {
    const std::string governs = Object()
                                    .may("kinds", list_of(one_of(kStageKindNames)))
                                    .may("factors", list_of(one_of(kReservedIds)))
                                    .open()
                                    .text();
    const std::string item = Object()
                                 .must("id", text_of(1, 64))
                                 .must("weight", R"({"type":"integer","minimum":1,"maximum":3})")
                                 .may("critical", kTruth)
                                 .open()
                                 .text();
    const std::string area = Object()
                                 .must("id", text_of(1, 64))
                                 .may("governs", governs)
                                 .must("items", list_of(item, 1, 1000))
                                 .open()
                                 .text();
    return Object().header("funnel-checklist-definition").must("areas", list_of(area, 1, 100)).open().text();
}

std::string checklist_report() {
    const std::string area = Object()
                                 .must("id", kText)
                                 .must("score", kNumberOrNull)
                                 .must("completeness", kNumberOrNull)
                                 .must("critical_zeros", kTexts)
                                 .must("weight", kWhole)
                                 .must("money", kNumberOrNull)
                                 .must("factors", amounts())
                                 .must("priority", kNumber)
                                 .must("weak_items", kTexts)
                                 .text();
    return Object()
        .must("score", kNumberOrNull)
        .must("completeness", kNumberOrNull)
        .must("critical_zeros", kTexts)
        .must("areas", list_of(area))
        .must("order", kTexts)
        .text();
}

std::string solve_request() {
    const std::string stage_id = text_of(0, kMaxStageId);
    const std::string pin = Object()
                                .must("what", one_of(kPinnedNames))
                                .must("value", number_of({.key = "value"}))
                                .may("stage", stage_id)
                                .text();
    const std::string give = Object().must("what", one_of(kGivesNames)).may("stage", stage_id).text();
    return Object().must("scenario", scenario()).must("pin", pin).must("give", give).text();
}

std::string solve_result() {
    const std::string solution =
        Object()
            .must("scenario", scenario())
            .must("change", Object().must("from", kNumber).must("to", kNumber).text())
            .must("before", kNumber)
            .must("reached", kNumber)
            .text();
    const std::string refusal = Object().must("code", kText).must("message", kText).text();
    return R"({"oneOf":[)" + Object().must("solution", solution).text() + ',' +
           Object().must("refusal", refusal).must("before", kNumber).text() + "]}";
}

std::string issues() {
    const std::string issue = Object().must("path", kText).must("code", kText).must("message", kText).text();
    return Object().must("issues", list_of(issue)).text();
}

struct Named {
    std::string_view name;
    std::string (*schema)();
};
constexpr std::array kSchemas{Named{"scenario", scenario},
                              Named{"report", report},
                              Named{"comparison", comparison},
                              Named{"findings", findings},
                              Named{"targets", targets},
                              Named{"checklist-answers", checklist_answers},
                              Named{"checklist-definition", checklist_definition},
                              Named{"checklist-report", checklist_report},
                              Named{"solve-request", solve_request},
                              Named{"solve-result", solve_result},
                              Named{"issues", issues}};

}  // namespace

std::vector<std::string_view> schema_names() {
    std::vector<std::string_view> names;
    for (const Named& one : kSchemas) names.push_back(one.name);
    return names;
}

std::optional<std::string> schema_of(std::string_view name) {
    for (const Named& one : kSchemas) {
        if (one.name != name) continue;
        return R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"funnel:)" +
               std::string(name) + R"(","title":"funnel-)" + std::string(name) + R"(",)" +
               one.schema().substr(1);
    }
    return std::nullopt;
}

}  // namespace funnel
