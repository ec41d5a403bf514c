// Keys of the workbench. Letters are read by their place on the keyboard, so they work in the Russian layout
// too.
#pragma once

#include <array>
#include <string_view>

#include "workbench/controls/panel.hpp"

namespace funnel::workbench {

struct Shortcut {
    std::string_view keys;  // as shown: "Shift+Z"
    std::string_view does;  // "вернуть отменённое"
};
inline constexpr std::array<Shortcut, 24> kShortcuts{{
    {"Tab, стрелки", "к соседнему полю"},
    {"Enter", "ввести число; Esc: оставить прежнее"},
    {"0…9", "сразу набрать число в поле"},
    {"Page Up/Down", "на шаг больше, меньше; с Shift на десять"},
    {"Delete", "убрать этап или необязательное число"},
    {"Alt+↑ ↓", "переставить этап, когда выбрана его ручка"},
    {"1 2 3", "вариант A, B, C"},
    {"D", "сделать копию в свободный вариант"},
    {"X", "убрать этот вариант"},
    {"C", "все цели достигнуты: сделать это вариантом"},
    {"Z, Shift+Z", "отменить, вернуть"},
    {"N", "ещё один этап"},
    {"M R V G", "по менеджерам, по месяцам, рычаги, обратный расчёт"},
    {"F", "показ по одному числу; ← → листать"},
    {"T", "светлая или тёмная тема"},
    {"+ −", "масштаб от 80 до 200 %"},
    {"Ctrl+C", "таблица для Excel"},
    {"Ctrl+V", "таблица менеджеров или этапов из Excel"},
    {"L", "ссылка с этим расчётом"},
    {"P", "картинка этого вида"},
    {"S, O", "сохранить файл, открыть файл"},
    {"H", "показать как страницу владельца"},
    {"F6", "выйти с холста к таблице под ним"},
    {"?", "эта памятка"},
}};

// Acts on the keys pressed this frame, unless a field has taken them.
void handle_shortcuts(PanelContext& context);

}  // namespace funnel::workbench
