#include "stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/json/scenario_json.hpp"

namespace funnel::workbench {
namespace {

std::string file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in.is_open()) throw std::runtime_error("no file " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::uint8_t> letters_file() {
    const std::string bytes = file(FUNNEL_LETTERS);
    return {bytes.begin(), bytes.end()};
}

Scenario parsed(const nlohmann::json& value) {
    ScenarioResult result = scenario_from_json(value.dump());
    if (!result.scenario) throw std::runtime_error("a golden scenario is refused");
    return *result.scenario;
}

Scenario wide_scenario() {
    Scenario s;
    s.title =
        "Очень длинное название отдела продаж, которое владелец вписал целиком вместе с городом и годом";
    s.managers = 10'000;
    s.leads_per_month = 1e8;
    s.average_check = 1e12;
    s.capacity_leads_per_manager = 9'000;
    s.gross_margin = 1;
    s.check_spread = 5;
    s.history_months = 120;
    s.goal_revenue = 1e20;
    for (int i = 0; i < 12; ++i) {
        Stage stage;
        stage.id = "s" + std::to_string(i);
        stage.name = "Согласование договора с юристами заказчика " + std::to_string(i);
        stage.conversion = 1;
        stage.target_conversion = i % 2 == 0 ? 0.999 : 0.5;
        s.stages.push_back(stage);
    }
    s.target.leads_per_month = 1e8;
    s.ramp.months = 60;
    s.fee.per_month = 1e12;
    for (int i = 0; i < 200; ++i)
        s.roster.push_back(
            {"Константин Константинопольский " + std::to_string(i), 1'000'000'000, 999'999'999});
    return s;
}

}  // namespace

std::vector<std::pair<std::string, Scenario>> golden_scenarios() {
    std::vector<std::pair<std::string, Scenario>> out;
    for (const auto& entry : std::filesystem::directory_iterator(FUNNEL_GOLDEN)) {
        if (!entry.is_regular_file()) continue;
        const nlohmann::json document = nlohmann::json::parse(file(entry.path().string()), nullptr, false);
        for (const char* key : {"scenario", "a", "b"}) {
            if (document.contains(key))
                out.emplace_back(entry.path().stem().string() + "/" + key, parsed(document[key]));
        }
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (out.size() < 10) throw std::runtime_error("the golden files are missing");
    return out;
}

Scenario golden(const std::string& name) {
    return parsed(nlohmann::json::parse(file(std::string(FUNNEL_GOLDEN) + "/" + name + ".json"), nullptr,
                                        false)["scenario"]);
}

std::vector<std::pair<std::string, Scenario>> extreme_scenarios() {
    std::vector<std::pair<std::string, Scenario>> out;
    out.emplace_back("wide", wide_scenario());
    Scenario empty;
    empty.stages = {{"pay", "Ж", StageKind::other, 0, std::nullopt, std::nullopt}};
    out.emplace_back("empty", empty);
    Scenario small = golden("full");
    small.leads_per_month = 0.001;
    small.average_check = 0.01;
    small.capacity_leads_per_manager = 0.0001;
    small.goal_revenue = 0;
    out.emplace_back("small", small);
    Scenario worse = golden("full");
    for (Stage& stage : worse.stages) stage.target_conversion = 0;
    worse.ramp.months = 1;
    worse.ramp.starts_month = 1;
    worse.ramp.full_month = 1;
    out.emplace_back("worse", worse);
    return out;
}

Bench::Bench(Scenario scenario) : workbench(std::move(scenario)), context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
}

Bench::~Bench() {
    ImGui::DestroyContext(context_);
}

void Bench::frames(FrameSize size, int count) {
    ImGuiIO& io = ImGui::GetIO();
    const ImVec2 pixels{size.width * size.scale, size.height * size.scale};
    const float unit = size.scale * static_cast<float>(workbench.view().zoom_percent) / 100;
    const float wanted = unit * workbench.magnified(pixels.x / unit, pixels.y / unit);
    static const std::vector<std::uint8_t> pack = letters_file();
    if (wanted != scale_) {
        scale_ = wanted;
        if (!build_letters(*io.Fonts, pack, wanted, letters_)) throw std::runtime_error("damaged letters");
        io.FontDefault = letters_.font[2];
    }
    size_ = size;
    for (int i = 0; i < count; ++i) {
        io.DisplaySize = pixels;
        io.DeltaTime = 1.0F / 60;
        texts.clear();
        ImGui::NewFrame();
        workbench.frame(letters_, pixels, &texts);
        ImGui::Render();
    }
}

void Bench::hold(ImGuiKey key, bool down) {
    ImGui::GetIO().AddKeyEvent(key, down);
}

void Bench::move(ImVec2 to) {
    ImGui::GetIO().AddMousePosEvent(to.x, to.y);
    frames(size_);
}

void Bench::click(ImVec2 at, int times) {
    move(at);
    for (int i = 0; i < times; ++i) {
        ImGui::GetIO().AddMouseButtonEvent(0, true);
        frames(size_);
        ImGui::GetIO().AddMouseButtonEvent(0, false);
        frames(size_);
    }
}

void Bench::press(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    frames(size_);
    ImGui::GetIO().AddKeyEvent(key, false);
    frames(size_);
}

void Bench::type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frames(size_, 2);
}

ImVec2 Bench::place_of(const std::string& words, const std::string& panel) const {
    const auto at = std::find_if(texts.begin(), texts.end(), [&](const TextRecord& text) {
        return text.text == words && text.panel == panel;
    });
    REQUIRE_MESSAGE(at != texts.end(), words);
    return {(at->at.x0 + at->at.x1) / 2, at->at.middle_y()};
}

}  // namespace funnel::workbench
