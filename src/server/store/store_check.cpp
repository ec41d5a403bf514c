// The proof that a store holds what was recorded: the chain of consent events is walked, and the state of
// every lead and consent is derived from it and compared with what the tables say. Page by page: a store of
// any size fits.
#include <limits>
#include <map>

#include "lead/consent_event.hpp"
#include "store/database/database.hpp"
#include "store/inbox/work.hpp"
#include "store/steps/site_steps.hpp"
#include "store/store.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

using Faults = std::vector<std::string>;

constexpr std::int64_t kEventsAtOnce = 2000;
constexpr std::int64_t kLeadsAtOnce = 100;
constexpr std::int64_t kLongestDelay = 30 * kDayMs;  // of an erasure after the withdrawal: the law's
constexpr std::size_t kMostFaults = 1000;            // what is worse than that is not worth listing

ConsentEvent event_from(const Row& row) {
    return {row.integer(0), row.integer(1), row.text(2),   row.text(3),
            row.text(4),    row.text(5),    row.integer(6)};
}

std::string moment(std::int64_t ms) {
    return ms == 0 ? std::string("никогда") : utc_text(ms);
}

// Each event follows from the one before, and the end is the one that is kept apart.
void walk_chain(Database& db, const std::string& kept_head, Faults& faults) {
    std::string previous = kFirstEventHash;
    std::int64_t seq = 0;
    const auto next_page = [&] {
        return db.query(
            "SELECT seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash FROM "
            "consent_events WHERE seq > $1 ORDER BY seq LIMIT $2",
            {seq, kEventsAtOnce});
    };
    for (Rows page = next_page(); !page.empty() && faults.size() < kMostFaults; page = next_page()) {
        for (const Row& row : page) {
            const ConsentEvent event = event_from(row);
            const bool follows = event.seq == seq + 1 && row.text(7) == previous;
            if (!follows || row.text(8) != hash_of(event, previous))
                faults.push_back("chain: событие " + std::to_string(event.seq) +
                                 " не следует из предыдущего");
            previous = row.text(8);
            seq = event.seq;
        }
    }
    if (kept_head != (seq == 0 ? "" : std::to_string(seq) + ' ' + previous))
        faults.push_back("chain: кончается событием " + std::to_string(seq) + ", а отдельно записан конец «" +
                         kept_head.substr(0, kept_head.find(' ')) + "»");
}

// What the chain says of one consent.
struct Told {
    ConsentEvent first;
    std::int64_t withdrawn_ms = 0;
    std::int64_t erased_ms = 0;
    std::size_t beginnings = 0;
};

// What the tables say of one lead.
struct Kept {
    StoredLead lead;
    std::string content_hash;
    std::map<std::string, StoredConsent> consents;  // by document
    std::map<std::string, std::string> places;      // of a consent: IP, browser, page together
    std::int64_t act_ms = 0;                        // of the act of erasure, 0: none
    std::string extract;                            // of the chain, kept with the act
    std::string extract_now;                        // the same as the chain has it
};

class Comparison {
public:
    Comparison(const Kept& kept, const std::map<std::string, Told>& told, Faults& faults)
        : kept_(kept), told_(told), faults_(faults) {}

    void run() {
        for (const auto& [kind, told] : told_) compare(kind, told);
        for (const auto& [kind, consent] : kept_.consents)
            if (!told_.contains(kind)) say(kind, "есть в таблице, в цепочке нет");
        compare_erasure();
        const auto processing = kept_.consents.find("processing");
        if (processing == kept_.consents.end() || !processing->second.given)
            say("", "нет согласия на обработку");
        const std::int64_t withdrawn_ms =
            processing == kept_.consents.end() ? 0 : processing->second.withdrawn_ms;
        const bool withdrawn = withdrawn_ms > 0;
        const std::int64_t erase_ms = kept_.lead.erase_after_ms;
        if (withdrawn && erase_ms > 0 && (erase_ms < withdrawn_ms || erase_ms > withdrawn_ms + kLongestDelay))
            say("", "удаление назначено не в течение 30 дней после отзыва: " + moment(erase_ms));
        if (withdrawn != (erase_ms > 0))
            say("", withdrawn ? "согласие отозвано, а удаление не назначено"
                              : "удаление назначено, а согласие не отозвано");
    }

private:
    void say(const std::string& kind, const std::string& what) {
        faults_.push_back("state: заявка " + number_of(kept_.lead.id) +
                          (kind.empty() ? "" : ", согласие " + kind) + ": " + what);
    }

    void differ(const std::string& kind, const char* what, const std::string& chain,
                const std::string& table) {
        if (chain != table)
            say(kind, std::string(what) + ": в цепочке «" + chain + "», в таблице «" + table + "»");
    }

    void differ(const std::string& kind, const char* what, std::int64_t chain_ms, std::int64_t table_ms) {
        if (chain_ms != table_ms)
            say(kind,
                std::string(what) + ": в цепочке " + moment(chain_ms) + ", в таблице " + moment(table_ms));
    }

    void compare(const std::string& kind, const Told& told) {
        if (told.beginnings != 1) say(kind, "начато в цепочке не один раз");
        const auto found = kept_.consents.find(kind);
        if (found == kept_.consents.end()) return say(kind, "есть в цепочке, в таблице нет");
        const StoredConsent& consent = found->second;
        differ(kind, "дано", told.first.event == "given" ? "да" : "нет", consent.given ? "да" : "нет");
        differ(kind, "время", told.first.at_ms, consent.given_ms);
        differ(kind, "версия", told.first.version, consent.version);
        differ(kind, "текст", told.first.sha256, consent.sha256);
        differ(kind, "отозвано", told.withdrawn_ms, consent.withdrawn_ms);
        differ(kind, "стёрто", told.erased_ms, kept_.lead.erased_ms);
        if (told.first.at_ms != kept_.lead.created_ms)
            differ("", "принята", told.first.at_ms, kept_.lead.created_ms);
        if (kept_.lead.erased_ms > 0 && !kept_.places.at(kind).empty())
            say(kind, "заявка стёрта, а адрес или браузер остались");
    }

    void compare_erasure() {
        const StoredLead& lead = kept_.lead;
        if (lead.erased_ms != kept_.act_ms) differ("", "акт об уничтожении", kept_.act_ms, lead.erased_ms);
        if (kept_.extract != kept_.extract_now)
            return say("", "акт об уничтожении повторяет цепочку неверно");
        const std::string left = lead.name + lead.phone + lead.phone_extension + lead.phone_note +
                                 lead.email + lead.scenario + lead.report + lead.answers + lead.plan +
                                 lead.page + lead.referrer + lead.utm.source + lead.utm.medium +
                                 lead.utm.campaign + lead.utm.term + lead.utm.content;
        const bool figures =
            lead.managers_count != 0 || lead.owner != "unsaid" || !lead.monthly_turnover.empty();
        if (lead.erased_ms > 0 && (figures || !left.empty() || !kept_.content_hash.empty()))
            say("", "стёрта, а данные остались");
        if (!lead.monthly_turnover.empty() && !turnover_from(lead.monthly_turnover))
            say("", "оборот, которого нет в списке");
        if (lead.erased_ms == 0 && kept_.content_hash != sha256_hex(canonical_content(typed_again())))
            say("", "содержание не то, что было принято");
    }

    // The request as it was when its hash was taken.
    [[nodiscard]] Lead typed_again() const {
        const StoredLead& stored = kept_.lead;
        Lead lead;
        lead.form = form_from(stored.form).value_or(Form::diagnosis);
        lead.name = stored.name;
        lead.phone = stored.phone;
        lead.phone_extension = stored.phone_extension;
        lead.phone_note = stored.phone_note;
        lead.email = stored.email;
        if (stored.managers_count > 0) lead.managers_count = static_cast<int>(stored.managers_count);
        lead.turnover = turnover_from(stored.monthly_turnover);
        lead.owner = stored.owner == "yes" ? Owner::yes : stored.owner == "no" ? Owner::no : Owner::unsaid;
        for (const auto& [kind, consent] : kept_.consents)
            lead.consents.push_back({consent.document, consent.version, consent.sha256, consent.given});
        lead.scenario = stored.scenario;
        lead.answers = stored.answers;
        lead.plan = stored.plan;
        return lead;
    }

    const Kept& kept_;
    const std::map<std::string, Told>& told_;
    Faults& faults_;
};

// The tables and the chain for the leads after one id, up to another.
class Page {
public:
    Page(Store& store, std::int64_t after, std::int64_t last) : store_(store), after_(after), last_(last) {}

    void compare(Faults& faults) {
        read_chain();
        read_tables();
        for (const auto& [id, consents] : told_)
            if (!kept_.contains(id))
                faults.push_back("state: в цепочке есть заявка " + number_of(id) + ", в таблице её нет");
        for (const auto& [id, kept] : kept_) Comparison(kept, told_[id], faults).run();
    }

private:
    Rows between(std::string_view sql) { return store_.database().query(sql, {after_, last_}); }

    void read_chain() {
        for (const Row& row :
             between("SELECT seq, lead_id, kind, event, version, sha256, at_ms FROM consent_events "
                     "WHERE lead_id > $1 AND lead_id <= $2 ORDER BY seq")) {
            const ConsentEvent event = event_from(row);
            Told& told = told_[event.lead_id][event.kind];
            if (event.event == "withdrawn") {
                told.withdrawn_ms = event.at_ms;
            } else if (event.event == "erased") {
                told.erased_ms = event.at_ms;
            } else {
                told.first = event;
                ++told.beginnings;
            }
        }
    }

    void read_tables() {
        for (StoredLead& lead : store_.leads(after_, kLeadsAtOnce)) {
            Kept& kept = kept_[lead.id];
            for (const StoredConsent& consent : lead.consents) {
                const std::string kind(name_of(consent.document));
                kept.consents[kind] = consent;
                kept.places[kind] = consent.ip + consent.user_agent + consent.page;
            }
            kept.lead = std::move(lead);
        }
        for (const Row& row : between("SELECT id, content_hash FROM leads WHERE id > $1 AND id <= $2"))
            if (const auto kept = kept_.find(row.integer(0)); kept != kept_.end())
                kept->second.content_hash = row.text(1);
        for (const Row& row :
             between("SELECT lead_id, at_ms, extract FROM erasures WHERE lead_id > $1 AND lead_id <= $2"))
            if (const auto kept = kept_.find(row.integer(0)); kept != kept_.end()) {
                kept->second.act_ms = row.integer(1);
                kept->second.extract = row.text(2);
                kept->second.extract_now = store_.extract_of(row.integer(0));
            }
    }

    Store& store_;
    std::int64_t after_;
    std::int64_t last_;
    std::map<std::int64_t, std::map<std::string, Told>> told_;
    std::map<std::int64_t, Kept> kept_;
};

// A delivery's state follows from its attempts: what is called delivered was answered, what ended has its
// hour, what waits has none, and nothing personal waits for somebody who was erased.
void check_outbox(Database& db, Faults& faults) {
    const auto name = [&](std::string_view condition, std::string_view what) {
        for (const Row& row : db.query(
                 "SELECT id, lead_id FROM outbox o WHERE " + std::string(condition) + " ORDER BY id LIMIT $1",
                 {static_cast<std::int64_t>(kMostFaults)}))
            faults.push_back("outbox: доставка " + std::to_string(row.integer(0)) + " заявки " +
                             number_of(row.integer(1)) + ": " + std::string(what));
    };
    name(
        "state = 'delivered' AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.outbox_id = o.id AND a.outcome "
        "= 'delivered')",
        "названа доставленной, а удачной попытки нет");
    name(
        "state IN ('pending', 'dead') AND EXISTS (SELECT 1 FROM attempts a WHERE a.outbox_id = o.id AND "
        "a.outcome = "
        "'delivered')",
        "удачная попытка есть, а доставленной не названа");
    name("(state = 'pending') <> (done_ms = 0)", "состояние и время окончания не сходятся");
    // The last attempt is the end: both were noted with one moment.
    name(
        "state IN ('delivered', 'dead') AND done_ms <> (SELECT coalesce(max(a.at_ms), 0) FROM attempts a "
        "WHERE "
        "a.outbox_id = o.id AND a.id = (SELECT max(b.id) FROM attempts b WHERE b.outbox_id = o.id))",
        "окончена не тогда, когда была последняя попытка");
    name(
        "state = 'pending' AND delay_ms > 0 AND next_ms <> delay_ms + coalesce((SELECT a.at_ms FROM attempts "
        "a "
        "WHERE a.id = (SELECT max(b.id) FROM attempts b WHERE b.outbox_id = o.id)), 0)",
        "следующая попытка назначена не по последней");
    // Requests of a delivery that was held back are counted without an attempt of their own.
    name("attempts < (SELECT count(*) FROM attempts a WHERE a.outbox_id = o.id)",
         "попыток записано больше, чем сосчитано");
    name(
        "EXISTS (SELECT 1 FROM attempts a WHERE a.outbox_id = o.id AND (a.took_ms < 0 OR a.at_ms <= 0 OR "
        "(a.outcome = 'delivered' AND a.status NOT BETWEEN 200 AND 299)))",
        "время или ответ попытки невозможны");
    name(
        "state = 'pending' AND event = 'created' AND sending_ms = 0 AND EXISTS (SELECT 1 FROM leads l WHERE "
        "l.id = "
        "o.lead_id AND l.erased_ms > 0)",
        "ждёт отправки, а заявка стёрта");
}

}  // namespace

std::vector<std::string> Store::faults() {
    Faults faults;
    if (db_.dialect() == Dialect::sqlite) {
        for (const Row& row : db_.query("PRAGMA integrity_check"))
            if (row.text(0) != "ok") faults.push_back("file: " + row.text(0));
        for (const Row& row : db_.query("PRAGMA foreign_key_check"))
            faults.push_back("reference: таблица " + row.text(0));
    }
    walk_chain(db_, chain_head(), faults);
    Work(db_).check(faults);
    std::int64_t after = 0;
    while (faults.size() < kMostFaults) {
        const auto ids =
            db_.query("SELECT id FROM leads WHERE id > $1 ORDER BY id LIMIT $2", {after, kLeadsAtOnce});
        // The last page reaches to the end of all numbers: what the chain has beyond the table is named, too.
        const bool ends = static_cast<std::int64_t>(ids.size()) < kLeadsAtOnce;
        const std::int64_t last = ends ? std::numeric_limits<std::int64_t>::max() : ids.back().integer(0);
        Page(*this, after, last).compare(faults);
        if (ends) break;
        after = last;
    }
    check_outbox(db_, faults);
    SiteSteps(db_).check(faults);
    for (const ConsentText& text : documents())
        if (sha256_hex(text.body) != text.sha256)
            faults.push_back("document: текст версии " + text.version + " не тот, что был показан");
    return faults;
}

}  // namespace funnel::server
