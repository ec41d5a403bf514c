// Requests that came together are stored together: a statement for many rows of a table, the end of the chain
// read once.
#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "lead/consent_event.hpp"
#include "store/database/database.hpp"
#include "store/store.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kMostRows = 64;
constexpr std::size_t kSaltDigits = 32;  // 16 bytes

// "($1, $2), ($3, $4)": a place for each value of so many rows.
std::string places_for(std::size_t rows, std::size_t columns) {
    std::string text;
    std::size_t number = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        text += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < columns; ++column)
            text.append(column == 0 ? "$" : ", $").append(std::to_string(++number));
        text += ')';
    }
    return text;
}

// What is asked of many rows, a power of two at a time: so few statements are kept prepared.
struct ManyRows {
    std::string_view before;
    std::string_view names;  // of the columns; the rows' places follow
    std::size_t columns = 1;
    std::string_view after = {};
};
// The statement for 2^power rows, made once.
const std::string& statement_for(const ManyRows& what, std::size_t power) {
    using Statements = std::array<std::string, std::bit_width(kMostRows)>;
    thread_local std::unordered_map<const ManyRows*, Statements> made;
    std::string& statement = made[&what][power];
    if (statement.empty())
        statement = std::string(what.before)
                        .append(what.names)
                        .append(places_for(std::size_t{1} << power, what.columns))
                        .append(what.after);
    return statement;
}
Rows query_many(Database& db, const ManyRows& what, std::vector<Value> values) {
    Rows answers;
    auto next = values.begin();
    while (next != values.end()) {
        const auto left = static_cast<std::size_t>(values.end() - next) / what.columns;
        const std::size_t rows = std::min(std::bit_floor(left), kMostRows);
        const auto end = next + static_cast<std::ptrdiff_t>(rows * what.columns);
        const std::vector<Value> some(std::make_move_iterator(next), std::make_move_iterator(end));
        next = end;
        Rows found = db.query(statement_for(what, static_cast<std::size_t>(std::bit_width(rows)) - 1), some);
        answers.insert(answers.end(), std::make_move_iterator(found.begin()),
                       std::make_move_iterator(found.end()));
    }
    return answers;
}

// Each value moved or made where it stays.
template <class... Values>
void add_row(std::vector<Value>& values, Values&&... row) {
    (values.emplace_back(std::forward<Values>(row)), ...);
}
std::string text(std::string_view name) {
    return std::string(name);
}

constexpr std::string_view kLeadNames =
    "created_ms, key_hash, content_hash, token_hash, form, name, phone, email, managers_count, "
    "monthly_turnover, owner, scenario, report, answers, page, referrer, utm_source, utm_medium, "
    "utm_campaign, utm_term, utm_content, phone_extension, phone_note, salt, held_ms, plan) VALUES ";
constexpr std::size_t kLeadColumns = 26;
// Where others may write meanwhile the database gives the numbers; where nobody can it is not asked for them.
constexpr ManyRows kLeads{"INSERT INTO leads (", kLeadNames, kLeadColumns,
                          " ON CONFLICT (key_hash) DO NOTHING RETURNING id, key_hash"};
constexpr ManyRows kNumberedLeads{"INSERT INTO leads (id, ", kLeadNames, kLeadColumns + 1};
constexpr ManyRows kConsents{"INSERT INTO consents (",
                             "lead_id, kind, version, sha256, given, given_ms, ip, user_agent, page) VALUES ",
                             9};
constexpr ManyRows kEvents{"INSERT INTO consent_events (",
                           "seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash) VALUES ",
                           9};
constexpr ManyRows kOutbox{"INSERT INTO outbox (",
                           "lead_id, target, delivery_id, state, created_ms, next_ms) VALUES ", 6};
// Of each key both hashes: a request of the schema before, or taken by a replica of the release before while
// this one is updated, has the plain one.
constexpr ManyRows kSameKeys{
    "SELECT id, content_hash, salt, erase_after_ms, key_hash FROM leads WHERE key_hash IN (", "", 1, ")"};

void add_deliveries(std::vector<Value>& values, std::int64_t lead_id, const std::vector<std::string>& targets,
                    std::int64_t at_ms) {
    for (const std::string& target : targets)
        add_row(values, lead_id, target, "msg_" + hex(random_bytes(16)), text("pending"), at_ms, at_ms);
}

}  // namespace

Inserted Store::insert_lead(const NewLead& fresh) {
    Inserted inserted;
    insert_leads({{&fresh, &inserted}});
    return inserted;
}

void Store::insert_leads(const std::vector<Insertion>& batch) {
    std::vector<Keyed> fresh;
    std::vector<Insertion> later;  // whose key another of this batch has: what is there then answers them
    std::set<std::string_view> keys;
    fresh.reserve(batch.size());
    for (const Insertion& one : batch) {
        const std::string& key = one.fresh->lead.idempotency_key;
        if (keys.insert(key).second)
            fresh.push_back({one, hex(hmac_sha256(key_secret(), key)), sha256_hex(key)});
        else
            later.push_back(one);
    }
    // Asked first, so that a repetition does not use up a number.
    answer_known(fresh);
    insert_rows(fresh);
    insert_consents(fresh);
    insert_outbox(fresh);
    if (!later.empty()) insert_leads(later);
}

// Takes those away whose key is known, answered with what was stored before.
void Store::answer_known(std::vector<Keyed>& fresh) {
    std::vector<Value> hashes;
    for (const Keyed& one : fresh) add_row(hashes, one.key_hash, one.plain_hash);
    std::map<std::string, Row> known;
    for (Row& row : query_many(db_, kSameKeys, std::move(hashes))) {
        std::string hash = row.text(4);
        known.emplace(std::move(hash), std::move(row));
    }
    if (known.empty()) return;
    std::erase_if(fresh, [&](const Keyed& one) {
        auto found = known.find(one.key_hash);
        if (found == known.end()) found = known.find(one.plain_hash);
        return found != known.end() && is_answered(one, found->second);
    });
}

bool Store::is_answered(const Keyed& one, const Row& known) {
    const Lead& lead = one.insertion.fresh->lead;
    Inserted& result = *one.insertion.inserted;
    result.id = known.integer(0);
    // Who withdrew and sends the same form again that day asks anew. The key was ours, so it may move on.
    if (lead.key_is_made && known.integer(3) > 0) {
        db_.query("UPDATE leads SET key_hash = $1 WHERE id = $2", {hex(random_bytes(32)), result.id});
        return false;
    }
    result.token = token_for(lead.idempotency_key, known.text(2));
    result.verdict = known.text(1) == sha256_hex(canonical_content(lead)) ? Inserted::Verdict::same
                                                                          : Inserted::Verdict::conflict;
    return true;
}

// The last number that a request of this SQLite store has had.
std::int64_t Store::last_number() {
    const Rows found = db_.query("SELECT seq FROM sqlite_sequence WHERE name = 'leads'");
    return found.empty() ? 0 : found.front().integer(0);
}

// The leads themselves, with their numbers.
void Store::insert_rows(std::vector<Keyed>& fresh) {
    if (fresh.empty()) return;
    // SQLite has one writer, whose transaction this is.
    const bool numbered = db_.dialect() == Dialect::sqlite;
    std::int64_t last = numbered ? last_number() : 0;
    std::vector<Value> values;
    values.reserve(fresh.size() * (kLeadColumns + 1));
    const std::string salts = hex(random_bytes(fresh.size() * kSaltDigits / 2));
    std::size_t next_salt = 0;
    for (const Keyed& one : fresh) {
        const Lead& lead = one.insertion.fresh->lead;
        const std::int64_t at_ms = one.insertion.fresh->provenance.at_ms;
        const std::string salt = salts.substr(next_salt, kSaltDigits);
        next_salt += kSaltDigits;
        *one.insertion.inserted = {Inserted::Verdict::created, 0, token_for(lead.idempotency_key, salt)};
        if (numbered) values.emplace_back(one.insertion.inserted->id = ++last);
        add_row(values, at_ms, one.key_hash, sha256_hex(canonical_content(lead)),
                sha256_hex(one.insertion.inserted->token), text(name_of(lead.form)), lead.name, lead.phone,
                lead.email, std::int64_t{lead.managers_count.value_or(0)},
                text(lead.turnover ? name_of(*lead.turnover) : std::string_view()), text(name_of(lead.owner)),
                lead.scenario, lead.report, lead.answers, lead.page, lead.referrer, lead.utm.source,
                lead.utm.medium, lead.utm.campaign, lead.utm.term, lead.utm.content, lead.phone_extension,
                lead.phone_note, salt, lead.trapped ? at_ms : std::int64_t{0}, lead.plan);
    }
    if (numbered)
        query_many(db_, kNumberedLeads, std::move(values));
    else
        take_numbers(query_many(db_, kLeads, std::move(values)), fresh);
}

// Of what was inserted; takes those away that were being written elsewhere and are known by now.
void Store::take_numbers(const Rows& inserted, std::vector<Keyed>& fresh) {
    std::unordered_map<std::string, std::int64_t> ids;
    for (const Row& row : inserted) ids.emplace(row.text(1), row.integer(0));
    bool all = true;
    for (const Keyed& one : fresh) {
        const auto id = ids.find(one.key_hash);
        all = all && id != ids.end();
        if (id != ids.end()) one.insertion.inserted->id = id->second;
    }
    if (all) return;
    std::vector<Keyed> missed;
    std::erase_if(fresh, [&](const Keyed& one) {
        if (one.insertion.inserted->id > 0) return false;
        missed.push_back(one);
        return true;
    });
    answer_known(missed);
    if (!missed.empty())
        throw StoreError(StoreError::Kind::unavailable, "заявка с этим ключом сейчас пишется в другом месте");
}

void Store::insert_consents(const std::vector<Keyed>& stored) {
    std::vector<Value> values;
    std::vector<NewEvent> events;
    for (const Keyed& one : stored) {
        const NewLead& fresh = *one.insertion.fresh;
        const std::int64_t id = one.insertion.inserted->id;
        const Provenance& from = fresh.provenance;
        for (const Consent& consent : fresh.lead.consents) {
            add_row(values, id, text(name_of(consent.document)), consent.version, consent.sha256,
                    std::int64_t{consent.given ? 1 : 0}, from.at_ms, from.ip, from.user_agent,
                    fresh.lead.page);
            events.push_back({id, consent.document, consent.given ? "given" : "refused", consent.version,
                              consent.sha256, from.at_ms});
        }
    }
    query_many(db_, kConsents, std::move(values));
    append_events(events);
}

void Store::insert_outbox(const std::vector<Keyed>& stored) {
    std::vector<Value> values;
    for (const Keyed& one : stored) {
        const NewLead& fresh = *one.insertion.fresh;
        if (!fresh.lead.trapped)
            add_deliveries(values, one.insertion.inserted->id, fresh.targets, fresh.provenance.at_ms);
    }
    query_many(db_, kOutbox, std::move(values));
}

bool Store::release(std::int64_t id, const std::vector<std::string>& targets, std::int64_t at_ms) {
    db_.query("UPDATE leads SET held_ms = 0 WHERE id = $1 AND held_ms > 0 AND erased_ms = 0", {id});
    if (db_.changed() == 0) return false;
    std::vector<Value> values;
    add_deliveries(values, id, targets, at_ms);
    query_many(db_, kOutbox, std::move(values));
    return true;
}

void Store::append_events(const std::vector<NewEvent>& events) {
    if (events.empty()) return;
    const auto last = db_.query("SELECT seq, hash FROM consent_events ORDER BY seq DESC LIMIT 1");
    std::string previous = last.empty() ? kFirstEventHash : last.front().text(1);
    std::int64_t seq = last.empty() ? 0 : last.front().integer(0);
    std::vector<Value> values;
    values.reserve(events.size() * kEvents.columns);
    for (const NewEvent& fresh : events) {
        const ConsentEvent next{++seq,
                                fresh.lead_id,
                                text(name_of(fresh.document)),
                                std::string(fresh.event),
                                std::string(fresh.version),
                                std::string(fresh.sha256),
                                fresh.at_ms};
        std::string hash = hash_of(next, previous);
        add_row(values, next.seq, next.lead_id, next.kind, next.event, next.version, next.sha256, next.at_ms,
                std::move(previous), hash);
        previous = std::move(hash);
    }
    query_many(db_, kEvents, std::move(values));
}

}  // namespace funnel::server
