#include "operator/commands.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <variant>

#include "lead/lead.hpp"
#include "lead/stored_lead.hpp"
#include "operator/csv.hpp"
#include "operator/inbox/own_deals.hpp"
#include "operator/inbox/work_record.hpp"
#include "store/inbox/work.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
#include "system/text.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

std::string consents_text(const StoredLead& lead) {
    std::string text;
    for (const StoredConsent& c : lead.consents) {
        if (!text.empty()) text += ' ';
        text += std::string(name_of(c.document)) + '=' +
                (!c.given             ? "refused"
                 : c.withdrawn_ms > 0 ? "withdrawn"
                                      : "given") +
                '@' + c.version;
    }
    return text;
}

// An answer that may be long: printed piece by piece where somebody prints, kept whole where nobody does.
class Answer {
public:
    explicit Answer(const CommandContext& context) : print_(context.print) {}
    void add(const std::string& piece) {
        if (print_)
            print_(piece);
        else if (result_.out.size() < kMostKept)
            result_.out += piece;
        else
            is_cut_ = true;
    }
    CommandResult take() {
        if (is_cut_) return {1, {}, "Ответ слишком велик для работающего сервера: попросите меньше.\n"};
        return std::move(result_);
    }

private:
    static constexpr std::size_t kMostKept = std::size_t{8} << 20;

    const std::function<void(std::string_view)>& print_;
    CommandResult result_;
    bool is_cut_ = false;
};

constexpr std::int64_t kPage = 50;  // a request has up to 150 KB of documents

// Page by page in the query's order, each in a work of its own, so that no store has to fit into memory and
// nobody waits; at most `most`. How many there were.
template <class Each>
std::int64_t for_every_lead(const Alone& alone, LeadQuery query, std::int64_t most, const Each& each) {
    std::int64_t seen = 0;
    while (seen < most) {
        std::vector<StoredLead> page;
        alone([&](Store& store) { page = store.leads(query, std::min(kPage, most - seen)); });
        if (page.empty()) break;
        for (const StoredLead& lead : page) each(lead);
        const bool newest = query.order == LeadQuery::Order::newest_first;
        (newest ? query.before : query.after) = page.back().id;
        seen += static_cast<std::int64_t>(page.size());
    }
    return seen;
}

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

// "Показано 100 из 130; дальше: --before 31." For people, beside the lines for machines.
std::string account_of(std::int64_t shown, std::int64_t counted, std::int64_t last_id) {
    const std::int64_t total = std::max(shown, counted);  // some may have come since they were counted
    std::string text = "Показано " + std::to_string(shown) + " из " + std::to_string(total);
    if (shown > 0 && shown < total) text += "; следующие: --before " + std::to_string(last_id);
    return text + ".\n";
}

// The query with what people type turned into what is stored, or the word that is wrong.
std::variant<LeadQuery, CommandResult> query_of(const ListLeads& list, const CommandContext& context) {
    LeadQuery query = list.query;
    query.order = LeadQuery::Order::newest_first;
    const auto wrong = [](const std::string& what) { return CommandResult{64, {}, what + '\n'}; };
    if (!query.phone.empty()) {
        const PhoneRead read = read_phone(query.phone, context.country);
        if (!read.phone) return wrong(std::string(read.refusal->pattern));
        query.phone = read.phone->number;
    }
    if (!query.email.empty() && !is_email(query.email)) return wrong("Это не адрес почты.");
    if (!list.since.empty()) query.since_ms = day_start(list.since, context.zone).value_or(0);
    if (!list.until.empty()) query.until_ms = day_start(list.until, context.zone).value_or(0) + kDayMs;
    return query;
}

std::string line_of(const StoredLead& lead, const TimeZone& zone) {
    const std::string shown = lead.erased_ms > 0 ? "(стёрта)" : isolated(lead.name);
    return number_of(lead.id) + '\t' + local_text(lead.created_ms, zone) + '\t' + lead.form + '\t' + shown +
           '\t' + phone_text(lead) + '\t' + isolated(lead.email) + '\t' + consents_text(lead) + '\n';
}

CommandResult list_leads(const Alone& alone, const CommandContext& context, const ListLeads& list) {
    const auto read = query_of(list, context);
    if (const auto* wrong = std::get_if<CommandResult>(&read)) return *wrong;
    LeadQuery query = std::get<LeadQuery>(read);
    std::int64_t total = 0;
    std::int64_t held = 0;
    alone([&](Store& store) {
        total = store.count_leads(query);
        LeadQuery waiting;
        waiting.state = LeadState::held;
        if (query.state == LeadState::taken) held = store.count_leads(waiting);
    });
    Answer answer(context);
    std::int64_t last = 0;
    const auto shown = for_every_lead(alone, query, list.limit, [&](const StoredLead& lead) {
        answer.add(line_of(lead, context.zone));
        last = lead.id;
    });
    CommandResult result = answer.take();
    result.error = account_of(shown, total, last);
    if (held > 0)
        result.error += "Похоже на робота, ждут вашего взгляда: " + std::to_string(held) +
                        ". Показать: leads list --state held, принять: leads release НОМЕР.\n";
    return result;
}

std::string csv_of(const StoredLead& lead, const TimeZone& zone) {
    return csv_line({number_of(lead.id),
                     local_text(lead.created_ms, zone),
                     lead.form,
                     lead.name,
                     lead.phone,
                     lead.phone_extension,
                     lead.phone_note,
                     lead.email,
                     lead.managers_count == 0 ? "" : std::to_string(lead.managers_count),
                     lead.monthly_turnover,
                     lead.owner,
                     lead.page,
                     lead.referrer,
                     lead.utm.source,
                     lead.utm.medium,
                     lead.utm.campaign,
                     lead.utm.term,
                     lead.utm.content,
                     consents_text(lead),
                     lead.erased_ms > 0 ? local_text(lead.erased_ms, zone) : ""});
}

// A table of the inbox as CSV, a page at a time.
template <typename One>
CommandResult export_table(const Alone& alone, const CommandContext& context, const std::string& head,
                           std::vector<One> (Work::*after)(std::int64_t, std::int64_t),
                           std::int64_t One::*key, std::string (*line_of)(const One&, const TimeZone&)) {
    constexpr std::int64_t kAtOnce = 1000;
    Answer answer(context);
    answer.add(head);
    std::int64_t last = 0;
    while (true) {
        std::vector<One> page;
        alone([&](Store& store) { page = (Work(store.database()).*after)(last, kAtOnce); });
        if (page.empty()) break;
        for (const One& one : page) answer.add(line_of(one, context.zone));
        last = page.back().*key;
    }
    return answer.take();
}

CommandResult export_leads(const Alone& alone, const CommandContext& context, const ExportLeads& what) {
    if (what.format == ExportFormat::deals)
        return export_table(alone, context, own_deals_head(), &Work::deals, &OwnDeal::id, own_deals_line);
    if (what.format == ExportFormat::record)
        return export_table(alone, context, work_record_head(), &Work::record, &WorkEvent::seq,
                            work_record_line);
    Answer answer(context);
    const bool csv = what.format == ExportFormat::csv;
    if (csv)
        answer.add(
            std::string(kCsvStart) +
            csv_line({"number",          "created_at", "form",        "name",           "phone",
                      "phone_extension", "phone_note", "email",       "managers_count", "monthly_turnover",
                      "owner",           "page",       "referrer",    "utm_source",     "utm_medium",
                      "utm_campaign",    "utm_term",   "utm_content", "consents",       "erased_at"}));
    for_every_lead(alone, LeadQuery(), kAll, [&](const StoredLead& lead) {
        answer.add(csv ? csv_of(lead, context.zone) : lead_json(lead) + '\n');
    });
    return answer.take();
}

CommandResult show_lead(Store& store, const ShowLead& show) {
    using Json = nlohmann::ordered_json;
    const auto lead = store.lead(show.id);
    if (!lead) return {1, {}, "Нет заявки с номером " + number_of(show.id) + ".\n"};
    Json json = Json::parse(lead_json(*lead), nullptr, false);
    json["work"] = Json::parse(work_json(store, show.id), nullptr, false);
    if (const auto act = store.erasure_of(show.id)) {
        json["act"] = Json::parse(act->act, nullptr, false);
        json["act"]["bytes_gone_at"] =
            act->forgotten_ms > 0 ? Json(utc_text(act->forgotten_ms)) : Json("pending");
        json["act"]["extract"] = Json::parse(act->extract, nullptr, false);
    }
    return {0, json.dump(2) + '\n', {}};
}

CommandResult release_leads(Store& store, const CommandContext& context, const ReleaseLeads& release) {
    std::string missing;
    for (const auto id : release.ids) {
        const auto lead = store.lead(id);
        if (!lead || lead->held_ms == 0) missing += ' ' + number_of(id);
    }
    if (!missing.empty())
        return {1, {}, "Эти заявки не ждут проверки:" + missing + ". Ничего не изменено.\n"};
    store.in_transaction([&] {
        for (const auto id : release.ids) (void)store.release(id, context.targets, context.now_ms);
    });
    return {0,
            "Принято заявок: " + std::to_string(release.ids.size()) +
                ", получателей у каждой: " + std::to_string(context.targets.size()) + '\n',
            {}};
}

CommandResult note_look(Store& store, const CommandContext& context, const NoteLook& note) {
    store.in_transaction([&] {
        Work work(store.database());
        if (note.look)
            work.note_look(*note.look, 0, context.now_ms);
        else
            work.note_opened(note.lead_id, 0, context.now_ms);
    });
    return {};
}

CommandResult list_outbox(const Alone& alone, const CommandContext& context, const ListOutbox& list) {
    OutboxQuery query{list.all, list.target, list.before};
    std::int64_t total = 0;
    alone([&](Store& store) { total = Outbox(store.database()).count(query); });
    Answer answer(context);
    std::int64_t shown = 0;
    while (shown < list.limit) {
        std::vector<OutboxRow> page;
        alone([&](Store& store) {
            page = Outbox(store.database()).rows(query, std::min(kPage, list.limit - shown));
        });
        if (page.empty()) break;
        for (const OutboxRow& row : page)
            answer.add(std::to_string(row.id) + '\t' + row.state + '\t' + row.target + "\tlead " +
                       number_of(row.lead_id) + "\tattempts " + std::to_string(row.attempts) + '\t' +
                       row.delivery_id + '\t' + row.last_detail + '\t' + std::string(name_of(row.event)) +
                       '\n');
        query.before = page.back().id;
        shown += static_cast<std::int64_t>(page.size());
    }
    CommandResult result = answer.take();
    result.error = account_of(shown, total, query.before);
    return result;
}

CommandResult retry_outbox(Store& store, const CommandContext& context, const RetryOutbox& retry) {
    Outbox box(store.database());
    std::int64_t queued = 0;
    store.in_transaction([&] {
        queued = 0;
        if (retry.dead) queued = box.retry_dead(retry.target, context.now_ms);
        for (const auto id : retry.ids) queued += box.retry(id, context.now_ms) ? 1 : 0;
    });
    const std::string told = "Поставлено в очередь: " + std::to_string(queued) + '\n';
    if (retry.dead || queued == static_cast<std::int64_t>(retry.ids.size())) return {0, told, {}};
    return {1, told, "Остальных нет среди ждущих и недоставленных: outbox list.\n"};
}

CommandResult check(Store& store, const Check& check) {
    const auto faults = store.faults();
    CommandResult result;
    for (const std::string& fault : faults) result.out += fault + '\n';
    if (faults.empty()) result.out = "ok\n";
    if (check.head) result.out += "head " + store.chain_head() + '\n';
    result.exit_code = faults.empty() ? 0 : 1;
    return result;
}

CommandResult documents(Store& store) {
    CommandResult result;
    for (const ConsentText& text : store.documents())
        result.out += std::string(name_of(text.document)) + '\t' + text.version + '\t' + text.sha256 + '\t' +
                      text.url + '\n';
    return result;
}

}  // namespace

Alone at_once(Store& store) {
    return [&store](const std::function<void(Store&)>& work) { work(store); };
}

CommandResult run_command(const Alone& alone, const CommandContext& context, const Command& command) {
    struct Runner {
        const Alone& alone;
        const CommandContext& context;
        // What is short: one work.
        CommandResult one(const std::function<CommandResult(Store&)>& work) const {
            CommandResult result;
            alone([&](Store& store) { result = work(store); });
            return result;
        }
        CommandResult operator()(const ListLeads& c) const { return list_leads(alone, context, c); }
        CommandResult operator()(const ShowLead& c) const {
            return one([&](Store& store) { return show_lead(store, c); });
        }
        CommandResult operator()(const ExportLeads& c) const { return export_leads(alone, context, c); }
        CommandResult operator()(const ReleaseLeads& c) const {
            return one([&](Store& store) { return release_leads(store, context, c); });
        }
        CommandResult operator()(const Erase& c) const { return run_erase(alone, context, c); }
        CommandResult operator()(const Purge& c) const { return run_purge(alone, context, c); }
        CommandResult operator()(const ListOutbox& c) const { return list_outbox(alone, context, c); }
        CommandResult operator()(const RetryOutbox& c) const {
            return one([&](Store& store) { return retry_outbox(store, context, c); });
        }
        CommandResult operator()(const Check& c) const {
            return one([&](Store& store) { return check(store, c); });
        }
        CommandResult operator()(const Backup& c) const {
            if (context.store.dialect == Dialect::postgres)
                return {64, {}, "PostgreSQL копирует себя сам: pg_dump.\n"};
            backup_sqlite(context.store.address, c.file);
            return {0, "Скопировано в " + c.file + '\n', {}};
        }
        CommandResult operator()(const AddOperator& c) const {
            return one([&](Store& store) { return add_operator(store, context, c); });
        }
        CommandResult operator()(const ListOperators&) const {
            return one([&](Store& store) { return list_operators(store, context); });
        }
        CommandResult operator()(const RevokeOperator& c) const {
            return one([&](Store& store) { return revoke_operator(store, context, c); });
        }
        CommandResult operator()(const ListSessions&) const {
            return one([&](Store& store) { return list_sessions(store, context); });
        }
        CommandResult operator()(const EndSessions& c) const {
            return one([&](Store& store) { return end_sessions(store, context, c); });
        }
        CommandResult operator()(const ShowSiteFunnel& c) const {
            return one([&](Store& store) { return show_site_funnel(store, context, c); });
        }
        CommandResult operator()(const NoteLook& c) const {
            return one([&](Store& store) { return note_look(store, context, c); });
        }
        CommandResult operator()(const ListDocuments&) const {
            return one([](Store& store) { return documents(store); });
        }
        CommandResult operator()(const Migrate&) const {
            return one([](Store& store) {
                return CommandResult{0, std::to_string(schema_version(store.database())) + '\n', {}};
            });
        }
    };
    return std::visit(Runner{alone, context}, command);
}

}  // namespace funnel::server
