// `operators`: who may enter the inbox, and where they are in now.
#include <nlohmann/json.hpp>

#include "operator/commands.hpp"
#include "store/inbox/operators.hpp"
#include "store/inbox/work.hpp"
#include "system/times.hpp"

namespace funnel::server {

std::string work_json(Store& store, std::int64_t lead_id) {
    using Json = nlohmann::ordered_json;
    Work work(store.database());
    const WorkState state = work.state(lead_id);
    const auto moment = [](std::int64_t ms) { return ms > 0 ? Json(utc_text(ms)) : Json(); };
    Json json;
    json["state"] = {{"status", name_of(state.status)},
                     {"lost_reason", state.lost_reason},
                     {"step", state.step},
                     {"step_at", moment(state.step_ms)},
                     {"note", state.note},
                     {"first_at", moment(state.first_ms)},
                     {"closed_at", moment(state.closed_ms)}};
    json["events"] = Json::array();
    for (const WorkEvent& event : work.events(lead_id))
        json["events"].push_back({{"at", utc_text(event.at_ms)},
                                  {"operator", event.operator_name},
                                  {"event", name_of(event.kind)},
                                  {"detail", event.detail}});
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

CommandResult add_operator(Store& store, const CommandContext& context, const AddOperator& add) {
    std::optional<Operators::Link> link;
    store.in_transaction([&] {
        Operators operators(store.database());
        operators.forget_old(context.now_ms);
        link = operators.add(add.name, add.role, context.now_ms);
    });
    if (!link)
        return {1, {}, "Сотрудников уже " + std::to_string(kMostOperators) + ": больше не заводится.\n"};
    const std::string base = context.inbox_url.empty() ? "/inbox" : context.inbox_url;
    return {0, base + "/enter?o=" + std::to_string(link->operator_id) + "&k=" + link->token + '\n',
            "Ссылка для сотрудника «" + add.name +
                "»: открывает один сеанс, действует 24 часа. Передайте её лично.\n" +
                (context.inbox_url.empty()
                     ? "Перед /inbox поставьте адрес: --admin сервера или имя сайта за nginx.\n"
                     : "")};
}

CommandResult list_operators(Store& store, const CommandContext& context) {
    CommandResult result;
    std::int64_t count = 0;
    for (const InboxUser& who : Operators(store.database()).all(context.now_ms)) {
        if (who.revoked_ms == 0) ++count;
        result.out += who.name + '\t' + std::string(name_of(who.role)) + '\t' +
                      local_text(who.created_ms, context.zone).substr(0, 10) + '\t' +
                      (who.revoked_ms > 0 ? "закрыт " + local_text(who.revoked_ms, context.zone).substr(0, 10)
                                          : std::to_string(who.sessions)) +
                      '\n';
    }
    result.error = "Могут войти: " + std::to_string(count) + ".\n";
    return result;
}

CommandResult revoke_operator(Store& store, const CommandContext& context, const RevokeOperator& revoke) {
    bool done = false;
    store.in_transaction([&] { done = Operators(store.database()).revoke(revoke.name, context.now_ms); });
    if (!done) return {1, {}, "Сотрудника «" + revoke.name + "» нет: operators list.\n"};
    return {0, "Вход закрыт: " + revoke.name + '\n', {}};
}

CommandResult list_sessions(Store& store, const CommandContext& context) {
    CommandResult result;
    for (const OperatorSession& session : Operators(store.database()).sessions(context.now_ms))
        result.out += std::to_string(session.id) + '\t' + session.operator_name + '\t' +
                      local_text(session.created_ms, context.zone) + '\t' +
                      local_text(session.seen_ms, context.zone) + '\t' + session.browser + '\n';
    return result;
}

CommandResult end_sessions(Store& store, const CommandContext& context, const EndSessions& end) {
    std::int64_t ended = 0;
    bool known = true;
    store.in_transaction([&] {
        Operators operators(store.database());
        ended = 0;
        for (const auto id : end.ids) ended += operators.end_session(id, context.now_ms) ? 1 : 0;
        if (end.name.empty()) return;
        const auto who = operators.by_name(end.name);
        known = who.has_value();
        if (who) ended += operators.end_sessions_of(who->id, context.now_ms);
    });
    if (!known) return {1, {}, "Сотрудника «" + end.name + "» нет: operators list.\n"};
    const bool all = !end.name.empty() || ended == static_cast<std::int64_t>(end.ids.size());
    return {all ? 0 : 1, "Сеансов закончено: " + std::to_string(ended) + '\n',
            all ? "" : "Остальных нет среди открытых: operators sessions.\n"};
}

}  // namespace funnel::server
