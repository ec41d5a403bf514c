// The commands that destroy: each can say beforehand what it would do, and does it only with assent.
#include <algorithm>
#include <chrono>
#include <thread>

#include "operator/commands.hpp"
#include "store/outbox.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::chrono::seconds kPatience{30};
constexpr std::chrono::milliseconds kLookAgain{100};
constexpr std::int64_t kNothing = 0;  // no request is older than 1970
constexpr std::size_t kShown = 20;    // of what would be erased; the rest is counted

bool is_being_sent(Store& store, const std::vector<std::int64_t>& ids, std::int64_t now_ms) {
    Outbox outbox(store.database());
    return std::any_of(ids.begin(), ids.end(),
                       [&](std::int64_t id) { return outbox.is_being_sent(id, now_ms); });
}

// Erases in one transaction, then makes the freed pages unreadable. Who is being sent at this moment is left
// for the next time.
std::int64_t erase_all(Store& store, const std::vector<std::int64_t>& ids, std::string_view reason,
                       const CommandContext& context) {
    std::int64_t erased = 0;
    store.in_transaction([&] {
        erased = 0;
        for (const auto id : ids) {
            if (!context.despite_sends && is_being_sent(store, {id}, context.now_ms)) continue;
            erased += store.erase(id, reason, context.now_ms) ? 1 : 0;
        }
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
                      lead->name + '\t' + phone_text(*lead) + '\t' + lead->email + '\n';
    }
    const auto more = count - static_cast<std::int64_t>(first.size());
    if (more > 0) result.out += "… и ещё " + std::to_string(more) + '\n';
    result.out += "Будет стёрто заявок: " + std::to_string(count) + '\n';
    result.affected = count;
    return result;
}

CommandResult done(std::int64_t erased, int exit_code) {
    return {exit_code, std::to_string(erased) + " erased\n", {}, erased, false};
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

Meant meant_by(Store& store, const CommandContext& context, const Erase& erase) {
    if (!erase.phone.empty()) {
        const PhoneRead read = read_phone(erase.phone, context.country);
        if (!read.phone) return {{}, CommandResult{64, {}, std::string(read.refusal->pattern) + "\n"}};
        return {store.leads_with_phone(read.phone->number), std::nullopt};
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

CommandResult run_patiently(const std::function<CommandResult(bool)>& once) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    CommandResult result = once(false);
    while (result.busy && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(kLookAgain);
        result = once(false);
    }
    return result.busy ? once(true) : result;
}

CommandResult run_erase(Store& store, const CommandContext& context, const Erase& erase) {
    const Meant meant = meant_by(store, context, erase);
    if (meant.failure) return *meant.failure;
    const auto count = static_cast<std::int64_t>(meant.ids.size());
    if (erase.assent.dry_run) {
        const auto first = std::min(meant.ids.size(), kShown);
        return preview(store, {meant.ids.begin(), meant.ids.begin() + static_cast<std::ptrdiff_t>(first)},
                       count);
    }
    if (count == 0) return done(0, 1);
    if (auto refused = refusal(erase.assent, count)) return *refused;
    if (!context.despite_sends && is_being_sent(store, meant.ids, context.now_ms)) {
        CommandResult result{1, {}, "Данные как раз отправляются получателю. Ничего не стёрто.\n"};
        result.busy = true;
        return result;
    }
    return done(erase_all(store, meant.ids, "request", context), 0);
}

CommandResult run_purge_and_vouch(Store& store, const CommandContext& context, const Purge& purge) {
    CommandResult result = run_purge(store, context, purge);
    const bool assented = purge.assent.yes || purge.assent.confirmed;
    if (assented && result.exit_code == 0)
        store.in_transaction([&] { store.note_clock({context.now_ms, context.now_ms}); });
    return result;
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
    if (auto refused = refusal(purge.assent, count); refused && count > 0) return *refused;
    std::int64_t total = 0;
    const auto erase_due = [&](std::pair<std::int64_t, std::int64_t> until, std::string_view reason) {
        std::int64_t erased = 1;
        while (erased > 0) {
            erased = erase_all(store, store.due_for_erasure(until.first, until.second), reason, context);
            total += erased;
        }
    };
    erase_due({context.now_ms, kNothing}, "withdrawn");
    erase_due({context.now_ms, created_before}, "retention");
    return done(total, 0);
}

}  // namespace funnel::server
