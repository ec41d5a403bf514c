#include "core/json/deals_request_json.hpp"

#include "core/deals/sha256.hpp"
#include "core/json/deals_writing.hpp"
#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/period_json.hpp"
#include "core/json/report_json.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::JsonWriter;
using codec::ObjectReader;
using codec::Presence;
using namespace deals;

std::string refused(const std::vector<Issue>& issues) {
    return issues_to_json(issues);
}

std::string named(std::string_view name, const std::string& json) {
    std::string text = "{\"";
    text.append(name).append("\":").append(json).append("}");
    return text;
}

// The fields that every request has.
class Request {
public:
    Request(const DealsReader& reader, std::string_view text)
        : reader_(reader), document_(codec::parse_document(text)) {
        issues = document_.issues;
        if (document_.readable) fields_.emplace(document_.root, "", issues);
        if (!ready()) return;
        when.today = day("today", Presence::required).value_or(0);
        if (fields_->has("as_of") && document_.root["as_of"].is_null())
            fields_->ignore("as_of");
        else if (fields_->has("as_of"))
            when.as_of = day("as_of", Presence::optional);
        if (const auto days = fields_->integer_or_null("horizon_days", {1, kMaxHorizon}))
            horizon_days = static_cast<int>(*days);
        const Json* given = fields_->object_or_null("mapping");
        mapping = given != nullptr ? codec::read_mapping(*given, "/mapping", issues) : reader.mapping();
        if (given != nullptr && issues.empty()) check_columns();
        const std::vector<Issue> unread = reader.issues();
        issues.insert(issues.end(), unread.begin(), unread.end());
    }

    [[nodiscard]] bool ready() const { return fields_ && fields_->is_object(); }
    ObjectReader& fields() { return *fields_; }

    std::optional<Day> day(std::string_view key, Presence presence) {
        return codec::read_day(*fields_, key, presence);
    }

    Period period(std::string_view key) {
        const Json* value = fields_->object(key, Presence::required);
        return value == nullptr ? Period{} : codec::read_period(*value, "/" + std::string(key), issues);
    }

    // The deals, once every field was read; absent with issues.
    std::optional<DealSet> deals() {
        if (ready()) fields_->finish();
        if (!issues.empty()) return std::nullopt;
        DealsResult result = reader_.deals(mapping, when);
        issues = std::move(result.issues);
        return std::move(result.set);
    }

    std::vector<Issue> issues;
    AsOf when;
    Mapping mapping;
    std::optional<int> horizon_days;

private:
    void check_columns() {
        std::vector<Issue> missing;
        const RoleColumns wanted = columns_of(mapping, reader_.store().table.columns, missing);
        issues.insert(issues.end(), missing.begin(), missing.end());
        if (missing.empty() && wanted != reader_.store().columns) {
            issues.push_back(issue_at("/mapping/columns", sentences::deals::columns_differ));
        }
    }

    const DealsReader& reader_;
    codec::Document document_;
    std::optional<ObjectReader> fields_;
};

}  // namespace

DealsOpenResult deals_open_from_json(std::string_view text) {
    const codec::Document document = codec::parse_document(text);
    DealsOpenResult result;
    result.issues = document.issues;
    if (!document.readable) return result;
    ReaderOptions options;
    options.keep_ids = true;
    ObjectReader fields(document.root, "", result.issues);
    if (const Json* mapping = fields.object_or_null("mapping")) {
        options.mapping = codec::read_mapping(*mapping, "/mapping", result.issues);
    }
    if (fields.boolean("rows", Presence::optional).value_or(false)) options.table = {',', true};
    fields.finish();
    if (result.issues.empty()) result.options = std::move(options);
    return result;
}

std::string answer_proposal(const DealsReader& reader) {
    if (reader.table().refusal()) return refused({*reader.table().refusal()});
    return named("proposal", proposal_to_json(reader));
}

std::string answer_report(const DealsReader& reader, std::string_view text) {
    Request request(reader, text);
    if (!request.ready()) return refused(request.issues);
    AnalysisOptions options;
    options.horizon_days = request.horizon_days;
    options.window_months = static_cast<int>(
        request.fields().integer("months", {1, kMaxWindowMonths}, Presence::optional).value_or(6));
    const std::optional<DealSet> set = request.deals();
    if (!set) return refused(request.issues);
    const DealsReport report = report_of(*set, reader.store(), options);
    const std::optional<Ratio> later = ripens_later(report);
    JsonWriter json;
    json.begin_object();
    json.field("ripens_later", later).field("idle_texts", set->idle_texts);
    json.key("report").raw(deals_report_to_json(reader, *set, report));
    json.end_object();
    return json.take();
}

std::string answer_growth(const DealsReader& reader, std::string_view text) {
    Request request(reader, text);
    if (!request.ready()) return refused(request.issues);
    Measured measured;
    measured.periods = {request.period("before"), request.period("after")};
    measured.horizon_days = request.horizon_days;
    std::optional<Agreement> agreement;
    std::optional<std::string> sha256;
    if (const Json* given = request.fields().object_or_null("agreement")) {
        AgreementResult read = agreement_from_json(codec::canonical(*given));
        for (Issue issue : read.issues) {
            issue.path = "/agreement" + issue.path;
            request.issues.push_back(std::move(issue));
        }
        agreement = std::move(read.agreement);
        if (agreement) sha256 = read.sha256;
    }
    if (agreement)
        measured.same_mapping =
            mapping_to_canonical_json(request.mapping) == mapping_to_canonical_json(agreement->mapping);
    GrowthEvidence evidence;
    evidence.file_sha256 = request.fields().text("file_sha256", {0, 64}, Presence::optional).value_or("");
    evidence.file_bytes = static_cast<std::uint64_t>(
        request.fields().integer("file_bytes", {0, std::int64_t{1} << 40}, Presence::optional).value_or(0));
    const std::optional<DealSet> set = request.deals();
    if (!set) return refused(request.issues);
    const GrowthResult result = measured_growth(*set, reader.store(), measured, agreement);
    if (!result.growth) return refused(result.issues);
    return named("growth", growth_to_json(*result.growth, *set, evidence, sha256));
}

std::string answer_agreement(const DealsReader& reader, std::string_view text) {
    Request request(reader, text);
    if (!request.ready()) return refused(request.issues);
    Agreement agreement;
    agreement.periods = {request.period("before"), request.period("after")};
    agreement.min_deals = static_cast<std::uint64_t>(
        request.fields().integer("min_deals", {0, 1'000'000'000}, Presence::optional).value_or(0));
    if (const Json* fee = request.fields().object("fee", Presence::required))
        agreement.fee = codec::read_growth_fee(*fee, request.issues);
    const std::optional<DealSet> set = request.deals();
    if (!set) return refused(request.issues);
    const std::optional<int> horizon =
        request.horizon_days ? request.horizon_days : Curve(set->deals, set->as_of).horizon();
    if (!horizon) return refused({issue_at("/horizon_days", sentences::deals::no_horizon)});
    agreement.made = request.when.today;
    agreement.horizon_days = *horizon;
    agreement.mapping = request.mapping;
    agreement.baseline = baseline_of(*set, reader.store(), agreement.periods.before, *horizon);
    const std::string canonical = agreement_to_canonical_json(agreement);
    JsonWriter json;
    json.begin_object();
    json.field("agreement", canonical).field("sha256", sha256_hex(canonical));
    json.end_object();
    return json.take();
}

}  // namespace funnel
