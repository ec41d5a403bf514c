// What the inbox shows of many requests: lists, counts, what is new, what waits.
#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "store/database/database.hpp"
#include "store/inbox/work.hpp"
#include "store/inbox/work_rows.hpp"
#include "system/text.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

// A part of a text for LIKE, in which no sign of it means anything else.
std::string pattern_of(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

// Russian and Latin letters of the other case; the rest as it is. SQLite knows Latin ones only.
enum class Case { lower, upper };
std::string cased(std::string_view text, Case wanted, std::size_t letters) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool pair = (byte == 0xD0 || byte == 0xD1) && i + 1 < text.size();
        if (letters == 0 || (!pair && byte >= 0x80)) {
            result += text[i];
            continue;
        }
        --letters;
        if (!pair) {
            const bool upper = byte >= 'A' && byte <= 'Z';
            const bool lower = byte >= 'a' && byte <= 'z';
            const int shift = wanted == Case::lower && upper ? 32 : wanted == Case::upper && lower ? -32 : 0;
            result += static_cast<char>(byte + shift);
            continue;
        }
        unsigned code = ((byte & 0x1FU) << 6U) | (static_cast<unsigned char>(text[++i]) & 0x3FU);
        if (wanted == Case::lower && code >= 0x410 && code <= 0x42F) code += 0x20;
        if (wanted == Case::lower && code == 0x401) code = 0x451;
        if (wanted == Case::upper && code >= 0x430 && code <= 0x44F) code -= 0x20;
        if (wanted == Case::upper && code == 0x451) code = 0x401;
        result += static_cast<char>(0xC0U | (code >> 6U));
        result += static_cast<char>(0x80U | (code & 0x3FU));
    }
    return result;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

// Conditions joined by AND, with their values.
class Conditions {
public:
    // "$?" stands for the value, also several times.
    void add(std::string condition, Value value) { add(placed(std::move(condition), std::move(value))); }
    void add(std::string_view condition) { sql_ += " AND " + std::string(condition); }
    std::string placed(std::string condition, Value value) {
        values_.push_back(std::move(value));
        const std::string number = "$" + std::to_string(values_.size());
        for (auto at = condition.find("$?"); at != std::string::npos; at = condition.find("$?", at))
            condition.replace(at, 2, number);
        return condition;
    }
    [[nodiscard]] const std::string& sql() const { return sql_; }
    [[nodiscard]] const std::vector<Value>& values() const { return values_; }

private:
    std::string sql_;
    std::vector<Value> values_;
};

// Whether a text looks like a number or a phone rather than a name.
bool is_number_like(std::string_view text) {
    return text.find_first_not_of("0123456789 +-()№") == std::string_view::npos && !digits_of(text).empty();
}

// The numbers of requests of which `condition` holds, read from an index that has the number beside what is
// looked for: "+ 0" keeps the database from walking through the requests themselves, newest first, until it
// has enough. At most `most` of the newest (0: all), held ones left out: who is erased has no name and no
// phone.
std::string found_by(Conditions& where, const std::string& condition, std::int64_t before,
                     std::int64_t most) {
    std::string sql = "SELECT id FROM leads WHERE " + condition;
    if (most == 0) return sql;
    if (before > 0) sql += where.placed(" AND id < $?", before);
    return "SELECT id FROM (" + sql +
           " AND id NOT IN (SELECT id FROM leads WHERE held_ms > 0) ORDER BY id + 0 DESC" +
           where.placed(" LIMIT $?", most) + ") AS found";
}

// `most`: how many are wanted when nothing but the search chooses, else 0.
void add_search(Conditions& where, const InboxQuery& query, std::int64_t most) {
    const std::string_view text = query.search;
    if (is_number_like(text)) {
        std::string digits = digits_of(text);
        std::string any;
        if (digits.size() <= 12)
            any = where.placed("SELECT CAST($? AS BIGINT)", std::int64_t{std::stoll(digits)});
        // 8 916… and +7 916… are one phone.
        if (digits.size() == 11 && digits[0] == '8') digits.erase(0, 1);
        if (digits.size() >= 4 && digits.size() <= 15) {
            const std::string phone = where.placed("phone LIKE $?", "%" + digits + "%");
            any += (any.empty() ? "" : " UNION ") + found_by(where, phone, query.before, most);
        }
        return where.add(any.empty() ? std::string("1 = 0") : "l.id IN (" + any + ")");
    }
    // As typed, and as names are written.
    const std::string lower = cased(text, Case::lower, text.size());
    std::string any;
    for (const std::string& variant : std::set{std::string(text), lower, cased(lower, Case::upper, 1),
                                               cased(lower, Case::upper, text.size())})
        any += (any.empty() ? "" : " OR ") + where.placed("name LIKE $? ESCAPE '\\'", pattern_of(variant));
    where.add("l.id IN (" + found_by(where, "name <> '' AND (" + any + ")", query.before, most) + ")");
}

Conditions conditions_of(const InboxQuery& query, std::int64_t limit) {
    Conditions where;
    if (query.before > 0) where.add("l.id < $?", query.before);
    if (!query.form.empty()) where.add("l.form = $?", query.form);
    if (query.status == WorkStatus::fresh)
        where.add("(w.status IS NULL OR w.status = 'new')");
    else if (query.status)
        where.add("w.status = $?", std::string(name_of(*query.status)));
    if (query.step != InboxQuery::Step::any) where.add("w.status IN ('in_work', 'meeting')");
    if (query.step == InboxQuery::Step::missing) where.add("w.step_ms = 0");
    if (query.step == InboxQuery::Step::overdue) where.add("w.step_ms > 0 AND w.step_ms < $?", query.now_ms);
    const bool alone = query.form.empty() && !query.status && query.step == InboxQuery::Step::any;
    if (!query.search.empty()) add_search(where, query, alone ? limit : 0);
    return where;
}

// What is not new is found by its work: few of many requests.
bool begins_with_work(const InboxQuery& query) {
    return query.step != InboxQuery::Step::any || (query.status && query.status != WorkStatus::fresh);
}

}  // namespace

std::vector<InboxRow> Work::rows(const InboxQuery& query, std::int64_t limit) {
    const Conditions where = conditions_of(query, limit);
    std::vector<Value> values = where.values();
    values.emplace_back(limit);
    const std::string from = begins_with_work(query) ? "lead_work w JOIN leads l ON l.id = w.lead_id"
                                                     : "leads l LEFT JOIN lead_work w ON w.lead_id = l.id";
    const std::string sql =
        "SELECT l.id, l.created_ms, l.form, l.name, l.phone, l.email, l.scenario, l.answers, "
        "l.erase_after_ms, coalesce(o.name, ''), " WORK_COLUMNS " FROM " +
        from + " LEFT JOIN operators o ON o.id = w.responsible WHERE l.erased_ms = 0 AND l.held_ms = 0" +
        where.sql() + " ORDER BY l.id DESC LIMIT $" + std::to_string(values.size());
    std::vector<InboxRow> rows;
    for (const Row& row : db_.query(sql, values))
        rows.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5),
                        row.text(6), row.text(7), row.integer(8), work_state_from(row, 10), row.text(9)});
    return rows;
}

InboxCounts Work::counts(std::int64_t now_ms) {
    const auto one = [&](std::string_view sql, const std::vector<Value>& values) {
        return db_.query(sql, values).front().integer(0);
    };
    InboxCounts counts;
    counts.all = one("SELECT count(*) FROM leads WHERE erased_ms = 0", {}) -
                 one("SELECT count(*) FROM leads WHERE held_ms > 0", {});
    counts.fresh = counts.all - one("SELECT count(*) FROM lead_work WHERE status <> 'new'", {});
    counts.no_step =
        one("SELECT count(*) FROM lead_work WHERE status IN ('in_work', 'meeting') AND step_ms = 0", {});
    counts.overdue = one(
        "SELECT count(*) FROM lead_work WHERE status IN ('in_work', 'meeting') AND step_ms > 0 AND step_ms < "
        "$1",
        {now_ms});
    return counts;
}

// Read from indexes alone: a request has up to 150 KB beside its times.
std::vector<Work::Arrival> Work::arrivals(std::int64_t since_ms, std::int64_t most) {
    std::vector<Arrival> arrivals;
    for (const Row& row : db_.query(
             "SELECT l.created_ms, coalesce(w.first_ms, 0) FROM (SELECT id, created_ms FROM leads WHERE "
             "erased_ms = 0 AND id NOT IN (SELECT id FROM leads WHERE held_ms > 0) ORDER BY id DESC LIMIT "
             "$2) "
             "AS l LEFT JOIN lead_work w ON w.lead_id = l.id WHERE l.created_ms >= $1 ORDER BY l.id DESC",
             {since_ms, most}))
        arrivals.push_back({row.integer(0), row.integer(1)});
    return arrivals;
}

InboxMark Work::mark() {
    const auto row = db_.query(
        "SELECT coalesce((SELECT max(id) FROM leads WHERE held_ms = 0), 0), coalesce((SELECT seq FROM "
        "lead_events WHERE kind <> 'opened' ORDER BY seq DESC LIMIT 1), 0)");
    return {row.front().integer(0), row.front().integer(1)};
}

Waiting Work::waiting(const CameWithin& within) {
    Waiting waiting;
    for (const Row& row : db_.query(
             "SELECT l.id, l.created_ms FROM (SELECT id, created_ms, erased_ms, held_ms, erase_after_ms FROM "
             "leads ORDER BY id DESC LIMIT 1000) AS l WHERE l.created_ms <= $1 AND l.created_ms > $2 AND "
             "l.erased_ms = 0 AND l.held_ms = 0 AND l.erase_after_ms = 0 AND NOT EXISTS (SELECT 1 FROM "
             "lead_work w WHERE w.lead_id = l.id) ORDER BY l.id DESC",
             {within.until_ms, within.since_ms})) {
        waiting.ids.push_back(row.integer(0));
        const std::int64_t came = row.integer(1);
        waiting.came_ms.push_back(came);
        waiting.oldest_ms = waiting.oldest_ms == 0 ? came : std::min(waiting.oldest_ms, came);
    }
    return waiting;
}

namespace {

constexpr std::string_view kDuty = "duty";

// "TOLD LEASED": the newest request the person on duty was told of; until when somebody is telling.
struct DutyMark {
    std::int64_t told = 0;
    std::int64_t leased_until_ms = 0;
};

DutyMark duty_mark(Database& db) {
    DutyMark mark;
    const auto rows = db.query("SELECT value FROM meta WHERE key = $1", {std::string(kDuty)});
    if (!rows.empty()) std::istringstream(rows.front().text(0)) >> mark.told >> mark.leased_until_ms;
    return mark;
}

void note_duty(Database& db, const DutyMark& mark) {
    db.query(
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = "
        "excluded.value",
        {std::string(kDuty), std::to_string(mark.told) + ' ' + std::to_string(mark.leased_until_ms)});
}

}  // namespace

Work::DutyClaim Work::claim_duty(std::int64_t newest, std::int64_t now_ms, std::int64_t lease_ms) {
    DutyMark mark = duty_mark(db_);
    if (newest <= mark.told) return DutyClaim::told;
    // A lease longer than any is of a clock that was ahead.
    if (mark.leased_until_ms > now_ms && mark.leased_until_ms <= now_ms + lease_ms) return DutyClaim::others;
    mark.leased_until_ms = now_ms + lease_ms;
    note_duty(db_, mark);
    return DutyClaim::mine;
}

void Work::end_duty(std::int64_t newest) {
    note_duty(db_, {std::max(newest, duty_mark(db_).told), 0});
}

std::vector<OwnDeal> Work::deals(std::int64_t after, std::int64_t limit) {
    std::vector<OwnDeal> deals;
    for (const Row& row : db_.query(
             "SELECT l.id, l.created_ms, l.form, l.utm_source, l.referrer, coalesce(o.name, "
             "''), " WORK_COLUMNS
             " FROM leads l LEFT JOIN lead_work w ON w.lead_id = l.id LEFT JOIN operators o ON o.id = "
             "w.responsible WHERE l.erased_ms = 0 AND l.held_ms = 0 AND l.erase_after_ms = 0 AND l.id > $1 "
             "ORDER BY l.id LIMIT $2",
             {after, limit}))
        deals.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4),
                         work_state_from(row, 6), row.text(5)});
    return deals;
}

}  // namespace funnel::server
