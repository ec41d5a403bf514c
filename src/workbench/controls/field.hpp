// What number fields and name fields share: the item under them, and typing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "imgui_internal.h"
#include "workbench/controls/controls.hpp"

namespace funnel::workbench {

inline constexpr float kFieldPadding = 8;

// A device rectangle of at least one pixel, as ImGui wants it.
struct Place {
    ImVec2 at;
    ImVec2 size;
};
[[nodiscard]] Place place(const Canvas& canvas, const Box& box);

// An item of ImGui that draws nothing: true in the frame it is pressed.
[[nodiscard]] bool invisible(const Canvas& canvas, const Box& box, std::string_view id,
                             ImGuiButtonFlags flags = ImGuiButtonFlags_PressedOnClickRelease);

enum class Selected : std::uint8_t { all, nothing };
void start_typing(Interaction& interaction, ImGuiID id, std::string text, Selected selected);
void stop_typing(Interaction& interaction);
// Says that what was typed was not taken: why, and that nothing changed.
[[nodiscard]] std::string kept_instead(std::string_view refusal);

// Focus, presses and keys of a field that is typed into.
struct FieldUse {
    bool focused = false;
    bool typing = false;
    Typing did = Typing::going_on;
};
enum class Begins : std::uint8_t { with_a_digit, when_asked };
[[nodiscard]] FieldUse use_field(PanelContext& context, const Box& box, TextStyle style,
                                 const std::string& value, Begins begins);

// The text being typed, with its caret and frame.
void draw_typed(PanelContext& context, const Box& box, TextStyle style);

}  // namespace funnel::workbench
