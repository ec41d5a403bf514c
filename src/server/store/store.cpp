#include "store/store.hpp"

#include "store/database/database.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

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

const std::string& Store::key_secret() {
    if (key_secret_.empty()) key_secret_ = hmac_sha256(secret(), "keys");
    return key_secret_;
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
