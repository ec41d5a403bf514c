// The commands that destroy: each can say beforehand what it would do, and does it only with assent.
#include <algorithm>
#include <chrono>
#include <thread>

#include "operator/commands.hpp"
#include "store/outbox.hpp"
#include "store/steps/site_steps.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::chrono::milliseconds kLookAgain{100};
constexpr std::chrono::seconds kReadersPatience{2};
constexpr std::size_t kShown = 20;   // of what would be erased; the rest is counted
constexpr std::size_t kAtOnce = 10;  // requests erased in one transaction of a purge

// Whether who is being sent at this moment is left for later.
enum class Sends { waited_for, ignored };

bool is_being_sent(Store& store, const std::vector<std::int64_t>& ids, std::int64_t now_ms) {
    Outbox outbox(store.database());
    return std::any_of(ids.begin(), ids.end(),
                       [&](std::int64_t id) { return outbox.is_being_sent(id, now_ms); });
}

// In one transaction, so few that whoever posts meanwhile does not notice.
std::int64_t erase_some(Store& store, const std::vector<Store::Due>& some, const CommandContext& context,
                        Sends sends) {
    std::int64_t erased = 0;
    store.in_transaction([&] {
        erased = 0;
        for (const auto& [id, reason] : some) {
            if (sends == Sends::waited_for && is_being_sent(store, {id}, context.now_ms)) continue;
            erased += store.erase(id, {reason, context.now_ms, context.copies_until_ms()}) ? 1 : 0;
        }
    });
    return erased;
}

// Tries again while somebody reads an older state of the store, for a moment. Says what is left to do.
void forget(const Alone& alone, const CommandContext& context, CommandResult& result) {
    const auto until = std::chrono::steady_clock::now() + kReadersPatience;
    bool done = false;
    while (true) {
        alone([&](Store& store) { done = store.forget_deleted(context.now_ms); });
        if (done || std::chrono::steady_clock::now() >= until) break;
        std::this_thread::sleep_for(kLookAgain);
    }
    if (!done)
        result.error +=
            "Данные стёрты, но их байты ещё есть в журнале хранилища: другая программа читает его прежнее "
            "состояние. Когда она закончит, работающий сервер сотрёт их в течение минуты; без сервера "
            "выполните funnel-server purge.\n";
}

// One line a request, then how many there are.
CommandResult preview(Store& store, const TimeZone& zone, const std::vector<std::int64_t>& first,
                      std::int64_t count) {
    CommandResult result;
    for (const auto id : first) {
        const auto lead = store.lead(id);
        if (!lead) continue;
        result.out += number_of(id) + '\t' + local_text(lead->created_ms, zone) + '\t' + lead->form + '\t' +
                      lead->name + '\t' + phone_text(*lead) + '\t' + lead->email + '\n';
    }
    const auto more = count - static_cast<std::int64_t>(first.size());
    if (more > 0) result.out += "… и ещё " + std::to_string(more) + '\n';
    result.out += "Будет стёрто заявок: " + std::to_string(count) + '\n';
    result.affected = count;
    return result;
}

CommandResult done(std::int64_t erased, int exit_code) {
    return {exit_code, "Стёрто заявок: " + std::to_string(erased) + '\n', {}, erased};
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

namespace {

std::vector<Store::Due> asked_for(const std::vector<std::int64_t>& ids) {
    std::vector<Store::Due> due;
    for (const auto id : ids) due.push_back({id, "request"});
    return due;
}

CommandResult preview_of(Store& store, const TimeZone& zone, const Meant& meant) {
    const auto first = std::min(meant.ids.size(), kShown);
    return preview(store, zone, {meant.ids.begin(), meant.ids.begin() + static_cast<std::ptrdiff_t>(first)},
                   static_cast<std::int64_t>(meant.ids.size()));
}

// What is left of patience with sends that are under way: none after half a minute (a send takes 20 s at
// most).
class Patience {
public:
    [[nodiscard]] Sends sends() const {
        return std::chrono::steady_clock::now() < until_ ? Sends::waited_for : Sends::ignored;
    }

private:
    std::chrono::steady_clock::time_point until_ = std::chrono::steady_clock::now() + kPatience;
};

}  // namespace

CommandResult run_erase(const Alone& alone, const CommandContext& context, const Erase& erase) {
    const Patience patience;
    CommandResult result;
    bool waits = true;
    while (waits) {
        alone([&](Store& store) {
            waits = false;
            const Meant meant = meant_by(store, context, erase);
            const auto count = static_cast<std::int64_t>(meant.ids.size());
            if (meant.failure) {
                result = *meant.failure;
            } else if (erase.assent.dry_run) {
                result = preview_of(store, context.zone, meant);
            } else if (count == 0) {
                result = done(0, 1);
            } else if (auto refused = refusal(erase.assent, count)) {
                result = std::move(*refused);
            } else if (patience.sends() == Sends::waited_for &&
                       is_being_sent(store, meant.ids, context.now_ms)) {
                waits = true;
                store.in_transaction([&] {
                    for (const auto id : meant.ids) Outbox(store.database()).hold_back(id);
                });
            } else {
                result = done(erase_some(store, asked_for(meant.ids), context, Sends::ignored), 0);
            }
        });
        if (waits) std::this_thread::sleep_for(kLookAgain);
    }
    if (result.exit_code == 0 && !erase.assent.dry_run) forget(alone, context, result);
    return result;
}

std::int64_t erase_due(const Alone& alone, const CommandContext& context, std::int64_t retention_ms) {
    // Daily totals are nobody's, but what is too old to say anything goes with the rest.
    const std::string first_day = day_text(context.now_ms - retention_ms, context.zone);
    alone([&](Store& store) {
        store.in_transaction([&] { SiteSteps(store.database()).forget_before(first_day); });
    });
    std::int64_t total = 0;
    std::int64_t erased = 1;
    while (erased > 0) {
        erased = 0;
        std::vector<Store::Due> due;
        alone([&](Store& store) {
            due = store.due_for_erasure(context.now_ms, context.now_ms - retention_ms);
        });
        for (std::size_t i = 0; i < due.size(); i += kAtOnce) {
            const auto first = due.begin() + static_cast<std::ptrdiff_t>(i);
            const auto last = due.begin() + static_cast<std::ptrdiff_t>(std::min(due.size(), i + kAtOnce));
            alone([&](Store& store) {
                erased += erase_some(store, {first, last}, context, Sends::waited_for);
            });
        }
        total += erased;
    }
    return total;
}

CommandResult run_purge(const Alone& alone, const CommandContext& context, const Purge& purge) {
    const std::int64_t retention =
        purge.retention_days ? *purge.retention_days * kDayMs : context.retention_ms;
    std::optional<CommandResult> result;
    alone([&](Store& store) {
        const std::int64_t created_before = context.now_ms - retention;
        const std::int64_t count = store.count_due(context.now_ms, created_before);
        if (purge.assent.dry_run) {
            std::vector<std::int64_t> first;
            for (const auto& due : store.due_for_erasure(context.now_ms, created_before))
                if (first.size() < kShown) first.push_back(due.id);
            result = preview(store, context.zone, first, count);
        } else if (count > 0) {
            result = refusal(purge.assent, count);
        }
    });
    if (result) return *result;
    result = done(erase_due(alone, context, retention), 0);
    forget(alone, context, *result);
    // His assent also vouches for the clock.
    if (purge.assent.yes || purge.assent.confirmed)
        alone([&](Store& store) {
            store.in_transaction([&] { store.note_clock({context.now_ms, context.now_ms}); });
        });
    return *result;
}

}  // namespace funnel::server
