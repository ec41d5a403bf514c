#include "core/json/plan_json.hpp"

#include <algorithm>
#include <set>

#include "core/identifier.hpp"
#include "core/json/calls_json.hpp"
#include "core/json/checklist_json.hpp"
#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/scenario_json.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::JsonWriter;
using codec::ObjectReader;
using codec::Presence;

constexpr std::size_t kMostTechniques = 200;
constexpr std::size_t kMostNamed = 100;
constexpr std::size_t kMostText = 200;
constexpr codec::LengthRange kId{1, 64};
constexpr const char* kPersonMessage = "Кто ведёт: rop, owner, marketing или crm.";

class TechniquesReader {
public:
    explicit TechniquesReader(std::vector<Issue>& issues) : issues_(issues) {}

    std::vector<Technique> read(const Json& root) {
        std::vector<Technique> techniques;
        ObjectReader fields(root, "", issues_);
        if (!fields.is_object() || !fields.header("funnel-techniques", 1)) return techniques;
        if (const Json* list = fields.array("techniques", {1, kMostTechniques}, Presence::required)) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                techniques.push_back(read_one((*list)[i], codec::pointer("/techniques", i)));
            }
        }
        check_after(techniques);
        return techniques;
    }

private:
    Technique read_one(const Json& value, std::string path) {
        Technique technique;
        ObjectReader fields(value, std::move(path), issues_);
        if (const auto id = fields.text("id", kId, Presence::required)) {
            technique.id = *id;
            if (!ids_.insert(*id).second) {
                fields.report("id", "duplicate_id", "Обозначение «" + *id + "» уже занято.");
            }
        }
        technique.name = fields.text("name", {0, kMostText}, Presence::optional).value_or("");
        technique.actions = texts(fields, "steps");
        for (const std::string& kind : texts(fields, "kinds")) {
            if (const auto known = stage_kind_from(kind)) {
                technique.governed.kinds.push_back(*known);
            } else {
                fields.report("kinds", "out_of_range", "Неизвестный вид этапа.");
            }
        }
        for (std::string& factor : texts(fields, "factors")) {
            if (factor == "leads" || factor == "coverage" || factor == "average_check") {
                technique.governed.factors.push_back(std::move(factor));
            } else {
                fields.report("factors", "out_of_range",
                              "Множитель один из: leads, coverage, average_check.");
            }
        }
        if (const auto owner = fields.text("owner", kId, Presence::required)) {
            const std::optional<Person> person = person_from(*owner);
            if (!person) fields.report("owner", "out_of_range", kPersonMessage);
            technique.owner = person.value_or(Person::rop);
        }
        technique.weeks = static_cast<int>(fields.integer("weeks", {1, 52}, Presence::required).value_or(1));
        technique.after = texts(fields, "after");
        technique.areas = texts(fields, "areas");
        technique.criteria = texts(fields, "criteria");
        return technique;
    }

    std::vector<std::string> texts(ObjectReader& fields, std::string_view key) {
        std::vector<std::string> result;
        const Json* list = fields.array(key, {0, kMostNamed}, Presence::optional);
        if (list == nullptr) return result;
        for (const Json& text : *list) {
            if (text.is_string()) {
                result.push_back(text.get<std::string>());
            } else {
                fields.report(key, "wrong_type", "Нужен текст.");
            }
        }
        return result;
    }

    void check_after(const std::vector<Technique>& techniques) {
        for (std::size_t i = 0; i < techniques.size(); ++i) {
            for (const std::string& id : techniques[i].after) {
                if (ids_.count(id) > 0) continue;
                issues_.push_back({codec::pointer(codec::pointer("/techniques", i), "after"), "out_of_range",
                                   "Приёма «" + id + "» в списке нет."});
            }
        }
    }

    std::vector<Issue>& issues_;
    std::set<std::string> ids_;
};

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
        if (fields_.object_or_null("start") == nullptr) return;
        const auto text = fields_.text("start", {0, 64}, Presence::optional);
        if (!text) return;
        request.start = day_from_iso(*text);
        if (!request.start || !is_monday(*request.start)) {
            fields_.report("start", "out_of_range", "Нужна дата понедельника вида 2026-06-01.");
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
                    issues_.push_back({codec::pointer("/people", i),
                                       name.is_string() ? "out_of_range" : "wrong_type", kPersonMessage});
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
        if (fields.object_or_null("owner") != nullptr) {
            const auto owner = fields.text("owner", kId, Presence::optional);
            if (owner) fixed.owner = person_from(*owner);
            if (owner && !fixed.owner) fields.report("owner", "out_of_range", kPersonMessage);
        }
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

TechniquesResult techniques_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    TechniquesResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    std::vector<Technique> techniques = TechniquesReader(result.issues).read(document.root);
    if (result.issues.empty()) result.techniques = std::move(techniques);
    return result;
}

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
