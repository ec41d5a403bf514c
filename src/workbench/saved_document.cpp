// The workbench's own document: read, old versions too, and written.
#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>

#include "core/json/json_writer.hpp"
#include "core/json/scenario_json.hpp"
#include "workbench/command_fields.hpp"
#include "workbench/document/edits.hpp"

namespace funnel::workbench {
namespace {

constexpr std::string_view kFormat = "funnel-workbench";
constexpr int kVersion = 2;

// One scenario of the document, or its issues under the path it stands at.
struct ReadScenario {
    std::shared_ptr<const Scenario> scenario;
    std::vector<Issue> issues;
};
ReadScenario scenario_at(const Json& value, const std::string& path) {
    ScenarioResult read = scenario_from_json(value.dump());
    if (read.scenario) return {std::make_shared<const Scenario>(*std::move(read.scenario)), {}};
    for (Issue& issue : read.issues) issue.path = path + issue.path;
    return {nullptr, std::move(read.issues)};
}

struct ReadDocument {
    Document document;
    std::vector<Issue> issues;
};

// Version 1 had slots A, B, C without names.
ReadDocument from_slots(const Fields& top) {
    ReadDocument out;
    const Json* scenarios = top.find("scenarios");
    for (const char* letter : {"A", "B", "C"}) {
        if (scenarios == nullptr || !scenarios->is_object() || !scenarios->contains(letter)) continue;
        const Json& value = (*scenarios)[letter];
        if (value.is_null()) continue;
        ReadScenario read = scenario_at(value, std::string("/scenarios/") + letter);
        if (!read.scenario) return {{}, std::move(read.issues)};
        if (top.text("active") == letter) out.document.active = out.document.variants.size();
        const auto id = static_cast<VariantId>(out.document.variants.size() + 1);
        std::string name = id == 1 ? std::string("Как есть") : "Вариант " + std::to_string(id);
        out.document.variants.push_back({id, std::move(name), false, 0, std::move(read.scenario)});
    }
    return out;
}

ReadDocument from_variants(const Fields& top) {
    ReadDocument out;
    const Json* list = top.find("variants");
    if (list == nullptr || !list->is_array()) return out;
    for (std::size_t i = 0; i < list->size() && i < kMaxVariants; ++i) {
        const Json& item = (*list)[i];
        const std::string path = "/variants/" + std::to_string(i);
        if (!item.is_object() || !item.contains("scenario"))
            return {{}, {{path, "missing", "В варианте нет расчёта"}}};
        ReadScenario read = scenario_at(item["scenario"], path + "/scenario");
        if (!read.scenario) return {{}, std::move(read.issues)};
        const Fields fields(item);
        Variant variant;
        variant.id = static_cast<VariantId>(fields.index("id").value_or(0));
        if (variant.id == 0 || index_of(out.document, variant.id) < out.document.variants.size()) {
            for (const Variant& other : out.document.variants) variant.id = std::max(variant.id, other.id);
            ++variant.id;
        }
        variant.name = cleaned_name(fields.text("name"));
        if (variant.name.empty()) variant.name = "Вариант " + std::to_string(i + 1);
        variant.named = fields.flag("named").value_or(true);
        variant.from = static_cast<VariantId>(fields.index("from").value_or(0));
        variant.scenario = std::move(read.scenario);
        out.document.variants.push_back(std::move(variant));
    }
    if (out.document.variants.empty()) return out;
    out.document.active = std::min(top.index("active").value_or(0), out.document.variants.size() - 1);
    const auto baseline = top.index("baseline");
    if (baseline && *baseline < out.document.variants.size())
        out.document.baseline = out.document.variants[*baseline].id;
    return out;
}

void take_view(Workbench& workbench, const Json* value) {
    if (value == nullptr || !value->is_object()) return;
    const Fields fields(*value);
    View view = workbench.view();
    if (const auto theme = index_in(kThemeNames, fields.find("theme")))
        view.theme = static_cast<Theme>(*theme);
    if (const auto zoom = fields.number("zoom"))
        view.zoom_percent = static_cast<int>(std::clamp(*zoom, 1.0 * kZoomLow, 1.0 * kZoomHigh));
    workbench.apply(ChangeView{std::move(view)});
}

}  // namespace

Answer open_document(Workbench& workbench, const Fields& fields, Opening opening) {
    constexpr std::array<std::string_view, 3> kUndone{"открытие расчёта", "правку в другой вкладке", ""};
    const std::string_view what = kUndone[static_cast<std::size_t>(opening)];
    const Json* value = fields.find("document");
    if (value == nullptr || !value->is_object()) return wrong("/document", "missing", "Нужен документ");
    const Fields top(*value);
    if (top.text("format") != kFormat) {
        ScenarioResult read = scenario_from_json(value->dump());
        if (!read.scenario) return {std::move(read.issues), ""};
        workbench.open(document_of(*std::move(read.scenario), "Как есть"), what);
        return {};
    }
    const auto version = top.number("version");
    if (!version) return wrong("/version", "missing", "В файле нет версии");
    if (*version > kVersion)
        return wrong("/version", "newer_version", "Файл сохранён более новой версией: обновите страницу");
    ReadDocument read = *version < kVersion ? from_slots(top) : from_variants(top);
    if (!read.issues.empty()) return {std::move(read.issues), ""};
    if (read.document.variants.empty())
        return wrong("/variants", "missing", "В файле нет ни одного варианта");
    if (opening == Opening::sync) {
        workbench.sync(std::move(read.document), what);
    } else {
        workbench.open(std::move(read.document), what);
    }
    if (opening == Opening::anew) take_view(workbench, top.find("view"));
    return {};
}

std::string saved(const Workbench& workbench) {
    const Document& document = workbench.history().now();
    codec::JsonWriter head;
    head.begin_object();
    head.field("format", kFormat)
        .field("version", kVersion)
        .field("active", static_cast<int>(document.active));
    const std::size_t baseline = index_of(document, document.baseline);
    head.key("baseline");
    if (baseline < document.variants.size()) {
        head.value(static_cast<int>(baseline));
    } else {
        head.null();
    }
    head.end_object();
    std::string out = head.take();
    out.pop_back();
    out += ",\"variants\":[";
    const char* comma = "";
    for (const Variant& variant : document.variants) {
        codec::JsonWriter writer;
        writer.begin_object();
        writer.field("id", static_cast<int>(variant.id))
            .field("name", variant.name)
            .field("named", variant.named);
        writer.field("from", static_cast<int>(variant.from));
        writer.end_object();
        std::string text = writer.take();
        text.pop_back();
        out += comma + text + ",\"scenario\":" + scenario_to_json(*variant.scenario) + '}';
        comma = ",";
    }
    codec::JsonWriter view;
    view.begin_object();
    view.field("theme", kThemeNames[static_cast<std::size_t>(workbench.view().theme)])
        .field("zoom", workbench.view().zoom_percent);
    view.end_object();
    return out + "],\"view\":" + view.take() + '}';
}

}  // namespace funnel::workbench
