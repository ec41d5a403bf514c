#include "workbench/commands.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/fields.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/text/opening_sentence.hpp"
#include "workbench/command_fields.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/document/changes.hpp"
#include "workbench/document/edits.hpp"

namespace funnel::workbench {
namespace {

using Issues = std::vector<Issue>;

Answer edited(Workbench& workbench, Scenario scenario) {
    workbench.apply(EditScenario{std::move(scenario), 0});
    return {};
}

Answer set_quantity(Workbench& workbench, const Fields& fields) {
    const auto id = quantity_from(fields.text("id"));
    if (!id) return wrong("/id", "out_of_range", "Такого поля нет");
    const auto value = fields.number("value");
    if (!value && !fields.is_null("value")) return wrong("/value", "wrong_type", "Нужно число или null");
    const Quantity& q = quantity(*id);
    if (!value && !q.optional) return wrong("/value", "missing", "Это число обязательно");
    if (value && (*value < q.low || *value > q.high))
        return wrong("/value", "out_of_range", "Число вне допустимых границ");
    return edited(workbench, with_value(workbench.history().now().scenario(), *id, value));
}

Answer change_stage(Workbench& workbench, const Fields& fields) {
    Scenario scenario = workbench.history().now().scenario();
    const auto index = fields.index("index");
    if (!index || *index >= scenario.stages.size())
        return wrong("/index", "out_of_range", "Такого этапа нет");
    if (const auto conversion = fields.number("conversion"))
        scenario = with_conversion(std::move(scenario), *index, *conversion);
    if (const auto target = fields.number("target"))
        scenario = with_target(std::move(scenario), *index, *target);
    if (fields.is_null("target")) scenario = with_target(std::move(scenario), *index, std::nullopt);
    if (const Json* counts = fields.find("counts"); counts != nullptr && counts->is_object()) {
        const Fields inner(*counts);
        const auto entered = inner.number("entered");
        const auto passed = inner.number("passed");
        if (!entered || !passed) return wrong("/counts", "missing", "Нужны entered и passed");
        const Observed observed{std::llround(std::clamp(*entered, fields::entered.low, fields::entered.high)),
                                std::llround(std::clamp(*passed, fields::passed.low, fields::passed.high))};
        scenario = with_counts(std::move(scenario), *index, observed);
    }
    if (fields.find("name") != nullptr)
        scenario = with_stage_name(std::move(scenario), *index, fields.text("name"));
    return edited(workbench, std::move(scenario));
}

Answer move_stage(Workbench& workbench, const Fields& fields) {
    const auto from = fields.index("from");
    const auto to = fields.index("to");
    if (!from || !to) return wrong("", "missing", "Нужны from и to");
    return edited(workbench, with_stage_moved(workbench.history().now().scenario(), {*from, *to}));
}

Answer variant_command(Workbench& workbench, const std::string& what, const Fields& fields) {
    const Document& now = workbench.history().now();
    const auto named = fields.variant("variant", now);
    if (!named && fields.find("variant") != nullptr)
        return wrong("/variant", "out_of_range", "Такого варианта нет");
    const std::size_t index = named.value_or(now.active);
    if (what == "choose") workbench.apply(ChooseVariant{index});
    if (what == "remove") workbench.apply(RemoveVariant{index});
    if (what == "freeze") workbench.apply(FreezeVariant{index});
    if (what == "rename") workbench.apply(RenameVariant{index, fields.text("text"), 0});
    return {};
}

Answer move_variant(Workbench& workbench, const Fields& fields) {
    const auto from = fields.variant("from", workbench.history().now());
    const auto to = fields.variant("to", workbench.history().now());
    if (!from || !to) return wrong("", "missing", "Нужны from и to");
    workbench.apply(MoveVariant{{*from, *to}});
    return {};
}

Answer change_view(Workbench& workbench, const Fields& fields) {
    View view = workbench.view();
    if (const auto theme = index_in(kThemeNames, fields.find("theme")))
        view.theme = static_cast<Theme>(*theme);
    if (const auto tab = index_in(kTabNames, fields.find("tab"))) view.tab = static_cast<Tab>(*tab);
    if (const auto zoom = fields.number("zoom"))
        view.zoom_percent = static_cast<int>(std::clamp(*zoom, 1.0 * kZoomLow, 1.0 * kZoomHigh));
    if (const auto presenting = fields.flag("presenting")) view.presenting = *presenting;
    if (const auto step = fields.index("step")) view.presenter_step = static_cast<int>(*step);
    if (const auto counts = fields.flag("counts")) view.stages_as_counts = *counts;
    if (const auto details = fields.flag("details")) view.details = *details;
    if (fields.is_null("compare_with")) view.compare_with = 0;
    if (const auto variant = fields.variant("compare_with", workbench.history().now()))
        view.compare_with = workbench.history().now().variants[*variant].id;
    if (fields.find("notice") != nullptr) view.notice = fields.text("notice");
    workbench.apply(ChangeView{std::move(view)});
    return {};
}

Answer ask_solver(Workbench& workbench, const Fields& fields) {
    View view = workbench.view();
    const Json* pin_value = fields.find("pin");
    const Json* give_value = fields.find("give");
    if (pin_value == nullptr || give_value == nullptr || !pin_value->is_object() ||
        !give_value->is_object()) {
        return wrong("", "missing", "Нужны pin и give");
    }
    const Fields pin(*pin_value);
    const Fields give(*give_value);
    const auto pinned = pinned_from(pin.text("what"));
    const auto gives = gives_from(give.text("what"));
    if (!pinned) return wrong("/pin/what", "out_of_range", "Такого закрепить нельзя");
    if (!gives) return wrong("/give/what", "out_of_range", "Такое уступить не может");
    const auto value = pin.number("value");
    view.solver = {
        {*pinned, pin.text("stage"), value.value_or(0)}, {*gives, give.text("stage")}, value.has_value()};
    view.tab = Tab::solver;
    workbench.apply(ChangeView{std::move(view)});
    return {};
}

Answer apply_solution(Workbench& workbench) {
    const Results& results = workbench.results();
    if (!results.solution.scenario) {
        return wrong("", "out_of_range",
                     results.solution.refusal ? results.solution.refusal->message : "Решения нет");
    }
    Scenario scenario = *results.solution.scenario;
    // Leads are whole: as the goal counts them.
    const bool leads = workbench.view().solver.give.what == Gives::leads;
    if (leads && results.goal && results.goal->leads) scenario.leads_per_month = *results.goal->leads;
    workbench.apply(AddVariant{std::move(scenario), ""});
    return {};
}

// A scenario of which only this part is given.
ScenarioResult with_part(const char* key, const Json& value, const char* others) {
    const std::string head =
        R"({"format":"funnel-scenario","version":1,"managers":1,"leads_per_month":1,"average_check":1)";
    return scenario_from_json(head + others + ",\"" + key + "\":" + value.dump() + '}');
}

Answer take_roster(Workbench& workbench, const Fields& fields) {
    const Json* roster = fields.find("roster");
    ScenarioResult read = with_part("roster", roster == nullptr ? Json::array() : *roster,
                                    R"(,"stages":[{"id":"a","name":"A","conversion":1}])");
    if (!read.scenario) return {std::move(read.issues), ""};
    View view = workbench.view();
    view.tab = Tab::roster;
    workbench.apply(ChangeView{std::move(view)});
    return edited(workbench,
                  with_roster(workbench.history().now().scenario(), std::move(read.scenario->roster)));
}

Answer take_remarks(Workbench& workbench, const Fields& fields) {
    std::vector<Remark> remarks;
    const Json* given = fields.find("remarks");
    if (given == nullptr || !given->is_array()) return wrong("/remarks", "wrong_type", "Нужен список");
    for (const Json& one : *given) {
        if (!one.is_object()) return wrong("/remarks", "wrong_type", "Нужны объекты");
        const Fields remark(one);
        remarks.push_back({remark.text("field"), remark.text("word"), remark.text("text"),
                           remark.flag("back").value_or(false)});
    }
    workbench.remark(std::move(remarks));
    return {};
}

Answer take_stages(Workbench& workbench, const Fields& fields) {
    const Json* stages = fields.find("stages");
    ScenarioResult read = with_part("stages", stages == nullptr ? Json::array() : *stages, "");
    if (!read.scenario) return {std::move(read.issues), ""};
    return edited(workbench,
                  with_stages(workbench.history().now().scenario(), std::move(read.scenario->stages)));
}

std::string json_text(std::string_view text) {
    codec::JsonWriter writer;
    writer.value(text);
    return writer.take();
}

// A field as people type into it: its place among the stages, or its quantity.
struct TypedField {
    std::optional<QuantityId> quantity;
    std::size_t stage = 0;
    std::string what;  // "conversion", "target", "name" of a stage
    NumberField field;
};

std::optional<TypedField> typed_field(const Scenario& scenario, const std::string& id) {
    TypedField out;
    if (const auto known = quantity_from(id)) {
        const Quantity& q = quantity(*known);
        out.quantity = known;
        out.field.kind = q.kind;
        out.field.unit = q.unit;
        out.field.low = shown_from_value(q, q.low);
        out.field.high = shown_from_value(q, q.high);
        out.field.paired = paired_in(scenario, *known);
        out.field.whole = q.whole;
        out.field.optional = q.optional;
        return out;
    }
    constexpr std::string_view kStages = "stages/";
    if (id.rfind(kStages, 0) != 0) return std::nullopt;
    std::size_t at = kStages.size();
    for (; at < id.size() && id[at] >= '0' && id[at] <= '9' && out.stage < 100; ++at)
        out.stage = out.stage * 10 + static_cast<std::size_t>(id[at] - '0');
    if (at == kStages.size() || at >= id.size() || id[at] != '/' || out.stage >= scenario.stages.size())
        return std::nullopt;
    out.what = id.substr(at + 1);
    if (out.what != "conversion" && out.what != "target" && out.what != "name") return std::nullopt;
    out.field.kind = text::NumberKind::percent;
    out.field.unit = "%";
    out.field.high = 100;
    out.field.optional = out.what == "target";
    return out;
}

Answer type(Workbench& workbench, const Fields& fields) {
    const Scenario& scenario = workbench.history().now().scenario();
    const auto known = typed_field(scenario, fields.text("id"));
    if (!known) return wrong("/id", "out_of_range", "Такого поля нет");
    const std::string typed = fields.text("text");
    if (known->what == "name") return edited(workbench, with_stage_name(scenario, known->stage, typed));
    const ReadNumber read = read_typed(known->field, typed);
    if (!read.refusal.empty()) return wrong("/text", "not_a_number", read.refusal);
    if (!read.value && !known->field.optional) return wrong("/text", "missing", "Это число обязательно");
    if (known->quantity) {
        const Quantity& q = quantity(*known->quantity);
        const auto value =
            read.value ? std::optional<double>(value_from_shown(q, *read.value)) : std::nullopt;
        return edited(workbench, with_value(scenario, *known->quantity, value));
    }
    const auto share = read.value ? std::optional<Ratio>(*read.value / 100) : std::nullopt;
    if (known->what == "target") return edited(workbench, with_target(scenario, known->stage, share));
    return edited(workbench, with_conversion(scenario, known->stage, *share));
}

Answer sentence(Workbench& workbench, const Fields& fields) {
    const text::OpeningSentence said = text::read_opening_sentence(fields.text("text"));
    const Scenario& before = workbench.history().now().scenario();
    codec::JsonWriter writer;
    writer.begin_object();
    const Scenario after = said.empty() ? before : text::with_sentence(before, said);
    writer.field("said", said.empty() ? std::vector<std::string>() : changes(before, after));
    std::vector<std::string> notes;
    for (const text::SentenceNote& note : said.notes) notes.push_back(told(note));
    for (const text::SentenceNote& note : text::left_out_of(before, said)) notes.push_back(told(note));
    writer.field("notes", notes);
    const Roubles now = evaluate(before, Distribution::skip).now.revenue;
    const Roubles then = evaluate(after, Distribution::skip).now.revenue;
    writer.field("revenue_before", now).field("revenue", then);
    writer.end_object();
    if (fields.flag("take").value_or(false) && !said.empty()) workbench.apply(EditScenario{after, 0});
    return {{}, ",\"sentence\":" + writer.take()};
}

Answer read_number(const Fields& fields) {
    const std::string kind = fields.text("kind");
    const text::NumberKind as = kind == "money"     ? text::NumberKind::money
                                : kind == "percent" ? text::NumberKind::percent
                                                    : text::NumberKind::count;
    codec::JsonWriter writer;
    writer.value(text::read_number(fields.text("text"), as).value);
    return {{}, ",\"value\":" + writer.take()};
}

Answer stepped(Workbench& workbench, bool back) {
    const std::string what(back ? workbench.history().undoes() : workbench.history().redoes());
    if (back) {
        workbench.apply(UndoEdit{});
    } else {
        workbench.apply(RedoEdit{});
    }
    return {{}, ",\"what\":" + json_text(what)};
}

std::optional<Answer> run_edit(Workbench& workbench, const std::string& what, const Fields& fields) {
    const Scenario& scenario = workbench.history().now().scenario();
    if (what == "set") return set_quantity(workbench, fields);
    if (what == "type") return type(workbench, fields);
    if (what == "stage") return change_stage(workbench, fields);
    if (what == "stages") return take_stages(workbench, fields);
    if (what == "add_stage") return edited(workbench, with_stage_added(scenario));
    if (what == "remove_stage")
        return edited(workbench, without_stage(scenario, fields.index("index").value_or(kMaxStages)));
    if (what == "move_stage") return move_stage(workbench, fields);
    if (what == "sentence") return sentence(workbench, fields);
    if (what == "title") {
        workbench.set_title(fields.text("text"));
        return Answer{};
    }
    if (what == "targets_reached") {
        workbench.apply(AddVariant{with_targets_reached(scenario), "Все цели"});
        return Answer{};
    }
    if (what == "roster") return take_roster(workbench, fields);
    return std::nullopt;
}

Answer run(Workbench& workbench, const Fields& fields) {
    const std::string what = fields.text("do");
    // What is typed goes on meanwhile; another tab's edit comes under it.
    constexpr std::array<std::string_view, 7> kLooks{"view", "read", "remarks", "edit_focused",
                                                     "save", "copy", "sync"};
    const bool looks = std::find(kLooks.begin(), kLooks.end(), what) != kLooks.end() ||
                       (what == "sentence" && !fields.flag("take").value_or(false));
    if (!looks) workbench.finish_typing();
    if (auto answer = run_edit(workbench, what, fields)) return *std::move(answer);
    if (what == "choose" || what == "remove" || what == "freeze" || what == "rename")
        return variant_command(workbench, what, fields);
    if (what == "move_variant") return move_variant(workbench, fields);
    if (what == "duplicate") {
        workbench.apply(DuplicateVariant{});
        return {};
    }
    if (what == "view") return change_view(workbench, fields);
    if (what == "solver") return ask_solver(workbench, fields);
    if (what == "apply_solution") return apply_solution(workbench);
    if (what == "read") return read_number(fields);
    if (what == "remarks") return take_remarks(workbench, fields);
    if (what == "edit_focused") {
        workbench.edit_focused();
        return {};
    }
    if (what == "open") return open_document(workbench, fields, Opening::anew);
    if (what == "sync") return open_document(workbench, fields, Opening::sync);
    if (what == "begin") return open_document(workbench, fields, Opening::begin);
    if (what == "finish") return {};
    if (what == "save") return {{}, ",\"document\":" + saved(workbench)};
    if (what == "copy") return {{}, ",\"text\":" + json_text(workbench.copy())};
    if (what == "undo") return stepped(workbench, true);
    if (what == "redo") return stepped(workbench, false);
    return wrong("/do", "out_of_range", "Такой команды нет");
}

}  // namespace

std::string run_command(Workbench& workbench, std::string_view json) {
    const codec::Document document = codec::parse_document(json);
    if (!document.readable || !document.root.is_object()) {
        return issues_to_json(document.issues.empty()
                                  ? Issues{{"", "wrong_type", "Команда должна быть объектом"}}
                                  : document.issues);
    }
    const Answer answer = run(workbench, Fields(document.root));
    return answer.issues.empty() ? "{\"ok\":true" + answer.more + '}' : issues_to_json(answer.issues);
}

}  // namespace funnel::workbench
