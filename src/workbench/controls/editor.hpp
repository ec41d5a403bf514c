// One line of text being typed: the text with its caret and selection, and what keys do to it. Every key and
// letter of a frame is taken in the frame it arrives in, from the frame after the field was pressed on: none
// is lost however slow frames are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "imgui.h"

namespace funnel::workbench {

struct Editor {
    ImGuiID field = 0;   // what is being typed into; 0 = nothing
    bool words = false;  // a name, not a number
    std::string text;
    std::size_t caret = 0;   // bytes
    std::size_t anchor = 0;  // other end of the selection
    std::uint64_t gesture = 0;
    bool touched = false;     // something was typed since it began
    std::string refusal;      // why what stands there cannot be taken as it is; empty = it can
    bool unfinished = false;  // a refusal that the next digit may lift: not told yet
    bool again = false;       // what it stands on has changed: what was typed so far is put over it anew

    // Puts the text in place of what is selected; control characters are left out.
    void insert(std::string_view utf8);
    void select_all();
    [[nodiscard]] std::string_view selected() const;
};

enum class Typing : std::uint8_t { going_on, changed, committed, left, given_up };

// Takes this frame's letters and keys. Enter commits and stays, Esc gives up, Tab leaves. The keys belong to
// `field` from the next frame on: they move no focus.
[[nodiscard]] Typing take_keys(Editor& editor);

}  // namespace funnel::workbench
