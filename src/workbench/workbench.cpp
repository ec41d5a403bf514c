#include "workbench/workbench.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "imgui_internal.h"
#include "workbench/controls/controls.hpp"
#include "workbench/controls/field.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/document/tables.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

template <typename... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

// Done to the variant in view: typing, dragging and every other edit of it.
bool is_of_what_is_shown(const Intent& intent) {
    return std::visit(Overloaded{
                          [](const EditScenario&) { return true; },
                          [](const RenameVariant& what) { return what.gesture != 0; },
                          [](const AbandonGesture&) { return true; },
                          [](const auto&) { return false; },
                      },
                      intent);
}

bool same_names(const std::vector<RosterEntry>& a, const std::vector<RosterEntry>& b) {
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const RosterEntry& one, const RosterEntry& other) { return one.name == other.name; });
}

constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground;

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

void open_tab(PanelContext& context, const Box& box, Tab tab) {
    switch (tab) {
        case Tab::analysis:
            return analysis_panel(context, box);
        case Tab::funnel:
            return funnel_panel(context, box);
        case Tab::solver:
            return solver_panel(context, box);
        case Tab::ramp:
            return ramp_panel(context, box);
        case Tab::roster:
            return roster_panel(context, box);
        case Tab::chances:
            return chances_panel(context, box);
    }
}

float height_of(const PanelContext& context, Tab tab) {
    switch (tab) {
        case Tab::analysis:
            return analysis_panel_height(context);
        case Tab::funnel:
            return funnel_panel_height(context.scenario());
        case Tab::chances:
            return chances_panel_height(context);
        case Tab::ramp:
            return 320;
        case Tab::roster:
        case Tab::solver:
            return 420;
    }
    return 400;
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
        scroll_by_finger(context);
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

}  // namespace

Workbench::Workbench(Scenario scenario) : history_(document_of(std::move(scenario), "Как есть")) {
    update_results();
}

void Workbench::update_results() {
    const Pin& pin = view_.solver.pin;
    const bool known = pin.what != Pinned::stage || pinned_value(history_.now().scenario(), pin).has_value();
    if (!known) view_.solver = {};
    refresh(results_, history_.now(), view_);
}

void Workbench::draw_regions(PanelContext& context) {
    const auto part = [&](Region& region, const Box& box, const char* name,
                          void (*draw_part)(PanelContext&, Box)) {
        region.panel(name);
        ImGui::PushID(name);
        draw_part(context, box);
        ImGui::PopID();
    };
    // Fields come first for the keyboard, in the order people speak.
    if (!layout_.one_column) {
        Region left(context, "left", layout_.left, layout_.left_height);
        part(left, layout_.inputs, "scenario", scenario_panel);
    }
    context.canvas.aim({0, 0}, "window");
    if (!layout_.one_column) {
        ImGui::PushID("cards");
        context.canvas.aim({0, 0}, "variants");
        variants_panel(context, layout_.cards);
        ImGui::PopID();
    }
    Region right(context, "right", layout_.right, layout_.right_height);
    if (layout_.one_column) {
        part(right, layout_.inputs, "scenario", scenario_panel);
        part(right, layout_.cards, "variants", variants_panel);
    }
    part(right, layout_.tabs, "tabs", tabs_panel);
    right.panel("picture");
    ImGui::PushID("picture");
    const float side = std::min(24.0F, layout_.picture.width() * 0.04F);
    Box picture = layout_.picture.inset(side, 4);
    picture.y1 -= 12;
    open_tab(context, picture, view_.tab);
    ImGui::PopID();
}

// A sentence beside what it is about, over everything.
void Workbench::draw_tip(PanelContext& context) {
    const Tip said = std::exchange(interaction_.tip, {});
    if (said.text.empty()) return;
    Canvas& canvas = context.canvas;
    canvas.aim({0, 0}, "tip", 1);
    canvas.aim_list(ImGui::GetForegroundDrawList());
    const Box about = canvas.from_device({said.about.x0, said.about.y0}, {said.about.x1, said.about.y1});
    const Box& window = layout_.window;
    const float width = std::min({canvas.width_of(Type::note, said.text) + 1, 380.0F, window.width() - 28});
    const float height = canvas.paragraph_height(width, Type::note, said.text);
    const float x = std::clamp(about.x0, 4.0F, std::max(4.0F, window.x1 - width - 24));
    const bool below = about.y1 + height + 20 < window.y1;
    const float y = below ? about.y1 + 4 : std::max(2.0F, about.y0 - height - 16);
    const Box box{x, y, x + width + 20, y + height + 12};
    canvas.fill(box, canvas.colors().ink);
    (void)canvas.paragraph(box.inset(10, 6), Type::note, canvas.colors().paper, said.text);
}

void Workbench::draw(PanelContext& context, ImVec2 pixels) {
    Canvas& canvas = context.canvas;
    const WindowSize size{pixels.x / canvas.scale(), pixels.y / canvas.scale()};
    layout_ = layout_for(
        size, {scenario_panel_height(context.scenario(), view_.details), height_of(context, view_.tab)});
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(pixels);
    ImGui::Begin("workbench", nullptr, kBare);
    canvas.aim({0, 0}, "window");
    canvas.fill(layout_.window, canvas.colors().paper);
    if (view_.presenting) {
        canvas.aim({0, 0}, "presenter");
        presenter_panel(context, layout_.window);
    } else {
        draw_regions(context);
        ImGui::PushID("hero");
        canvas.aim({0, 0}, "hero");
        hero_panel(context, layout_.hero);
        ImGui::PopID();
        if (!layout_.one_column)
            canvas.vertical(layout_.right.x0 - 1, layout_.right.y0, layout_.right.y1, canvas.colors().hair);
    }
    draw_tip(context);
    ImGui::End();
}

void Workbench::frame(const Letters& letters, ImVec2 pixels, std::vector<TextRecord>* records) {
    const Palette& colors = palette_of(view_.theme);
    style(colors, letters.pixels_per_unit);
    // Letters and keys of fast typing stay in the order they came in, over as many frames as it takes.
    ImGui::GetCurrentContext()->WantTextInputNextFrame = 1;
    Canvas canvas(letters, colors, records);
    interaction_.field = 0;
    interaction_.grips = false;
    interaction_.next_highlight.clear();
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseClicked[0]) interaction_.pressed = 0;
    PanelContext context{canvas, history_, history_.now(), results_, view_, interaction_, intents_, remarks_};
    draw(context, pixels);
    interaction_.highlight.swap(interaction_.next_highlight);
    // A press on nothing leaves the field in focus.
    if (io.MouseClicked[0] && interaction_.pressed == 0 && !ImGui::IsAnyItemActive())
        ImGui::GetCurrentContext()->NavId = 0;
    if (interaction_.editor.again) drop_typing();
    interaction_.edit_asked = false;
    interaction_.scroll_by = 0;
    std::vector<Intent> intents;
    intents.swap(intents_);
    apply_all(intents);
    intents.clear();
    intents_.swap(intents);
    tell_missing(canvas.missing());
}

void Workbench::tell_missing(const std::u32string& letters) {
    for (const char32_t letter : letters) {
        if (told_missing_.find(letter) != std::u32string::npos) continue;
        told_missing_ += letter;
        view_.notice = "Рамка вместо знака: на холсте его нет, в файлах и ссылках он цел";
    }
}

void Workbench::apply_all(const std::vector<Intent>& intents) {
    // They belong to what was shown, so they come before whatever puts another variant in its place.
    for (const Intent& intent : intents) {
        if (is_of_what_is_shown(intent)) apply(intent);
    }
    for (const Intent& intent : intents) {
        if (!is_of_what_is_shown(intent)) apply(intent);
    }
}

Workbench::Keys Workbench::keys() const {
    if (interaction_.editor.field != 0)
        return interaction_.editor.words ? Keys::words_typed : Keys::number_typed;
    if (view_.presenting) return Keys::slides;
    return interaction_.field != 0 ? Keys::number_field : Keys::nobody;
}

void Workbench::finish_typing() {
    // Every letter was applied when it came, as far as it made a value.
    if (!interaction_.editor.refusal.empty()) view_.notice = kept_instead(interaction_.editor.refusal);
    stop_typing(interaction_);
}

void Workbench::apply(const Intent& intent) {
    const auto full = [this](bool done) {
        if (!done)
            view_.notice = "Больше " + std::to_string(kMaxVariants) + " вариантов не держим: уберите лишний";
    };
    const auto told = [this](std::string_view verb, std::string_view what) {
        if (!what.empty()) view_.notice = std::string(verb) + std::string(what);
    };
    // A notice is about what was done last.
    if (!std::holds_alternative<ChangeView>(intent) && !std::holds_alternative<AbandonGesture>(intent) &&
        !std::holds_alternative<AskPage>(intent))
        view_.notice.clear();
    std::visit(Overloaded{
                   [&](const EditScenario& what) {
                       const bool room =
                           !history_.now().frozen() || history_.now().variants.size() < kMaxVariants;
                       history_.edit(what.scenario, what.gesture);
                       full(room);
                   },
                   [&](const AbandonGesture& what) { history_.abandon(what.gesture); },
                   [&](const ChooseVariant& what) { history_.choose(what.index); },
                   [&](const DuplicateVariant&) { full(history_.duplicate()); },
                   [&](const AddVariant& what) { full(history_.add(what.scenario, what.name)); },
                   [&](const RemoveVariant& what) {
                       history_.remove(what.index);
                       told("Убрано. Отмена вернёт: ", history_.undoes());
                   },
                   [&](const RenameVariant& what) { history_.rename(what.index, what.name, what.gesture); },
                   [&](const MoveVariant& what) { history_.move(what.move); },
                   [&](const FreezeVariant& what) {
                       const Document& now = history_.now();
                       if (what.index >= now.variants.size()) return;
                       const VariantId id = now.variants[what.index].id;
                       const bool thaw = now.baseline == id;
                       history_.freeze(thaw ? 0 : id);
                       view_.compare_with = 0;
                       view_.notice = thaw ? "Точка отсчёта снята"
                                           : "Точка отсчёта: «" + history_.now().variants[what.index].name +
                                                 "». Следующая правка начнёт новый вариант";
                   },
                   [&](const UndoEdit&) {
                       told("Отменено: ", history_.undoes());
                       history_.undo();
                   },
                   [&](const RedoEdit&) {
                       told("Возвращено: ", history_.redoes());
                       history_.redo();
                   },
                   [&](const ChangeView& what) { view_ = what.view; },
                   [&](const AskPage& what) { page_requests_.push_back(what.request); },
               },
               intent);
    update_results();
}

std::vector<PageRequest> Workbench::take_page_requests() {
    return std::exchange(page_requests_, {});
}

void Workbench::open(Document document, std::string_view what) {
    stop_typing(interaction_);
    view_.compare_with = 0;
    if (what.empty()) {
        history_.begin(std::move(document));
    } else {
        history_.replace(std::move(document), what);
    }
    update_results();
}

void Workbench::drop_typing() {
    stop_typing(interaction_);
    view_.notice = "Поля, в которое вы вводили, больше нет: его убрали в другой вкладке";
}

void Workbench::sync(Document document, std::string_view what) {
    Editor& editor = interaction_.editor;
    if (editor.field != 0) {
        history_.abandon(editor.gesture);
        const Variant& typed = history_.now().variant();
        const std::size_t index = index_of(document, typed.id);
        const bool is_there = index < document.variants.size();
        if (is_there) document.active = index;
        // Managers know each other by their place alone.
        const bool same_rows = view_.tab != Tab::roster ||
                               (is_there && same_names(typed.scenario->roster, document.scenario().roster));
        editor.again = true;
        interaction_.provisional = false;
        if (!is_there || !same_rows) drop_typing();
    }
    if (index_of(document, view_.compare_with) == document.variants.size()) view_.compare_with = 0;
    history_.replace(std::move(document), what);
    update_results();
}

void Workbench::set_title(std::string_view title) {
    history_.title(title);
    update_results();
}

float Workbench::magnified(float width, float height) const {
    return view_.presenting ? std::clamp(std::min(width / 760, height / 500), 1.0F, 1.6F) : 1.0F;
}

std::string Workbench::copy() const {
    return text_from_report(history_.now().scenario(), results_.variant[history_.now().active].report);
}

}  // namespace funnel::workbench
