#include "workbench/controls/field.hpp"

#include <algorithm>
#include <utility>

namespace funnel::workbench {
namespace {

// The item just submitted is in focus: by the keyboard, or it was the last one pressed.
bool focused(PanelContext& context, ImGuiID id) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (!ImGui::IsItemFocused()) return false;
    return !g.NavDisableHighlight || context.interaction.pressed == id;
}

}  // namespace

Place place(const Canvas& canvas, const Box& box) {
    const ImVec2 low = canvas.to_device(box.x0, box.y0);
    const ImVec2 high = canvas.to_device(box.x1, box.y1);
    return {low, {std::max(1.0F, high.x - low.x), std::max(1.0F, high.y - low.y)}};
}

bool invisible(const Canvas& canvas, const Box& box, std::string_view id, ImGuiButtonFlags flags) {
    const Place p = place(canvas, box);
    ImGui::SetCursorScreenPos(p.at);
    ImGui::PushID(id.data(), id.data() + id.size());
    const bool pressed = ImGui::InvisibleButton("##it", p.size, flags);
    ImGui::PopID();
    return pressed;
}

void start_typing(Interaction& interaction, ImGuiID id, std::string text, Selected selected) {
    interaction.editor = {};
    interaction.editor.field = id;
    interaction.editor.text = std::move(text);
    interaction.editor.caret = interaction.editor.anchor = interaction.editor.text.size();
    if (selected == Selected::all) interaction.editor.select_all();
    interaction.editor.gesture = ++interaction.gesture;
}

void stop_typing(Interaction& interaction) {
    interaction.editor = {};
    interaction.provisional = false;
}

std::string kept_instead(std::string_view refusal) {
    return std::string(refusal) + " Осталось прежнее значение";
}

FieldUse use_field(PanelContext& context, const Box& box, TextStyle style, const std::string& value,
                   Begins begins) {
    Interaction& interaction = context.interaction;
    const ImGuiIO& io = ImGui::GetIO();
    const bool used = invisible(context.canvas, box, "field", ImGuiButtonFlags_PressedOnClick);
    const ImGuiID id = ImGui::GetItemID();
    const bool clicked = ImGui::IsItemHovered() && io.MouseClicked[0];
    const bool twice = ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0);
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (clicked) interaction.pressed = id;
    FieldUse use;
    use.focused = focused(context, id) || clicked;
    // Pressed or reached, a field in focus is one Tab away from the next.
    if (use.focused) ImGui::GetCurrentContext()->NavDisableHighlight = false;
    if (use.focused) interaction.field = begins == Begins::with_a_digit ? id : interaction.field;
    Editor& editor = interaction.editor;
    const bool was_typing = editor.field == id;
    if (use.focused && interaction.edit_asked) {
        interaction.edit_asked = false;
        if (!was_typing) start_typing(interaction, id, value, Selected::all);
    } else if (twice || (used && !clicked && !was_typing)) {
        start_typing(interaction, id, value, Selected::all);
    } else if (was_typing && clicked) {
        const float x = context.canvas.from_device(io.MousePos, io.MousePos).x0;
        editor.caret = editor.anchor = context.canvas.byte_at(box.inset(kFieldPadding, 0), style,
                                                              {editor.text, editor.caret, editor.anchor}, x);
    } else if (was_typing) {
        use.did = use.focused ? take_keys(editor) : Typing::left;
    }
    if (was_typing && std::exchange(editor.again, false) && use.did == Typing::going_on)
        use.did = Typing::changed;
    use.typing = editor.field == id;
    return use;
}

void draw_typed(PanelContext& context, const Box& box, TextStyle style) {
    const Editor& editor = context.interaction.editor;
    context.canvas.fill(box, context.canvas.colors().paper);
    context.canvas.typed(box.inset(kFieldPadding, 0), style, {editor.text, editor.caret, editor.anchor});
    const bool refused = !editor.refusal.empty() && !editor.unfinished;
    context.canvas.frame(box.inset(-1, -1),
                         refused ? context.canvas.colors().lost : context.canvas.colors().ink, 2);
}

NameChange name_field(PanelContext& context, const Box& box, const NameField& field) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    ImGui::PushID(field.id.data(), field.id.data() + field.id.size());
    const TextStyle style{field.type, colors.ink, Align::left};
    const bool clicked_before = ImGui::GetIO().MouseClicked[0];
    const FieldUse use = use_field(context, box, style, std::string(field.text), Begins::when_asked);
    const ImGuiID id = ImGui::GetItemID();
    NameChange out;
    out.pressed = clicked_before && ImGui::IsItemHovered() && !use.typing;
    Editor& editor = context.interaction.editor;
    if (use.typing) {
        editor.words = true;
        out.gesture = editor.gesture;
        if (use.did == Typing::given_up) {
            context.intents.emplace_back(AbandonGesture{editor.gesture});
        } else if (editor.touched && use.did != Typing::going_on && editor.text != field.text) {
            out.changed = true;
            out.text = editor.text;
        }
        if (use.did != Typing::going_on && use.did != Typing::changed) stop_typing(context.interaction);
    }
    if (editor.field == id) {
        draw_typed(context, {box.x0 - kFieldPadding, box.y0, box.x1, box.y1}, style);
    } else {
        const bool none = field.text.empty();
        canvas.text(box, {field.type, none ? colors.ink_3 : colors.ink}, none ? field.empty : field.text);
        if (ImGui::IsItemHovered()) canvas.horizontal(box.x0, box.x1, box.y1 - 2, colors.rule);
        if (use.focused && !out.pressed) canvas.frame(box.inset(-2, -1), colors.ink, 2);
    }
    ImGui::PopID();
    return out;
}

}  // namespace funnel::workbench
