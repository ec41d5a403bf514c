#include <array>

#include "core/calls.hpp"
#include "core/json/plan_json.hpp"
#include "core/json/schema.hpp"
#include "core/json/schema_documents.hpp"
#include "core/json/schema_parts.hpp"
#include "core/plan.hpp"
#include "core/scenario.hpp"

namespace funnel {

namespace {

using namespace codec::schema;

constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMaxAdvice = 1000;

std::string checklist_answers() {
    return Object().header("funnel-checklist").must("answers", map_of(R"({"enum":[0,1,2,"na"]})")).text();
}

std::string checklist_definition() {
    const std::string governs = Object()
                                    .may("kinds", list_of(one_of(kStageKindNames)))
                                    .may("factors", list_of(one_of(kReservedIds)))
                                    .open()
                                    .text();
    const std::string item = Object()
                                 .must("id", text_of(1, kMaxId))
                                 .must("weight", R"({"type":"integer","minimum":1,"maximum":3})")
                                 .may("critical", truth())
                                 .open()
                                 .text();
    const std::string area = Object()
                                 .must("id", text_of(1, kMaxId))
                                 .may("governs", governs)
                                 .must("items", list_of(item, 1, 1000))
                                 .open()
                                 .text();
    return Object().header("funnel-checklist-definition").must("areas", list_of(area, 1, 100)).open().text();
}

std::string checklist_report() {
    const std::string area =
        Object()
            .must("id", text())
            .must("score", number_or_null())
            .must("completeness", number_or_null())
            .must("critical_zeros", texts())
            .must("weight", whole())
            .must("money", number_or_null())
            .must("factors", list_of(Object().must("id", text()).must("amount", number()).text()))
            .must("priority", number())
            .must("weak_items", texts())
            .text();
    return Object()
        .must("score", number_or_null())
        .must("completeness", number_or_null())
        .must("critical_zeros", texts())
        .must("areas", list_of(area))
        .must("order", texts())
        .text();
}

std::string criteria() {
    const std::string criterion = Object()
                                      .must("id", identifier())
                                      .must("name", text_of(0, 120))
                                      .may("part", text_of(0, 60))
                                      .must("weight", R"({"type":"integer","minimum":1,"maximum":3})")
                                      .may("kind", one_of(kStageKindNames))
                                      .may("looks_like", text_of(0, kMaxAdvice))
                                      .may("three_days", text_of(0, kMaxAdvice))
                                      .text();
    return list_of(criterion, 1, kMaxCriteria);
}

std::string call_criteria() {
    return Object().header("funnel-call-criteria").may("note", text()).must("criteria", criteria()).text();
}

std::string calls() {
    const std::string call = Object()
                                 .must("manager", text_of(0, kMaxName))
                                 .must("date", date())
                                 .may("note", text_of(0, 500))
                                 .must("marks", map_of(R"({"enum":[0,1,"na"]})"))
                                 .text();
    return Object()
        .header("funnel-calls")
        .may("title", text_of(0, kMaxTitle))
        .must("criteria", criteria())
        .must("calls", list_of(call, 0, kMaxCalls))
        .text();
}

std::string period() {
    return Object().must("from", date()).must("to", date()).text();
}

std::string call_periods() {
    return Object().must("before", period()).must("after", period()).text();
}

Object change() {
    const std::string count = Object().must("asked", whole()).must("done", whole()).text();
    const std::string criterion = Object()
                                      .must("id", text())
                                      .must("before", count)
                                      .must("after", count)
                                      .must("difference", number_or_null())
                                      .must("interval", interval_or_null())
                                      .must("distinguishable", truth())
                                      .text();
    return Object()
        .must("difference", number_or_null())
        .must("interval", interval_or_null())
        .must("criteria", list_of(criterion));
}

std::string calls_report() {
    const auto criterion = [] {
        return Object()
            .must("id", text())
            .must("asked", whole())
            .must("done", whole())
            .must("share", number_or_null())
            .must("interval", interval_or_null());
    };
    const std::string department = Object()
                                       .must("efficiency", number_or_null())
                                       .must("interval", interval_or_null())
                                       .must("criteria", list_of(criterion().text()))
                                       .text();
    const std::string manager =
        Object()
            .must("name", text())
            .must("calls", whole())
            .must("efficiency", number_or_null())
            .must("interval", interval_or_null())
            .must("criteria", list_of(criterion().must("fair", number_or_null()).text()))
            .must("weakest", text_or_null())
            .text();
    const std::string spread = Object()
                                   .must("id", text())
                                   .must("spread_is_noise", R"({"type":["boolean","null"]})")
                                   .must("prior_strength", number_or_null())
                                   .text();
    const std::string changes = Object()
                                    .must("before", period())
                                    .must("after", period())
                                    .must("department", change().text())
                                    .must("managers", list_of(change().must("name", text()).text()))
                                    .text();
    return Object()
        .must("calls", whole())
        .must("period", or_null(period()))
        .must("department", department)
        .must("managers", list_of(manager))
        .must("spread", list_of(spread))
        .must("change", or_null(changes))
        .text();
}

std::string techniques() {
    const std::string technique = Object()
                                      .must("id", text_of(1, kMaxId))
                                      .may("name", text_of(0, 200))
                                      .may("steps", texts())
                                      .may("kinds", list_of(one_of(kStageKindNames)))
                                      .may("factors", list_of(one_of(kReservedIds)))
                                      .must("owner", one_of(kPersonNames))
                                      .must("weeks", R"({"type":"integer","minimum":1,"maximum":52})")
                                      .may("after", texts())
                                      .may("areas", texts())
                                      .may("criteria", texts())
                                      .open()
                                      .text();
    return Object()
        .header("funnel-techniques")
        .must("techniques", list_of(technique, 1, kMostTechniques))
        .open()
        .text();
}

std::string week() {
    return R"({"type":"integer","minimum":1,"maximum":)" + std::to_string(kPlanWeeks) + '}';
}

std::string plan_request() {
    Object there;
    for (const std::string_view person : kPersonNames) there.may(person, truth());
    const std::string fixed = Object()
                                  .must("technique", text_of(1, kMaxId))
                                  .may("owner", or_null(one_of(kPersonNames)))
                                  .may("week_from", or_null(week()))
                                  .text();
    return Object()
        .header("funnel-plan-request")
        .must("scenario", scenario())
        .may("checklist", or_null(checklist_answers()))
        .may("calls", or_null(calls()))
        .may("start", or_null(date()))
        .may("people", any_of({list_of(one_of(kPersonNames)), there.text(), type("null")}))
        .may("fixed", or_null(list_of(fixed, 0, kMostTechniques)))
        .text();
}

std::string plan() {
    constexpr std::array kReasons{std::string_view("factor"), std::string_view("area"),
                                  std::string_view("critical_zero"), std::string_view("criterion")};
    const std::string reason = Object()
                                   .must("kind", one_of(kReasons))
                                   .must("id", text())
                                   .may("money", number())
                                   .may("score", number())
                                   .may("share", number())
                                   .may("asked", whole())
                                   .text();
    const std::string why =
        Object().must("money", number()).must("need", number()).must("evidence", list_of(reason)).text();
    const std::string measure = Object()
                                    .must("factor", text_or_null())
                                    .must("now", number_or_null())
                                    .must("target", number_or_null())
                                    .must("visible_week", whole_or_null())
                                    .must("per_period", number_or_null())
                                    .text();
    const std::string step = Object()
                                 .must("technique", text())
                                 .must("why", why)
                                 .must("owner", one_of(kPersonNames))
                                 .must("week_from", week())
                                 .must("week_to", week())
                                 .must("measure", measure)
                                 .text();
    return Object()
        .must("start", or_null(date()))
        .must("horizon_weeks", exactly(std::to_string(kPlanWeeks)))
        .must("steps", list_of(step))
        .must("later", texts())
        .must("unplaced_money", number())
        .text();
}

std::string plan_order() {
    const std::string technique =
        Object().must("technique", text()).must("money", number()).must("need", number()).text();
    return Object()
        .must("by_money_only", truth())
        .must("steps_money", number())
        .must("techniques", list_of(technique))
        .text();
}

constexpr std::array kDocuments{DocumentSchema{"checklist-answers", checklist_answers},
                                DocumentSchema{"checklist-definition", checklist_definition},
                                DocumentSchema{"checklist-report", checklist_report},
                                DocumentSchema{"call-criteria", call_criteria},
                                DocumentSchema{"calls", calls},
                                DocumentSchema{"call-periods", call_periods},
                                DocumentSchema{"calls-report", calls_report},
                                DocumentSchema{"techniques", techniques},
                                DocumentSchema{"plan-request", plan_request},
                                DocumentSchema{"plan", plan},
                                DocumentSchema{"plan-order", plan_order}};

}  // namespace

std::span<const DocumentSchema> plan_schemas() {
    return kDocuments;
}

}  // namespace funnel
