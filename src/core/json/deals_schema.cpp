#include <array>
#include <vector>

#include "core/deals/agreement.hpp"
#include "core/deals/deals.hpp"
#include "core/deals/mapping.hpp"
#include "core/deals/report.hpp"
#include "core/json/schema.hpp"
#include "core/json/schema_documents.hpp"
#include "core/json/schema_parts.hpp"

namespace funnel {

namespace {

using namespace codec::schema;

constexpr std::array kEnds{std::string_view("won"), std::string_view("lost"), std::string_view("unfit"),
                           std::string_view("open"), std::string_view("ignore")};

std::string whole_from(std::int64_t low, std::int64_t high) {
    return R"({"type":"integer","minimum":)" + std::to_string(low) + R"(,"maximum":)" + std::to_string(high) +
           '}';
}
std::string count() {
    return R"({"type":"integer","minimum":0})";
}
std::string share() {
    return R"({"type":"number","minimum":0,"maximum":1})";
}
std::string days() {
    return whole_from(1, deals::kMaxHorizon);
}

template <typename Enum>
std::string name_among(std::size_t size) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < size; ++i) names.push_back(deals::name_of(static_cast<Enum>(i)));
    return one_of(names);
}

std::string meaning() {
    return any_of({one_of(kEnds), whole_from(1, deals::kMaxPlace)});
}

Object mapping_fields() {
    Object columns;
    for (std::size_t r = 0; r < deals::kRoles; ++r)
        columns.may(deals::name_of(static_cast<deals::Role>(r)), any_of({text(), texts(), type("null")}));
    const std::string stage = Object().must("name", text()).must("means", meaning()).text();
    const std::string reason =
        Object().must("name", text()).must("means", one_of(deals::kReasonMeanings)).text();
    return Object()
        .header("funnel-deals-mapping")
        .must("columns", columns.text())
        .may("stages", list_of(stage))
        .may("reasons", list_of(reason))
        .may("date_order", or_null(one_of(deals::kDateOrderNames)))
        .may("decimal", or_null(one_of(deals::kDecimalNames)))
        .may("pipeline", text_or_null())
        .may("merge_repeats_days", or_null(whole_from(0, 36'500)));
}

std::string table() {
    return Object()
        .must("encoding", text())
        .must("delimiter", text_of(1, 1))
        .must("header_line", whole_or_null())
        .must("rows", count())
        .must("columns", texts())
        .text();
}

std::string questions() {
    return list_of(Object().must("path", text()).must("code", text()).must("message", text()).text());
}

std::string mapping() {
    return mapping_fields().may("proposal", "true").text();
}

std::string proposal() {
    const std::string role = or_null(name_among<deals::Role>(deals::kRoles));
    const std::string column = Object()
                                   .must("name", text())
                                   .must("role", role)
                                   .must("sure", text_or_null())
                                   .must("sample", texts())
                                   .text();
    const std::string word = Object()
                                 .must("text", text())
                                 .must("count", count())
                                 .must("role", name_among<deals::Role>(deals::kRoles))
                                 .must("means", meaning())
                                 .must("sure", text())
                                 .text();
    const std::string reason = Object().must("text", text()).must("count", count()).text();
    const std::string proposed = Object()
                                     .must("table", table())
                                     .must("columns", list_of(column))
                                     .must("texts", list_of(word))
                                     .must("reasons", list_of(reason))
                                     .must("undecided", questions())
                                     .text();
    return mapping_fields().must("proposal", proposed).text();
}

Object share_fields() {
    return Object()
        .must("deals", count())
        .must("won", count())
        .must("conversion", number())
        .must("interval", interval());
}

std::string rows() {
    const auto reasons = [](const std::string& names) {
        return list_of(
            Object().must("reason", names).must("count", count()).must("lines", list_of(count())).text());
    };
    return Object()
        .must("read", count())
        .must("used", count())
        .must("left_out", reasons(name_among<deals::LeftOut>(deals::kLeftOutReasons)))
        .must("told", reasons(name_among<deals::Told>(deals::kToldReasons)))
        .text();
}

std::string totals() {
    Object object;
    for (const std::string_view key : {"deals", "won", "lost", "unfit", "open", "dateless"})
        object.must(key, count());
    return object.must("won_amount", number()).must("repeats", or_null(count())).text();
}

std::string curve() {
    const std::string point = Object()
                                  .must("day", count())
                                  .must("share", share())
                                  .must("low", share())
                                  .must("high", share())
                                  .text();
    return Object()
        .must("points", list_of(point))
        .must("t_max", whole_or_null())
        .must("median_days", whole_or_null())
        .must("p80_days", whole_or_null())
        .text();
}

std::string months() {
    return list_of(Object()
                       .must("month", month())
                       .must("deals", count())
                       .must("won", count())
                       .must("mature", truth())
                       .must("conversion", number_or_null())
                       .must("interval", interval_or_null())
                       .must("won_so_far", count())
                       .must("so_far", number())
                       .must("forecast", number_or_null())
                       .must("forecast_interval", interval_or_null())
                       .must("revenue", number())
                       .text());
}

std::string control() {
    constexpr std::array kSignals{std::string_view("above"), std::string_view("below"),
                                  std::string_view("run")};
    const std::string one = Object()
                                .must("month", month())
                                .must("low", number())
                                .must("high", number())
                                .must("signal", or_null(one_of(kSignals)))
                                .text();
    return Object()
        .must("center", number())
        .must("spread", number())
        .must("months", list_of(one))
        .must("signals", count())
        .text();
}

std::string window() {
    return share_fields()
        .must("months", list_of(month()))
        .must("dispersion", number_or_null())
        .must("bounds", interval_or_null())
        .must("fit", or_null(share_fields().text()))
        .must("leads_per_month", number_or_null())
        .must("average_check", number_or_null())
        .must("check_spread", number())
        .must("won_without_amount", count())
        .text();
}

Object group() {
    return share_fields().must("name", text()).must("revenue_per_deal", number());
}

std::string managers() {
    const std::string manager =
        group().must("fair_conversion", number_or_null()).must("money_left", number_or_null()).text();
    return Object()
        .must("list", list_of(manager))
        .must("spread_is_noise", truth())
        .must("prior_strength", number())
        .text();
}

std::string stale() {
    const std::string of_manager =
        Object().must("name", text()).must("count", count()).must("amount", number()).text();
    return Object()
        .must("older_than_days", whole_or_null())
        .must("count", count())
        .must("amount", number())
        .must("by_manager", list_of(of_manager))
        .text();
}

std::string report() {
    const std::string stage = Object()
                                  .must("name", text())
                                  .must("entered", count())
                                  .must("passed", count())
                                  .must("conversion", number_or_null())
                                  .must("interval", interval_or_null())
                                  .text();
    const std::string unmapped = Object().must("text", text()).must("count", count()).text();
    const std::string issue = Object()
                                  .must("path", text())
                                  .must("code", text())
                                  .must("message", text())
                                  .must("texts", list_of(unmapped))
                                  .text();
    const std::string pipeline = Object().must("name", text()).must("deals", count()).text();
    const std::string note = Object().must("path", text()).must("code", text()).must("text", text()).text();
    return Object()
        .header("funnel-deals-report")
        .must("table", table())
        .must("rows", rows())
        .must("issues", list_of(issue))
        .must("pipelines", or_null(list_of(pipeline)))
        .must("pipeline", text_or_null())
        .must("as_of", date())
        .must("horizon_days", or_null(days()))
        .must("matured_share", number_or_null())
        .must("totals", totals())
        .must("curve", curve())
        .must("months", months())
        .must("control", or_null(control()))
        .must("window", or_null(window()))
        .must("stages", or_null(list_of(stage)))
        .must("stages_missing", text_or_null())
        .must("managers", or_null(managers()))
        .must("managers_missing", text_or_null())
        .must("sources", or_null(list_of(group().text())))
        .must("sources_missing", text_or_null())
        .must("stale", stale())
        .must("scenario", or_null(scenario()))
        .must("scenario_notes", list_of(note))
        .text();
}

std::string growth() {
    const std::string pair = list_of(date(), 2, 2);
    const std::string result = share_fields().must("average_check", number_or_null()).text();
    const std::string side = Object().must("deals", count()).must("won", count()).text();
    const std::string source = Object()
                                   .must("name", text())
                                   .must("pooled", truth())
                                   .must("before", side)
                                   .must("after", side)
                                   .must("rate_effect", number())
                                   .must("mix_effect", number())
                                   .text();
    const std::string longer = Object()
                                   .must("horizon_days", days())
                                   .must("before", number())
                                   .must("after", number())
                                   .must("difference", number())
                                   .must("difference_interval", interval())
                                   .text();
    const std::string evidence = Object()
                                     .must("as_of", date())
                                     .must("rows_read", count())
                                     .must("deals", count())
                                     .must("file_sha256", or_null(sha256()))
                                     .must("file_bytes", count())
                                     .must("agreement_sha256", or_null(sha256()))
                                     .text();
    return Object()
        .header("funnel-growth")
        .must("periods", Object().must("before", pair).must("after", pair).text())
        .must("horizon_days", days())
        .must("dispersion", number())
        .must("exploratory", truth())
        .must("before", result)
        .must("after", result)
        .must("difference", number())
        .must("difference_interval", interval())
        .must("distinguishable", truth())
        .must("ratio", number_or_null())
        .must("by_source", list_of(source))
        .must("rate_effect", number())
        .must("rate_effect_interval", interval())
        .must("rate_distinguishable", truth())
        .must("mix_effect", number())
        .must("extra_won", number())
        .must("extra_revenue", number_or_null())
        .must("extra_revenue_interval", interval_or_null())
        .must("deals_needed", or_null(count()))
        .must("longer", or_null(longer))
        .must("fee", number_or_null())
        .must("evidence", evidence)
        .text();
}

std::string period() {
    return Object().must("from", date()).must("to", date()).text();
}

std::string fee() {
    return Object()
        .must("growth_share", share())
        .may("cap", or_null(R"({"type":"number","minimum":0})"))
        .must("pay_when", one_of(deals::kPayWhenNames))
        .text();
}

std::string agreement() {
    const std::string baseline =
        Object().must("deals", count()).must("won", count()).must("ids_sha256", text_of(64, 64)).text();
    return Object()
        .header("funnel-growth-agreement")
        .must("made", date())
        .must("before", period())
        .must("after", period())
        .must("horizon_days", days())
        .must("mapping", mapping())
        .must("baseline", baseline)
        .must("min_deals", count())
        .must("fee", fee())
        .text();
}

std::string open_request() {
    return Object().may("mapping", or_null(mapping())).may("rows", truth()).text();
}

// What every question to an opened file holds.
Object request() {
    return Object()
        .must("today", date())
        .may("as_of", or_null(date()))
        .may("horizon_days", or_null(days()))
        .may("mapping", or_null(mapping()));
}

std::string report_request() {
    return request().may("months", whole_from(1, deals::kMaxWindowMonths)).text();
}

std::string growth_request() {
    return request()
        .must("before", period())
        .must("after", period())
        .may("agreement", or_null(agreement()))
        .may("file_sha256", text_of(0, 64))
        .may("file_bytes", count())
        .text();
}

std::string agreement_request() {
    return request()
        .must("before", period())
        .must("after", period())
        .may("min_deals", count())
        .must("fee", fee())
        .text();
}

constexpr std::array kDocuments{DocumentSchema{"deals-mapping", mapping},
                                DocumentSchema{"deals-proposal", proposal},
                                DocumentSchema{"deals-report", report},
                                DocumentSchema{"growth", growth},
                                DocumentSchema{"growth-agreement", agreement},
                                DocumentSchema{"deals-open", open_request},
                                DocumentSchema{"deals-report-request", report_request},
                                DocumentSchema{"growth-request", growth_request},
                                DocumentSchema{"agreement-request", agreement_request}};

}  // namespace

std::span<const DocumentSchema> deals_schemas() {
    return kDocuments;
}

}  // namespace funnel
