#include <algorithm>

#include "core/json/deals_json.hpp"
#include "core/json/deals_writing.hpp"
#include "core/json/document.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::ObjectReader;
using codec::Presence;
using deals::Meaning;
using deals::Role;
namespace say = sentences::issues;

constexpr std::size_t kMostTexts = 65'535;
constexpr std::size_t kLongestText = std::size_t{64} << 10U;

void read_columns(const Json& value, const std::string& path, deals::Mapping& mapping,
                  std::vector<Issue>& issues) {
    ObjectReader fields(value, path, issues);
    if (!fields.is_object()) return;
    for (std::size_t r = 0; r < deals::kRoles; ++r) {
        const std::string_view name = deals::name_of(static_cast<Role>(r));
        if (!fields.has(name)) continue;
        fields.ignore(name);
        const Json& column = value[std::string(name)];
        if (column.is_string()) {
            mapping.columns[r].push_back(column.get<std::string>());
        } else if (column.is_array() && column.size() <= deals::kMaxColumns) {
            for (const Json& header : column) {
                if (header.is_string())
                    mapping.columns[r].push_back(header.get<std::string>());
                else
                    fields.report(name, say::wrong_type_columns);
            }
        } else if (!column.is_null()) {
            fields.report(name, say::wrong_type_column);
        }
    }
    fields.finish();
}

std::optional<Meaning> meaning_in(const Json& value) {
    using Kind = Meaning::Kind;
    if (value.is_number_integer()) {
        const auto place = value.get<std::int64_t>();
        if (place < 1 || place > deals::kMaxPlace) return std::nullopt;
        return Meaning{Kind::place, static_cast<std::uint8_t>(place)};
    }
    if (!value.is_string()) return std::nullopt;
    const std::string text = value.get<std::string>();
    for (const Kind kind : {Kind::won, Kind::lost, Kind::unfit, Kind::open, Kind::ignore}) {
        if (text == codec::name_of({kind, 0})) return Meaning{kind, 0};
    }
    return std::nullopt;
}

void read_stages(const Json& list, const std::string& path, deals::Mapping& mapping,
                 std::vector<Issue>& issues) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        ObjectReader fields(list[i], codec::pointer(path, i), issues);
        const auto name = fields.text("name", {0, kLongestText}, Presence::required);
        fields.ignore("means");
        const std::optional<Meaning> means =
            fields.has("means") ? meaning_in(list[i]["means"]) : std::nullopt;
        if (!means)
            fields.report("means", fields.has("means") ? say::out_of_range_meaning : say::missing_meaning,
                          {{"most", std::to_string(deals::kMaxPlace)}});
        fields.finish();
        if (name && means) mapping.stages.push_back({*name, *means});
    }
}

void read_reasons(const Json& list, const std::string& path, deals::Mapping& mapping,
                  std::vector<Issue>& issues) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        ObjectReader fields(list[i], codec::pointer(path, i), issues);
        const auto name = fields.text("name", {0, kLongestText}, Presence::required);
        const auto means = fields.choice("means", deals::kReasonMeanings, Presence::required);
        fields.finish();
        if (name && means) mapping.reasons.push_back({*name, *means == 1});
    }
}

}  // namespace

namespace codec {

std::string_view name_of(Meaning meaning) {
    switch (meaning.kind) {
        case Meaning::Kind::won:
            return "won";
        case Meaning::Kind::lost:
            return "lost";
        case Meaning::Kind::unfit:
            return "unfit";
        case Meaning::Kind::open:
            return "open";
        case Meaning::Kind::ignore:
            return "ignore";
        default:
            return "";
    }
}

deals::Mapping read_mapping(const Json& root, const std::string& path, std::vector<Issue>& issues) {
    deals::Mapping mapping;
    ObjectReader fields(root, path, issues);
    if (!fields.is_object() || !fields.header("funnel-deals-mapping", 1)) return mapping;
    if (const Json* columns = fields.object("columns", Presence::required))
        read_columns(*columns, pointer(path, "columns"), mapping, issues);
    if (const Json* stages = fields.array("stages", {0, kMostTexts}, Presence::optional))
        read_stages(*stages, pointer(path, "stages"), mapping, issues);
    if (const Json* reasons = fields.array("reasons", {0, kMostTexts}, Presence::optional))
        read_reasons(*reasons, pointer(path, "reasons"), mapping, issues);
    if (const auto order = fields.choice_or_null("date_order", deals::kDateOrderNames))
        mapping.date_order = static_cast<deals::DateOrder>(*order);
    if (const auto decimal = fields.choice_or_null("decimal", deals::kDecimalNames))
        mapping.decimal = deals::kDecimalNames[*decimal].front();
    mapping.pipeline = fields.text_or_null("pipeline", {0, kLongestText});
    if (const auto days = fields.integer_or_null("merge_repeats_days", {0, 36'500}))
        mapping.merge_repeats_days = static_cast<int>(*days);
    fields.ignore("proposal");
    fields.finish();
    return mapping;
}

void write(JsonWriter& json, Meaning meaning) {
    if (meaning.kind == Meaning::Kind::place)
        json.value(static_cast<int>(meaning.place));
    else
        json.value(name_of(meaning));
}

void write_mapping_fields(JsonWriter& json, const deals::Mapping& mapping) {
    json.field("format", "funnel-deals-mapping").field("version", 1);
    json.key("columns").begin_object();
    for (std::size_t r = 0; r < deals::kRoles; ++r) {
        const std::vector<std::string>& columns = mapping.columns[r];
        const Role role = static_cast<Role>(r);
        if (role == Role::modified && columns.empty()) continue;
        json.key(deals::name_of(role));
        if (role == Role::stage_dates ? !columns.empty() : columns.size() > 1)
            json.value(columns);
        else if (columns.empty())
            json.null();
        else
            json.value(columns.front());
    }
    json.end_object();
    json.key("stages").begin_array();
    for (const deals::Mapping::Stage& stage : mapping.stages) {
        json.begin_object();
        json.field("name", stage.name);
        write(json.key("means"), stage.means);
        json.end_object();
    }
    json.end_array();
    json.key("reasons").begin_array();
    for (const deals::Mapping::Reason& reason : mapping.reasons) {
        json.begin_object();
        json.field("name", reason.name).field("means", reason.unfit ? "unfit" : "lost");
        json.end_object();
    }
    json.end_array();
    json.key("date_order");
    if (mapping.date_order)
        json.value(deals::kDateOrderNames[static_cast<std::size_t>(*mapping.date_order)]);
    else
        json.null();
    json.key("decimal");
    if (mapping.decimal)
        json.value(std::string(1, *mapping.decimal));
    else
        json.null();
    json.field("pipeline", mapping.pipeline).field("merge_repeats_days", mapping.merge_repeats_days);
}

}  // namespace codec

MappingResult mapping_from_json(std::string_view text) {
    const codec::Document document = codec::parse_document(text);
    MappingResult result;
    result.issues = document.issues;
    if (!document.readable) return result;
    deals::Mapping mapping = codec::read_mapping(document.root, "", result.issues);
    if (result.issues.empty()) result.mapping = std::move(mapping);
    return result;
}

std::string mapping_to_json(const deals::Mapping& mapping) {
    codec::JsonWriter json;
    json.begin_object();
    codec::write_mapping_fields(json, mapping);
    json.end_object();
    return json.take();
}

std::string mapping_to_canonical_json(const deals::Mapping& mapping) {
    return codec::canonical(codec::parse_document(mapping_to_json(mapping)).root);
}

}  // namespace funnel
