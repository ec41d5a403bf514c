#include "operator/commands.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "lead/lead_record.hpp"
#include "operator/csv.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
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
        else
            result_.out += piece;
    }
    CommandResult take() { return std::move(result_); }

private:
    const std::function<void(std::string_view)>& print_;
    CommandResult result_;
};

constexpr std::int64_t kPage = 50;  // a request has up to 150 KB of documents

// Page by page, so that no store has to fit into memory; at most so many.
template <class Each>
void for_every_lead(Store& store, std::int64_t after, std::int64_t most, const Each& each) {
    while (most > 0) {
        const auto page = store.leads(after, std::min(kPage, most));
        if (page.empty()) return;
        for (const StoredLead& lead : page) each(lead);
        after = page.back().id;
        most -= static_cast<std::int64_t>(page.size());
    }
}

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

CommandResult list_leads(Store& store, const CommandContext& context, const ListLeads& list) {
    Answer answer(context);
    for_every_lead(store, list.after, list.limit, [&](const StoredLead& lead) {
        answer.add(number_of(lead.id) + '\t' + utc_text(lead.created_ms) + '\t' + lead.form + '\t' +
                   (lead.erased_ms > 0 ? "(erased)" : lead.name) + '\t' + phone_text(lead) + '\t' +
                   lead.email + '\t' + consents_text(lead) + '\n');
    });
    return answer.take();
}

std::string csv_of(const StoredLead& lead) {
    return csv_line({number_of(lead.id),
                     utc_text(lead.created_ms),
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
                     lead.erased_ms > 0 ? utc_text(lead.erased_ms) : ""});
}

CommandResult export_leads(Store& store, const CommandContext& context, const ExportLeads& what) {
    Answer answer(context);
    const bool csv = what.format == ExportFormat::csv;
    if (csv)
        answer.add(
            std::string(kCsvStart) +
            csv_line({"number",          "created_at", "form",        "name",           "phone",
                      "phone_extension", "phone_note", "email",       "managers_count", "monthly_turnover",
                      "owner",           "page",       "referrer",    "utm_source",     "utm_medium",
                      "utm_campaign",    "utm_term",   "utm_content", "consents",       "erased_at"}));
    for_every_lead(store, 0, kAll,
                   [&](const StoredLead& lead) { answer.add(csv ? csv_of(lead) : lead_json(lead) + '\n'); });
    return answer.take();
}

CommandResult show_lead(Store& store, const ShowLead& show) {
    const auto lead = store.lead(show.id);
    if (!lead) return {1, {}, "no such lead\n"};
    return {0, nlohmann::ordered_json::parse(lead_json(*lead), nullptr, false).dump(2) + '\n', {}};
}

CommandResult list_outbox(Store& store, const ListOutbox& list) {
    CommandResult result;
    for (const OutboxRow& row :
         Outbox(store.database()).rows(list.all ? OutboxFilter::all : OutboxFilter::open))
        result.out += std::to_string(row.id) + '\t' + row.state + '\t' + row.target + "\tlead " +
                      number_of(row.lead_id) + "\tattempts " + std::to_string(row.attempts) + '\t' +
                      row.delivery_id + '\t' + row.last_detail + '\t' + std::string(name_of(row.event)) +
                      '\n';
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
    if (retry.dead) return {0, std::to_string(queued) + " queued\n", {}};
    if (queued == static_cast<std::int64_t>(retry.ids.size())) return {0, "queued\n", {}};
    return {1, {}, "no such delivery, or it is not dead or waiting\n"};
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

CommandResult run_command(Store& store, const CommandContext& context, const Command& command) {
    struct Runner {
        Store& store;
        const CommandContext& context;
        CommandResult operator()(const ListLeads& c) const { return list_leads(store, context, c); }
        CommandResult operator()(const ShowLead& c) const { return show_lead(store, c); }
        CommandResult operator()(const ExportLeads& c) const { return export_leads(store, context, c); }
        CommandResult operator()(const Erase& c) const { return run_erase(store, context, c); }
        CommandResult operator()(const Purge& c) const { return run_purge_and_vouch(store, context, c); }
        CommandResult operator()(const ListOutbox& c) const { return list_outbox(store, c); }
        CommandResult operator()(const RetryOutbox& c) const { return retry_outbox(store, context, c); }
        CommandResult operator()(const Check& c) const { return check(store, c); }
        CommandResult operator()(const Backup& c) const {
            if (context.store.dialect == Dialect::postgres)
                return {64, {}, "PostgreSQL has its own backup: pg_dump\n"};
            backup_sqlite(context.store.address, c.file);
            return {0, "copied to " + c.file + '\n', {}};
        }
        CommandResult operator()(const ListDocuments&) const { return documents(store); }
        CommandResult operator()(const Migrate&) const {
            return {0, std::to_string(schema_version(store.database())) + '\n', {}};
        }
    };
    return std::visit(Runner{store, context}, command);
}

}  // namespace funnel::server
