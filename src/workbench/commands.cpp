#include "workbench/commands.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/json/solver_json.hpp"
#include "workbench/document/edits.hpp"

namespace funnel::workbench {
namespace {

using codec::Json;
using Issues = std::vector<Issue>;

constexpr std::array<std::string_view, kTabs> kTabNames{"ramp", "roster", "levers", "solver"};
constexpr std::array<std::string_view, 4> kSheetNames{"none", "cheat_sheet", "presets", "actions"};
constexpr std::array<std::string_view, 2> kThemeNames{"light", "dark"};

// What a command came to: extra fields of the answer (",\"text\":…"), or issues.
struct Answer {
    Issues issues;
    std::string more;
};

Answer wrong(std::string path, std::string code, std::string message) {
    return {{{std::move(path), std::move(code), std::move(message)}}, ""};
}

template <std::size_t N>
std::optional<std::size_t> index_in(const std::array<std::string_view, N>& names, const Json* value) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const auto at = std::find(names.begin(), names.end(), value->get_ref<const std::string&>());
    if (at == names.end()) return std::nullopt;
    return static_cast<std::size_t>(at - names.begin());
}

// The fields of a command; a field of the wrong type counts as absent.
class Fields {
public:
    explicit Fields(const Json& value) : value_(value) {}

    [[nodiscard]] const Json* find(const char* key) const {
        const auto at = value_.find(key);
        return at == value_.end() ? nullptr : &*at;
    }
    [[nodiscard]] std::string text(const char* key) const {
        const Json* at = find(key);
        return at != nullptr && at->is_string() ? at->get<std::string>() : std::string();
    }
    [[nodiscard]] std::optional<double> number(const char* key) const {
        const Json* at = find(key);
        if (at == nullptr || !at->is_number()) return std::nullopt;
        return at->get<double>();
    }
    [[nodiscard]] std::optional<std::size_t> index(const char* key) const {
        const auto value = number(key);
        if (!value || *value < 0 || *value > 1e6 || *value != std::floor(*value)) return std::nullopt;
        return static_cast<std::size_t>(*value);
    }
    [[nodiscard]] std::optional<bool> flag(const char* key) const {
        const Json* at = find(key);
        if (at == nullptr || !at->is_boolean()) return std::nullopt;
        return at->get<bool>();
    }
    [[nodiscard]] bool is_null(const char* key) const {
        const Json* at = find(key);
        return at != nullptr && at->is_null();
    }
    [[nodiscard]] std::optional<std::size_t> slot(const char* key) const {
        return index_in(kSlotName, find(key));
    }

private:
    const Json& value_;
};

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
        const Observed observed{std::llround(std::clamp(*entered, 1.0, 1e9)),
                                std::llround(std::clamp(*passed, 0.0, 1e9))};
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

Answer slot_command(Workbench& workbench, const std::string& what, const Fields& fields) {
    const auto slot = fields.slot("slot");
    if (!slot) return wrong("/slot", "out_of_range", "Вариант один из A, B, C");
    if (what == "choose") workbench.apply(ChooseSlot{*slot});
    if (what == "copy_to") workbench.apply(CopyToSlot{*slot});
    if (what == "empty") workbench.apply(EmptySlot{*slot});
    return {};
}

Answer change_view(Workbench& workbench, const Fields& fields) {
    View view = workbench.view();
    if (const auto theme = index_in(kThemeNames, fields.find("theme")))
        view.theme = static_cast<Theme>(*theme);
    if (const auto tab = index_in(kTabNames, fields.find("tab"))) view.tab = static_cast<Tab>(*tab);
    if (const auto sheet = index_in(kSheetNames, fields.find("sheet")))
        view.sheet = static_cast<Sheet>(*sheet);
    if (const auto zoom = fields.number("zoom"))
        view.zoom_percent = static_cast<int>(std::clamp(*zoom, 1.0 * kZoomLow, 1.0 * kZoomHigh));
    if (const auto presenting = fields.flag("presenting")) view.presenting = *presenting;
    if (const auto step = fields.index("step")) view.presenter_step = static_cast<int>(*step);
    if (const auto counts = fields.flag("counts")) view.stages_as_counts = *counts;
    if (const auto slot = fields.slot("compare_with"); slot && workbench.history().now().slot[*slot])
        view.compare_with = *slot;
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
    const SolveResult& solution = workbench.results().solution;
    if (!solution.scenario)
        return wrong("", "out_of_range", solution.refusal ? solution.refusal->message : "Решения нет");
    return edited(workbench, *solution.scenario);
}

Answer set_presets(Workbench& workbench, const Fields& fields) {
    const Json* list = fields.find("presets");
    if (list == nullptr || !list->is_array())
        return wrong("/presets", "missing", "Нужен список готовых воронок");
    std::vector<Preset> presets;
    for (const Json& item : *list) {
        if (!item.is_object()) return wrong("/presets", "wrong_type", "Воронка описана не объектом");
        const Fields preset(item);
        const Json* stages = preset.find("stages");
        const std::string text =
            "{\"format\":\"funnel-scenario\",\"version\":1,\"managers\":1,\"leads_per_month\":1,\"average_"
            "check\":1,\"stages\":" +
            (stages == nullptr ? std::string("[]") : stages->dump()) + '}';
        ScenarioResult read = scenario_from_json(text);
        if (!read.scenario) return {std::move(read.issues), ""};
        presets.push_back({preset.text("name"), std::move(read.scenario->stages)});
    }
    workbench.set_presets(std::move(presets));
    return {};
}

Answer open_document(Workbench& workbench, const Fields& fields) {
    const Json* value = fields.find("document");
    if (value == nullptr || !value->is_object()) return wrong("/document", "missing", "Нужен документ");
    const Fields top(*value);
    Document document;
    if (top.text("format") != "funnel-workbench") {
        ScenarioResult read = scenario_from_json(value->dump());
        if (!read.scenario) return {std::move(read.issues), ""};
        document.slot[0] = std::make_shared<const Scenario>(*std::move(read.scenario));
        workbench.open(std::move(document));
        return {};
    }
    const auto version = top.number("version");
    if (!version) return wrong("/version", "missing", "В файле нет версии");
    if (*version > 1)
        return wrong("/version", "newer_version", "Файл сохранён более новой версией: обновите страницу");
    const Json* scenarios = top.find("scenarios");
    const Json none = Json::object();
    const Fields slots(scenarios != nullptr && scenarios->is_object() ? *scenarios : none);
    for (std::size_t i = 0; i < kSlots; ++i) {
        const Json* scenario = slots.find(std::string(kSlotName[i]).c_str());
        if (scenario == nullptr || scenario->is_null()) continue;
        ScenarioResult read = scenario_from_json(scenario->dump());
        if (!read.scenario) {
            for (Issue& issue : read.issues)
                issue.path = "/scenarios/" + std::string(kSlotName[i]) + issue.path;
            return {std::move(read.issues), ""};
        }
        document.slot[i] = std::make_shared<const Scenario>(*std::move(read.scenario));
    }
    document.active = top.slot("active").value_or(0);
    const auto present =
        std::find_if(document.slot.begin(), document.slot.end(), [](const auto& s) { return s != nullptr; });
    if (present == document.slot.end())
        return wrong("/scenarios", "missing", "В файле нет ни одного варианта");
    if (!document.slot[document.active])
        document.active = static_cast<std::size_t>(present - document.slot.begin());
    workbench.open(std::move(document));
    if (const Json* view = top.find("view"); view != nullptr && view->is_object())
        return change_view(workbench, Fields(*view));
    return {};
}

std::string json_text(std::string_view text) {
    codec::JsonWriter writer;
    writer.value(text);
    return writer.take();
}

std::string slot_key(std::size_t slot) {
    return '"' + std::string(kSlotName[slot]) + "\":";
}

std::string saved(const Workbench& workbench) {
    const Document& document = workbench.history().now();
    std::string out = R"({"format":"funnel-workbench","version":1,"active":")" +
                      std::string(kSlotName[document.active]) + R"(","scenarios":{)";
    const char* comma = "";
    for (std::size_t i = 0; i < kSlots; ++i) {
        if (!document.slot[i]) continue;
        out += comma + slot_key(i) + scenario_to_json(*document.slot[i]);
        comma = ",";
    }
    codec::JsonWriter view;
    view.begin_object();
    view.field("theme", kThemeNames[static_cast<std::size_t>(workbench.view().theme)])
        .field("zoom", workbench.view().zoom_percent);
    view.end_object();
    return out + "},\"view\":" + view.take() + '}';
}

Answer run(Workbench& workbench, const Fields& fields) {
    const std::string what = fields.text("do");
    const Scenario& scenario = workbench.history().now().scenario();
    if (what == "set") return set_quantity(workbench, fields);
    if (what == "stage") return change_stage(workbench, fields);
    if (what == "add_stage") return edited(workbench, with_stage_added(scenario));
    if (what == "remove_stage")
        return edited(workbench, without_stage(scenario, fields.index("index").value_or(kMaxStages)));
    if (what == "move_stage") return move_stage(workbench, fields);
    if (what == "title") return edited(workbench, with_title(scenario, fields.text("text")));
    if (what == "targets_reached") return edited(workbench, with_targets_reached(scenario));
    if (what == "choose" || what == "copy_to" || what == "empty")
        return slot_command(workbench, what, fields);
    if (what == "view") return change_view(workbench, fields);
    if (what == "solver") return ask_solver(workbench, fields);
    if (what == "apply_solution") return apply_solution(workbench);
    if (what == "presets") return set_presets(workbench, fields);
    if (what == "open") return open_document(workbench, fields);
    if (what == "save") return {{}, ",\"document\":" + saved(workbench)};
    if (what == "copy") return {{}, ",\"text\":" + json_text(workbench.copy())};
    if (what == "paste") {
        workbench.paste(fields.text("text"));
        return {};
    }
    if (what == "undo") {
        workbench.apply(UndoEdit{});
        return {};
    }
    if (what == "redo") {
        workbench.apply(RedoEdit{});
        return {};
    }
    return wrong("/do", "out_of_range", "Такой команды нет");
}

std::string view_of(const View& view) {
    codec::JsonWriter writer;
    writer.begin_object();
    writer.field("theme", kThemeNames[static_cast<std::size_t>(view.theme)]).field("zoom", view.zoom_percent);
    writer.field("tab", kTabNames[static_cast<std::size_t>(view.tab)])
        .field("sheet", kSheetNames[static_cast<std::size_t>(view.sheet)]);
    writer.field("presenting", view.presenting).field("step", view.presenter_step);
    writer.field("compare_with", kSlotName[view.compare_with])
        .field("counts", view.stages_as_counts)
        .field("notice", view.notice);
    writer.end_object();
    return writer.take();
}

std::string differences_of(const Results& results) {
    std::string out = "{";
    const char* comma = "";
    for (std::size_t a = 0; a < kSlots; ++a) {
        for (std::size_t b = 0; b < kSlots; ++b) {
            const auto& difference = results.difference[a][b];
            if (!difference) continue;
            out += comma + ('"' + std::string(kSlotName[a]) + std::string(kSlotName[b]) + "\":");
            out += difference->comparison ? comparison_to_json(*difference->comparison)
                                          : issues_to_json(difference->issues);
            comma = ",";
        }
    }
    return out + '}';
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

std::string state_of(const Workbench& workbench) {
    const Document& document = workbench.history().now();
    codec::JsonWriter writer;
    writer.begin_object();
    writer.field("revision", static_cast<std::int64_t>(workbench.history().revision()))
        .field("active", kSlotName[document.active]);
    writer.field("typing", workbench.typing());
    writer.field("can_undo", workbench.history().can_undo())
        .field("can_redo", workbench.history().can_redo());
    writer.end_object();
    std::string out = writer.take();
    out.pop_back();
    out += ",\"slots\":{";
    for (std::size_t i = 0; i < kSlots; ++i) {
        if (i > 0) out += ',';
        out += slot_key(i);
        const auto& result = workbench.results().slot[i];
        out += result ? "{\"scenario\":" + scenario_to_json(*result->scenario) +
                            ",\"report\":" + report_to_json(result->report) + '}'
                      : "null";
    }
    const Pin& pin = workbench.results().pin;
    codec::JsonWriter pinned;
    pinned.begin_object();
    pinned.field("what", name_of(pin.what)).field("stage", pin.stage_id).field("value", pin.value);
    pinned.end_object();
    out +=
        "},\"differences\":" + differences_of(workbench.results()) + ",\"view\":" + view_of(workbench.view());
    return out + ",\"pin\":" + pinned.take() +
           ",\"solution\":" + solve_result_to_json(workbench.results().solution) + '}';
}

}  // namespace funnel::workbench
