#include "workbench/controls/editor.hpp"

#include <algorithm>
#include <array>

#include "core/text/characters.hpp"
#include "imgui_internal.h"

namespace funnel::workbench {
namespace {

constexpr std::size_t kMostBytes = 800;

bool inside_character(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
}

std::size_t before(std::string_view text, std::size_t at) {
    if (at > 0) --at;
    while (at > 0 && inside_character(text, at)) --at;
    return at;
}

std::size_t behind(std::string_view text, std::size_t at) {
    if (at < text.size()) ++at;
    while (inside_character(text, at)) ++at;
    return at;
}

bool pressed(ImGuiKey key, ImGuiID owner, bool repeat = true) {
    return ImGui::IsKeyPressed(key, owner, repeat ? ImGuiInputFlags_Repeat : ImGuiInputFlags_None);
}

void move_caret(Editor& editor, std::size_t to, bool selecting) {
    editor.caret = to;
    if (!selecting) editor.anchor = to;
}

bool erase(Editor& editor, bool forward) {
    if (editor.caret == editor.anchor)
        editor.anchor = forward ? behind(editor.text, editor.caret) : before(editor.text, editor.caret);
    if (editor.caret == editor.anchor) return false;
    editor.insert("");
    return true;
}

void caret_keys(Editor& editor) {
    const ImGuiIO& io = ImGui::GetIO();
    const ImGuiID field = editor.field;
    const bool bare = editor.caret == editor.anchor || io.KeyShift;
    const std::size_t low = std::min(editor.caret, editor.anchor);
    const std::size_t high = std::max(editor.caret, editor.anchor);
    if (pressed(ImGuiKey_LeftArrow, field))
        move_caret(editor, bare ? before(editor.text, editor.caret) : low, io.KeyShift);
    if (pressed(ImGuiKey_RightArrow, field))
        move_caret(editor, bare ? behind(editor.text, editor.caret) : high, io.KeyShift);
    if (pressed(ImGuiKey_Home, field)) move_caret(editor, 0, io.KeyShift);
    if (pressed(ImGuiKey_End, field)) move_caret(editor, editor.text.size(), io.KeyShift);
}

bool clipboard_keys(Editor& editor) {
    const ImGuiID field = editor.field;
    if (pressed(ImGuiKey_A, field, false)) editor.select_all();
    const bool cut = pressed(ImGuiKey_X, field, false);
    if ((cut || pressed(ImGuiKey_C, field, false)) && editor.caret != editor.anchor) {
        ImGui::SetClipboardText(std::string(editor.selected()).c_str());
        if (!cut) return false;
        editor.insert("");
        return true;
    }
    if (!pressed(ImGuiKey_V, field)) return false;
    const char* pasted = ImGui::GetClipboardText();
    if (pasted == nullptr || *pasted == '\0') return false;
    editor.insert(pasted);
    return true;
}

constexpr std::array kKeys{ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow,   ImGuiKey_DownArrow,
                           ImGuiKey_Home,      ImGuiKey_End,        ImGuiKey_Enter,     ImGuiKey_KeypadEnter,
                           ImGuiKey_Escape,    ImGuiKey_Space,      ImGuiKey_Backspace, ImGuiKey_Delete,
                           ImGuiKey_A,         ImGuiKey_C,          ImGuiKey_V,         ImGuiKey_X};

}  // namespace

void Editor::insert(std::string_view utf8) {
    std::string clean;
    for (const char32_t c : text::decoded(utf8)) {
        if (c >= 0x20 && c != 0x7f) clean += text::encoded(std::u32string_view(&c, 1));
    }
    const std::size_t low = std::min(caret, anchor);
    const std::size_t high = std::max(caret, anchor);
    if (text.size() - (high - low) + clean.size() > kMostBytes) clean.clear();
    text.replace(low, high - low, clean);
    caret = anchor = low + clean.size();
}

void Editor::select_all() {
    anchor = 0;
    caret = text.size();
}

std::string_view Editor::selected() const {
    const std::size_t low = std::min(caret, anchor);
    return std::string_view(text).substr(low, std::max(caret, anchor) - low);
}

Typing take_keys(Editor& editor) {
    const ImGuiIO& io = ImGui::GetIO();
    const ImGuiID field = editor.field;
    for (const ImGuiKey key : kKeys) ImGui::SetKeyOwner(key, field);
    bool changed = false;
    const bool command = io.KeyCtrl || io.KeySuper;
    if (command) changed = clipboard_keys(editor);
    caret_keys(editor);
    if (pressed(ImGuiKey_Backspace, field)) changed = erase(editor, false) || changed;
    if (pressed(ImGuiKey_Delete, field)) changed = erase(editor, true) || changed;
    if (!command || io.KeyAlt) {
        for (const ImWchar c : io.InputQueueCharacters) {
            const char32_t letter = c;
            if (letter < 0x20 || letter == 0x7f) continue;
            editor.insert(text::encoded(std::u32string_view(&letter, 1)));
            changed = true;
        }
    }
    editor.touched = editor.touched || changed;
    if (pressed(ImGuiKey_Escape, field, false)) return Typing::given_up;
    if (pressed(ImGuiKey_Enter, field, false) || pressed(ImGuiKey_KeypadEnter, field, false))
        return Typing::committed;
    return changed ? Typing::changed : Typing::going_on;
}

}  // namespace funnel::workbench
