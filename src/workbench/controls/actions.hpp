// What can be done besides editing, by mouse and finger: take-aways, files, the view. The strip offers what
// it has room for, the sheet "Ещё" all of it.
#pragma once

#include <cstdint>

#include "workbench/controls/controls.hpp"

namespace funnel::workbench {

enum class Action : std::uint8_t {
    link,
    pdf,
    xlsx,
    csv,
    png,
    owner_page,
    save_file,
    open_file,
    copy_table,
    paste_table,
    presets,
    present,
    undo,
    redo,
    theme,
    larger,
    smaller,
    cheat_sheet,
    more  // opens the sheet of all the others
};
inline constexpr std::size_t kActions = 18;  // all but `more`

// How long an action's name may be.
enum class Wording : std::uint8_t { brief, full };

// Its button, without its place; the label is in static memory.
[[nodiscard]] Button button_of(Action action, Wording wording);
// What pressing it asks for.
[[nodiscard]] Intent intent_of(Action action, const View& view);

}  // namespace funnel::workbench
