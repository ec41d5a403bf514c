#include "core/text/stage_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text/characters.hpp"

namespace funnel::text {

namespace {

struct Stem {
    std::u32string_view begins;  // small letters, ё as е
    KnownStage stage;
};

// A word that begins so names the stage. Longer beginnings first.
constexpr std::array kStems{
    Stem{U"дозвон", {"Дозвон", StageKind::contact}},
    Stem{U"недозвон", {"Недозвон", StageKind::other}},
    Stem{U"контакт", {"Контакт", StageKind::contact}},
    Stem{U"звон", {"Звонок", StageKind::contact}},
    Stem{U"связал", {"Контакт", StageKind::contact}},
    Stem{U"обработ", {"Обработка", StageKind::contact}},
    Stem{U"работ", {"В работе", StageKind::contact}},
    Stem{U"взят", {"В работе", StageKind::contact}},
    Stem{U"ответ", {"Ответ", StageKind::contact}},
    Stem{U"квал", {"Квалификация", StageKind::qualification}},
    Stem{U"целев", {"Целевые", StageKind::qualification}},
    Stem{U"потребн", {"Потребность", StageKind::qualification}},
    Stem{U"интерес", {"Интерес", StageKind::qualification}},
    Stem{U"встреч", {"Встреча", StageKind::meeting}},
    Stem{U"показ", {"Показ", StageKind::meeting}},
    Stem{U"презентац", {"Презентация", StageKind::meeting}},
    Stem{U"замер", {"Замер", StageKind::meeting}},
    Stem{U"консультац", {"Консультация", StageKind::meeting}},
    Stem{U"демо", {"Демонстрация", StageKind::meeting}},
    Stem{U"визит", {"Визит", StageKind::meeting}},
    Stem{U"осмотр", {"Осмотр", StageKind::meeting}},
    Stem{U"зум", {"Встреча", StageKind::meeting}},
    Stem{U"zoom", {"Встреча", StageKind::meeting}},
    Stem{U"кп", {"КП", StageKind::offer}},
    Stem{U"коммерч", {"КП", StageKind::offer}},
    Stem{U"предложен", {"Предложение", StageKind::offer}},
    Stem{U"брон", {"Бронь", StageKind::offer}},
    Stem{U"счет", {"Счёт", StageKind::offer}},
    Stem{U"смет", {"Смета", StageKind::offer}},
    Stem{U"расчет", {"Расчёт", StageKind::offer}},
    Stem{U"договор", {"Договор", StageKind::offer}},
    Stem{U"заказ", {"Заказ", StageKind::offer}},
    Stem{U"оплат", {"Оплата", StageKind::payment}},
    Stem{U"оплач", {"Оплата", StageKind::payment}},
    Stem{U"предоплат", {"Предоплата", StageKind::payment}},
    Stem{U"аванс", {"Аванс", StageKind::payment}},
    Stem{U"продаж", {"Продажа", StageKind::payment}},
    Stem{U"продал", {"Продажа", StageKind::payment}},
    Stem{U"сдел", {"Сделка", StageKind::payment}},
    Stem{U"покуп", {"Покупка", StageKind::payment}},
    Stem{U"закры", {"Сделка", StageKind::payment}},
    Stem{U"выигр", {"Сделка", StageKind::payment}},
};

}  // namespace

std::optional<KnownStage> known_stage(std::u32string_view word) {
    const auto* const found = std::find_if(kStems.begin(), kStems.end(), [&](const Stem& stem) {
        return word.substr(0, stem.begins.size()) == stem.begins;
    });
    if (found == kStems.end()) return std::nullopt;
    return found->stage;
}

StageKind stage_kind_by_name(std::string_view utf8) {
    const std::u32string name = folded(utf8);
    StageKind kind = StageKind::other;
    for (std::size_t at = 0; at < name.size();) {
        std::size_t end = at;
        while (end < name.size() && is_letter(name[end])) ++end;
        if (const auto stage = known_stage(std::u32string_view(name).substr(at, end - at)))
            kind = stage->kind;
        at = end + 1;
    }
    return kind;
}

std::string free_stage_id(StageKind kind, const std::vector<Stage>& taken) {
    const std::string base = kind == StageKind::other ? "stage" : std::string(name_of(kind));
    std::string id = base;
    const auto is_taken = [&] {
        return std::any_of(taken.begin(), taken.end(), [&](const Stage& stage) { return stage.id == id; });
    };
    for (int i = 2; is_taken(); ++i) id = base + "_" + std::to_string(i);
    return id;
}

}  // namespace funnel::text
