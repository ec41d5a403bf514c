#include "core/json/schema.hpp"

#include <array>

#include "core/findings.hpp"
#include "core/json/schema_documents.hpp"
#include "core/json/schema_parts.hpp"
#include "core/link.hpp"
#include "core/scenario.hpp"
#include "core/solver.hpp"

namespace funnel {

namespace codec::schema {

std::string identifier() {
    return R"({"type":"string","pattern":"^[a-z][a-z0-9_]{0,)" + std::to_string(kMaxStageId - 1) +
           R"(}$","not":)" + one_of(kReservedIds) + '}';
}

namespace {

std::string stage() {
    return Object()
        .must("id", identifier())
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

}  // namespace

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

}  // namespace codec::schema

namespace {

using namespace codec::schema;

std::string amounts() {
    return list_of(Object().must("id", text()).must("amount", number()).text());
}

std::string flow() {
    const std::string passage = Object()
                                    .must("id", text())
                                    .must("entered", number())
                                    .must("passed", number())
                                    .must("conversion", number())
                                    .text();
    const std::string per_manager = Object()
                                        .must("leads", number())
                                        .must("sales", number())
                                        .must("revenue", number())
                                        .must("leads_per_day", number())
                                        .text();
    return Object()
        .must("leads", number())
        .must("worked_leads", number())
        .must("lost_leads", number())
        .must("stages", list_of(passage))
        .must("sales", number())
        .must("revenue", number())
        .must("conversion", number())
        .must("gross_profit", number_or_null())
        .must("per_manager", per_manager)
        .text();
}

std::string goal() {
    const std::string passage = Object()
                                    .must("id", text())
                                    .must("entered", number())
                                    .must("passed", number())
                                    .must("entered_per_manager_day", number())
                                    .text();
    const std::string single =
        Object().must("id", text()).must("needed", number_or_null()).must("feasible", truth()).text();
    return Object()
        .must("revenue", number())
        .must("reached", truth())
        .must("reachable", truth())
        .must("sales", number_or_null())
        .must("stages", or_null(list_of(passage)))
        .must("leads", number_or_null())
        .must("leads_extra", number_or_null())
        .must("managers", number_or_null())
        .must("single_stage", list_of(single))
        .must("uniform_uplift", number_or_null())
        .text();
}

std::string uncertainty() {
    const std::string interval = Object().must("id", text()).must("interval", interval_or_null()).text();
    const std::string revenue = Object()
                                    .must("mean", number())
                                    .must("p10", number())
                                    .must("p50", number())
                                    .must("p90", number())
                                    .text();
    return Object()
        .must("stages", list_of(interval))
        .must("conversion_interval", interval_or_null())
        .must("revenue", or_null(revenue))
        .must("goal_probability", number_or_null())
        .must("money_left_range", interval_or_null())
        .text();
}

std::string roster() {
    const std::string manager = Object()
                                    .must("name", text())
                                    .must("conversion", number_or_null())
                                    .must("interval", interval_or_null())
                                    .must("fair_conversion", number())
                                    .must("money_left", number())
                                    .text();
    return Object()
        .must("managers", list_of(manager))
        .must("spread_is_noise", truth())
        .must("prior_strength", number())
        .must("money_left", number())
        .text();
}

std::string ramp() {
    const std::string month = Object()
                                  .must("month", whole())
                                  .must("share", number())
                                  .must("revenue", number())
                                  .must("extra", number())
                                  .must("cumulative_extra", number())
                                  .must("net", number_or_null())
                                  .must("cumulative_net", number_or_null())
                                  .text();
    return Object().must("months", list_of(month)).must("payback_month", whole_or_null()).text();
}

std::string report() {
    const std::string money_left =
        Object().must("per_month", number()).must("per_year", number()).must("by_factor", amounts()).text();
    const std::string lever =
        Object().must("id", text()).must("isolated", number()).may("per_point", number()).text();
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
                                   .must("difference", number())
                                   .must("interval", interval_or_null())
                                   .must("distinguishable", truth())
                                   .text();
    return Object()
        .must("revenue", list_of(number(), 2, 2))
        .must("by_factor", amounts())
        .must("conversion_change", change)
        .text();
}

std::string findings() {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < kFindingCodes; ++i) codes.emplace_back(name_of(static_cast<FindingCode>(i)));
    const std::vector<std::string_view> names(codes.begin(), codes.end());
    Object finding;
    finding.must("code", one_of(names)).must("money", number_or_null()).may("stages", texts());
    for (const std::string_view key : {"stage", "best", "reason"}) finding.may(key, text());
    for (const std::string_view key : {"leads", "leads_extra", "managers", "stated", "computed", "entered"}) {
        finding.may(key, number_or_null());
    }
    return list_of(finding.text());
}

std::string targets() {
    return Object().must("scenario", scenario()).must("uplift", number()).text();
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
            .must("change", Object().must("from", number()).must("to", number()).text())
            .must("before", number())
            .must("reached", number())
            .text();
    const std::string refusal = Object().must("code", text()).must("message", text()).text();
    return R"({"oneOf":[)" + Object().must("solution", solution).text() + ',' +
           Object().must("refusal", refusal).must("before", number()).text() + "]}";
}

std::string issues() {
    const std::string issue =
        Object().must("path", text()).must("code", text()).must("message", text()).text();
    return Object().must("issues", list_of(issue)).text();
}

std::string link() {
    const std::string variant =
        Object().may("name", text_of(0, kMaxName)).must("scenario", scenario()).text();
    return Object()
        .must("format", exactly(R"("funnel-link")"))
        .must("version", exactly("2"))
        .must("variants", list_of(variant, 1, kMaxLinkVariants))
        .may("active", whole())
        .may("state", text())
        .may("scenario", scenario())
        .text();
}

constexpr std::array kDocuments{DocumentSchema{"scenario", scenario},
                                DocumentSchema{"report", report},
                                DocumentSchema{"comparison", comparison},
                                DocumentSchema{"findings", findings},
                                DocumentSchema{"targets", targets},
                                DocumentSchema{"solve-request", solve_request},
                                DocumentSchema{"solve-result", solve_result},
                                DocumentSchema{"link", link},

                                DocumentSchema{"issues", issues}};

}  // namespace

std::span<const DocumentSchema> model_schemas() {
    return kDocuments;
}

std::string schema_text(const DocumentSchema& document) {
    const std::string name(document.name);
    return R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"funnel:)" + name +
           R"(","title":"funnel-)" + name + R"(",)" + document.make().substr(1);
}

}  // namespace funnel
