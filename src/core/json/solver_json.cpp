#include "core/json/solver_json.hpp"

#include <utility>

#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/scenario_json.hpp"

namespace funnel {
namespace {

using codec::Json;
using codec::ObjectReader;
using codec::Presence;

std::optional<Pin> read_pin(const Json& value, std::vector<Issue>& issues) {
    ObjectReader reader(value, "/pin", issues);
    const auto what = reader.choice("what", kPinnedNames, Presence::required);
    const auto number = reader.number("value", {}, Presence::required);
    const auto stage = reader.text("stage", {0, kMaxStageId}, Presence::optional);
    reader.finish();
    if (!what || !number) return std::nullopt;
    return Pin{static_cast<Pinned>(*what), stage.value_or(""), *number};
}

std::optional<Give> read_give(const Json& value, std::vector<Issue>& issues) {
    ObjectReader reader(value, "/give", issues);
    const auto what = reader.choice("what", kGivesNames, Presence::required);
    const auto stage = reader.text("stage", {0, kMaxStageId}, Presence::optional);
    reader.finish();
    if (!what) return std::nullopt;
    return Give{static_cast<Gives>(*what), stage.value_or("")};
}

}  // namespace

SolveRequestResult solve_request_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    SolveRequestResult result{std::nullopt, std::move(document.issues)};
    if (!document.readable) return result;
    ObjectReader reader(document.root, "", result.issues);
    const Json* scenario_value = reader.object("scenario", Presence::required);
    const Json* pin_value = reader.object("pin", Presence::required);
    const Json* give_value = reader.object("give", Presence::required);
    reader.finish();
    std::optional<Scenario> scenario;
    if (scenario_value != nullptr) {
        ScenarioResult read = scenario_from_json(scenario_value->dump());
        scenario = std::move(read.scenario);
        for (Issue& issue : read.issues) {
            issue.path = "/scenario" + issue.path;
            result.issues.push_back(std::move(issue));
        }
    }
    auto pin = pin_value != nullptr ? read_pin(*pin_value, result.issues) : std::nullopt;
    auto give = give_value != nullptr ? read_give(*give_value, result.issues) : std::nullopt;
    if (result.issues.empty() && scenario && pin && give) {
        result.request = SolveRequest{*std::move(scenario), *std::move(pin), *std::move(give)};
    }
    return result;
}

std::string solve_result_to_json(const SolveResult& result) {
    codec::JsonWriter writer;
    if (!result.scenario) {
        const Refusal refusal = result.refusal.value_or(Refusal{});
        writer.begin_object();
        writer.key("refusal").begin_object();
        writer.field("code", refusal.code).field("message", refusal.message);
        writer.end_object();
        writer.field("before", result.before);
        writer.end_object();
        return writer.take();
    }
    writer.begin_object();
    writer.key("change").begin_object();
    writer.field("from", result.change.from).field("to", result.change.to);
    writer.end_object();
    writer.field("before", result.before).field("reached", result.reached);
    writer.end_object();
    const std::string figures = writer.take();
    return "{\"solution\":{\"scenario\":" + scenario_to_json(*result.scenario) + ',' + figures.substr(1) +
           '}';
}

}  // namespace funnel
