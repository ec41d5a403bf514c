#include "workbench/workbench.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/document/tables.hpp"
#include "workbench/panels/panels.hpp"
#include "workbench/panels/shortcuts.hpp"

namespace funnel::workbench {
namespace {

constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground;

Document document_of(Scenario scenario) {
    Document document;
    document.slot[0] = std::make_shared<const Scenario>(std::move(scenario));
    return document;
}

void style(const Palette& colors, float scale) {
    ImGuiStyle& s = ImGui::GetStyle();
    s.WindowPadding = {0, 0};
    s.WindowBorderSize = 0;
    s.ChildBorderSize = 0;
    s.FrameBorderSize = 0;
    s.ItemSpacing = {0, 0};
    s.ScrollbarSize = std::round(10 * scale);
    s.ScrollbarRounding = 0;
    s.MouseCursorScale = 1;
    s.Colors[ImGuiCol_ScrollbarBg] = ImGui::ColorConvertU32ToFloat4(colors.tint);
    s.Colors[ImGuiCol_ScrollbarGrab] = ImGui::ColorConvertU32ToFloat4(colors.rule);
    s.Colors[ImGuiCol_ScrollbarGrabHovered] = ImGui::ColorConvertU32ToFloat4(colors.ink_3);
    s.Colors[ImGuiCol_ScrollbarGrabActive] = ImGui::ColorConvertU32ToFloat4(colors.ink);
    s.Colors[ImGuiCol_NavHighlight] = {0, 0, 0, 0};  // focus is drawn by the controls
}

// The tab row of the bottom panel, or its plain heading; returns the room below.
Box bottom_heading(PanelContext& context, Box box, bool tabs) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    struct Name {
        Tab tab;
        std::string_view full, shorter, key;
    };
    constexpr std::array<Name, kTabs> kNames{{{Tab::ramp, "По месяцам", "Месяцы", "R"},
                                              {Tab::roster, "По менеджерам", "Люди", "M"},
                                              {Tab::levers, "Рычаги", "Рычаги", "V"},
                                              {Tab::solver, "Обратный расчёт", "Обратно", "G"}}};
    box = box.inset(std::min(24.0F, box.width() * 0.04F), 12);
    if (!tabs)
        return panel_heading(context, box, kNames[0].full,
                             "как приходит прирост и когда возвращаются вложения");
    Box line = box.take_top(28);
    float whole = 0;
    for (const Name& name : kNames) whole += canvas.width_of(Type::title, name.full) + 24;
    const bool full = whole <= line.width();
    for (const Name& name : kNames) {
        const std::string_view words = full ? name.full : name.shorter;
        const Type type = full ? Type::title : Type::body_bold;
        const Box at = line.take_left(std::ceil(canvas.width_of(type, words)) + 2);
        line.x0 += full ? 22 : 12;
        const bool open = context.view.tab == name.tab;
        if (pressable(context, at, name.full)) {
            View view = context.view;
            view.tab = name.tab;
            context.intents.emplace_back(ChangeView{std::move(view)});
        }
        canvas.text(at, {type, open ? colors.ink : colors.ink_3}, words);
        if (open) canvas.horizontal(at.x0, at.x1, at.y1, colors.ink, 2);
    }
    const auto& payback = context.report().ramp.payback_month;
    if (context.view.tab == Tab::ramp && payback) {
        const std::string remark = "вложения возвращаются на " + std::to_string(*payback) + "-й месяц";
        if (canvas.width_of(Type::note, remark) < line.width())
            canvas.text(line, {Type::note, colors.ink_3, Align::right}, remark);
    }
    box.y0 += 8;
    return box;
}

void open_tab(PanelContext& context, const Box& box, Tab tab) {
    switch (tab) {
        case Tab::ramp:
            ramp_panel(context, box);
            break;
        case Tab::roster:
            roster_panel(context, box);
            break;
        case Tab::levers:
            levers_panel(context, box);
            break;
        case Tab::solver:
            solver_panel(context, box);
            break;
    }
}

// A region of the window: its own child so that it can scroll, with its contents drawn as if it did not.
class Region {
public:
    Region(PanelContext& context, const char* id, const Box& box, float content_height)
        : context_(context), height_(content_height) {
        Canvas& canvas = context.canvas;
        canvas.aim({0, 0}, id);
        const ImVec2 low = canvas.to_device(box.x0, box.y0);
        const ImVec2 high = canvas.to_device(box.x1, box.y1);
        ImGui::SetCursorScreenPos(low);
        ImGui::BeginChild(id, {std::max(1.0F, high.x - low.x), std::max(1.0F, high.y - low.y)},
                          ImGuiChildFlags_None,
                          ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NavFlattened);
        origin_ = {0, -ImGui::GetScrollY()};
    }
    ~Region() {
        ImGui::SetCursorPos({0, std::max(0.0F, std::floor(height_ * context_.canvas.scale()) - 1)});
        ImGui::Dummy({1, 1});
        ImGui::EndChild();
    }
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;
    void panel(const char* name) { context_.canvas.aim(origin_, name); }

private:
    PanelContext& context_;
    float height_;
    ImVec2 origin_{0, 0};
};

PanelNeeds needs_of(const Scenario& scenario, const Report& report) {
    PanelNeeds needs;
    needs.scenario = scenario_panel_height(scenario);
    needs.funnel = std::max(needs.funnel, funnel_panel_height(scenario));
    needs.waterfall = std::max(needs.waterfall, waterfall_panel_height(scenario, report));
    return needs;
}

}  // namespace

Workbench::Workbench(Scenario scenario) : history_(document_of(std::move(scenario))) {
    update_results();
}

void Workbench::update_results() {
    if (history_.now().slot[view_.compare_with] == nullptr) view_.compare_with = history_.now().active;
    const Pin& pin = view_.solver.pin;
    const bool known = pin.what != Pinned::stage || pinned_value(history_.now().scenario(), pin).has_value();
    if (!known) view_.solver = {};
    refresh(results_, history_.now(), view_.solver);
}

void Workbench::draw_regions(PanelContext& context) {
    const Palette& colors = context.canvas.colors();
    const auto side = [&](Region& region, PanelId id, const char* name,
                          void (*draw_panel)(PanelContext&, Box)) {
        const Box& box = layout_.at(id);
        if (box.width() <= 0 || box.height() <= 0) return;
        region.panel(name);
        ImGui::PushID(name);
        draw_panel(context, box);
        ImGui::PopID();
    };
    if (layout_.columns != Columns::one) {
        Region left(context, "left", layout_.left, layout_.left_height);
        side(left, PanelId::scenario, "scenario", scenario_panel);
    }
    Region right(context, "right", layout_.right, layout_.right_height);
    if (layout_.columns == Columns::one) side(right, PanelId::scenario, "scenario", scenario_panel);
    side(right, PanelId::funnel, "funnel", funnel_panel);
    side(right, PanelId::variants, "variants", variants_panel);
    side(right, PanelId::waterfall, "waterfall", waterfall_panel);
    side(right, PanelId::distributions, "distributions", distributions_panel);
    const auto headed = [&](PanelId id, const char* name, std::string_view title, Tab tab) {
        const Box& box = layout_.at(id);
        if (box.height() <= 0) return;
        right.panel(name);
        ImGui::PushID(name);
        open_tab(context, panel_heading(context, box.inset(20, 12), title, ""), tab);
        ImGui::PopID();
    };
    headed(PanelId::levers, "levers", "Рычаги", Tab::levers);
    headed(PanelId::roster, "roster", "По менеджерам", Tab::roster);
    headed(PanelId::solver, "solver", "Обратный расчёт", Tab::solver);
    right.panel("bottom");
    ImGui::PushID("bottom");
    const Box room = bottom_heading(context, layout_.at(PanelId::bottom), layout_.bottom_has_tabs);
    open_tab(context, room, layout_.bottom_has_tabs ? view_.tab : Tab::ramp);
    ImGui::PopID();
    // Hairlines between panels.
    for (const PanelId id : {PanelId::waterfall, PanelId::distributions, PanelId::levers, PanelId::roster,
                             PanelId::solver, PanelId::bottom}) {
        const Box& box = layout_.at(id);
        if (box.height() > 0)
            context.canvas.horizontal(box.x0, box.x1, box.y0,
                                      id == PanelId::bottom ? colors.ink : colors.hair);
    }
    if (layout_.columns == Columns::one) {
        for (const PanelId id : {PanelId::funnel, PanelId::variants}) {
            context.canvas.horizontal(layout_.at(id).x0, layout_.at(id).x1, layout_.at(id).y0, colors.hair);
        }
        return;
    }
    for (const PanelId id : {PanelId::variants, PanelId::distributions, PanelId::roster, PanelId::solver}) {
        const Box& box = layout_.at(id);
        if (box.height() > 0) context.canvas.vertical(box.x0, box.y0, box.y1, colors.hair);
    }
}

void Workbench::draw_sheets(PanelContext& context, ImVec2 pixels) {
    if (view_.sheet == Sheet::none) return;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(pixels);
    ImGui::Begin("sheet", nullptr, kBare & ~ImGuiWindowFlags_NoBringToFrontOnFocus);
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
    context.canvas.aim({0, 0}, "sheet", 1);
    const Box window{0, 0, pixels.x / context.canvas.scale(), pixels.y / context.canvas.scale()};
    if (view_.sheet == Sheet::cheat_sheet) cheat_sheet_panel(context, window);
    if (view_.sheet == Sheet::presets) presets_panel(context, window);
    if (view_.sheet == Sheet::actions) actions_panel(context, window);
    ImGui::End();
}

void Workbench::draw(PanelContext& context, ImVec2 pixels) {
    Canvas& canvas = context.canvas;
    const WindowSize size{pixels.x / canvas.scale(), pixels.y / canvas.scale()};
    layout_ = layout_for(size, needs_of(context.scenario(), context.report()));
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(pixels);
    ImGui::Begin("workbench", nullptr, kBare);
    canvas.aim({0, 0}, "strip");
    canvas.fill(layout_.window, canvas.colors().sheet);
    if (view_.presenting) {
        canvas.aim({0, 0}, "presenter");
        presenter_panel(context, layout_.window);
    } else {
        ImGui::PushID("strip");
        results_panel(context, layout_.strip);
        ImGui::PopID();
        draw_regions(context);
        canvas.aim({0, 0}, "window");
        if (layout_.columns != Columns::one) {
            canvas.vertical(layout_.right.x0 - 1, layout_.right.y0, layout_.right.y1, canvas.colors().ink);
        }
    }
    ImGui::End();
}

void Workbench::frame(const Letters& letters, ImVec2 pixels, std::vector<TextRecord>* records) {
    const Palette& colors = palette_of(view_.theme);
    style(colors, letters.pixels_per_unit);
    Canvas canvas(letters, colors, records);
    interaction_.keys_taken = false;
    PanelContext context{canvas, history_.now(), results_, view_, presets_, interaction_, intents_};
    draw(context, pixels);
    draw_sheets(context, pixels);
    handle_shortcuts(context);
    std::vector<Intent> intents;
    intents.swap(intents_);
    for (const Intent& intent : intents) apply(intent);
    intents.clear();
    intents_.swap(intents);
}

void Workbench::apply(const Intent& intent) {
    std::visit(
        [this](const auto& what) {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, EditScenario>) history_.edit(what.scenario, what.gesture);
            if constexpr (std::is_same_v<What, ChooseSlot>) history_.choose(what.slot);
            if constexpr (std::is_same_v<What, CopyToSlot>) {
                Scenario copy = history_.now().scenario();
                history_.put(what.to, std::move(copy));
            }
            if constexpr (std::is_same_v<What, EmptySlot>) history_.put(what.slot, std::nullopt);
            if constexpr (std::is_same_v<What, UndoEdit>) history_.undo();
            if constexpr (std::is_same_v<What, RedoEdit>) history_.redo();
            if constexpr (std::is_same_v<What, ChangeView>) view_ = what.view;
            if constexpr (std::is_same_v<What, AskPage>) page_requests_.push_back(what.request);
        },
        intent);
    update_results();
}

std::vector<PageRequest> Workbench::take_page_requests() {
    return std::exchange(page_requests_, {});
}

void Workbench::open(Document document) {
    history_.replace(std::move(document));
    update_results();
}

void Workbench::paste(std::string_view text) {
    const TwoCounts meaning =
        view_.stages_as_counts && view_.tab != Tab::roster ? TwoCounts::stages : TwoCounts::managers;
    Pasted pasted = table_from_text(text, meaning);
    const Scenario& scenario = history_.now().scenario();
    if (auto* roster = std::get_if<std::vector<RosterEntry>>(&pasted)) {
        view_.tab = Tab::roster;
        view_.notice = "Вставлено менеджеров: " + std::to_string(roster->size());
        apply(EditScenario{with_roster(scenario, std::move(*roster)), 0});
    } else if (auto* stages = std::get_if<std::vector<Stage>>(&pasted)) {
        view_.notice = "Вставлено этапов: " + std::to_string(stages->size());
        apply(EditScenario{with_stages(scenario, std::move(*stages)), 0});
    } else if (const auto* why = std::get_if<NotATable>(&pasted)) {
        view_.notice = why->message;
    }
}

std::string Workbench::copy() const {
    return text_from_report(history_.now().scenario(), results_.slot[history_.now().active]->report);
}

float Workbench::figure_size(ImVec2 pixels, float pixels_per_unit) const {
    const float usual = kTypeSize[static_cast<std::size_t>(Type::figure)];
    if (!view_.presenting) return usual;
    // Some fifteen letters across the window, never so large that the letters' picture outgrows a texture.
    const float wish = std::min(pixels.x / 9.5F, pixels.y / 3.2F);
    return std::clamp(std::min(wish, 420.0F) / pixels_per_unit, 40.0F, 400.0F);
}

}  // namespace funnel::workbench
