// The life of a consent after it was given: the chain of events, withdrawal, erasure.
#include <nlohmann/json.hpp>

#include "lead/consent_event.hpp"
#include "store/database/database.hpp"
#include "store/inbox/work.hpp"
#include "store/outbox.hpp"
#include "store/store.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

// What becomes of the bytes, truly: an overwritten row is one thing, a database's log and old copies another.
nlohmann::ordered_json means_of(const Erasing& how, Dialect dialect) {
    nlohmann::ordered_json means;
    if (dialect == Dialect::sqlite)
        means["store"] =
            "перезапись полей пустыми значениями, обнуление свободных страниц, усечение журнала; исполнено, "
            "когда в хранилище проставлено время forgotten_ms этого акта";
    else
        means["store"] =
            "перезапись полей пустыми значениями; таблицы и индексы очищаются VACUUM и REINDEX в ночные "
            "часы, "
            "исполнено, когда в хранилище проставлено время forgotten_ms этого акта";
    if (dialect == Dialect::postgres)
        means["not_by_us"] =
            "журнал PostgreSQL (WAL) и освобождённые места файлов перезаписываются самой СУБД по мере "
            "работы; "
            "архив WAL хранится столько, сколько настроил администратор";
    means["copies_until"] = how.copies_until_ms > 0 ? nlohmann::ordered_json(utc_text(how.copies_until_ms))
                                                    : nlohmann::ordered_json();
    return means;
}

}  // namespace

Withdrawn Store::withdraw(std::string_view token, Document document, std::int64_t at_ms,
                          std::int64_t erase_delay_ms) {
    const auto found = lead_by_token(token);
    if (!found) return Withdrawn::unknown_token;
    Withdrawn result = Withdrawn::not_given;
    for (const StoredConsent& consent : found->consents) {
        const bool asked = consent.document == document;
        // Without processing there is nothing left to send advertising to.
        const bool follows = document == Document::processing && consent.document == Document::advertising;
        if ((!asked && !follows) || !consent.given) continue;
        if (consent.withdrawn_ms > 0) {
            if (asked) result = Withdrawn::already;
            continue;
        }
        db_.query("UPDATE consents SET withdrawn_ms = $1 WHERE lead_id = $2 AND kind = $3",
                  {at_ms, found->id, std::string(name_of(consent.document))});
        append_events({{found->id, consent.document, "withdrawn", consent.version, consent.sha256, at_ms}});
        if (asked) result = Withdrawn::done;
    }
    if (result == Withdrawn::done && document == Document::processing) {
        db_.query("UPDATE leads SET erase_after_ms = $1 WHERE id = $2 AND erase_after_ms = 0",
                  {at_ms + erase_delay_ms, found->id});
        Outbox(db_).cancel(found->id, at_ms);
    }
    if (result == Withdrawn::done)
        Outbox(db_).tell(found->id,
                         document == Document::processing ? OutboxEvent::processing_withdrawn
                                                          : OutboxEvent::advertising_withdrawn,
                         at_ms);
    return result;
}

// The content's hash goes, too, and what the key and the token were made from: a phone number is easily found
// again from a hash. A token that was made without a salt goes itself: its receipt ends with the person.
void Store::clear_lead(std::int64_t id, std::int64_t at_ms) {
    db_.query(
        "UPDATE leads SET key_hash = $1, token_hash = CASE WHEN salt = '' THEN $2 ELSE token_hash END, salt "
        "= "
        "'', name = '', phone = '', phone_extension = '', phone_note = '', email = '', content_hash = '', "
        "managers_count = 0, monthly_turnover = "
        "'', "
        "owner = 'unsaid', scenario = '', report = '', answers = '', plan = '', page = '', referrer = '', "
        "utm_source = "
        "'', utm_medium = '', utm_campaign = '', utm_term = '', utm_content = '', held_ms = 0, erased_ms = "
        "$3 "
        "WHERE id = $4",
        {hex(random_bytes(32)), hex(random_bytes(32)), at_ms, id});
    db_.query("UPDATE consents SET ip = '', user_agent = '', page = '' WHERE lead_id = $1", {id});
}

bool Store::erase(std::int64_t id, const Erasing& how) {
    const std::int64_t at_ms = how.at_ms;
    const auto found = lead(id);
    if (!found || found->erased_ms > 0) return false;
    for (const StoredConsent& consent : found->consents)
        append_events({{id, consent.document, "erased", consent.version, consent.sha256, at_ms}});
    clear_lead(id, at_ms);
    Work(db_).forget(id, how.operator_id, at_ms);
    Outbox outbox(db_);
    outbox.cancel(id, at_ms);
    outbox.tell(id, OutboxEvent::erased, at_ms);

    nlohmann::ordered_json act;
    act["number"] = number_of(id);
    act["erased_at"] = utc_text(at_ms);
    act["reason"] = how.reason;
    act["collected_at"] = utc_text(found->created_ms);
    act["erased"] = {"имя",      "телефон",          "почта",        "сведения о бизнесе",
                     "расчёт",   "ответы чек-листа", "адрес в сети", "браузер",
                     "страница", "заметки о работе"};
    act["means"] = means_of(how, db_.dialect());
    act["sent_to"] = nlohmann::ordered_json::array();
    for (const Outbox::Sent& sent : outbox.sent(id)) {
        nlohmann::ordered_json line;
        line["target"] = sent.target;
        line["at"] = utc_text(sent.at_ms);
        line["acknowledged"] = sent.certain;
        act["sent_to"].push_back(std::move(line));
    }
    db_.query("INSERT INTO erasures (lead_id, at_ms, reason, act, extract) VALUES ($1, $2, $3, $4, $5)",
              {id, at_ms, std::string(how.reason), act.dump(), extract_of(id)});
    return true;
}

// A lead's events as the act of its erasure repeats them.
std::string Store::extract_of(std::int64_t id) {
    nlohmann::ordered_json extract = nlohmann::ordered_json::array();
    for (const Row& row :
         db_.query("SELECT seq, kind, event, version, at_ms, hash FROM consent_events WHERE lead_id = $1 "
                   "ORDER BY seq",
                   {id})) {
        nlohmann::ordered_json line;
        line["seq"] = row.integer(0);
        line["document"] = row.text(1);
        line["event"] = row.text(2);
        line["version"] = row.text(3);
        line["at"] = utc_text(row.integer(4));
        line["hash"] = row.text(5);
        extract.push_back(std::move(line));
    }
    return extract.dump();
}

// $1 and $4 are now; $2 and $3 the moment before which requests are too old, $5 the one before which what was
// held has been held long enough. A request somebody worked on is as old as the last thing he did. Each part
// has its index.
#define DUE(limit)                                                                                           \
    "(SELECT id FROM (SELECT id FROM leads WHERE erased_ms = 0 AND erase_after_ms > 0 AND erase_after_ms "   \
    "<= "                                                                                                    \
    "$1" limit                                                                                               \
    ") AS a UNION SELECT id FROM (SELECT id FROM leads WHERE erased_ms = 0 AND created_ms < $2 "             \
    "AND id < coalesce((SELECT id FROM leads WHERE erased_ms = 0 AND created_ms >= $3 AND created_ms <= $4 " \
    "ORDER BY id LIMIT 1), 9223372036854775807) AND NOT EXISTS (SELECT 1 FROM lead_work w WHERE w.lead_id "  \
    "= "                                                                                                     \
    "leads.id AND w.last_ms >= $2) ORDER BY id" limit                                                        \
    ") AS b UNION SELECT id FROM (SELECT id "                                                                \
    "FROM leads WHERE held_ms > 0 AND held_ms < $5" limit ") AS c) AS due"

namespace {

constexpr std::int64_t kHeldForMs = 30 * kDayMs;

std::vector<Value> due_values(std::int64_t now_ms, std::int64_t created_before_ms) {
    return {now_ms, created_before_ms, created_before_ms, now_ms, now_ms - kHeldForMs};
}

}  // namespace

std::vector<Store::Due> Store::due_for_erasure(std::int64_t now_ms, std::int64_t created_before_ms) {
    std::vector<Due> due;
    for (const Row& row : db_.query("SELECT l.id, l.erase_after_ms, l.held_ms FROM leads l JOIN " DUE(
                                        " LIMIT 500") " ON due.id = l.id ORDER BY l.id LIMIT 500",
                                    due_values(now_ms, created_before_ms))) {
        const bool withdrawn = row.integer(1) > 0 && row.integer(1) <= now_ms;
        const bool held = row.integer(2) > 0 && row.integer(2) < now_ms - kHeldForMs;
        due.push_back({row.integer(0), withdrawn ? "withdrawn" : held ? "held" : "retention"});
    }
    return due;
}

std::int64_t Store::count_due(std::int64_t now_ms, std::int64_t created_before_ms) {
    return db_.query("SELECT count(*) FROM " DUE(""), due_values(now_ms, created_before_ms))
        .front()
        .integer(0);
}

#undef DUE

std::int64_t Store::count_kept() {
    return db_.query("SELECT count(*) FROM leads WHERE erased_ms = 0").front().integer(0);
}

ClockMark Store::clock_mark() {
    ClockMark mark;
    for (const Row& row :
         db_.query("SELECT key, value FROM meta WHERE key IN ('clock_believed_ms', 'clock_vouched_ms')"))
        (row.text(0) == "clock_believed_ms" ? mark.believed_ms : mark.vouched_ms) = row.integer(1);
    return mark;
}

void Store::note_clock(const ClockMark& mark) {
    for (const auto& [key, value] :
         {std::pair{"clock_believed_ms", mark.believed_ms}, std::pair{"clock_vouched_ms", mark.vouched_ms}})
        db_.query(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = "
            "excluded.value",
            {std::string(key), std::to_string(value)});
}

std::optional<Erasure> Store::erasure_of(std::int64_t id) {
    for (const Row& row : db_.query(
             "SELECT lead_id, at_ms, reason, forgotten_ms, act, extract FROM erasures WHERE lead_id = $1",
             {id}))
        return Erasure{row.integer(0), row.integer(1), row.text(2), row.integer(3), row.text(4), row.text(5)};
    return std::nullopt;
}

std::string Store::chain_head() {
    const auto rows = db_.query("SELECT value FROM meta WHERE key = 'chain_head'");
    return rows.empty() ? std::string() : rows.front().text(0);
}

}  // namespace funnel::server
