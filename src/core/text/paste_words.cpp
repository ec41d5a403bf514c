// What notes about a pasted table are called and how they read.
#include <array>
#include <cstddef>
#include <string>

#include "core/text/paste.hpp"

namespace funnel::text {

namespace {

constexpr std::array<std::string_view, 20> kCodes{
    "merged",        "columns_swapped", "empty_is_zero",     "no_name",
    "shares",        "column_ignored",  "first_is_entered",  "before_header",
    "total_row",     "no_numbers",      "bad_number",        "above_leads",
    "above_entered", "out_of_range",    "too_many",          "repeated_stage",
    "empty",         "no_column",       "looks_like_stages", "looks_like_managers"};

std::string quoted(const std::string& text) {
    return text.empty() ? text : " «" + text + "»";
}

// What was left out, without its row.
std::string reason(const PasteNote& note) {
    switch (note.code) {
        case PasteCode::before_header:
            return quoted(note.text) + " стоит выше заголовков, пропущена";
        case PasteCode::total_row:
            return (note.text.empty() ? " без имени" : quoted(note.text)) + " — итог, в список не входит";
        case PasteCode::no_numbers:
            return quoted(note.text) + ": нет чисел, пропущена";
        case PasteCode::bad_number:
            return ":" + quoted(note.text) + " — не целое число, строка пропущена";
        case PasteCode::above_leads:
            return quoted(note.text) + ": продаж больше, чем заявок, пропущена";
        case PasteCode::above_entered:
            return quoted(note.text) + ": прошло больше, чем вошло, пропущена";
        case PasteCode::out_of_range:
            return quoted(note.text) + ": такого числа здесь быть не может, пропущена";
        case PasteCode::too_many:
            return quoted(note.text) + ": больше не помещается, пропущена";
        case PasteCode::repeated_stage:
            return quoted(note.text) + ": этап уже есть, пропущена";
        case PasteCode::merged:
            return quoted(note.text) + ": имя повторилось, числа сложены";
        case PasteCode::empty_is_zero:
            return quoted(note.text) + ": продаж не указано, считаем ноль";
        case PasteCode::no_name:
            return " без имени: названа" + quoted(note.text);
        case PasteCode::first_is_entered:
            return quoted(note.text) + ": с этого числа начинается воронка";
        default:
            return quoted(note.text);
    }
}

}  // namespace

std::string_view code_of(PasteCode code) {
    return kCodes[static_cast<std::size_t>(code)];
}

PasteWeight weight_of(PasteCode code) {
    if (code < PasteCode::before_header) return PasteWeight::decision;
    return code < PasteCode::empty ? PasteWeight::left_out : PasteWeight::nothing_taken;
}

std::string told(const PasteNote& note) {
    switch (note.code) {
        case PasteCode::columns_swapped:
            return "Столбцы без названий: где числа меньше, там продажи";
        case PasteCode::shares:
            return "Столбец" + quoted(note.text) + " прочитан долями: 0,8 — это 80\u00a0%";
        case PasteCode::column_ignored:
            return "Столбец" + quoted(note.text) + " не нужен, пропущен";
        case PasteCode::empty:
            return "Это не таблица: нужны строки с именем и числами";
        case PasteCode::no_column:
            return "Не хватает столбца: нужны «имя, заявки, продажи» или «этап, конверсия»";
        case PasteCode::looks_like_stages:
            return "Похоже на этапы воронки, а не на менеджеров";
        case PasteCode::looks_like_managers:
            return "Похоже на менеджеров, а не на этапы воронки";
        default:
            return "Строка " + std::to_string(note.row) + reason(note);
    }
}

}  // namespace funnel::text
