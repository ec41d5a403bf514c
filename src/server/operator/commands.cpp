#include "operator/commands.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "lead/lead_record.hpp"
#include "operator/csv.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

using Arguments = std::vector<std::string>;

std::optional<std::int64_t> id_from(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

// The value after "--name", "" when it is not there.
std::string option(const Arguments& arguments, std::string_view name) {
    const auto found = std::find(arguments.begin(), arguments.end(), name);
    return found == arguments.end() || found + 1 == arguments.end() ? std::string() : *(found + 1);
}

bool has(const Arguments& arguments, std::string_view word) {
    return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
}

CommandResult unknown() {
    return {64, {}, "no such command\n"};
}

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

CommandResult list_leads(Store& store, const Arguments& arguments) {
    const auto after = id_from(option(arguments, "--after")).value_or(0);
    const auto limit = id_from(option(arguments, "--limit")).value_or(100);
    CommandResult result;
    for (const StoredLead& lead : store.leads(after, limit)) {
        result.out += number_of(lead.id) + '\t' + utc_text(lead.created_ms) + '\t' + lead.form + '\t' +
                      (lead.erased_ms > 0 ? "(erased)" : lead.name) + '\t' + lead.phone + '\t' + lead.email +
                      '\t' + consents_text(lead) + '\n';
    }
    return result;
}

// Page by page, so that a large store does not have to fit into memory twice.
template <class Each>
void for_every_lead(Store& store, const Each& each) {
    std::int64_t after = 0;
    for (auto page = store.leads(after, 500); !page.empty(); page = store.leads(after, 500)) {
        for (const StoredLead& lead : page) each(lead);
        after = page.back().id;
    }
}

CommandResult export_leads(Store& store, const Arguments& arguments) {
    CommandResult result;
    if (has(arguments, "--jsonl")) {
        for_every_lead(store, [&](const StoredLead& lead) { result.out += lead_json(lead) + '\n'; });
        return result;
    }
    result.out = std::string(kCsvStart) +
                 csv_line({"number", "created_at", "form", "name", "phone", "email", "managers_count",
                           "monthly_turnover", "owner", "page", "referrer", "utm_source", "utm_medium",
                           "utm_campaign", "utm_term", "utm_content", "consents", "erased_at"});
    for_every_lead(store, [&](const StoredLead& lead) {
        result.out +=
            csv_line({number_of(lead.id), utc_text(lead.created_ms), lead.form, lead.name, lead.phone,
                      lead.email, lead.managers_count == 0 ? "" : std::to_string(lead.managers_count),
                      lead.monthly_turnover, lead.owner, lead.page, lead.referrer, lead.utm.source,
                      lead.utm.medium, lead.utm.campaign, lead.utm.term, lead.utm.content,
                      consents_text(lead), lead.erased_ms > 0 ? utc_text(lead.erased_ms) : ""});
    });
    return result;
}

CommandResult leads(Store& store, const Arguments& arguments) {
    const std::string what = arguments.size() > 1 ? arguments[1] : "";
    if (what == "list") return list_leads(store, arguments);
    if (what == "export") return export_leads(store, arguments);
    if (what != "show" || arguments.size() < 3) return unknown();
    const auto id = id_from(arguments[2]);
    const auto lead = id ? store.lead(*id) : std::nullopt;
    if (!lead) return {1, {}, "no such lead\n"};
    return {0, nlohmann::ordered_json::parse(lead_json(*lead), nullptr, false).dump(2) + '\n', {}};
}

// Erases in one transaction, then makes the freed pages unreadable.
std::int64_t erase_all(Store& store, const std::vector<std::int64_t>& ids, std::string_view reason,
                       std::int64_t now_ms) {
    std::int64_t erased = 0;
    store.database().begin_write();
    try {
        for (const auto id : ids) erased += store.erase(id, reason, now_ms) ? 1 : 0;
        store.database().commit();
    } catch (...) {
        store.database().rollback();
        throw;
    }
    if (erased > 0) store.database().forget_deleted();
    return erased;
}

CommandResult erase(Store& store, const CommandContext& context, const Arguments& arguments) {
    std::vector<std::int64_t> ids;
    if (const auto typed = option(arguments, "--phone"); !typed.empty()) {
        const auto phone = phone_from(typed);
        if (!phone) return {64, {}, "not a phone number\n"};
        ids = store.leads_with_phone(*phone);
    } else if (const auto id = arguments.size() > 1 ? id_from(arguments[1]) : std::nullopt) {
        ids.push_back(*id);
    } else {
        return unknown();
    }
    const auto erased = erase_all(store, ids, "request", context.now_ms);
    return {erased > 0 ? 0 : 1, std::to_string(erased) + " erased\n", {}};
}

CommandResult purge(Store& store, const CommandContext& context) {
    std::int64_t total = 0;
    const auto erase_due = [&](std::int64_t asked_until, std::int64_t created_before,
                               std::string_view reason) {
        for (auto ids = store.due_for_erasure(asked_until, created_before); !ids.empty();
             ids = store.due_for_erasure(asked_until, created_before))
            total += erase_all(store, ids, reason, context.now_ms);
    };
    erase_due(context.now_ms, 0, "withdrawn");
    erase_due(0, context.now_ms - context.retention_ms, "retention");
    return {0, std::to_string(total) + " erased\n", {}};
}

CommandResult outbox(Store& store, const CommandContext& context, const Arguments& arguments) {
    const std::string what = arguments.size() > 1 ? arguments[1] : "";
    Outbox box(store.database());
    if (what == "list") {
        CommandResult result;
        for (const OutboxRow& row :
             box.rows(has(arguments, "--all") ? OutboxFilter::all : OutboxFilter::open))
            result.out += std::to_string(row.id) + '\t' + row.state + '\t' + row.target + "\tlead " +
                          number_of(row.lead_id) + "\tattempts " + std::to_string(row.attempts) + '\t' +
                          row.delivery_id + '\t' + row.last_detail + '\n';
        return result;
    }
    const auto id = what == "retry" && arguments.size() > 2 ? id_from(arguments[2]) : std::nullopt;
    if (!id) return unknown();
    store.database().begin_write();
    const bool found = box.retry(*id, context.now_ms);
    store.database().commit();
    return found ? CommandResult{0, "queued\n", {}}
                 : CommandResult{1, {}, "no such delivery, or it is not dead or waiting\n"};
}

CommandResult check(Store& store, const Arguments& arguments) {
    const auto faults = store.faults();
    CommandResult result;
    for (const std::string& fault : faults) result.out += fault + '\n';
    if (faults.empty()) result.out = "ok\n";
    if (has(arguments, "--head")) result.out += "head " + store.chain_head() + '\n';
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

CommandResult run_command(Store& store, const CommandContext& context,
                          const std::vector<std::string>& arguments) {
    const std::string name = arguments.empty() ? "" : arguments[0];
    if (name == "leads") return leads(store, arguments);
    if (name == "erase") return erase(store, context, arguments);
    if (name == "purge") return purge(store, context);
    if (name == "outbox") return outbox(store, context, arguments);
    if (name == "check") return check(store, arguments);
    if (name == "documents") return documents(store);
    if (name == "migrate") return {0, std::to_string(schema_version(store.database())) + '\n', {}};
    if (name != "backup" || arguments.size() < 2) return unknown();
    if (store.database().dialect() == Dialect::postgres)
        return {64, {}, "PostgreSQL has its own backup: pg_dump\n"};
    backup_sqlite(context.store_path, arguments[1]);
    return {0, "copied to " + arguments[1] + '\n', {}};
}

}  // namespace funnel::server
