// How the workbench shows itself: nothing here changes a number. And what panels ask for: intents, applied
// after the frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/solver.hpp"
#include "workbench/document/document.hpp"
#include "workbench/document/quantities.hpp"
#include "workbench/drawing/theme.hpp"

namespace funnel::workbench {

inline constexpr int kZoomLow = 80;
inline constexpr int kZoomHigh = 200;
inline constexpr int kZoomStep = 10;

// Which picture stands beside the inputs.
enum class Tab : std::uint8_t { analysis, funnel, solver, ramp, roster, chances };
inline constexpr std::size_t kTabs = 6;

// What "work backwards" asks; the value is kept per pinned quantity, absent = as now.
struct SolverForm {
    Pin pin;
    Give give{Gives::leads, ""};
    bool touched = false;  // false: the pinned value follows the goal
};

struct View {
    Theme theme = Theme::light;
    int zoom_percent = 100;  // kZoomLow..kZoomHigh
    Tab tab = Tab::analysis;
    bool presenting = false;
    int presenter_step = 0;
    VariantId compare_with = 0;  // others are compared with it; 0 = the frozen one
    bool stages_as_counts = false;
    bool details = false;  // the rarely needed inputs are open
    SolverForm solver;
    std::string notice;  // one line about what just happened or went wrong; empty = nothing
};

// Things only the page around the canvas can do; kRequests of web/js/demo/names.js has the same order.
enum class PageRequest : std::uint8_t { choose_preset, paste_table, end_show, take_back };

struct EditScenario {
    Scenario scenario;
    Gesture gesture = 0;
};
struct AbandonGesture {
    Gesture gesture = 0;
};
struct ChooseVariant {
    std::size_t index = 0;
};
struct DuplicateVariant {};
// A scenario of its own beside the others, with this name, or named by what it changes.
struct AddVariant {
    Scenario scenario;
    std::string name;
};
struct RemoveVariant {
    std::size_t index = 0;
};
struct RenameVariant {
    std::size_t index = 0;
    std::string name;
    Gesture gesture = 0;
};
struct MoveVariant {
    Move move;
};
// Makes a variant the point everything is compared with; the frozen one again: no longer.
struct FreezeVariant {
    std::size_t index = 0;
};
struct UndoEdit {};
struct RedoEdit {};
struct ChangeView {
    View view;
};
struct AskPage {
    PageRequest request;
};
using Intent =
    std::variant<EditScenario, AbandonGesture, ChooseVariant, DuplicateVariant, AddVariant, RemoveVariant,
                 RenameVariant, MoveVariant, FreezeVariant, UndoEdit, RedoEdit, ChangeView, AskPage>;

// What the frame's intents so far make of the scenario and of the view: the next starts from there, so that
// of two things done in one frame both are kept.
[[nodiscard]] const Scenario& latest_scenario(const std::vector<Intent>& intents, const Document& document);
[[nodiscard]] const View& latest_view(const std::vector<Intent>& intents, const View& view);

}  // namespace funnel::workbench
