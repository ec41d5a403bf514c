// The life of a consent after it was given: the chain of events, withdrawal, erasure, and the proof that all
// of it holds.
#include <nlohmann/json.hpp>

#include "store/database/database.hpp"
#include "store/store.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

const std::string kFirstHash(64, '0');

struct Event {
    std::int64_t seq = 0;
    std::int64_t lead_id = 0;
    std::string kind;
    std::string event;
    std::string version;
    std::string sha256;
    std::int64_t at_ms = 0;
};

std::string hash_of(const Event& event, const std::string& previous) {
    return sha256_hex(previous + '\n' + std::to_string(event.seq) + '\n' + std::to_string(event.lead_id) +
                      '\n' + event.kind + '\n' + event.event + '\n' + event.version + '\n' + event.sha256 +
                      '\n' + std::to_string(event.at_ms));
}

// "($1, $2), ($3, $4)": a place for each value of so many rows.
std::string places_for(std::size_t rows, std::size_t columns) {
    std::string text;
    std::size_t number = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        text += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < columns; ++column)
            text += (column == 0 ? "$" : ", $") + std::to_string(++number);
        text += ')';
    }
    return text;
}

Event event_from(const Row& row) {
    return {row.integer(0), row.integer(1), row.text(2),   row.text(3),
            row.text(4),    row.text(5),    row.integer(6)};
}

}  // namespace

void Store::append_events(std::int64_t lead_id, const std::vector<NewEvent>& events, std::int64_t at_ms) {
    const auto last = db_.query("SELECT seq, hash FROM consent_events ORDER BY seq DESC LIMIT 1");
    std::string previous = last.empty() ? kFirstHash : last.front().text(1);
    std::int64_t seq = last.empty() ? 0 : last.front().integer(0);
    std::vector<Value> values;
    for (const NewEvent& fresh : events) {
        const Event next{++seq,
                         lead_id,
                         std::string(name_of(fresh.document)),
                         std::string(fresh.event),
                         std::string(fresh.version),
                         std::string(fresh.sha256),
                         at_ms};
        std::string hash = hash_of(next, previous);
        values.insert(values.end(), {next.seq, lead_id, next.kind, next.event, next.version, next.sha256,
                                     at_ms, std::move(previous), hash});
        previous = std::move(hash);
    }
    db_.query(
        "INSERT INTO consent_events (seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash) "
        "VALUES " +
            places_for(events.size(), 9),
        values);
}

void Store::insert_consents(std::int64_t lead_id, const NewLead& fresh) {
    const Provenance& from = fresh.provenance;
    std::vector<Value> values;
    std::vector<NewEvent> events;
    for (const Consent& consent : fresh.lead.consents) {
        values.insert(values.end(), {lead_id, std::string(name_of(consent.document)), consent.version,
                                     consent.sha256, std::int64_t{consent.given ? 1 : 0}, from.at_ms, from.ip,
                                     from.user_agent, fresh.lead.page});
        events.push_back(
            {consent.document, consent.given ? "given" : "refused", consent.version, consent.sha256});
    }
    if (events.empty()) return;
    db_.query(
        "INSERT INTO consents (lead_id, kind, version, sha256, given, given_ms, ip, user_agent, page) "
        "VALUES " +
            places_for(events.size(), 9),
        values);
    append_events(lead_id, events, from.at_ms);
}

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
        append_events(found->id, {{consent.document, "withdrawn", consent.version, consent.sha256}}, at_ms);
        if (asked) result = Withdrawn::done;
    }
    if (result == Withdrawn::done && document == Document::processing) {
        db_.query("UPDATE leads SET erase_after_ms = $1 WHERE id = $2 AND erase_after_ms = 0",
                  {at_ms + erase_delay_ms, found->id});
        db_.query(
            "UPDATE outbox SET state = 'cancelled', done_ms = $1 WHERE lead_id = $2 AND state = 'pending'",
            {at_ms, found->id});
    }
    return result;
}

bool Store::erase(std::int64_t id, std::string_view reason, std::int64_t at_ms) {
    const auto found = lead(id);
    if (!found || found->erased_ms > 0) return false;
    for (const StoredConsent& consent : found->consents)
        append_events(id, {{consent.document, "erased", consent.version, consent.sha256}}, at_ms);
    // The content's hash goes too: a phone number is easily found again from its hash.
    db_.query(
        "UPDATE leads SET name = '', phone = '', email = '', content_hash = '', managers_count = 0, "
        "monthly_turnover = '', "
        "owner = 'unsaid', scenario = '', report = '', answers = '', page = '', referrer = '', utm_source = "
        "'', utm_medium = '', "
        "utm_campaign = '', utm_term = '', utm_content = '', erased_ms = $1 WHERE id = $2",
        {at_ms, id});
    db_.query("UPDATE consents SET ip = '', user_agent = '', page = '' WHERE lead_id = $1", {id});
    db_.query("UPDATE outbox SET state = 'cancelled', done_ms = $1 WHERE lead_id = $2 AND state = 'pending'",
              {at_ms, id});

    nlohmann::ordered_json act;
    act["number"] = number_of(id);
    act["erased_at"] = utc_text(at_ms);
    act["reason"] = reason;
    act["collected_at"] = utc_text(found->created_ms);
    act["erased"] = {"имя",          "телефон", "почта",   "сведения о бизнесе", "расчёт", "ответы чек-листа",
                     "адрес в сети", "браузер", "страница"};
    act["means"] = "перезапись полей пустыми значениями, обнуление свободных страниц, усечение журнала";
    nlohmann::ordered_json extract = nlohmann::ordered_json::array();
    for (const Row& row :
         db_.query("SELECT seq, lead_id, kind, event, version, sha256, at_ms, hash FROM consent_events "
                   "WHERE lead_id = $1 ORDER BY seq",
                   {id})) {
        const Event event = event_from(row);
        nlohmann::ordered_json line;
        line["seq"] = event.seq;
        line["document"] = event.kind;
        line["event"] = event.event;
        line["version"] = event.version;
        line["at"] = utc_text(event.at_ms);
        line["hash"] = row.text(7);
        extract.push_back(std::move(line));
    }
    db_.query("INSERT INTO erasures (lead_id, at_ms, reason, act, extract) VALUES ($1, $2, $3, $4, $5)",
              {id, at_ms, std::string(reason), act.dump(), extract.dump()});
    return true;
}

std::vector<std::int64_t> Store::due_for_erasure(std::int64_t now_ms, std::int64_t created_before_ms) {
    std::vector<std::int64_t> ids;
    for (const Row& row : db_.query(
             "SELECT id FROM leads WHERE erased_ms = 0 AND ((erase_after_ms > 0 AND erase_after_ms <= $1) OR "
             "created_ms < $2) ORDER BY id LIMIT 500",
             {now_ms, created_before_ms}))
        ids.push_back(row.integer(0));
    return ids;
}

std::int64_t Store::count_due(std::int64_t now_ms, std::int64_t created_before_ms) {
    return db_
        .query(
            "SELECT count(*) FROM leads WHERE erased_ms = 0 AND ((erase_after_ms > 0 AND erase_after_ms <= "
            "$1) "
            "OR created_ms < $2)",
            {now_ms, created_before_ms})
        .front()
        .integer(0);
}

std::vector<Erasure> Store::erasures() {
    std::vector<Erasure> acts;
    for (const Row& row : db_.query("SELECT lead_id, at_ms, reason, act, extract FROM erasures ORDER BY id"))
        acts.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4)});
    return acts;
}

std::string Store::chain_head() {
    const auto rows = db_.query("SELECT value FROM meta WHERE key = 'chain_head'");
    return rows.empty() ? std::string() : rows.front().text(0);
}

std::vector<std::string> Store::faults() {
    std::vector<std::string> faults;
    if (db_.dialect() == Dialect::sqlite) {
        for (const Row& row : db_.query("PRAGMA integrity_check"))
            if (row.text(0) != "ok") faults.push_back("file: " + row.text(0));
        for (const Row& row : db_.query("PRAGMA foreign_key_check"))
            faults.push_back("reference: table " + row.text(0));
    }
    std::string previous = kFirstHash;
    std::int64_t seq = 0;
    for (const Row& row : db_.query("SELECT seq, lead_id, kind, event, version, sha256, at_ms, "
                                    "previous_hash, hash FROM consent_events ORDER BY seq")) {
        const Event event = event_from(row);
        const bool follows = event.seq == seq + 1 && row.text(7) == previous;
        if (!follows || row.text(8) != hash_of(event, previous))
            faults.push_back("chain: event " + std::to_string(event.seq) +
                             " does not follow from the one before");
        previous = row.text(8);
        seq = event.seq;
    }
    if (const std::string kept = chain_head(); kept != (seq == 0 ? "" : std::to_string(seq) + ' ' + previous))
        faults.push_back("chain: it ends with event " + std::to_string(seq) + ", the end kept apart is '" +
                         kept.substr(0, kept.find(' ')) + "'");
    for (const Row& row : db_.query(
             "SELECT id FROM leads l WHERE NOT EXISTS (SELECT 1 FROM consents c WHERE c.lead_id = l.id AND "
             "c.kind = 'processing' AND c.given = 1) ORDER BY id LIMIT 100"))
        faults.push_back("lead " + number_of(row.integer(0)) + " has no consent to processing");
    for (const Row& row :
         db_.query("SELECT c.lead_id FROM consents c WHERE NOT EXISTS (SELECT 1 FROM consent_events e WHERE "
                   "e.lead_id = c.lead_id AND e.kind = c.kind AND e.sha256 = c.sha256) ORDER BY 1 LIMIT 100"))
        faults.push_back("a consent of lead " + number_of(row.integer(0)) + " has no event");
    for (const Row& row : db_.query("SELECT e.seq FROM consent_events e WHERE NOT EXISTS (SELECT 1 FROM "
                                    "leads l WHERE l.id = e.lead_id) "
                                    "ORDER BY 1 LIMIT 100"))
        faults.push_back("event " + row.text(0) + " belongs to no lead");
    for (const Row& row : db_.query(
             "SELECT id FROM leads l WHERE erased_ms > 0 AND NOT EXISTS (SELECT 1 FROM erasures e WHERE "
             "e.lead_id = l.id) ORDER BY id LIMIT 100"))
        faults.push_back("lead " + number_of(row.integer(0)) + " is erased without an act");
    for (const ConsentText& text : documents())
        if (sha256_hex(text.body) != text.sha256)
            faults.push_back("document " + text.version + " does not have its hash");
    return faults;
}

}  // namespace funnel::server
