#include "core/deals/sha256.hpp"
#include "core/json/deals_json.hpp"
#include "core/json/deals_writing.hpp"
#include "core/json/document.hpp"
#include "core/json/period_json.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::JsonWriter;
using codec::number;
using codec::ObjectReader;
using codec::Presence;
using namespace deals;

constexpr codec::IntegerRange kCounts{0, 1'000'000'000};

void write_period(JsonWriter& json, Period period) {
    json.begin_object();
    json.field("from", iso_from_day(period.from)).field("to", iso_from_day(period.to));
    json.end_object();
}

void write_result(JsonWriter& json, const PeriodResult& result) {
    json.begin_object();
    json.field("deals", number(result.deals))
        .field("won", number(result.won))
        .field("conversion", result.conversion);
    json.field("interval", result.interval).field("average_check", result.average_check);
    json.end_object();
}

void write_side(JsonWriter& json, std::uint64_t deals, std::uint64_t won) {
    json.begin_object();
    json.field("deals", number(deals)).field("won", number(won));
    json.end_object();
}

void write_sources(JsonWriter& json, const std::vector<SourceEffect>& sources) {
    json.begin_array();
    for (const SourceEffect& source : sources) {
        json.begin_object();
        json.field("name", source.name).field("pooled", source.pooled);
        write_side(json.key("before"), source.deals_before, source.won_before);
        write_side(json.key("after"), source.deals_after, source.won_after);
        json.field("rate_effect", source.rate_effect).field("mix_effect", source.mix_effect);
        json.end_object();
    }
    json.end_array();
}

void write_longer(JsonWriter& json, const std::optional<Growth::Longer>& longer) {
    if (!longer) return json.null();
    json.begin_object();
    json.field("horizon_days", longer->horizon_days)
        .field("before", longer->before)
        .field("after", longer->after);
    json.field("difference", longer->difference).field("difference_interval", longer->difference_interval);
    json.end_object();
}

Baseline read_baseline(const Json& value, std::vector<Issue>& issues) {
    ObjectReader fields(value, "/baseline", issues);
    Baseline baseline;
    baseline.deals =
        static_cast<std::uint64_t>(fields.integer("deals", kCounts, Presence::required).value_or(0));
    baseline.won = static_cast<std::uint64_t>(fields.integer("won", kCounts, Presence::required).value_or(0));
    baseline.ids_sha256 = fields.text("ids_sha256", {64, 64}, Presence::required).value_or("");
    fields.finish();
    return baseline;
}

}  // namespace

namespace codec {

GrowthFee read_growth_fee(const Json& value, std::vector<Issue>& issues) {
    ObjectReader fields(value, "/fee", issues);
    GrowthFee fee;
    fee.growth_share = fields.number("growth_share", {0, 1}, Presence::required).value_or(0);
    fee.cap = fields.number_or_null("cap", {});
    if (const auto when = fields.choice("pay_when", kPayWhenNames, Presence::required))
        fee.pay_when = static_cast<PayWhen>(*when);
    fields.finish();
    return fee;
}

}  // namespace codec

std::string growth_to_json(const Growth& growth, const DealSet& set, const GrowthEvidence& evidence,
                           const std::optional<std::string>& agreement_sha256) {
    JsonWriter json;
    json.begin_object();
    json.field("format", "funnel-growth").field("version", 1);
    json.key("periods").begin_object();
    json.key("before").value(std::vector<std::string>{iso_from_day(growth.periods.before.from),
                                                      iso_from_day(growth.periods.before.to)});
    json.key("after").value(std::vector<std::string>{iso_from_day(growth.periods.after.from),
                                                     iso_from_day(growth.periods.after.to)});
    json.end_object();
    json.field("horizon_days", growth.horizon_days)
        .field("dispersion", growth.dispersion)
        .field("exploratory", growth.exploratory);
    write_result(json.key("before"), growth.before);
    write_result(json.key("after"), growth.after);
    json.field("difference", growth.difference).field("difference_interval", growth.difference_interval);
    json.field("distinguishable", growth.distinguishable).field("ratio", growth.ratio);
    write_sources(json.key("by_source"), growth.by_source);
    json.field("rate_effect", growth.rate_effect).field("rate_effect_interval", growth.rate_effect_interval);
    json.field("rate_distinguishable", growth.rate_distinguishable).field("mix_effect", growth.mix_effect);
    json.field("extra_won", growth.extra_won).field("extra_revenue", growth.extra_revenue);
    json.field("extra_revenue_interval", growth.extra_revenue_interval);
    json.key("deals_needed");
    if (growth.deals_needed)
        json.value(number(*growth.deals_needed));
    else
        json.null();
    write_longer(json.key("longer"), growth.longer);
    json.field("fee", growth.fee);
    json.key("evidence").begin_object();
    json.field("as_of", iso_from_day(set.as_of))
        .field("rows_read", number(set.rows.read))
        .field("deals", number(set.deals.size()));
    json.key("file_sha256");
    if (evidence.file_sha256.empty())
        json.null();
    else
        json.value(evidence.file_sha256);
    json.field("file_bytes", number(evidence.file_bytes)).field("agreement_sha256", agreement_sha256);
    json.end_object();
    json.end_object();
    return json.take();
}

AgreementResult agreement_from_json(std::string_view text) {
    const codec::Document document = codec::parse_document(text);
    AgreementResult result;
    result.issues = document.issues;
    if (!document.readable) return result;
    Agreement agreement;
    ObjectReader fields(document.root, "", result.issues);
    if (!fields.is_object() || !fields.header("funnel-growth-agreement", 1)) return result;
    agreement.made = codec::read_day(fields, "made", Presence::required).value_or(0);
    if (const Json* before = fields.object("before", Presence::required))
        agreement.periods.before = codec::read_period(*before, "/before", result.issues);
    if (const Json* after = fields.object("after", Presence::required))
        agreement.periods.after = codec::read_period(*after, "/after", result.issues);
    agreement.horizon_days =
        static_cast<int>(fields.integer("horizon_days", {1, kMaxHorizon}, Presence::required).value_or(1));
    if (const Json* mapping = fields.object("mapping", Presence::required))
        agreement.mapping = codec::read_mapping(*mapping, "/mapping", result.issues);
    if (const Json* baseline = fields.object("baseline", Presence::required))
        agreement.baseline = read_baseline(*baseline, result.issues);
    agreement.min_deals =
        static_cast<std::uint64_t>(fields.integer("min_deals", kCounts, Presence::required).value_or(0));
    if (const Json* fee = fields.object("fee", Presence::required))
        agreement.fee = codec::read_growth_fee(*fee, result.issues);
    fields.finish();
    if (!result.issues.empty()) return result;
    result.agreement = std::move(agreement);
    result.sha256 = sha256_hex(codec::canonical(document.root));
    return result;
}

std::string agreement_to_canonical_json(const Agreement& agreement) {
    JsonWriter json;
    json.begin_object();
    json.field("format", "funnel-growth-agreement")
        .field("version", 1)
        .field("made", iso_from_day(agreement.made));
    write_period(json.key("before"), agreement.periods.before);
    write_period(json.key("after"), agreement.periods.after);
    json.field("horizon_days", agreement.horizon_days);
    json.key("mapping").begin_object();
    codec::write_mapping_fields(json, agreement.mapping);
    json.end_object();
    json.key("baseline").begin_object();
    json.field("deals", number(agreement.baseline.deals))
        .field("won", number(agreement.baseline.won))
        .field("ids_sha256", agreement.baseline.ids_sha256);
    json.end_object();
    json.field("min_deals", number(agreement.min_deals));
    json.key("fee").begin_object();
    json.field("growth_share", agreement.fee.growth_share).field("cap", agreement.fee.cap);
    json.field("pay_when", kPayWhenNames[static_cast<std::size_t>(agreement.fee.pay_when)]);
    json.end_object();
    json.end_object();
    return codec::canonical(codec::parse_document(json.take()).root);
}

}  // namespace funnel
