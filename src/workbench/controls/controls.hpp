// Things people touch: buttons and fields. Every one works by mouse, finger and keyboard (Tab to reach it,
// Enter to use it) and shows its focus. A number is typed as in a spreadsheet: a digit on the field in focus
// begins anew, Enter commits and stays, Tab goes on, Esc restores, ↑ ↓ step. A drag takes the handle at its
// end.
#pragma once

#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "core/text/numbers.hpp"
#include "workbench/controls/panel.hpp"

namespace funnel::workbench {

enum class ButtonLook : std::uint8_t { outlined, solid, plain };

struct Button {
    std::string_view id;
    std::string_view label;
    std::string_view key;  // shortcut shown behind the label; may be empty
    ButtonLook look = ButtonLook::outlined;
    bool enabled = true;
};
// True in the frame it is pressed.
[[nodiscard]] bool button(PanelContext& context, const Box& box, const Button& button);
// Width a button needs for its label and key.
[[nodiscard]] float button_width(const Canvas& canvas, const Button& button);

// An area that can be pressed but draws nothing itself except its focus.
[[nodiscard]] bool pressable(PanelContext& context, const Box& box, std::string_view id);

// What another number leaves of a number's range (no more sales than leads), and the sentence for what is
// beyond. Neither number is changed for the other's sake: a slip of the hand would cost the right one.
struct Paired {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    std::string_view sentence = {};
};

[[nodiscard]] Paired paired_in(const Scenario& scenario, QuantityId id);

struct NumberField {
    std::string_view id;
    std::string_view name;        // for the sentence that refuses
    std::optional<double> value;  // as people see it (82 for 82 %); absent shows `empty`
    text::NumberKind kind = text::NumberKind::count;
    std::string_view empty = "—";
    std::string_view unit;
    std::string_view help;
    double low = 0, high = 0;  // as people see it
    Paired paired;
    double step = 1;  // of one key press; a drag moves one step per 4 units
    bool whole = false;
    bool optional = false;  // an emptied field means "absent"
    bool target = false;    // the colour of what could be
    bool centered = false;
};

// What the person did to a number this frame. While a number is being typed every text that reads as one is a
// change of the same gesture; Esc gives the gesture up.
struct NumberChange {
    bool changed = false;
    std::optional<double> value;  // absent = emptied
    Gesture gesture = 0;
};
[[nodiscard]] NumberChange number_field(PanelContext& context, const Box& box, const NumberField& field);

// A name that can be typed over: a double click, or Enter on it. The text so far, while it is typed.
struct NameField {
    std::string_view id;
    std::string_view text;
    std::string_view empty = "без названия";
    Type type = Type::body;
    bool bold = false;
};
struct NameChange {
    bool changed = false;
    bool pressed = false;  // once, without typing
    std::string text;
    Gesture gesture = 0;
};
[[nodiscard]] NameChange name_field(PanelContext& context, const Box& box, const NameField& field);

// What reads as a number of this kind within its range, as people see it; else a sentence that says why not.
struct ReadNumber {
    std::optional<double> value;
    std::string refusal;
    bool may_grow = false;  // too small so far: more digits may follow
};
[[nodiscard]] ReadNumber read_typed(const NumberField& field, std::string_view typed);

// A part of the window that scrolls on its own: returns the content's box, moved by the scroll. Always
// followed by end_scroll.
[[nodiscard]] Box begin_scroll(PanelContext& context, std::string_view id, const Box& area,
                               float content_height);
void end_scroll(PanelContext& context, float content_height);
// Inside a window that scrolls: takes what a finger has moved.
void scroll_by_finger(PanelContext& context);

// These keys belong to the item just submitted from the next frame on: they do not move the focus.
void own_keys(std::initializer_list<ImGuiKey> keys);

// Is the item just submitted in focus of the keyboard, visibly?
[[nodiscard]] bool keyboard_is_on_it();

}  // namespace funnel::workbench
