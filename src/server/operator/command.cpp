#include "operator/command.hpp"

#include <utility>

namespace funnel::server {

namespace {

using Words = std::vector<std::string>;

void add_assent(Words& words, const Assent& assent) {
    if (assent.dry_run) words.emplace_back("--dry-run");
    if (assent.yes) words.emplace_back("--yes");
    if (assent.confirmed) words.insert(words.end(), {"--confirmed", std::to_string(*assent.confirmed)});
}

void add_ids(Words& words, const std::vector<std::int64_t>& ids) {
    for (const auto id : ids) words.push_back(std::to_string(id));
}

struct Speller {
    Words operator()(const ListLeads& c) const {
        Words words{"leads",   "list",
                    "--after", std::to_string(c.query.after),
                    "--limit", std::to_string(c.limit),
                    "--state", std::string(name_of(c.query.state))};
        if (c.query.before > 0) words.push_back("--before=" + std::to_string(c.query.before));
        for (const auto& [name, value] :
             {std::pair{"--form=", &c.query.form}, std::pair{"--phone=", &c.query.phone},
              std::pair{"--email=", &c.query.email}, std::pair{"--since=", &c.since},
              std::pair{"--until=", &c.until}})
            if (!value->empty()) words.push_back(name + *value);
        return words;
    }
    Words operator()(const ReleaseLeads& c) const {
        Words words{"leads", "release"};
        add_ids(words, c.ids);
        return words;
    }
    Words operator()(const ShowLead& c) const { return {"leads", "show", std::to_string(c.id)}; }
    Words operator()(const ExportLeads& c) const {
        return {"leads", "export",
                c.format == ExportFormat::csv      ? "--csv"
                : c.format == ExportFormat::jsonl  ? "--jsonl"
                : c.format == ExportFormat::record ? "--record"
                                                   : "--deals"};
    }
    Words operator()(const Erase& c) const {
        Words words{"erase"};
        add_ids(words, c.ids);
        if (!c.phone.empty()) words.push_back("--phone=" + c.phone);
        if (!c.email.empty()) words.push_back("--email=" + c.email);
        add_assent(words, c.assent);
        return words;
    }
    Words operator()(const Purge& c) const {
        Words words{"purge"};
        if (c.retention_days)
            words.insert(words.end(), {"--retention-days", std::to_string(*c.retention_days)});
        add_assent(words, c.assent);
        return words;
    }
    Words operator()(const ListOutbox& c) const {
        Words words{"outbox", "list", "--limit", std::to_string(c.limit)};
        if (c.all) words.emplace_back("--all");
        if (c.before > 0) words.push_back("--before=" + std::to_string(c.before));
        if (!c.target.empty()) words.push_back("--target=" + c.target);
        return words;
    }
    Words operator()(const RetryOutbox& c) const {
        Words words{"outbox", "retry"};
        add_ids(words, c.ids);
        if (c.dead) words.emplace_back("--dead");
        if (!c.target.empty()) words.push_back("--target=" + c.target);
        return words;
    }
    Words operator()(const Check& c) const { return c.head ? Words{"check", "--head"} : Words{"check"}; }
    Words operator()(const Backup& c) const { return {"backup", "--", c.file}; }
    Words operator()(const ListDocuments&) const { return {"documents"}; }
    Words operator()(const Migrate& c) const {
        return c.create ? Words{"migrate", "--create"} : Words{"migrate"};
    }
    Words operator()(const AddOperator& c) const {
        return {"operators", "add", "--role", std::string(name_of(c.role)), "--", c.name};
    }
    Words operator()(const ListOperators&) const { return {"operators", "list"}; }
    Words operator()(const RevokeOperator& c) const { return {"operators", "revoke", "--", c.name}; }
    Words operator()(const ListSessions&) const { return {"operators", "sessions"}; }
    Words operator()(const ShowSiteFunnel& c) const {
        Words words{"site-funnel"};
        if (!c.from.empty()) words.push_back("--from=" + c.from);
        if (!c.to.empty()) words.push_back("--to=" + c.to);
        if (c.json) words.emplace_back("--json");
        return words;
    }
    Words operator()(const NoteLook& c) const {
        return c.look ? Words{"note-look", std::string(name_of(*c.look))}
                      : Words{"note-look", "--lead", std::to_string(c.lead_id)};
    }
    Words operator()(const EndSessions& c) const {
        Words words{"operators", "logout"};
        add_ids(words, c.ids);
        if (!c.name.empty()) words.push_back("--name=" + c.name);
        return words;
    }
};

}  // namespace

std::optional<NoteLook> look_of(const Command& command) {
    if (std::holds_alternative<ListLeads>(command)) return NoteLook{Look::list, 0};
    if (const auto* show = std::get_if<ShowLead>(&command)) return NoteLook{std::nullopt, show->id};
    const auto* taken = std::get_if<ExportLeads>(&command);
    if (taken == nullptr) return std::nullopt;
    switch (taken->format) {
        case ExportFormat::csv:
            return NoteLook{Look::csv, 0};
        case ExportFormat::jsonl:
            return NoteLook{Look::jsonl, 0};
        case ExportFormat::deals:
            return NoteLook{Look::deals, 0};
        case ExportFormat::record:
            return NoteLook{Look::record, 0};
    }
    return std::nullopt;
}

Assent* assent_of(Command& command) {
    if (auto* erase = std::get_if<Erase>(&command)) return &erase->assent;
    if (auto* purge = std::get_if<Purge>(&command)) return &purge->assent;
    return nullptr;
}

bool only_reads(const Command& command) {
    return !std::holds_alternative<Erase>(command) && !std::holds_alternative<Purge>(command) &&
           !std::holds_alternative<RetryOutbox>(command) && !std::holds_alternative<ReleaseLeads>(command) &&
           !std::holds_alternative<Migrate>(command) && !std::holds_alternative<AddOperator>(command) &&
           !std::holds_alternative<RevokeOperator>(command) &&
           !std::holds_alternative<EndSessions>(command) && !std::holds_alternative<NoteLook>(command);
}

Words words_of(const Command& command) {
    return std::visit(Speller{}, command);
}

}  // namespace funnel::server
