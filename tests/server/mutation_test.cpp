// Every value of every row that proves something is changed, taken away or doubled, in turn: either the
// database refuses it, or the check of the store names it.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "store/inbox/work.hpp"
#include "system/digest.hpp"
#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

namespace {

struct Proof {
    std::string_view table;
    std::string_view key;
    // Columns that prove nothing of a consent, with the table they are in; everything else must be covered.
    std::vector<std::string_view> not_proof;
};

// Where a request came from and what was reckoned from it are no part of what was agreed to; keys and salts
// are looked up by, so a changed one finds nothing; the hour of a scheduled erasure is the operator's setting
// (within 30 days, which is checked); when a text was recorded and what a page calls it is not its text.
const std::array<Proof, 6> kProofs{
    Proof{"leads",
          "id",
          {"report", "page", "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_term",
           "utm_content", "key_hash", "token_hash", "salt", "held_ms", "erase_after_ms"}},
    Proof{"consents", "id", {"ip", "user_agent", "page", "id"}},
    Proof{"consent_events", "seq", {}},
    Proof{"erasures", "id", {"id", "reason", "act", "forgotten_ms"}},
    Proof{"lead_events", "seq", {}},
    Proof{"documents", "recorded_ms", {"recorded_ms", "title", "url"}},
};

void without_triggers(Database& database) {
    database.script(
        database.dialect() == Dialect::sqlite
            ? "DROP TRIGGER consent_events_no_update; DROP TRIGGER consent_events_no_delete; DROP "
              "TRIGGER lead_events_no_update; DROP TRIGGER lead_events_no_delete"
            : "DROP TRIGGER consent_events_append_only ON consent_events; DROP TRIGGER "
              "lead_events_append_only ON lead_events");
}

// Whether the database refuses the statement or the check names what it did. Nothing of it stays.
bool is_noticed(Prepared on, const std::string& sql) {
    on.database.begin_write();
    bool noticed = false;
    try {
        on.database.query(sql);
        noticed = !on.store.faults().empty();
    } catch (const StoreError&) {
        noticed = true;
    }
    on.database.rollback();
    return noticed;
}

void fill(Prepared on) {
    Inserted withdrawn;
    writing(on.database, [&] {
        for (int number = 1; number <= 4; ++number) {
            const auto inserted = on.store.insert_lead(new_lead(number, {"crm"}));
            if (number == 3) withdrawn = inserted;
        }
        WorkState worked;
        worked.status = WorkStatus::in_work;
        worked.note = "Перезвонить";
        for (const std::int64_t id : {1, 2})
            CHECK(Work(on.database).change({id, 1, 4000, worked}) == Work::Changed::done);
        Work(on.database).note_opened(4, 1, 4000);
        CHECK(on.store.erase(2, {"request", 5000, 0}));
        CHECK(on.store.withdraw(withdrawn.token, Document::processing, 6000, 1000) == Withdrawn::done);
    });
}

}  // namespace

TEST_CASE("no value that proves something can be changed unnoticed") {
    on_every_store([](Prepared on) {
        fill(on);
        without_triggers(on.database);
        REQUIRE(on.store.faults().empty());
        for (const Proof& proof : kProofs) {
            const std::string table(proof.table);
            const std::string key(proof.key);
            std::vector<std::int64_t> keys;
            for (const Row& row : on.database.query("SELECT DISTINCT " + key + " FROM " + table))
                keys.push_back(row.integer(0));
            for (const Column& column : columns_of(on.database, proof.table)) {
                if (std::find(proof.not_proof.begin(), proof.not_proof.end(), column.name) !=
                    proof.not_proof.end())
                    continue;
                for (const auto value : keys) {
                    const std::string change =
                        column.is_number ? column.name + " + 1" : column.name + " || 'x'";
                    const std::string sql = "UPDATE " + table + " SET " + column.name + " = " + change +
                                            " WHERE " + key + " = " + std::to_string(value);
                    CHECK_MESSAGE(is_noticed(on, sql), sql);
                }
            }
        }
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("no row that proves something can be taken away or doubled unnoticed") {
    on_every_store([](Prepared on) {
        fill(on);
        without_triggers(on.database);
        for (const Proof& proof : kProofs) {
            const std::string table(proof.table);
            const std::string key(proof.key);
            for (const Row& row : on.database.query("SELECT DISTINCT " + key + " FROM " + table)) {
                const std::string sql =
                    "DELETE FROM " + table + " WHERE " + key + " = " + std::to_string(row.integer(0));
                CHECK_MESSAGE(is_noticed(on, sql), sql);
            }
            std::string names;
            for (const Column& column : columns_of(on.database, proof.table))
                names += (names.empty() ? "" : ", ") + column.name;
            std::string doubled = names;
            if (key != "recorded_ms") doubled.replace(doubled.find(key), key.size(), key + " + 1000");
            const std::string overriding = on.database.dialect() == Dialect::postgres && key == "id"
                                               ? ") OVERRIDING SYSTEM VALUE "
                                               : ") ";
            const std::string sql =
                "INSERT INTO " + table + " (" + names + overriding + "SELECT " + doubled + " FROM " + table;
            CHECK_MESSAGE(is_noticed(on, sql), sql);
        }
        // A lead that nobody sent: all of another, under keys of its own.
        std::string names;
        std::string other;
        for (const Column& column : columns_of(on.database, "leads")) {
            if (column.name == "id") continue;
            names += (names.empty() ? "" : ", ") + column.name;
            const bool key = column.name == "key_hash" || column.name == "token_hash";
            other +=
                (other.empty() ? "" : ", ") +
                (key ? "replace(" + column.name + ", substr(" + column.name + ", 1, 1), 'x')" : column.name);
        }
        const std::string sql =
            "INSERT INTO leads (" + names + ") SELECT " + other + " FROM leads WHERE id = 1";
        CHECK_MESSAGE(is_noticed(on, sql), sql);
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("no delivery can be called made or not made unnoticed") {
    on_every_store([](Prepared on) {
        fill(on);
        writing(on.database, [&] {
            on.database.query(
                "UPDATE outbox SET state = 'delivered', attempts = 1, done_ms = 7000 WHERE lead_id = 1");
            on.database.query(
                "INSERT INTO attempts (outbox_id, at_ms, outcome, status, detail, took_ms) SELECT id, 7000, "
                "'delivered', 200, '', 5 FROM outbox WHERE lead_id = 1");
            on.database.query(
                "UPDATE outbox SET attempts = 1, next_ms = 12000, delay_ms = 5000 WHERE lead_id = 4");
            on.database.query(
                "INSERT INTO attempts (outbox_id, at_ms, outcome, status, detail, took_ms) SELECT id, 7000, "
                "'retry', 503, '', 5 FROM outbox WHERE lead_id = 4");
        });
        REQUIRE(on.store.faults().empty());
        const std::string made = " WHERE lead_id = 1";
        const std::string waiting = " WHERE lead_id = 4";
        const std::string cancelled = " WHERE lead_id = 2";
        for (const std::string& sql : {
                 "UPDATE outbox SET state = 'pending'" + made,
                 "UPDATE outbox SET state = 'dead'" + made,
                 "UPDATE outbox SET state = 'pending', done_ms = 0" + made,
                 "UPDATE outbox SET done_ms = 0" + made,
                 "UPDATE outbox SET lead_id = 999" + made,
                 "DELETE FROM outbox" + made,
                 std::string("DELETE FROM attempts"),
                 std::string("UPDATE attempts SET outcome = 'retry'"),
                 std::string("UPDATE attempts SET outbox_id = outbox_id + 999"),
                 "UPDATE outbox SET state = 'delivered'" + waiting,
                 "UPDATE outbox SET state = 'delivered', done_ms = 9000" + waiting,
                 "UPDATE outbox SET state = 'cancelled'" + waiting,
                 "UPDATE outbox SET done_ms = 9000" + waiting,
                 "UPDATE outbox SET state = 'pending', done_ms = 0" + cancelled,
                 "UPDATE outbox SET done_ms = done_ms + 1" + made,
                 "UPDATE outbox SET attempts = 0" + made,
                 "UPDATE outbox SET next_ms = next_ms + 1" + waiting,
                 "UPDATE outbox SET delay_ms = delay_ms + 1" + waiting,
                 std::string("UPDATE attempts SET at_ms = at_ms + 1 WHERE outcome = 'delivered'"),
                 std::string("UPDATE attempts SET at_ms = at_ms + 1 WHERE outcome = 'retry'"),
                 std::string("UPDATE attempts SET at_ms = 0 WHERE outcome = 'delivered'"),
                 std::string("UPDATE attempts SET took_ms = -1"),
                 std::string("UPDATE attempts SET status = 404 WHERE outcome = 'delivered'"),
                 std::string("DELETE FROM attempts WHERE outcome = 'retry'"),
                 std::string(
                     "INSERT INTO attempts (outbox_id, at_ms, outcome, status, detail, took_ms) SELECT "
                     "outbox_id, at_ms, outcome, status, detail, took_ms FROM attempts"),
                 std::string("UPDATE outbox SET target = target || 'x', lead_id = 4"),
             })
            CHECK_MESSAGE(is_noticed(on, sql), sql);
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("after erasure neither the key nor the token leads back to what was typed") {
    on_every_store([](Prepared on) {
        auto typed = new_lead(1);
        typed.lead.key_is_made = true;
        Inserted first;
        writing(on.database, [&] { first = on.store.insert_lead(typed); });
        const auto kept = [&](const char* column) {
            return on.database.query(std::string("SELECT ") + column + " FROM leads WHERE id = 1")
                .front()
                .text(0);
        };
        const std::string key = kept("key_hash");
        CHECK(key.size() == 64);
        writing(on.database, [&] { CHECK(on.store.erase(first.id, {"request", 5000, 0})); });
        // Who has the whole store, its secret included, and tries the right phone, finds no sign of it.
        CHECK(kept("key_hash") != key);
        CHECK(kept("salt").empty());
        Inserted again;
        writing(on.database, [&] { again = on.store.insert_lead(typed); });
        CHECK(again.verdict == Inserted::Verdict::created);
        CHECK(again.id != first.id);
        CHECK(again.token != first.token);
        CHECK(on.store.lead_by_token(first.token)->erased_ms == 5000);
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("keys of the schema before are known, and go with the person") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] { (void)on.store.insert_lead(new_lead(1)); });
        // As a row of that schema.
        on.database.query("UPDATE leads SET salt = '', key_hash = $1",
                          {sha256_hex(new_lead(1).lead.idempotency_key)});
        Inserted again;
        writing(on.database, [&] { again = on.store.insert_lead(new_lead(1)); });
        CHECK(again.verdict == Inserted::Verdict::same);
        const auto token_hash = [&] {
            return on.database.query("SELECT token_hash FROM leads").front().text(0);
        };
        const std::string before = token_hash();
        writing(on.database, [&] { CHECK(on.store.erase(1, {"request", 5000, 0})); });
        CHECK(token_hash() != before);
    });
}

TEST_CASE("a held request is due after 30 days, has no deliveries until it is released") {
    on_every_store([](Prepared on) {
        auto held = new_lead(1, {"crm"});
        held.lead.trapped = true;
        writing(on.database, [&] {
            (void)on.store.insert_lead(held);
            (void)on.store.insert_lead(new_lead(2, {"crm"}));
        });
        const std::int64_t at = held.provenance.at_ms;
        constexpr std::int64_t kMonth = 30LL * 86'400'000;
        CHECK(on.store.due_for_erasure(at + kMonth, 0).empty());
        CHECK(on.store.due_for_erasure(at + kMonth + 1, 0) == std::vector<Store::Due>{{1, "held"}});
        CHECK(on.store.count_due(at + kMonth + 1, 0) == 1);
        const auto owed = [&] { return on.database.query("SELECT count(*) FROM outbox").front().integer(0); };
        CHECK(owed() == 1);
        CHECK(on.store.leads(LeadQuery(), 10).size() == 1);
        CHECK(on.store.faults().empty());
        writing(on.database, [&] {
            CHECK_FALSE(on.store.release(2, {"crm"}, at));
            CHECK(on.store.release(1, {"crm", "mail"}, at));
            CHECK_FALSE(on.store.release(1, {"crm"}, at));
        });
        CHECK(owed() == 3);
        CHECK(on.store.leads(LeadQuery(), 10).size() == 2);
        CHECK(on.store.due_for_erasure(at + kMonth + 1, 0).empty());
    });
}
