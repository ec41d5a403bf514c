#include "operator/move.hpp"

#include <vector>

#include "store/database/location.hpp"
#include "store/move.hpp"

namespace funnel::server {

namespace {

std::string lines(const std::vector<std::string>& reasons) {
    std::string text;
    for (const std::string& reason : reasons) text += "  " + reason + '\n';
    return text;
}

std::string account_of(const MoveResult& result) {
    std::string text;
    for (const MovedTable& table : result.tables)
        text += std::string(table.title) + ": " + std::to_string(table.rows) + " из " +
                std::to_string(table.rows) + '\n';
    text += result.chain_head.empty() ? std::string("Цепочка согласий пуста\n")
                                      : "Цепочка согласий проверена до конца: " + result.chain_head + '\n';
    return text;
}

CommandResult told(const MoveResult& result, const StoreLocation& from, const StoreLocation& to) {
    using Verdict = MoveResult::Verdict;
    const auto served = [](std::string_view where, const StoreLocation& location) {
        return CommandResult{kStoreInUse,
                             {},
                             "На " + std::string(where) + " (" + shown_store(location.address) +
                                 ") работает сервер. Остановите его (systemctl stop funnel) и повторите.\n"};
    };
    switch (result.verdict) {
        case Verdict::moved:
            return {0,
                    account_of(result) +
                        "Перенесено и сверено построчно. Источник не изменён: когда сервер на новом "
                        "хранилище проверен, удалите его, в нём личные данные.\n",
                    {}};
        case Verdict::source_missing:
            return {kNotMoved, {}, "Нет файла " + from.address + ".\n"};
        case Verdict::source_served:
            return served("источнике", from);
        case Verdict::target_served:
            return served("приёмнике", to);
        case Verdict::source_faulty:
            return {kNotMoved, {}, "Не перенесено: источник повреждён.\n" + lines(result.reasons)};
        case Verdict::target_not_empty:
            return {kNotMoved, {}, "Не перенесено: приёмник не пуст.\n" + lines(result.reasons)};
        case Verdict::not_equal:
            break;
    }
    return {kNotMoved, {}, "Не перенесено: пришло не то, что отправлено.\n" + lines(result.reasons)};
}

}  // namespace

std::string shown_store(std::string_view store) {
    std::string text(store.substr(0, store.find('?')));
    const auto scheme = text.find("://");
    const auto at = text.rfind('@');
    if (scheme == std::string::npos || at == std::string::npos || at < scheme) return text;
    const auto colon = text.find(':', scheme + 3);
    if (colon < at) text.erase(colon, at - colon);
    return text;
}

CommandResult move_command(const std::string& from, const std::string& to, std::int64_t now_ms) {
    const auto source = store_location_from(from);
    const auto target = store_location_from(to);
    if (!source || !target)
        return {
            64, {}, "Хранилище — это sqlite:ПУТЬ или postgres://…, а не «" + (source ? to : from) + "»\n"};
    if (source->address == target->address) return {64, {}, "Источник и приёмник — одно и то же хранилище\n"};
    try {
        CommandResult result = told(move_between(*source, *target, now_ms), *source, *target);
        if (result.exit_code == 0)
            result.out.insert(0, "Источник: " + shown_store(from) + "\nПриёмник: " + shown_store(to) + '\n');
        return result;
    } catch (const StoreError& error) {
        return {kNotMoved, {}, "Не перенесено: " + std::string(error.what()) + '\n'};
    }
}

}  // namespace funnel::server
