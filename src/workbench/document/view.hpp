// How the workbench shows itself: nothing here changes a number. And what panels ask for: intents, applied
// after the frame.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
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

// Which panel is open at the bottom.
enum class Tab : std::uint8_t { ramp, roster, levers, solver };
inline constexpr std::size_t kTabs = 4;

// What lies over the panels.
enum class Sheet : std::uint8_t { none, cheat_sheet, presets, actions };

// What "work backwards" asks; the value is kept per pinned quantity, absent = as now.
struct SolverForm {
    Pin pin;
    Give give;
    bool touched = false;  // false: the pinned value follows the goal
};

struct View {
    Theme theme = Theme::light;
    int zoom_percent = 100;  // kZoomLow..kZoomHigh
    Tab tab = Tab::ramp;
    Sheet sheet = Sheet::none;
    bool presenting = false;
    int presenter_step = 0;
    std::size_t compare_with = 0;  // slot others are compared with
    bool stages_as_counts = false;
    SolverForm solver;
    std::string notice;  // one line about what just happened or went wrong; empty = nothing
};

// A ready-made funnel.
struct Preset {
    std::string name;
    std::vector<Stage> stages;
};

// Things only the page around the canvas can do; kRequests of web/js/demo/requests.js has the same order.
enum class PageRequest : std::uint8_t {
    save_file,
    open_file,
    copy_link,
    save_png,
    show_owner_page,
    copy_table,
    paste_table,
    leave,
    save_pdf,
    save_xlsx,
    save_csv
};

struct EditScenario {
    Scenario scenario;
    Gesture gesture = 0;
};
struct ChooseSlot {
    std::size_t slot = 0;
};
struct CopyToSlot {
    std::size_t to = 0;  // the scenario in hand is copied there
};
struct EmptySlot {
    std::size_t slot = 0;
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
    std::variant<EditScenario, ChooseSlot, CopyToSlot, EmptySlot, UndoEdit, RedoEdit, ChangeView, AskPage>;

}  // namespace funnel::workbench
