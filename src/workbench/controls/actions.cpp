#include "workbench/controls/actions.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace funnel::workbench {
namespace {

struct Entry {
    std::string_view id, brief, full, key;
    std::optional<PageRequest> request;
    bool brief_with_key = true;
};

constexpr std::array<Entry, kActions + 1> kEntries{{
    {"link", "Ссылка", "Скопировать ссылку", "L", PageRequest::copy_link, false},
    {"pdf", "PDF", "Документ PDF", "", PageRequest::save_pdf},
    {"xlsx", "Excel", "Книга Excel с формулами", "", PageRequest::save_xlsx},
    {"csv", "CSV", "Таблица CSV", "", PageRequest::save_csv},
    {"png", "PNG", "Картинка этого вида", "P", PageRequest::save_png, false},
    {"owner", "Владельцу", "Страница владельца", "H", PageRequest::show_owner_page},
    {"save", "Сохранить", "Сохранить файл расчёта", "S", PageRequest::save_file},
    {"open", "Открыть", "Открыть файл расчёта", "O", PageRequest::open_file},
    {"copy", "Скопировать", "Скопировать таблицу", "Ctrl+C", PageRequest::copy_table},
    {"paste", "Вставить", "Вставить таблицу", "Ctrl+V", PageRequest::paste_table},
    {"presets", "Пресет", "Готовые воронки", "", std::nullopt},
    {"show", "Показ", "Показ по одному числу", "F", std::nullopt},
    {"undo", "Отменить", "Отменить", "Z", std::nullopt},
    {"redo", "Вернуть", "Вернуть отменённое", "Shift+Z", std::nullopt},
    {"theme", "Тема", "Светлая или тёмная тема", "T", std::nullopt},
    {"larger", "Крупнее", "Крупнее", "+", std::nullopt},
    {"smaller", "Мельче", "Мельче", "−", std::nullopt},
    {"keys", "?", "Все клавиши", "?", std::nullopt, false},
    {"more", "Ещё", "Ещё", "", std::nullopt},
}};

const Entry& entry(Action action) {
    return kEntries[static_cast<std::size_t>(action)];
}

View changed(const View& before, Action action) {
    View view = before;
    view.notice.clear();
    const int step = action == Action::larger ? kZoomStep : action == Action::smaller ? -kZoomStep : 0;
    view.zoom_percent = std::clamp(before.zoom_percent + step, kZoomLow, kZoomHigh);
    if (step == 0) view.sheet = Sheet::none;
    if (action == Action::presets) view.sheet = Sheet::presets;
    if (action == Action::cheat_sheet) view.sheet = Sheet::cheat_sheet;
    if (action == Action::more) view.sheet = Sheet::actions;
    if (action == Action::present) view.presenting = true;
    if (action == Action::theme) view.theme = before.theme == Theme::light ? Theme::dark : Theme::light;
    return view;
}

}  // namespace

Button button_of(Action action, Wording wording) {
    const Entry& e = entry(action);
    if (wording == Wording::full) return {e.id, e.full, e.key};
    return {e.id, e.brief, e.brief_with_key ? e.key : std::string_view()};
}

Intent intent_of(Action action, const View& view) {
    if (const auto& request = entry(action).request) return AskPage{*request};
    if (action == Action::undo) return UndoEdit{};
    if (action == Action::redo) return RedoEdit{};
    return ChangeView{changed(view, action)};
}

}  // namespace funnel::workbench
