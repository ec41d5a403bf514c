// Everything there is to know about the workbench, as text.
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/json/json_writer.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/json/solver_json.hpp"
#include "workbench/command_fields.hpp"
#include "workbench/commands.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr std::array<std::string_view, 5> kKeysNames{"nobody", "number_typed", "words_typed", "number_field",
                                                     "slides"};

std::string letter(std::size_t index) {
    return {letter_of(index)};
}

std::string view_of(const Workbench& workbench) {
    const View& view = workbench.view();
    codec::JsonWriter writer;
    writer.begin_object();
    writer.field("theme", kThemeNames[static_cast<std::size_t>(view.theme)]).field("zoom", view.zoom_percent);
    writer.field("tab", kTabNames[static_cast<std::size_t>(view.tab)]).field("details", view.details);
    writer.field("presenting", view.presenting).field("step", view.presenter_step);
    writer.field("counts", view.stages_as_counts).field("notice", view.notice);
    writer.end_object();
    return writer.take();
}

std::string changes_of(const Results& results) {
    std::string out = "{";
    const char* comma = "";
    for (std::size_t i = 0; i < results.change.size(); ++i) {
        const auto& change = results.change[i];
        if (!change) continue;
        out += comma + ('"' + letter(i) + "\":");
        out += change->comparison ? comparison_to_json(*change->comparison) : issues_to_json(change->issues);
        comma = ",";
    }
    return out + '}';
}

// A field as it is called in commands, and by a key that stays its own when stages move.
struct FieldName {
    std::string id, key;
};

void field(codec::JsonWriter& writer, const FieldName& name, std::string_view label, std::string_view unit,
           const std::optional<double>& shown, std::string_view help) {
    writer.begin_object();
    writer.field("id", name.id).field("key", name.key).field("label", label).field("unit", unit);
    writer.field("text", shown ? number(*shown, 6) : std::string()).field("help", help);
    writer.end_object();
}

// Every input with what stands in it, in the order of speaking.
std::string fields_of(const Scenario& scenario, const Report& report) {
    codec::JsonWriter writer;
    writer.begin_array();
    const auto quantities = [&](std::initializer_list<QuantityId> ids) {
        for (const QuantityId id : ids) {
            const Quantity& q = quantity(id);
            const auto value = value_of(scenario, id);
            const bool target = q.id.substr(0, 7) == "target/";
            field(writer, {std::string(q.id), std::string(q.id)},
                  (target ? "Цель: " : "") + std::string(q.label), q.unit,
                  value ? std::optional<double>(shown_from_value(q, *value)) : std::nullopt, q.help);
        }
    };
    quantities({QuantityId::managers, QuantityId::leads, QuantityId::average_check});
    for (std::size_t i = 0; i < scenario.stages.size(); ++i) {
        const Stage& stage = scenario.stages[i];
        field(writer, {"stages/" + std::to_string(i) + "/conversion", stage.id + "/conversion"}, stage.name,
              "%", report.now.stages[i].conversion * 100, "");
    }
    quantities({QuantityId::capacity, QuantityId::target_managers, QuantityId::target_leads,
                QuantityId::target_average_check, QuantityId::target_capacity});
    for (std::size_t i = 0; i < scenario.stages.size(); ++i) {
        const Stage& stage = scenario.stages[i];
        const auto& target = stage.target_conversion;
        field(writer, {"stages/" + std::to_string(i) + "/target", stage.id + "/target"},
              "Цель: " + stage.name, "%", target ? std::optional<double>(*target * 100) : std::nullopt, "");
    }
    quantities({QuantityId::goal_revenue, QuantityId::working_days, QuantityId::history_months,
                QuantityId::check_spread, QuantityId::gross_margin, QuantityId::fee_per_month,
                QuantityId::fee_growth_share, QuantityId::ramp_starts, QuantityId::ramp_full,
                QuantityId::ramp_sales_cycle, QuantityId::ramp_months});
    writer.end_array();
    return writer.take();
}

std::string goal_of(const std::optional<Goal>& goal) {
    codec::JsonWriter writer;
    if (!goal) {
        writer.null();
        return writer.take();
    }
    writer.begin_object();
    writer.field("revenue", goal->revenue).field("reachable", goal->reachable).field("sales", goal->sales);
    writer.field("leads", goal->leads).field("managers", goal->managers);
    writer.end_object();
    return writer.take();
}

// The name, what it brings against the base in whole roubles, and where from.
std::string told_of(const Document& document, const Results& results, std::size_t index) {
    Document in_hand = document;
    in_hand.active = index;
    const Comparison* compared = results.comparison(index);
    codec::JsonWriter writer;
    writer.begin_object();
    writer.field("name", document.variants[index].name);
    writer.field("change", compared == nullptr
                               ? std::optional<double>()
                               : std::round(compared->revenue_b) - std::round(compared->revenue_a));
    writer.field("sentence", story_sentence(Told{in_hand, results}));
    writer.end_object();
    const std::string object = writer.take();
    return object.substr(1, object.size() - 2);
}

std::string head_of(const Workbench& workbench) {
    const Document& document = workbench.history().now();
    const Workbench::Keys keys = workbench.keys();
    codec::JsonWriter writer;
    writer.begin_object();
    writer.field("revision", static_cast<std::int64_t>(workbench.history().revision()));
    writer.field("active", letter(document.active)).field("base", letter(workbench.results().base));
    const std::size_t baseline = index_of(document, document.baseline);
    writer.key("baseline");
    if (baseline < document.variants.size()) {
        writer.value(letter(baseline));
    } else {
        writer.null();
    }
    writer.field("keys", kKeysNames[static_cast<std::size_t>(keys)]);
    writer.field("typing", keys == Workbench::Keys::number_typed || keys == Workbench::Keys::words_typed);
    writer.field("provisional", workbench.provisional());
    writer.field("undoes", workbench.history().undoes()).field("redoes", workbench.history().redoes());
    writer.field("can_undo", workbench.history().can_undo())
        .field("can_redo", workbench.history().can_redo());
    writer.end_object();
    return writer.take();
}

}  // namespace

std::string state_of(const Workbench& workbench) {
    const Document& document = workbench.history().now();
    const Results& results = workbench.results();
    std::string out = head_of(workbench);
    out.pop_back();
    out += ",\"slots\":{";
    for (std::size_t i = 0; i < document.variants.size(); ++i) {
        if (i > 0) out += ',';
        out += '"' + letter(i) + "\":{" + told_of(document, results, i) +
               ",\"scenario\":" + scenario_to_json(*results.variant[i].scenario) +
               ",\"report\":" + report_to_json(results.variant[i].report) + '}';
    }
    const Told told{document, results};
    codec::JsonWriter story;
    story.begin_object();
    story.field("sentence", story_sentence(told)).field("finding", story_finding(told));
    story.end_object();
    codec::JsonWriter pinned;
    pinned.begin_object();
    pinned.field("what", name_of(results.pin.what))
        .field("stage", results.pin.stage_id)
        .field("value", results.pin.value);
    pinned.end_object();
    out += "},\"changes\":" + changes_of(results) + ",\"view\":" + view_of(workbench);
    out += ",\"fields\":" + fields_of(document.scenario(), results.variant[document.active].report);
    out += ",\"story\":" + story.take() + ",\"goal\":" + goal_of(results.goal) + ",\"pin\":" + pinned.take();
    codec::JsonWriter furthest;
    furthest.value(results.furthest);
    out += ",\"furthest\":" + furthest.take();
    return out + ",\"solution\":" + solve_result_to_json(results.solution) + '}';
}

}  // namespace funnel::workbench
