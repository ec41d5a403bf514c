// What every panel gets: a place to draw, the numbers to show, and where to put what the person wants. Panels
// read reports and emit intents; they calculate nothing but positions.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"
#include "workbench/document/results.hpp"
#include "workbench/document/view.hpp"
#include "workbench/drawing/canvas.hpp"

namespace funnel::workbench {

// The part of the person's current action that outlives a frame.
struct Interaction {
    ImGuiID typing_in = 0;  // field whose text is being typed; 0 = none
    enum class Typing : std::uint8_t { asked, waiting, active } typing = Typing::asked;
    bool typing_words = false;  // a name, not a number
    std::array<char, 512> typed{};
    ImGuiID dragging = 0;
    double drag_value = 0;    // value the pointer stands at, before rounding
    Gesture gesture = 0;      // of the drag under way; grows with every drag
    bool keys_taken = false;  // a field used the keys of this frame
    float scroll_content = 0;
};

struct PanelContext {
    Canvas& canvas;
    const Document& document;
    const Results& results;
    const View& view;
    const std::vector<Preset>& presets;
    Interaction& interaction;
    std::vector<Intent>& intents;

    [[nodiscard]] const Scenario& scenario() const { return document.scenario(); }
    [[nodiscard]] const Report& report() const { return results.slot[document.active]->report; }
    void edit(Scenario scenario, Gesture gesture = 0) {
        intents.emplace_back(EditScenario{std::move(scenario), gesture});
    }
    void ask(PageRequest request) { intents.emplace_back(AskPage{request}); }
};

// Title of a panel with a remark behind it; returns the room below.
Box panel_heading(PanelContext& context, Box box, std::string_view title, std::string_view remark);

}  // namespace funnel::workbench
