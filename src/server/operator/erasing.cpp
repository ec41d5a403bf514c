// The commands that destroy: each can say beforehand what it would do, and does it only with assent.
#include <algorithm>

#include "operator/commands.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kShown = 20;  // of what would be erased; the rest is counted

// Erases in one transaction, then makes the freed pages unreadable.
std::int64_t erase_all(Store& store, const std::vector<std::int64_t>& ids, std::string_view reason,
                       std::int64_t now_ms) {
    std::int64_t erased = 0;
    store.in_transaction([&] {
        erased = 0;
        for (const auto id : ids) erased += store.erase(id, reason, now_ms) ? 1 : 0;
    });
    if (erased > 0) store.forget_deleted();
    return erased;
}

// One line a request, then how many there are.
CommandResult preview(Store& store, const std::vector<std::int64_t>& first, std::int64_t count) {
    CommandResult result;
    for (const auto id : first) {
        const auto lead = store.lead(id);
        if (!lead) continue;
        result.out += number_of(id) + '\t' + utc_text(lead->created_ms) + '\t' + lead->form + '\t' +
                      lead->name + '\t' + lead->phone + '\t' + lead->email + '\n';
    }
    const auto more = count - static_cast<std::int64_t>(first.size());
    if (more > 0) result.out += "… и ещё " + std::to_string(more) + '\n';
    result.out += "Будет стёрто заявок: " + std::to_string(count) + '\n';
    result.affected = count;
    return result;
}

CommandResult done(std::int64_t erased, int exit_code) {
    CommandResult result{exit_code, std::to_string(erased) + " erased\n", {}, erased};
    return result;
}

// Why the command must not go on with so many requests; nothing when it may.
std::optional<CommandResult> refusal(const Assent& assent, std::int64_t count) {
    if (assent.yes || assent.confirmed == count) return std::nullopt;
    if (assent.confirmed)
        return CommandResult{1,
                             {},
                             "Пока вы отвечали, число заявок изменилось: теперь их " + std::to_string(count) +
                                 ". Ничего не стёрто.\n"};
    return CommandResult{64, {}, "Нужно подтверждение: --yes. Посмотреть, что будет стёрто: --dry-run.\n"};
}

// The requests that are meant and still there, or why the words cannot be followed.
struct Meant {
    std::vector<std::int64_t> ids;
    std::optional<CommandResult> failure;
};

Meant meant_by(Store& store, const Erase& erase) {
    if (!erase.phone.empty()) {
        const auto phone = phone_from(erase.phone);
        if (!phone) return {{}, CommandResult{64, {}, "Это не номер телефона.\n"}};
        return {store.leads_with_phone(*phone), std::nullopt};
    }
    if (!erase.email.empty()) {
        if (!is_email(erase.email)) return {{}, CommandResult{64, {}, "Это не адрес почты.\n"}};
        return {store.leads_with_email(erase.email), std::nullopt};
    }
    Meant meant;
    std::string missing;
    for (const auto id : erase.ids) {
        const auto lead = store.lead(id);
        if (!lead) missing += ' ' + number_of(id);
        if (lead && lead->erased_ms == 0 &&
            std::find(meant.ids.begin(), meant.ids.end(), id) == meant.ids.end())
            meant.ids.push_back(id);
    }
    if (!missing.empty())
        meant.failure = CommandResult{1, {}, "Нет заявок с номерами:" + missing + ". Ничего не стёрто.\n"};
    return meant;
}

}  // namespace

CommandResult run_erase(Store& store, const CommandContext& context, const Erase& erase) {
    const Meant meant = meant_by(store, erase);
    if (meant.failure) return *meant.failure;
    const auto count = static_cast<std::int64_t>(meant.ids.size());
    if (erase.assent.dry_run) {
        const auto first = std::min(meant.ids.size(), kShown);
        return preview(store, {meant.ids.begin(), meant.ids.begin() + static_cast<std::ptrdiff_t>(first)},
                       count);
    }
    if (count == 0) return done(0, 1);
    if (auto refused = refusal(erase.assent, count)) return *refused;
    return done(erase_all(store, meant.ids, "request", context.now_ms), 0);
}

CommandResult run_purge(Store& store, const CommandContext& context, const Purge& purge) {
    const std::int64_t retention =
        purge.retention_days ? *purge.retention_days * kDayMs : context.retention_ms;
    const std::int64_t created_before = context.now_ms - retention;
    const std::int64_t count = store.count_due(context.now_ms, created_before);
    if (purge.assent.dry_run) {
        auto first = store.due_for_erasure(context.now_ms, created_before);
        first.resize(std::min(first.size(), kShown));
        return preview(store, first, count);
    }
    if (count == 0) return done(0, 0);
    if (auto refused = refusal(purge.assent, count)) return *refused;
    std::int64_t total = 0;
    const auto erase_due = [&](std::int64_t asked_until, std::int64_t before, std::string_view reason) {
        for (auto ids = store.due_for_erasure(asked_until, before); !ids.empty();
             ids = store.due_for_erasure(asked_until, before))
            total += erase_all(store, ids, reason, context.now_ms);
    };
    erase_due(context.now_ms, 0, "withdrawn");
    erase_due(0, created_before, "retention");
    return done(total, 0);
}

}  // namespace funnel::server
