#include "core/json/calls_json.hpp"

#include <algorithm>
#include <set>

#include "core/identifier.hpp"
#include "core/json/calls_reader.hpp"
#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/period_json.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::JsonWriter;
using codec::ObjectReader;
using codec::Presence;
using codec::ReadCalls;
namespace say = sentences::issues;

constexpr codec::LengthRange kAnyLength{0, kMaxCallsBytes};
constexpr codec::LengthRange kAdvice{0, 1000};

class CriteriaReader {
public:
    explicit CriteriaReader(std::vector<Issue>& issues) : issues_(issues) {}

    std::vector<Criterion> read(ObjectReader& fields) {
        std::vector<Criterion> criteria;
        if (const Json* list = fields.array("criteria", {1, kMaxCriteria}, Presence::required)) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                criteria.push_back(read((*list)[i], codec::pointer("/criteria", i)));
            }
        }
        return criteria;
    }

private:
    Criterion read(const Json& value, std::string path) {
        Criterion criterion;
        ObjectReader fields(value, std::move(path), issues_);
        if (const auto id = fields.text("id", kAnyLength, Presence::required)) {
            criterion.id = *id;
            if (!is_identifier(*id)) {
                fields.report("id", say::out_of_range_criterion_id);
            } else if (!ids_.insert(*id).second) {
                fields.report("id", say::duplicate_id_criterion, {{"id", *id}});
            }
        }
        criterion.name = fields.text("name", {0, 120}, Presence::required).value_or("");
        criterion.part = fields.text("part", {0, 60}, Presence::optional).value_or("");
        criterion.weight = static_cast<int>(fields.integer("weight", {1, 3}, Presence::required).value_or(1));
        if (const auto kind = fields.choice("kind", kStageKindNames, Presence::optional)) {
            criterion.kind = static_cast<StageKind>(*kind);
        }
        criterion.looks_like = fields.text("looks_like", kAdvice, Presence::optional).value_or("");
        criterion.three_days = fields.text("three_days", kAdvice, Presence::optional).value_or("");
        fields.finish();
        return criterion;
    }

    std::vector<Issue>& issues_;
    std::set<std::string> ids_;
};

// Places of the read ids among the criteria; kMaxCriteria for an id the document does not have.
std::vector<std::size_t> places_of(const std::vector<std::string>& ids,
                                   const std::vector<Criterion>& criteria) {
    std::vector<std::size_t> places;
    for (const std::string& id : ids) {
        const auto found = std::find_if(criteria.begin(), criteria.end(),
                                        [&](const Criterion& criterion) { return criterion.id == id; });
        places.push_back(found == criteria.end() ? kMaxCriteria
                                                 : static_cast<std::size_t>(found - criteria.begin()));
    }
    return places;
}

void place_calls(ReadCalls& read, Calls& calls, std::vector<Issue>& issues) {
    const std::vector<std::size_t> places = places_of(read.ids, calls.criteria);
    calls.managers = std::move(read.managers);
    calls.calls.reserve(read.calls.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < read.calls.size(); ++i) {
        Call call;
        call.manager = read.calls[i].manager;
        call.date = read.calls[i].date;
        call.note = std::move(read.calls[i].note);
        for (; at < read.calls[i].marks_end; ++at) {
            const codec::ReadMark& mark = read.marks[at];
            if (places[mark.id] < kMaxCriteria) {
                call.marks[places[mark.id]] = mark.heard;
                continue;
            }
            const std::string& id = read.ids[mark.id];
            issues.push_back(
                issue_at(codec::pointer(codec::pointer(codec::pointer("/calls", i), "marks"), id),
                         say::unknown_key_criterion, {{"id", id}}));
        }
        calls.calls.push_back(std::move(call));
    }
}

Period read_period(ObjectReader& document, std::string_view key, std::vector<Issue>& issues) {
    const Json* value = document.object(key, Presence::required);
    return value == nullptr ? Period{} : codec::read_period(*value, codec::pointer("", key), issues);
}

void write(JsonWriter& json, const Period& period) {
    json.begin_object();
    json.field("from", iso_from_day(period.from)).field("to", iso_from_day(period.to));
    json.end_object();
}

void write_counts(JsonWriter& json, const AskedDone& count) {
    json.begin_object();
    json.field("asked", count.asked).field("done", count.done);
    json.end_object();
}

enum class Shares { raw, fair };
void write_criteria(JsonWriter& json, const Calls& calls, const std::vector<CriterionResult>& results,
                    Shares shares) {
    json.key("criteria").begin_array();
    for (std::size_t i = 0; i < results.size(); ++i) {
        const CriterionResult& result = results[i];
        json.begin_object();
        json.field("id", calls.criteria[i].id)
            .field("asked", result.count.asked)
            .field("done", result.count.done)
            .field("share", result.share)
            .field("interval", result.interval);
        if (shares == Shares::fair) json.field("fair", result.fair);
        json.end_object();
    }
    json.end_array();
}

void write_change_fields(JsonWriter& json, const Calls& calls, const EfficiencyChange& change) {
    json.field("difference", change.difference).field("interval", change.interval);
    json.key("criteria").begin_array();
    for (std::size_t i = 0; i < change.criteria.size(); ++i) {
        const CriterionChange& criterion = change.criteria[i];
        json.begin_object();
        json.field("id", calls.criteria[i].id);
        write_counts(json.key("before"), criterion.before);
        write_counts(json.key("after"), criterion.after);
        json.field("difference", criterion.difference)
            .field("interval", criterion.interval)
            .field("distinguishable", criterion.distinguishable);
        json.end_object();
    }
    json.end_array();
}

void write_change(JsonWriter& json, const CallsReport& report, const Calls& calls) {
    json.key("change");
    if (!report.change) {
        json.null();
        return;
    }
    json.begin_object();
    write(json.key("before"), report.change->before);
    write(json.key("after"), report.change->after);
    json.key("department").begin_object();
    write_change_fields(json, calls, report.change->department);
    json.end_object();
    json.key("managers").begin_array();
    for (std::size_t i = 0; i < report.managers.size(); ++i) {
        json.begin_object();
        json.field("name", report.managers[i].name);
        write_change_fields(json, calls, report.change->managers[i]);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_managers(JsonWriter& json, const CallsReport& report, const Calls& calls) {
    json.key("managers").begin_array();
    for (const ManagerResult& manager : report.managers) {
        json.begin_object();
        json.field("name", manager.name)
            .field("calls", manager.calls)
            .field("efficiency", manager.efficiency.value)
            .field("interval", manager.efficiency.interval());
        write_criteria(json, calls, manager.criteria, Shares::fair);
        json.key("weakest");
        if (manager.weakest) {
            json.value(calls.criteria[*manager.weakest].id);
        } else {
            json.null();
        }
        json.end_object();
    }
    json.end_array();
}

void write_spread(JsonWriter& json, const CallsReport& report, const Calls& calls) {
    json.key("spread").begin_array();
    for (std::size_t i = 0; i < report.spread.size(); ++i) {
        const std::optional<CriterionSpread>& spread = report.spread[i];
        json.begin_object();
        json.field("id", calls.criteria[i].id)
            .field("spread_is_noise", spread ? std::optional(spread->spread_is_noise) : std::nullopt)
            .field("prior_strength", spread ? std::optional(spread->prior_strength) : std::nullopt);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

CallsResult calls_from_json(std::string_view text) {
    ReadCalls read = codec::read_calls(text);
    CallsResult result;
    result.issues = std::move(read.rest.issues);
    if (!read.rest.readable) return result;
    Calls calls;
    ObjectReader fields(read.rest.root, "", result.issues);
    if (!fields.is_object() || !fields.header("funnel-calls", 1)) return result;
    calls.title = fields.text("title", {0, 200}, Presence::optional).value_or("");
    calls.criteria = CriteriaReader(result.issues).read(fields);
    fields.array("calls", {0, kMaxCalls}, Presence::required);
    fields.finish();
    result.issues.insert(result.issues.end(), read.issues.begin(), read.issues.end());
    // Without criteria every mark would be unknown: one issue says that already.
    if (!calls.criteria.empty()) place_calls(read, calls, result.issues);
    if (result.issues.empty()) result.calls = std::move(calls);
    return result;
}

PeriodsResult periods_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    PeriodsResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    ObjectReader fields(document.root, "", result.issues);
    TwoPeriods periods;
    periods.before = read_period(fields, "before", result.issues);
    periods.after = read_period(fields, "after", result.issues);
    fields.finish();
    if (result.issues.empty()) result.periods = periods;
    return result;
}

CriteriaResult criteria_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    CriteriaResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    ObjectReader fields(document.root, "", result.issues);
    if (!fields.is_object() || !fields.header("funnel-call-criteria", 1)) return result;
    fields.ignore("note");
    std::vector<Criterion> criteria = CriteriaReader(result.issues).read(fields);
    fields.finish();
    if (result.issues.empty()) result.criteria = std::move(criteria);
    return result;
}

std::string calls_report_to_json(const CallsReport& report, const Calls& calls) {
    JsonWriter json;
    json.begin_object();
    json.field("calls", report.calls);
    json.key("period");
    if (report.period) {
        write(json, *report.period);
    } else {
        json.null();
    }
    json.key("department").begin_object();
    json.field("efficiency", report.department.efficiency.value)
        .field("interval", report.department.efficiency.interval());
    write_criteria(json, calls, report.department.criteria, Shares::raw);
    json.end_object();
    write_managers(json, report, calls);
    write_spread(json, report, calls);
    write_change(json, report, calls);
    json.end_object();
    return json.take();
}

}  // namespace funnel
