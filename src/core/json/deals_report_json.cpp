#include <algorithm>
#include <cmath>

#include "core/deals/currency.hpp"
#include "core/json/deals_json.hpp"
#include "core/json/deals_writing.hpp"
#include "core/json/scenario_json.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace codec {

namespace {
// A whole number is written as one, as every language's reader of JSON would write it again.
void make_whole(Json& value) {
    constexpr double kMostExact = 9'007'199'254'740'991;
    if (value.is_number_float()) {
        const auto number = value.get<double>();
        if (number == std::floor(number) && std::fabs(number) <= kMostExact)
            value = static_cast<std::int64_t>(number);
    } else if (value.is_structured()) {
        for (Json& item : value) make_whole(item);
    }
}
}  // namespace

std::string canonical(Json value) {
    make_whole(value);
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);  // its objects are sorted by key
}

void write_counts(JsonWriter& json, std::string_view key, const std::vector<deals::TextCount>& list,
                  std::string_view name) {
    json.begin_array();
    for (const deals::TextCount& item : list) {
        json.begin_object();
        json.field(key, item.text).field(name, number(item.count));
        json.end_object();
    }
    json.end_array();
}

void write_table(JsonWriter& json, const deals::DealsReader& reader) {
    const deals::TableHead& table = reader.store().table;
    json.begin_object();
    json.field("encoding", deals::name_of(table.encoding))
        .field("delimiter", std::string(1, table.delimiter));
    json.key("header_line");
    if (table.header_line)
        json.value(static_cast<std::int64_t>(*table.header_line));
    else
        json.null();
    json.field("rows", static_cast<std::int64_t>(reader.table().rows())).field("columns", table.columns);
    json.end_object();
}

}  // namespace codec

namespace {

using codec::JsonWriter;
using codec::number;
using namespace deals;

template <typename Reason, std::size_t Size>
void write_reasons(JsonWriter& json, const std::array<LineCount, Size>& counts) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < Size; ++i) {
        if (counts[i].count > 0) order.push_back(i);
    }
    const auto first_line = [&](std::size_t i) {
        return counts[i].lines.empty() ? 0 : counts[i].lines.front();
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return first_line(a) < first_line(b); });
    json.begin_array();
    for (const std::size_t i : order) {
        json.begin_object();
        json.field("reason", deals::name_of(static_cast<Reason>(i))).field("count", number(counts[i].count));
        json.key("lines").begin_array();
        for (const std::uint32_t line : counts[i].lines) json.value(static_cast<std::int64_t>(line));
        json.end_array();
        json.end_object();
    }
    json.end_array();
}

void write_rows(JsonWriter& json, const RowCounts& rows) {
    json.begin_object();
    json.field("read", number(rows.read)).field("used", number(rows.used));
    write_reasons<LeftOut>(json.key("left_out"), rows.left_out);
    write_reasons<Told>(json.key("told"), rows.told);
    json.end_object();
}

void write_share_fields(JsonWriter& json, const Share& share) {
    json.field("deals", number(share.deals))
        .field("won", number(share.won))
        .field("conversion", share.conversion)
        .field("interval", share.interval);
}

void write_totals(JsonWriter& json, const DealsReport& report) {
    const Totals& totals = report.totals;
    json.begin_object();
    json.field("deals", number(totals.deals))
        .field("won", number(totals.won))
        .field("lost", number(totals.lost))
        .field("unfit", number(totals.unfit));
    json.field("open", number(totals.open))
        .field("won_amount", totals.won_amount)
        .field("dateless", number(totals.dateless));
    json.key("repeats");
    if (report.repeats)
        json.value(number(*report.repeats));
    else
        json.null();
    json.end_object();
}

void write_curve(JsonWriter& json, const DealsReport& report) {
    json.begin_object();
    json.key("points").begin_array();
    for (const CurvePoint& point : report.curve) {
        json.begin_object();
        json.field("day", point.day)
            .field("share", point.share)
            .field("low", point.band.low)
            .field("high", point.band.high);
        json.end_object();
    }
    json.end_array();
    json.field("t_max", report.last_day)
        .field("median_days", report.median_days)
        .field("p80_days", report.p80_days);
    json.end_object();
}

void write_months(JsonWriter& json, const std::vector<MonthReport>& months) {
    json.begin_array();
    for (const MonthReport& month : months) {
        json.begin_object();
        json.field("month", iso_from_month(month.month))
            .field("deals", number(month.deals))
            .field("won", number(month.won));
        json.field("mature", month.mature)
            .field("conversion", month.conversion)
            .field("interval", month.interval);
        json.field("won_so_far", number(month.won_so_far))
            .field("so_far", month.so_far)
            .field("forecast", month.forecast)
            .field("forecast_interval", month.forecast_interval);
        json.field("revenue", month.revenue);
        json.end_object();
    }
    json.end_array();
}

void write_control(JsonWriter& json, const std::optional<Control>& control) {
    if (!control) return json.null();
    json.begin_object();
    json.field("center", control->center).field("spread", control->spread);
    json.key("months").begin_array();
    for (const ControlMonth& month : control->months) {
        json.begin_object();
        json.field("month", iso_from_month(month.month))
            .field("low", month.limits.low)
            .field("high", month.limits.high);
        json.key("signal");
        if (month.signal == Signal::none)
            json.null();
        else
            json.value(month.signal == Signal::above ? "above"
                                                     : (month.signal == Signal::below ? "below" : "run"));
        json.end_object();
    }
    json.end_array();
    json.field("signals", control->signals);
    json.end_object();
}

void write_window(JsonWriter& json, const std::optional<Window>& window) {
    if (!window) return json.null();
    json.begin_object();
    json.key("months").begin_array();
    for (const Month month : window->months) json.value(iso_from_month(month));
    json.end_array();
    write_share_fields(json, window->all);
    json.field("dispersion", window->dispersion).field("bounds", window->bounds);
    json.key("fit");
    if (window->fit) {
        json.begin_object();
        write_share_fields(json, *window->fit);
        json.end_object();
    } else {
        json.null();
    }
    json.field("leads_per_month", window->leads_per_month).field("average_check", window->average_check);
    json.field("check_spread", window->check_spread)
        .field("won_without_amount", number(window->won_without_amount));
    json.end_object();
}

void write_missing(JsonWriter& json, std::string_view key, const std::string& reason) {
    json.key(key);
    if (reason.empty())
        json.null();
    else
        json.value(reason);
}

void write_stages(JsonWriter& json, const std::optional<std::vector<StageReport>>& stages) {
    if (!stages) return json.null();
    json.begin_array();
    for (const StageReport& stage : *stages) {
        json.begin_object();
        json.field("name", stage.name)
            .field("entered", number(stage.entered))
            .field("passed", number(stage.passed));
        json.field("conversion", stage.conversion).field("interval", stage.interval);
        json.end_object();
    }
    json.end_array();
}

enum class With : std::uint8_t { fair, plain };
void write_groups(JsonWriter& json, const std::vector<GroupReport>& groups, With with) {
    json.begin_array();
    for (const GroupReport& group : groups) {
        json.begin_object();
        json.field("name", group.name);
        write_share_fields(json, group.share);
        json.field("revenue_per_deal", group.revenue_per_deal);
        if (with == With::fair)
            json.field("fair_conversion", group.fair_conversion).field("money_left", group.money_left);
        json.end_object();
    }
    json.end_array();
}

void write_people(JsonWriter& json, const DealsReport& report) {
    json.key("managers");
    if (report.managers) {
        json.begin_object();
        write_groups(json.key("list"), report.managers->list, With::fair);
        json.field("spread_is_noise", report.managers->spread_is_noise)
            .field("prior_strength", report.managers->prior_strength);
        json.end_object();
    } else {
        json.null();
    }
    write_missing(json, "managers_missing", report.managers_missing);
    json.key("sources");
    if (report.sources)
        write_groups(json, *report.sources, With::plain);
    else
        json.null();
    write_missing(json, "sources_missing", report.sources_missing);
}

void write_stale(JsonWriter& json, const Stale& stale) {
    json.begin_object();
    json.field("older_than_days", stale.older_than_days)
        .field("count", number(stale.count))
        .field("amount", stale.amount);
    json.key("by_manager").begin_array();
    for (const StaleGroup& group : stale.by_manager) {
        json.begin_object();
        json.field("name", group.name).field("count", number(group.count)).field("amount", group.amount);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_issue(JsonWriter& json, const Issue& issue, const std::vector<TextCount>& texts) {
    json.begin_object();
    codec::write_fields(json, issue);
    codec::write_counts(json.key("texts"), "text", texts, "count");
    json.end_object();
}

void write_issues(JsonWriter& json, const DealSet& set) {
    json.begin_array();
    if (!set.unmapped.empty()) {
        const std::uint64_t rows = set.rows.left_out[static_cast<std::size_t>(LeftOut::unmapped_stage)].count;
        write_issue(json,
                    issue_at("/stages", sentences::deals::unmapped_stage, {{"rows", std::to_string(rows)}}),
                    set.unmapped);
    }
    if (const std::optional<Issue> issue = currency_issue(set))
        write_issue(json, *issue, {{set.currency, set.amounts_used}});
    json.end_array();
}

}  // namespace

std::string deals_report_to_json(const DealsReader& reader, const DealSet& set, const DealsReport& report) {
    JsonWriter json;
    json.begin_object();
    json.field("format", "funnel-deals-report").field("version", 1);
    codec::write_table(json.key("table"), reader);
    write_rows(json.key("rows"), set.rows);
    write_issues(json.key("issues"), set);
    json.key("pipelines");
    if (set.pipelines)
        codec::write_counts(json, "name", *set.pipelines, "deals");
    else
        json.null();
    json.key("pipeline");
    if (set.pipelines)
        json.value(set.pipeline);
    else
        json.null();
    json.field("as_of", iso_from_day(report.as_of))
        .field("horizon_days", report.horizon_days)
        .field("matured_share", report.matured_share);
    write_totals(json.key("totals"), report);
    write_curve(json.key("curve"), report);
    write_months(json.key("months"), report.months);
    write_control(json.key("control"), report.control);
    write_window(json.key("window"), report.window);
    write_stages(json.key("stages"), report.stages);
    write_missing(json, "stages_missing", report.stages_missing);
    write_people(json, report);
    write_stale(json.key("stale"), report.stale);
    json.key("scenario");
    if (report.scenario)
        json.raw(scenario_to_json(*report.scenario));
    else
        json.null();
    json.key("scenario_notes").begin_array();
    for (const ScenarioNote& note : report.scenario_notes) {
        json.begin_object();
        json.field("path", note.path).field("code", note.code).field("text", note.text);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take();
}

}  // namespace funnel
