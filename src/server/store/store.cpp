#include "store/store.hpp"

#include "store/database/database.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kInsertLead =
    "INSERT INTO leads (created_ms, key_hash, content_hash, token_hash, form, name, phone, email, "
    "managers_count, "
    "monthly_turnover, owner, scenario, report, answers, page, referrer, utm_source, utm_medium, "
    "utm_campaign, utm_term, "
    "utm_content, phone_extension, phone_note, salt, held_ms, plan) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, "
    "$10, "
    "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) "
    "ON CONFLICT (key_hash) DO NOTHING RETURNING id";

#define LEAD_COLUMNS                                                                                        \
    "id, created_ms, form, name, phone, email, managers_count, monthly_turnover, owner, scenario, report, " \
    "answers, "                                                                                             \
    "page, referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content, erase_after_ms, "         \
    "erased_ms, phone_extension, phone_note, held_ms, plan"
constexpr std::string_view kLeadById = "SELECT " LEAD_COLUMNS " FROM leads WHERE id = $1";
constexpr std::string_view kLeadByToken = "SELECT " LEAD_COLUMNS " FROM leads WHERE token_hash = $1";
constexpr std::string_view kLeads = "SELECT " LEAD_COLUMNS " FROM leads";
#undef LEAD_COLUMNS

Document document_of(const std::string& name) {
    return document_from(name).value_or(Document::processing);
}

constexpr std::size_t kSaltBytes = 16;

// The condition of a query and its values.
struct Where {
    std::string sql;
    std::vector<Value> values;

    // `condition` has "$?" for the value.
    void add(std::string condition, Value value) {
        values.push_back(std::move(value));
        const std::string number = "$" + std::to_string(values.size());
        for (auto at = condition.find("$?"); at != std::string::npos; at = condition.find("$?", at))
            condition.replace(at, 2, number);
        add(condition);
    }
    void add(std::string_view condition) {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += condition;
    }
};

// As its number, or beside it: a second number is kept as a note.
constexpr const char* kHasPhone =
    "(phone = $? OR (phone_note <> '' AND ' ' || replace(phone_note, ',', ' ') || ' ' LIKE '% ' || $? || ' "
    "%'))";

Where where_of(const LeadQuery& query) {
    Where where;
    if (query.after > 0) where.add("id > $?", query.after);
    if (query.before > 0) where.add("id < $?", query.before);
    if (!query.form.empty()) where.add("form = $?", query.form);
    if (!query.phone.empty()) where.add(kHasPhone, query.phone);
    if (!query.email.empty()) where.add("email <> '' AND lower(email) = lower($?)", query.email);
    if (query.since_ms > 0) where.add("created_ms >= $?", query.since_ms);
    if (query.until_ms > 0) where.add("created_ms < $?", query.until_ms);
    switch (query.state) {
        case LeadState::taken:
            where.add("held_ms = 0");
            break;
        case LeadState::held:
            where.add("held_ms > 0");
            break;
        case LeadState::withdrawn:
            where.add("erase_after_ms > 0 AND erased_ms = 0");
            break;
        case LeadState::erased:
            where.add("erased_ms > 0");
            break;
        case LeadState::any:
            break;
    }
    return where;
}

}  // namespace

// The same key gives the same token, so that a repeated request is answered with the same receipt although
// only a hash is kept.
std::string Store::token_for(std::string_view idempotency_key, std::string_view salt) {
    return base64url(hmac_sha256(secret(), std::string(idempotency_key).append(salt)).substr(0, 16));
}

const std::string& Store::secret() {
    if (secret_.empty()) {
        const auto rows = db_.query("SELECT value FROM meta WHERE key = 'token_secret'");
        if (rows.empty()) throw StoreError(StoreError::Kind::corrupt, "в хранилище нет секрета квитанций");
        secret_ = rows.front().text(0);
    }
    return secret_;
}

// Not the secret of receipts itself: what signs one kind of thing must not sign another.
std::string Store::kit_secret() {
    return hmac_sha256(secret(), "passes to the tool kit");
}

void Store::in_transaction(const std::function<void()>& work) {
    db_.begin_write();
    try {
        work();
        db_.commit();
    } catch (...) {
        db_.rollback();
        throw;
    }
}

bool Store::forget_deleted(std::int64_t now_ms) {
    if (count_not_forgotten() == 0) return true;
    if (!db_.forget_deleted()) return false;
    in_transaction(
        [&] { db_.query("UPDATE erasures SET forgotten_ms = $1 WHERE forgotten_ms = 0", {now_ms}); });
    return true;
}

bool forget_deleted_in(const StoreLocation& location, std::int64_t now_ms) {
    const auto database = open_database(location, Access::read_write);
    return Store(*database).forget_deleted(now_ms);
}

std::int64_t Store::count_not_forgotten() {
    return db_.query("SELECT count(*) FROM erasures WHERE forgotten_ms = 0").front().integer(0);
}

void Store::answers() {
    (void)db_.query("SELECT 1 FROM meta");
}

void Store::record_documents(const std::vector<ConsentText>& texts, std::int64_t now_ms) {
    for (const ConsentText& text : texts) {
        if (sha256_hex(text.body) != text.sha256)
            throw StoreError(StoreError::Kind::corrupt,
                             "текст согласия не тот, чей SHA-256 опубликован рядом");
        const std::string kind(name_of(text.document));
        const auto known =
            db_.query("SELECT sha256 FROM documents WHERE kind = $1 AND version = $2", {kind, text.version});
        if (known.empty()) {
            db_.query(
                "INSERT INTO documents (kind, version, sha256, title, url, body, recorded_ms) VALUES ($1, "
                "$2, $3, $4, $5, $6, $7)",
                {kind, text.version, text.sha256, text.title, text.url, text.body, now_ms});
        } else if (known.front().text(0) != text.sha256) {
            throw StoreError(StoreError::Kind::corrupt,
                             "согласие " + kind + " версии " + text.version +
                                 " записано с другим текстом: дайте новому тексту новую версию");
        }
    }
    db_.query("INSERT INTO meta (key, value) VALUES ('token_secret', $1) ON CONFLICT (key) DO NOTHING",
              {hex(random_bytes(32))});
}

std::vector<ConsentText> Store::documents() {
    std::vector<ConsentText> texts;
    for (const Row& row : db_.query("SELECT kind, version, sha256, title, url, body FROM documents ORDER BY "
                                    "kind, recorded_ms, version"))
        texts.push_back(
            {document_of(row.text(0)), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)});
    return texts;
}

bool Store::find_same_key(const Lead& lead, const std::string& key_hash, Inserted& result) {
    // A request of the schema before, or taken by a replica of the release before while this one is updated,
    // has the plain hash.
    const auto known =
        db_.query("SELECT id, content_hash, salt, erase_after_ms FROM leads WHERE key_hash IN ($1, $2)",
                  {key_hash, sha256_hex(lead.idempotency_key)});
    if (known.empty()) return false;
    result.id = known.front().integer(0);
    // Who withdrew and sends the same form again that day asks anew. The key was ours, so it may move on.
    if (lead.key_is_made && known.front().integer(3) > 0) {
        db_.query("UPDATE leads SET key_hash = $1 WHERE id = $2", {hex(random_bytes(32)), result.id});
        return false;
    }
    result.token = token_for(lead.idempotency_key, known.front().text(2));
    result.verdict = known.front().text(1) == sha256_hex(canonical_content(lead))
                         ? Inserted::Verdict::same
                         : Inserted::Verdict::conflict;
    return true;
}

Inserted Store::insert_lead(const NewLead& fresh) {
    const Lead& lead = fresh.lead;
    const std::string key_hash = hex(hmac_sha256(hmac_sha256(secret(), "keys"), lead.idempotency_key));
    Inserted result;
    // Asked first, so that a repetition does not use up a number.
    if (find_same_key(lead, key_hash, result)) return result;
    const std::string salt = hex(random_bytes(kSaltBytes));
    result.token = token_for(lead.idempotency_key, salt);
    const auto created =
        db_.query(kInsertLead, {fresh.provenance.at_ms,
                                key_hash,
                                sha256_hex(canonical_content(lead)),
                                sha256_hex(result.token),
                                std::string(name_of(lead.form)),
                                lead.name,
                                lead.phone,
                                lead.email,
                                std::int64_t{lead.managers_count.value_or(0)},
                                std::string(lead.turnover ? name_of(*lead.turnover) : std::string_view()),
                                std::string(name_of(lead.owner)),
                                lead.scenario,
                                lead.report,
                                lead.answers,
                                lead.page,
                                lead.referrer,
                                lead.utm.source,
                                lead.utm.medium,
                                lead.utm.campaign,
                                lead.utm.term,
                                lead.utm.content,
                                lead.phone_extension,
                                lead.phone_note,
                                salt,
                                lead.trapped ? fresh.provenance.at_ms : std::int64_t{0},
                                lead.plan});
    if (created.empty()) {
        if (find_same_key(lead, key_hash, result)) return result;
        throw StoreError(StoreError::Kind::unavailable, "заявка с этим ключом сейчас пишется в другом месте");
    }
    result.id = created.front().integer(0);
    insert_consents(result.id, fresh);
    if (!lead.trapped) insert_outbox(result.id, fresh.targets, fresh.provenance.at_ms);
    return result;
}

void Store::insert_outbox(std::int64_t lead_id, const std::vector<std::string>& targets, std::int64_t at_ms) {
    for (const std::string& target : targets)
        db_.query(
            "INSERT INTO outbox (lead_id, target, delivery_id, state, created_ms, next_ms) "
            "VALUES ($1, $2, $3, 'pending', $4, $5)",
            {lead_id, target, "msg_" + hex(random_bytes(16)), at_ms, at_ms});
}

bool Store::release(std::int64_t id, const std::vector<std::string>& targets, std::int64_t at_ms) {
    db_.query("UPDATE leads SET held_ms = 0 WHERE id = $1 AND held_ms > 0 AND erased_ms = 0", {id});
    if (db_.changed() == 0) return false;
    insert_outbox(id, targets, at_ms);
    return true;
}

StoredLead Store::lead_from(const Row& row) {
    StoredLead lead;
    lead.id = row.integer(0);
    lead.created_ms = row.integer(1);
    std::string* const before[] = {&lead.form, &lead.name, &lead.phone, &lead.email};
    for (std::size_t i = 0; i < std::size(before); ++i) *before[i] = row.text(2 + i);
    lead.managers_count = row.integer(6);
    std::string* const after[] = {&lead.monthly_turnover, &lead.owner,      &lead.scenario,
                                  &lead.report,           &lead.answers,    &lead.page,
                                  &lead.referrer,         &lead.utm.source, &lead.utm.medium,
                                  &lead.utm.campaign,     &lead.utm.term,   &lead.utm.content};
    for (std::size_t i = 0; i < std::size(after); ++i) *after[i] = row.text(7 + i);
    lead.erase_after_ms = row.integer(19);
    lead.erased_ms = row.integer(20);
    lead.phone_extension = row.text(21);
    lead.phone_note = row.text(22);
    lead.held_ms = row.integer(23);
    lead.plan = row.text(24);
    lead.consents = consents_of(lead.id);
    return lead;
}

std::vector<StoredConsent> Store::consents_of(std::int64_t lead_id) {
    std::vector<StoredConsent> consents;
    for (const Row& row : db_.query("SELECT c.kind, c.version, c.sha256, c.given, c.given_ms, "
                                    "c.withdrawn_ms, c.ip, c.user_agent, c.page, d.title, d.url "
                                    "FROM consents c JOIN documents d ON d.kind = c.kind AND d.version = "
                                    "c.version WHERE c.lead_id = $1 ORDER BY c.id",
                                    {lead_id}))
        consents.push_back({document_of(row.text(0)), row.text(1), row.text(2), row.integer(3) == 1,
                            row.integer(4), row.integer(5), row.text(6), row.text(7), row.text(8),
                            row.text(9), row.text(10)});
    return consents;
}

std::optional<StoredLead> Store::lead(std::int64_t id) {
    const auto rows = db_.query(kLeadById, {id});
    if (rows.empty()) return std::nullopt;
    return lead_from(rows.front());
}

std::optional<StoredLead> Store::lead_by_token(std::string_view token) {
    const auto rows = db_.query(kLeadByToken, {sha256_hex(token)});
    if (rows.empty()) return std::nullopt;
    return lead_from(rows.front());
}

std::vector<StoredLead> Store::leads(std::int64_t after, std::int64_t limit) {
    LeadQuery query;
    query.state = LeadState::any;
    query.after = after;
    return leads(query, limit);
}

std::vector<StoredLead> Store::leads(const LeadQuery& query, std::int64_t limit) {
    Where where = where_of(query);
    where.values.emplace_back(limit);
    const bool newest = query.order == LeadQuery::Order::newest_first;
    const std::string sql = std::string(kLeads) + where.sql +
                            (newest ? " ORDER BY id DESC" : " ORDER BY id") + " LIMIT $" +
                            std::to_string(where.values.size());
    std::vector<StoredLead> leads;
    for (const Row& row : db_.query(sql, where.values)) leads.push_back(lead_from(row));
    return leads;
}

std::int64_t Store::count_leads(const LeadQuery& query) {
    const Where where = where_of(query);
    return db_.query("SELECT count(*) FROM leads" + where.sql, where.values).front().integer(0);
}

std::vector<std::int64_t> Store::leads_with_phone(std::string_view phone) {
    std::vector<std::int64_t> ids;
    LeadQuery query;
    query.state = LeadState::any;
    query.phone = phone;
    const Where where = where_of(query);
    for (const Row& row :
         db_.query("SELECT id FROM leads" + where.sql + " AND erased_ms = 0 ORDER BY id", where.values))
        ids.push_back(row.integer(0));
    return ids;
}

std::vector<std::int64_t> Store::leads_with_email(std::string_view email) {
    std::vector<std::int64_t> ids;
    for (const Row& row :
         db_.query("SELECT id FROM leads WHERE email <> '' AND lower(email) = lower($1) AND erased_ms = 0 "
                   "ORDER BY id",
                   {std::string(email)}))
        ids.push_back(row.integer(0));
    return ids;
}

}  // namespace funnel::server
