#include "core/json/link_json.hpp"

#include <cstddef>
#include <utility>

#include "core/json/document.hpp"
#include "core/json/first_link.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/scenario_json.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::JsonWriter;
using codec::ObjectReader;
using codec::Presence;

void add_below(const std::string& prefix, std::vector<Issue> from, std::vector<Issue>& to) {
    for (Issue& issue : from) {
        issue.path = prefix + issue.path;
        to.push_back(std::move(issue));
    }
}

std::string variant_path(std::size_t index) {
    return "/variants/" + std::to_string(index) + "/scenario";
}

LinkReading reading_of_first(const FoundLink& found) {
    LinkReading reading{found.state, found.version, {}, {}};
    const auto document = codec::document_from_first_link(found.payload);
    if (!document) return {LinkState::damaged, 0, {}, {}};
    ScenarioResult read = scenario_from_json(*document);
    if (read.scenario) {
        reading.content = LinkContent{{{"", *std::move(read.scenario)}}, 0};
    } else {
        add_below(variant_path(0), std::move(read.issues), reading.issues);
    }
    return reading;
}

LinkReading reading_of_second(const FoundLink& found) {
    LinkReading reading{found.state, found.version, {}, {}};
    auto content = content_from_payload(found.payload);
    if (!content) return {LinkState::damaged, 0, {}, {}};
    for (std::size_t i = 0; i < content->variants.size(); ++i)
        add_below(variant_path(i), issues_of(content->variants[i].scenario), reading.issues);
    if (reading.issues.empty()) reading.content = std::move(content);
    return reading;
}

}  // namespace

LinkReading read_link(std::string_view text) {
    const FoundLink found = find_link(text);
    if (found.state != LinkState::intact) return {found.state, found.version, {}, {}};
    return found.version == 1 ? reading_of_first(found) : reading_of_second(found);
}

std::string link_reading_to_json(const LinkReading& reading) {
    JsonWriter out;
    out.begin_object();
    out.field("format", "funnel-link").field("version", 2).field("state", name_of(reading.state));
    if (reading.content) {
        out.key("variants").begin_array();
        for (const LinkVariant& variant : reading.content->variants) {
            out.begin_object();
            out.field("name", variant.name);
            out.key("scenario").raw(scenario_to_json(variant.scenario));
            out.end_object();
        }
        out.end_array();
        out.field("active", static_cast<std::int64_t>(reading.content->active));
        out.key("scenario")
            .raw(scenario_to_json(reading.content->variants[reading.content->active].scenario));
    }
    out.end_object();
    return out.take();
}

LinkContentResult link_content_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    LinkContentResult result{{}, std::move(document.issues)};
    if (!document.readable || !result.issues.empty()) return result;
    const Json& root = document.root;
    const bool is_link = root.is_object() && root.contains("format") && root["format"] == "funnel-link";
    if (!is_link) {
        ScenarioResult read = scenario_from_json(text);
        result.issues = std::move(read.issues);
        if (read.scenario) result.content = LinkContent{{{"", *std::move(read.scenario)}}, 0};
        return result;
    }
    ObjectReader fields(root, "", result.issues);
    if (!fields.header("funnel-link", 2)) return result;
    LinkContent content;
    const Json* variants = fields.array("variants", {1, kMaxLinkVariants}, Presence::required);
    if (variants == nullptr) return result;
    for (std::size_t i = 0; i < variants->size(); ++i) {
        const std::string path = codec::pointer("/variants", i);
        ObjectReader variant((*variants)[i], path, result.issues);
        LinkVariant read;
        read.name = variant.text("name", {0, 80}, Presence::optional).value_or("");
        if (const Json* scenario = variant.object("scenario", Presence::required)) {
            ScenarioResult scenario_read = scenario_from_json(codec::text_of(*scenario));
            if (scenario_read.scenario) read.scenario = *std::move(scenario_read.scenario);
            add_below(path + "/scenario", std::move(scenario_read.issues), result.issues);
        }
        content.variants.push_back(std::move(read));
    }
    const auto last = static_cast<std::int64_t>(content.variants.size()) - 1;
    content.active =
        static_cast<std::size_t>(fields.integer("active", {0, last}, Presence::optional).value_or(0));
    if (result.issues.empty()) result.content = std::move(content);
    return result;
}

}  // namespace funnel
