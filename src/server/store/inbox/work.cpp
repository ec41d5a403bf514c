#include "store/inbox/work.hpp"

#include <algorithm>
#include <utility>

#include "lead/consent_event.hpp"
#include "store/database/database.hpp"
#include "store/inbox/work_rows.hpp"
#include "system/digest.hpp"
#include "system/names.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::int64_t kMostEvents = 500;

constexpr Names<WorkStatus, 6> kStatuses{{{WorkStatus::fresh, "new"},
                                          {WorkStatus::in_work, "in_work"},
                                          {WorkStatus::meeting, "meeting"},
                                          {WorkStatus::won, "won"},
                                          {WorkStatus::lost, "lost"},
                                          {WorkStatus::spam, "spam"}}};
constexpr Names<WorkEventKind, 7> kKinds{{{WorkEventKind::opened, "opened"},
                                          {WorkEventKind::status, "status"},
                                          {WorkEventKind::step, "step"},
                                          {WorkEventKind::responsible, "responsible"},
                                          {WorkEventKind::note, "note"},
                                          {WorkEventKind::retry, "retry"},
                                          {WorkEventKind::erased, "erased"}}};

constexpr Names<Look, 6> kLooks{{{Look::list, "list"},
                                 {Look::api, "api"},
                                 {Look::csv, "csv"},
                                 {Look::jsonl, "jsonl"},
                                 {Look::deals, "deals"},
                                 {Look::record, "record"}}};

WorkEventKind kind_from(std::string_view name) {
    return value_in(kKinds, name).value_or(WorkEventKind::opened);
}

std::string status_detail(const WorkState& state) {
    std::string text(name_of(state.status));
    if (state.status == WorkStatus::lost) text += '\n' + state.lost_reason;
    return text;
}

std::string step_detail(const WorkState& state) {
    return std::to_string(state.step_ms) + '\n' + state.step;
}

}  // namespace

std::string_view name_of(WorkStatus status) {
    return name_in(kStatuses, status);
}

std::string_view label_of(WorkStatus status) {
    switch (status) {
        case WorkStatus::fresh:
            return "Новая";
        case WorkStatus::in_work:
            return "В работе";
        case WorkStatus::meeting:
            return "Встреча";
        case WorkStatus::won:
            return "Договор";
        case WorkStatus::lost:
            return "Отказ";
        case WorkStatus::spam:
            return "Спам";
    }
    return {};
}

std::optional<WorkStatus> work_status_from(std::string_view name) {
    return value_in(kStatuses, name);
}

bool is_closed(WorkStatus status) {
    return status == WorkStatus::won || status == WorkStatus::lost || status == WorkStatus::spam;
}

std::string_view name_of(WorkEventKind kind) {
    return name_in(kKinds, kind);
}

std::string_view name_of(Look look) {
    return name_in(kLooks, look);
}

std::optional<Look> look_from(std::string_view name) {
    return value_in(kLooks, name);
}

bool is_taken(Look look) {
    return look != Look::list && look != Look::api;
}

std::string_view label_of_no_operator(const WorkEvent& event) {
    if (event.kind != WorkEventKind::opened) return "Сервер";
    return event.detail == name_of(Look::api) ? "Другая программа" : "Командная строка";
}

std::string detail_hash_of(std::string_view salt, std::string_view detail) {
    return sha256_hex(std::string(salt) + '\n' + std::string(detail));
}

std::string hash_of(const WorkEvent& event, const std::string& detail_hash, const std::string& previous) {
    return sha256_hex(previous + '\n' + std::to_string(event.seq) + '\n' + std::to_string(event.lead_id) +
                      '\n' + std::to_string(event.operator_id) + '\n' + std::string(name_of(event.kind)) +
                      '\n' + std::to_string(event.at_ms) + '\n' + detail_hash);
}

WorkState work_state_from(const Row& row, std::size_t first) {
    WorkState state;
    state.version = row.integer(first);
    state.status = work_status_from(row.text(first + 1)).value_or(WorkStatus::fresh);
    state.lost_reason = row.text(first + 2);
    state.step = row.text(first + 3);
    state.step_ms = row.integer(first + 4);
    state.responsible = row.integer(first + 5);
    state.note = row.text(first + 6);
    state.first_ms = row.integer(first + 7);
    state.last_ms = row.integer(first + 8);
    state.closed_ms = row.integer(first + 9);
    return state;
}

WorkState Work::state(std::int64_t lead_id) {
    const auto rows = db_.query("SELECT " WORK_COLUMNS " FROM lead_work w WHERE w.lead_id = $1", {lead_id});
    return rows.empty() ? WorkState() : work_state_from(rows.front(), 0);
}

Work::Changed Work::change(const Change& change) {
    const std::int64_t id = change.lead_id;
    if (db_.query("SELECT 1 FROM leads WHERE id = $1 AND erased_ms = 0 AND held_ms = 0", {id}).empty())
        return Changed::no_lead;
    const WorkState before = state(id);
    WorkState after = change.wanted;
    if (after.version != before.version) return Changed::stale;
    if (after.status != WorkStatus::lost) after.lost_reason.clear();
    std::vector<std::pair<WorkEventKind, std::string>> news;
    if (status_detail(after) != status_detail(before))
        news.emplace_back(WorkEventKind::status, status_detail(after));
    if (step_detail(after) != step_detail(before)) news.emplace_back(WorkEventKind::step, step_detail(after));
    if (after.responsible != before.responsible)
        news.emplace_back(WorkEventKind::responsible, std::to_string(after.responsible));
    if (after.note != before.note) news.emplace_back(WorkEventKind::note, after.note);
    if (news.empty()) return Changed::nothing;
    const std::int64_t closed_ms = !is_closed(after.status)                                ? 0
                                   : before.closed_ms > 0 && before.status == after.status ? before.closed_ms
                                                                                           : change.at_ms;
    db_.query(
        "INSERT INTO lead_work (lead_id, version, status, lost_reason, step, step_ms, responsible, note, "
        "first_ms, last_ms, closed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT "
        "(lead_id) DO UPDATE SET version = excluded.version, status = excluded.status, lost_reason = "
        "excluded.lost_reason, step = excluded.step, step_ms = excluded.step_ms, responsible = "
        "excluded.responsible, note = excluded.note, last_ms = excluded.last_ms, closed_ms = "
        "excluded.closed_ms",
        {id, before.version + 1, std::string(name_of(after.status)), after.lost_reason, after.step,
         after.step_ms, after.responsible, after.note, change.at_ms, change.at_ms, closed_ms});
    for (auto& [kind, detail] : news)
        append({0, id, change.operator_id, kind, change.at_ms, std::move(detail), {}});
    return Changed::done;
}

void Work::append(WorkEvent event) {
    const auto last = db_.query("SELECT seq, hash FROM lead_events ORDER BY seq DESC LIMIT 1");
    const std::string previous = last.empty() ? kFirstEventHash : last.front().text(1);
    event.seq = last.empty() ? 1 : last.front().integer(0) + 1;
    const std::string salt = event.detail.empty() ? std::string() : hex(random_bytes(kSaltBytes));
    const std::string detail_hash = detail_hash_of(salt, event.detail);
    db_.query(
        "INSERT INTO lead_events (seq, lead_id, operator_id, kind, at_ms, detail, salt, detail_hash, "
        "previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {event.seq, event.lead_id, event.operator_id, std::string(name_of(event.kind)), event.at_ms,
         event.detail, salt, detail_hash, previous, hash_of(event, detail_hash, previous)});
}

void Work::note(WorkEvent event) {
    append(std::move(event));
}

void Work::note_opened(std::int64_t lead_id, std::int64_t operator_id, std::int64_t at_ms) {
    const auto known = db_.query(
        "SELECT 1 FROM lead_events WHERE lead_id = $1 AND operator_id = $2 AND kind = 'opened' AND at_ms > "
        "$3 "
        "LIMIT 1",
        {lead_id, operator_id, at_ms - kSameLookMs});
    if (!known.empty() || db_.query("SELECT 1 FROM leads WHERE id = $1", {lead_id}).empty()) return;
    append({0, lead_id, operator_id, WorkEventKind::opened, at_ms, {}, {}});
}

void Work::note_look(Look look, std::int64_t operator_id, std::int64_t at_ms) {
    const std::string name(name_of(look));
    const bool is_known =
        !is_taken(look) && !db_.query(
                                   "SELECT 1 FROM lead_events WHERE lead_id = 0 AND operator_id = "
                                   "$1 AND at_ms > $2 AND detail = $3 LIMIT 1",
                                   {operator_id, at_ms - kSameLookMs, name})
                                .empty();
    if (!is_known) append({0, 0, operator_id, WorkEventKind::opened, at_ms, name, {}});
}

void Work::forget(std::int64_t lead_id, std::int64_t operator_id, std::int64_t at_ms) {
    db_.query("DELETE FROM lead_work WHERE lead_id = $1", {lead_id});
    db_.query("UPDATE lead_events SET detail = '', salt = '' WHERE lead_id = $1", {lead_id});
    const bool known = db_.changed() > 0;
    if (known || operator_id > 0) append({0, lead_id, operator_id, WorkEventKind::erased, at_ms, {}, {}});
}

std::vector<WorkEvent> Work::named_events(const std::string& which, std::int64_t of, std::int64_t limit) {
    std::vector<WorkEvent> list;
    for (const Row& row :
         db_.query("SELECT e.seq, e.lead_id, e.operator_id, e.kind, e.at_ms, e.detail, coalesce(o.name, ''), "
                   "e.hash FROM lead_events e LEFT JOIN operators o ON o.id = e.operator_id WHERE " +
                       which + " LIMIT $2",
                   {of, limit}))
        list.push_back({row.integer(0), row.integer(1), row.integer(2), kind_from(row.text(3)),
                        row.integer(4), row.text(5), row.text(6), row.text(7)});
    return list;
}

std::vector<WorkEvent> Work::events(std::int64_t lead_id) {
    return named_events("e.lead_id = $1 ORDER BY e.seq DESC", lead_id, kMostEvents);
}

std::vector<WorkEvent> Work::record(std::int64_t after, std::int64_t limit) {
    return named_events("e.seq > $1 ORDER BY e.seq", after, limit);
}

void Work::check(std::vector<std::string>& faults) {
    constexpr std::int64_t kAtOnce = 2000;
    constexpr std::size_t kMostFaults = 1000;
    const auto say = [&](const Row& row, const char* what) {
        faults.push_back("work: запись " + row.text(0) + " о заявке: " + what);
    };
    std::string previous = kFirstEventHash;
    std::int64_t seq = 0;
    const auto next = [&] {
        return db_.query(
            "SELECT e.seq, e.lead_id, e.operator_id, e.kind, e.at_ms, e.detail, e.salt, e.detail_hash, "
            "e.previous_hash, e.hash, coalesce(l.erased_ms, 0) FROM lead_events e LEFT JOIN leads l ON l.id "
            "= "
            "e.lead_id WHERE e.seq > $1 ORDER BY e.seq LIMIT $2",
            {seq, kAtOnce});
    };
    for (Rows page = next(); !page.empty() && faults.size() < kMostFaults; page = next()) {
        for (const Row& row : page) {
            const WorkEvent event{row.integer(0),
                                  row.integer(1),
                                  row.integer(2),
                                  kind_from(row.text(3)),
                                  row.integer(4),
                                  {},
                                  {}};
            if (event.seq != seq + 1 || row.text(8) != previous ||
                row.text(9) != hash_of(event, row.text(7), previous))
                say(row, "не следует из предыдущей");
            const bool bare = row.text(5).empty() && row.text(6).empty();
            const bool erased = row.integer(10) > 0;
            if (erased && !bare) say(row, "текст стёртой заявки остался");
            if (!(erased && bare) && row.text(7) != detail_hash_of(row.text(6), row.text(5)))
                say(row, "текст не тот, что был записан");
            previous = row.text(9);
            seq = event.seq;
        }
    }
    const auto head = db_.query("SELECT value FROM meta WHERE key = 'work_head'");
    const std::string kept = head.empty() ? std::string() : head.front().text(0);
    if (kept != (seq == 0 ? "" : std::to_string(seq) + ' ' + previous))
        faults.push_back("work: записи о работе кончаются номером " + std::to_string(seq) +
                         ", а отдельно записан конец «" + kept.substr(0, kept.find(' ')) + "»");
}

}  // namespace funnel::server
