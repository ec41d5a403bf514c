#include "core/json/plan_json.hpp"

#include "core/json/calls_json.hpp"
#include "core/json/checklist_json.hpp"
#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/scenario_json.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::JsonWriter;
using codec::ObjectReader;
using codec::Presence;
namespace say = sentences::issues;

constexpr codec::LengthRange kId{1, 64};

// start, people and fixed: what is asked of the plan besides the documents.
class OptionsReader {
public:
    OptionsReader(ObjectReader& fields, std::vector<Issue>& issues) : fields_(fields), issues_(issues) {}

    void read(PlanRequest& request) {
        read_start(request);
        read_people(request);
        if (const Json* fixed = list_or_null("fixed", kMostTechniques)) {
            for (std::size_t i = 0; i < fixed->size(); ++i) {
                request.fixed.push_back(read_fixed((*fixed)[i], codec::pointer("/fixed", i)));
            }
        }
    }

private:
    const Json* list_or_null(std::string_view key, std::size_t most) {
        if (fields_.object_or_null(key) == nullptr) return nullptr;
        return fields_.array(key, {0, most}, Presence::optional);
    }

    void read_start(PlanRequest& request) {
        const auto text = fields_.text_or_null("start", {0, 64});
        if (!text) return;
        request.start = day_from_iso(*text);
        if (!request.start || !is_monday(*request.start)) {
            fields_.report("start", say::out_of_range_monday);
        }
    }

    void read_people(PlanRequest& request) {
        const Json* people = fields_.object_or_null("people");
        if (people == nullptr) return;
        if (people->is_array()) {
            request.people.fill(false);
            for (std::size_t i = 0; i < people->size(); ++i) {
                const Json& name = (*people)[i];
                const auto person = name.is_string() ? person_from(name.get<std::string>()) : std::nullopt;
                if (person) {
                    request.people[static_cast<std::size_t>(*person)] = true;
                } else {
                    const std::string path = codec::pointer("/people", i);
                    issues_.push_back(name.is_string() ? issue_at(path, say::out_of_range_name,
                                                                  {{"names", codec::listed(kPersonNames)}})
                                                       : issue_at(path, say::wrong_type_text));
                }
            }
            return;
        }
        ObjectReader object(*people, "/people", issues_);
        for (std::size_t i = 0; i < kPersons; ++i) {
            request.people[i] =
                object.boolean(name_of(static_cast<Person>(i)), Presence::optional).value_or(true);
        }
        object.finish();
    }

    FixedStep read_fixed(const Json& value, std::string path) {
        FixedStep fixed;
        ObjectReader fields(value, std::move(path), issues_);
        fixed.technique = fields.text("technique", kId, Presence::required).value_or("");
        if (const auto owner = fields.choice_or_null("owner", kPersonNames))
            fixed.owner = static_cast<Person>(*owner);
        if (const auto week = fields.integer_or_null("week_from", {1, kPlanWeeks})) {
            fixed.week_from = static_cast<int>(*week);
        }
        fields.finish();
        return fixed;
    }

    ObjectReader& fields_;
    std::vector<Issue>& issues_;
};

void add_below(std::string_view prefix, std::vector<Issue>& from, std::vector<Issue>& to) {
    for (Issue& issue : from) {
        issue.path = std::string(prefix) + issue.path;
        to.push_back(std::move(issue));
    }
}

void read_scenario(std::string_view text, PlanRequestResult& result) {
    ScenarioResult scenario = scenario_from_json(text);
    add_below("/scenario", scenario.issues, result.issues);
    if (scenario.scenario) result.request->scenario = std::move(*scenario.scenario);
}

void read_options(std::string_view text, PlanRequestResult& result) {
    if (text.empty()) return;
    const codec::Document document = codec::parse_document(text);
    result.issues.insert(result.issues.end(), document.issues.begin(), document.issues.end());
    if (!document.readable) return;
    ObjectReader fields(document.root, "", result.issues);
    OptionsReader(fields, result.issues).read(*result.request);
    fields.finish();
}

// With an issue there is no request.
PlanRequestResult settled(PlanRequestResult result) {
    if (!result.issues.empty()) result.request.reset();
    return result;
}

void read_evidence(const PlanTexts& texts, const Checklist& checklist, PlanRequestResult& result) {
    if (!texts.checklist.empty()) {
        AnswersReadResult answers = answers_from_json(texts.checklist, checklist);
        add_below("/checklist", answers.issues, result.issues);
        result.request->answers = std::move(answers.answers);
    }
    if (!texts.calls.empty()) {
        CallsResult calls = calls_from_json(texts.calls);
        add_below("/calls", calls.issues, result.issues);
        result.request->calls = std::move(calls.calls);
    }
}

// A part of a tree as a text again, for the reader of that kind of document.
void write_tree(JsonWriter& json, const Json& value) {
    if (value.is_object()) {
        json.begin_object();
        for (const auto& [key, field] : value.items()) write_tree(json.key(key), field);
        json.end_object();
    } else if (value.is_array()) {
        json.begin_array();
        for (const Json& element : value) write_tree(json, element);
        json.end_array();
    } else if (value.is_string()) {
        json.value(value.get_ref<const std::string&>());
    } else if (value.is_boolean()) {
        json.value(value.get<bool>());
    } else if (value.is_number()) {
        json.value(value.get<double>());
    } else {
        json.null();
    }
}
std::string text_of(const Json* part) {
    if (part == nullptr) return {};
    JsonWriter json;
    write_tree(json, *part);
    return json.take();
}

PlanInput input_of(const PlanRequest& request, const std::vector<Technique>& techniques) {
    PlanInput input;
    input.scenario = &request.scenario;
    input.techniques = &techniques;
    input.start = request.start;
    input.people = request.people;
    input.fixed = request.fixed;
    return input;
}

std::string_view name_of(Reason::Kind kind) {
    switch (kind) {
        case Reason::Kind::factor:
            return "factor";
        case Reason::Kind::area:
            return "area";
        case Reason::Kind::critical_zero:
            return "critical_zero";
        case Reason::Kind::criterion:
            return "criterion";
    }
    return "";
}

void write(JsonWriter& json, const Reason& reason) {
    json.begin_object();
    json.field("kind", name_of(reason.kind)).field("id", reason.id);
    if (reason.kind == Reason::Kind::factor) json.field("money", reason.value);
    if (reason.kind == Reason::Kind::area) json.field("score", reason.value);
    if (reason.kind == Reason::Kind::criterion)
        json.field("share", reason.value).field("asked", reason.asked);
    json.end_object();
}

void write(JsonWriter& json, const PlanStep& step, const std::string& technique) {
    json.begin_object();
    json.field("technique", technique);
    json.key("why").begin_object();
    json.field("money", step.why.money).field("need", step.why.need);
    json.key("evidence").begin_array();
    for (const Reason& reason : step.why.evidence) write(json, reason);
    json.end_array();
    json.end_object();
    json.field("owner", funnel::name_of(step.owner))
        .field("week_from", step.week_from)
        .field("week_to", step.week_to);
    const Measure& measure = step.measure;
    const bool known = measure.factor.has_value();
    json.key("measure").begin_object();
    json.field("factor", measure.factor)
        .field("now", known ? std::optional(measure.now) : std::nullopt)
        .field("target", known ? std::optional(measure.target) : std::nullopt)
        .field("visible_week", measure.visible_week)
        .field("per_period", measure.per_period);
    json.end_object();
    json.end_object();
}

}  // namespace

PlanRequestResult plan_request_from_texts(const PlanTexts& texts, const Checklist& checklist) {
    PlanRequestResult result;
    result.request.emplace();
    read_scenario(texts.scenario, result);
    read_evidence(texts, checklist, result);
    read_options(texts.options, result);
    return settled(std::move(result));
}

PlanRequestResult plan_request_by_money(std::string_view scenario, std::string_view options) {
    PlanRequestResult result;
    result.request.emplace();
    read_scenario(scenario, result);
    read_options(options, result);
    return settled(std::move(result));
}

PlanRequestResult plan_request_from_json(std::string_view text, const Checklist& checklist) {
    codec::Document document = codec::parse_document(text, kMaxCallsBytes);
    PlanRequestResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    ObjectReader fields(document.root, "", result.issues);
    if (!fields.is_object() || !fields.header("funnel-plan-request", 1)) return result;
    result.request.emplace();
    if (const Json* scenario = fields.object("scenario", Presence::required)) {
        const std::string scenario_text = text_of(scenario);
        const std::string checklist_text = text_of(fields.object_or_null("checklist"));
        const std::string calls_text = text_of(fields.object_or_null("calls"));
        read_scenario(scenario_text, result);
        read_evidence({{}, checklist_text, calls_text, {}}, checklist, result);
    } else {
        fields.ignore("checklist");
        fields.ignore("calls");
    }
    OptionsReader(fields, result.issues).read(*result.request);
    fields.finish();
    return settled(std::move(result));
}

bool is_plan_request(std::string_view text) {
    const codec::Document document = codec::parse_document(text, kMaxCallsBytes);
    if (!document.readable || !document.root.is_object()) return false;
    const auto format = document.root.find("format");
    return format != document.root.end() && *format == "funnel-plan-request";
}

Plan plan_of(const PlanRequest& request, const std::vector<Technique>& techniques,
             const Checklist& checklist) {
    std::optional<ChecklistResult> scored;
    if (request.answers) scored = score_checklist({&checklist, &*request.answers, nullptr});
    std::optional<CallsReport> heard;
    if (request.calls) heard = report_of(*request.calls);
    PlanInput input = input_of(request, techniques);
    input.checklist = scored ? &*scored : nullptr;
    input.calls = heard ? &*heard : nullptr;
    input.criteria = request.calls ? &request.calls->criteria : nullptr;
    return plan_of(input);
}

Plan plan_by_money(const PlanRequest& request, const std::vector<Technique>& techniques) {
    return plan_of(input_of(request, techniques));
}

std::string plan_to_json(const Plan& plan, const std::vector<Technique>& techniques) {
    JsonWriter json;
    json.begin_object();
    json.field("start", plan.start ? std::optional(iso_from_day(*plan.start)) : std::nullopt);
    json.field("horizon_weeks", kPlanWeeks);
    json.key("steps").begin_array();
    for (const PlanStep& step : plan.steps) write(json, step, techniques[step.technique].id);
    json.end_array();
    json.key("later").begin_array();
    for (const std::size_t i : plan.later) json.value(techniques[i].id);
    json.end_array();
    json.field("unplaced_money", plan.unplaced_money);
    json.end_object();
    return json.take();
}

std::string plan_order_to_json(const Plan& plan, const std::vector<Technique>& techniques) {
    JsonWriter json;
    json.begin_object();
    Roubles placed = 0;
    for (const PlanStep& step : plan.steps) placed = finite(placed + step.why.money);
    json.field("by_money_only", plan.by_money_only).field("steps_money", placed);
    json.key("techniques").begin_array();
    for (const PlanPriority& priority : plan.priority) {
        json.begin_object();
        json.field("technique", techniques[priority.technique].id)
            .field("money", priority.money)
            .field("need", priority.need);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take();
}

}  // namespace funnel
