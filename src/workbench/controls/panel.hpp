// What every panel gets: a place to draw, the numbers to show, and where to put what the person wants. Panels
// read reports and emit intents; they calculate nothing but positions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/words.hpp"
#include "workbench/controls/editor.hpp"
#include "workbench/document/results.hpp"
#include "workbench/document/view.hpp"
#include "workbench/drawing/canvas.hpp"

namespace funnel::workbench {

// A sentence about what is under the pointer, drawn last.
struct Tip {
    std::string text;
    Box about;  // the thing it is about, in device pixels: the sentence stands beside it
};

// What the page knows of a number in a field (its id as in commands.hpp): where it came from, what others
// had.
struct Remark {
    std::string field;
    std::string word;   // beside the name; may be empty
    std::string text;   // under the pointer
    bool back = false;  // the number came from elsewhere and is another now: the page knows the way back
};

// The part of the person's current action that outlives a frame.
struct Interaction {
    Editor editor;             // the field being typed into
    ImGuiID field = 0;         // the number field in focus this frame; 0 = none
    ImGuiID pressed = 0;       // the field last pressed: shows its focus though no key was used
    ImGuiID dragging = 0;      // handle being dragged beyond its dead zone
    double drag_from = 0;      // value when the handle was taken
    Gesture gesture = 0;       // grows with every drag and every number typed
    bool edit_asked = false;   // begin typing into the field in focus (a tap on a touch screen)
    bool provisional = false;  // what is shown is being typed and not yet committed
    bool grips = false;        // what is under the pointer is dragged, not pressed; of this frame
    float scroll_by = 0;       // a finger has moved the part under it by so many device pixels
    float scroll_content = 0;
    Tip tip;
    std::string highlight;       // factor under the pointer, lit in every panel; of the last frame
    std::string next_highlight;  // of this frame
};

// What there is to tell: the variant in hand with its report, and the one it is compared with.
struct Told {
    const Document& document;
    const Results& results;
    [[nodiscard]] const Scenario& scenario() const { return document.scenario(); }
    [[nodiscard]] const Report& report() const { return results.variant[document.active].report; }
};

struct PanelContext {
    Canvas& canvas;
    const History& history;
    const Document& document;
    const Results& results;
    const View& view;
    Interaction& interaction;
    std::vector<Intent>& intents;
    const std::vector<Remark>& remarks;

    [[nodiscard]] const Scenario& scenario() const { return document.scenario(); }
    [[nodiscard]] const Report& report() const { return results.variant[document.active].report; }
    [[nodiscard]] Told told() const { return {document, results}; }
    // Scenario(Scenario): what becomes of the scenario.
    template <typename Change>
    void edit(Change change, Gesture gesture = 0) {
        intents.emplace_back(
            EditScenario{change(latest_scenario(intents, history.before(gesture))), gesture});
    }
    // void(View&): what becomes of the view.
    template <typename Adjust>
    void show(Adjust adjust) {
        View changed = latest_view(intents, view);
        adjust(changed);
        intents.emplace_back(ChangeView{std::move(changed)});
    }
    void ask(PageRequest request) { intents.emplace_back(AskPage{request}); }
};

// Says something about the box while the pointer is over it. True when it is.
bool tip(PanelContext& context, const Box& box, std::string_view text);
// Lights the factor everywhere while the pointer is over the box.
void factor_under_pointer(PanelContext& context, const Box& box, std::string_view factor);
[[nodiscard]] inline bool lit(const PanelContext& context, std::string_view factor) {
    return !factor.empty() && context.interaction.highlight == factor;
}

// Title of a panel with a remark behind it; returns the room below.
Box panel_heading(PanelContext& context, Box box, std::string_view title, std::string_view remark);

}  // namespace funnel::workbench
