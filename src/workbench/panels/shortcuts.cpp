#include "workbench/panels/shortcuts.hpp"

#include <algorithm>
#include <utility>

#include "workbench/document/edits.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

bool pressed(ImGuiKey key) {
    return ImGui::IsKeyPressed(key, false);
}

void change(PanelContext& context, View view) {
    view.notice.clear();
    context.intents.emplace_back(ChangeView{std::move(view)});
}

// The first empty slot, else the one after the slot in hand.
std::size_t slot_for_copy(const Document& document) {
    for (std::size_t i = 0; i < kSlots; ++i) {
        if (document.slot[i] == nullptr) return i;
    }
    return (document.active + 1) % kSlots;
}

void presenter_keys(PanelContext& context) {
    View view = context.view;
    const int last = presenter_steps(context) - 1;
    const int step = std::clamp(view.presenter_step, 0, last);
    if (pressed(ImGuiKey_Escape) || pressed(ImGuiKey_F)) {
        view.presenting = false;
    } else if (pressed(ImGuiKey_RightArrow) || pressed(ImGuiKey_Space) || pressed(ImGuiKey_DownArrow)) {
        view.presenter_step = std::min(step + 1, last);
    } else if (pressed(ImGuiKey_LeftArrow) || pressed(ImGuiKey_UpArrow)) {
        view.presenter_step = std::max(step - 1, 0);
    } else if (pressed(ImGuiKey_Home)) {
        view.presenter_step = 0;
    } else {
        return;
    }
    change(context, std::move(view));
}

void slot_keys(PanelContext& context) {
    constexpr std::array kSlotKeys{std::pair{ImGuiKey_1, ImGuiKey_Keypad1},
                                   std::pair{ImGuiKey_2, ImGuiKey_Keypad2},
                                   std::pair{ImGuiKey_3, ImGuiKey_Keypad3}};
    for (std::size_t i = 0; i < kSlots; ++i) {
        if (!pressed(kSlotKeys[i].first) && !pressed(kSlotKeys[i].second)) continue;
        if (context.document.slot[i] != nullptr) {
            context.intents.emplace_back(ChooseSlot{i});
        } else {
            context.intents.emplace_back(CopyToSlot{i});
        }
    }
    if (pressed(ImGuiKey_D)) context.intents.emplace_back(CopyToSlot{slot_for_copy(context.document)});
    if (pressed(ImGuiKey_X)) context.intents.emplace_back(EmptySlot{context.document.active});
    if (pressed(ImGuiKey_C)) {
        context.intents.emplace_back(CopyToSlot{slot_for_copy(context.document)});
        context.edit(with_targets_reached(context.scenario()));
    }
}

void view_keys(PanelContext& context) {
    View view = context.view;
    const View before = view;
    constexpr std::array kTabKeys{std::pair{ImGuiKey_R, Tab::ramp}, std::pair{ImGuiKey_M, Tab::roster},
                                  std::pair{ImGuiKey_V, Tab::levers}, std::pair{ImGuiKey_G, Tab::solver}};
    bool changed = false;
    for (const auto& [key, tab] : kTabKeys) {
        if (!pressed(key)) continue;
        view.tab = tab;
        changed = true;
    }
    if (pressed(ImGuiKey_F)) {
        view.presenting = true;
        changed = true;
    }
    if (pressed(ImGuiKey_T)) {
        view.theme = before.theme == Theme::light ? Theme::dark : Theme::light;
        changed = true;
    }
    const int steps = (pressed(ImGuiKey_Equal) || pressed(ImGuiKey_KeypadAdd) ? 1 : 0) -
                      (pressed(ImGuiKey_Minus) || pressed(ImGuiKey_KeypadSubtract) ? 1 : 0);
    if (steps != 0) {
        view.zoom_percent = std::clamp(before.zoom_percent + steps * kZoomStep, kZoomLow, kZoomHigh);
        changed = true;
    }
    if (pressed(ImGuiKey_Slash)) {
        view.sheet = Sheet::cheat_sheet;
        changed = true;
    }
    if (pressed(ImGuiKey_Escape) && !before.notice.empty()) changed = true;
    if (changed) change(context, std::move(view));
}

void page_keys(PanelContext& context) {
    constexpr std::array kPageKeys{
        std::pair{ImGuiKey_S, PageRequest::save_file},       std::pair{ImGuiKey_O, PageRequest::open_file},
        std::pair{ImGuiKey_L, PageRequest::copy_link},       std::pair{ImGuiKey_P, PageRequest::save_png},
        std::pair{ImGuiKey_H, PageRequest::show_owner_page}, std::pair{ImGuiKey_F6, PageRequest::leave}};
    for (const auto& [key, request] : kPageKeys) {
        if (pressed(key)) context.ask(request);
    }
}

}  // namespace

void handle_shortcuts(PanelContext& context) {
    const ImGuiIO& io = ImGui::GetIO();
    if (context.interaction.keys_taken || io.WantTextInput || io.KeySuper || io.KeyAlt) return;
    if (io.KeyCtrl) {
        if (pressed(ImGuiKey_Z))
            context.intents.emplace_back(io.KeyShift ? Intent(RedoEdit{}) : Intent(UndoEdit{}));
        if (pressed(ImGuiKey_Y)) context.intents.emplace_back(RedoEdit{});
        if (pressed(ImGuiKey_S)) context.ask(PageRequest::save_file);
        if (pressed(ImGuiKey_O)) context.ask(PageRequest::open_file);
        return;
    }
    if (context.view.sheet != Sheet::none) {
        if (pressed(ImGuiKey_Escape) || pressed(ImGuiKey_Slash)) {
            View view = context.view;
            view.sheet = Sheet::none;
            change(context, std::move(view));
        }
        return;
    }
    if (context.view.presenting) {
        presenter_keys(context);
        return;
    }
    if (pressed(ImGuiKey_Z))
        context.intents.emplace_back(io.KeyShift ? Intent(RedoEdit{}) : Intent(UndoEdit{}));
    if (pressed(ImGuiKey_N)) context.edit(with_stage_added(context.scenario()));
    slot_keys(context);
    view_keys(context);
    page_keys(context);
}

}  // namespace funnel::workbench
