#include <doctest/doctest.h>

#include "command_line.hpp"
#include "operator/commands.hpp"
#include "operator/move.hpp"
#include "store/migrations.hpp"
#include "store/move.hpp"
#include "store/outbox.hpp"
#include "system/digest.hpp"
#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

namespace {

CommandResult run_words(Store& store, const CommandContext& context, const std::vector<std::string>& words) {
    const auto command = command_from(words);
    if (const auto* refused = std::get_if<CommandResult>(&command)) return *refused;
    return run_command(at_once(store), context, std::get<Command>(command));
}

Inserted insert(Prepared on, const NewLead& lead) {
    Inserted inserted;
    writing(on.database, [&] { inserted = on.store.insert_lead(lead); });
    return inserted;
}

std::string everything_in(Database& database) {
    std::string all;
    for (const auto* sql :
         {"SELECT name, phone || phone_extension || phone_note, email, scenario, report, answers || plan, "
          "page, "
          "referrer, "
          "content_hash FROM leads",
          "SELECT ip, user_agent, page, sha256, sha256, sha256, sha256, sha256, sha256 FROM consents",
          "SELECT act, extract, reason, act, act, act, act, act, act FROM erasures"})
        for (const Row& row : database.query(sql))
            for (std::size_t i = 0; i < 9; ++i) all += row.text(i) + "\n";
    return all;
}

}  // namespace

TEST_CASE("a plan that came along is kept, shown with the request, and goes with the person") {
    on_every_store([](Prepared on) {
        NewLead fresh = new_lead(7);
        fresh.lead.plan = R"({"start":null,"steps":[]})";
        const auto id = insert(on, fresh).id;
        CHECK(lead_json(*on.store.lead(id)).find(R"("plan":{"start":null,"steps":[]})") != std::string::npos);
        writing(on.database, [&] { on.store.erase(id, {"request", 5, 0}); });
        CHECK(on.store.lead(id)->plan.empty());
    });
}

TEST_CASE("a lead is stored with both consents, and its receipt finds it") {
    on_every_store([](Prepared on) {
        const auto inserted = insert(on, new_lead(1, {"crm"}));
        CHECK(inserted.verdict == Inserted::Verdict::created);
        const auto lead = on.store.lead_by_token(inserted.token);
        REQUIRE(lead);
        CHECK(lead->id == inserted.id);
        CHECK(phone_text(*lead) == "+79161000001 доб. 12 (+79031000001, спросить Анну)");
        CHECK(lead->consents.size() == 2);
        CHECK(lead->consents[0].given);
        CHECK(lead->consents[0].ip == "203.0.113.7");
        CHECK_FALSE(on.store.lead_by_token("AAAAAAAAAAAAAAAAAAAAAA"));
        CHECK(on.store.faults().empty());
        CHECK(on.database.query("SELECT count(*) FROM leads WHERE token_hash = $1", {inserted.token})
                  .front()
                  .integer(0) == 0);
    });
}

TEST_CASE("the same key with the same content is one lead, with other content a conflict") {
    on_every_store([](Prepared on) {
        const auto first = insert(on, new_lead(1));
        const auto again = insert(on, new_lead(1));
        CHECK(again.verdict == Inserted::Verdict::same);
        CHECK(again.id == first.id);
        CHECK(again.token == first.token);
        auto other = new_lead(1);
        other.lead.name = "Другой";
        CHECK(insert(on, other).verdict == Inserted::Verdict::conflict);
        CHECK(on.store.leads(0, 10).size() == 1);
        CHECK(insert(on, new_lead(2)).id == first.id + 1);
    });
}

TEST_CASE("a lead without the consent's document cannot be stored") {
    on_every_store([](Prepared on) {
        auto lead = new_lead(1);
        lead.lead.consents[0].version = "1999-01-01";
        CHECK_THROWS_AS(insert(on, lead), StoreError);
        CHECK(on.store.leads(0, 10).empty());
    });
}

TEST_CASE("withdrawing advertising leaves the rest, withdrawing processing ends all and schedules erasure") {
    on_every_store([](Prepared on) {
        const auto inserted = insert(on, new_lead(1, {"crm"}));
        const auto withdraw = [&](Document document) {
            Withdrawn result{};
            writing(on.database, [&] { result = on.store.withdraw(inserted.token, document, 5000, 1000); });
            return result;
        };
        CHECK(withdraw(Document::advertising) == Withdrawn::done);
        CHECK(on.store.lead(inserted.id)->erase_after_ms == 0);
        CHECK(withdraw(Document::advertising) == Withdrawn::already);
        CHECK(withdraw(Document::processing) == Withdrawn::done);
        CHECK(on.store.lead(inserted.id)->erase_after_ms == 6000);
        CHECK(on.database.query("SELECT state FROM outbox").front().text(0) == "cancelled");
        CHECK(on.store.due_for_erasure(5999, 0).empty());
        CHECK(on.store.due_for_erasure(6000, 0).size() == 1);
        CHECK(on.store.faults().empty());
        writing(on.database, [&] {
            CHECK(on.store.withdraw("no-such-token-00000000", Document::processing, 1, 1) ==
                  Withdrawn::unknown_token);
        });
    });
}

TEST_CASE("requests stored together are answered as if they came one after the other") {
    on_every_store([](Prepared on) {
        using Verdict = Inserted::Verdict;
        std::vector<NewLead> leads;
        for (int i = 0; i < 150; ++i) leads.push_back(new_lead(i, {"crm"}));
        writing(on.database, [&] { CHECK(on.store.insert_lead(leads[7]).id == 1); });
        leads.push_back(leads[20]);  // the same key twice in a batch
        leads.push_back(leads[30]);
        leads.back().lead.name = "Другая";
        leads[40].lead.trapped = true;
        std::vector<Inserted> inserted(leads.size(), Inserted{Verdict::conflict, 77, "left by another try"});
        std::vector<Insertion> batch;
        for (std::size_t i = 0; i < leads.size(); ++i) batch.push_back({&leads[i], &inserted[i]});
        writing(on.database, [&] { on.store.insert_leads(batch); });

        CHECK(inserted[7].verdict == Verdict::same);
        CHECK(inserted[7].id == 1);
        CHECK(inserted[150].verdict == Verdict::same);
        CHECK(inserted[150].id == inserted[20].id);
        CHECK(inserted[150].token == inserted[20].token);
        CHECK(inserted[151].verdict == Verdict::conflict);
        std::int64_t last = 1;
        for (std::size_t i = 0; i < 150; ++i) {
            if (i == 7) continue;
            REQUIRE(inserted[i].verdict == Verdict::created);
            CHECK(inserted[i].id > last);
            last = inserted[i].id;
            const auto stored = on.store.lead_by_token(inserted[i].token);
            REQUIRE(stored);
            CHECK(stored->id == inserted[i].id);
            CHECK(stored->phone == leads[i].lead.phone);
            CHECK(stored->consents.size() == leads[i].lead.consents.size());
            CHECK(Outbox(on.database).rows_of(stored->id).size() == (i == 40 ? 0U : 1U));
        }
        CHECK(on.store.leads(0, 1000).size() == 150);
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("erasure removes the person everywhere and leaves the act and a chain that verifies") {
    on_every_store([](Prepared on) {
        const auto inserted = insert(on, new_lead(1));
        (void)insert(on, new_lead(2));
        const auto phone = new_lead(1).lead.phone;
        CHECK(on.store.leads_with_phone(phone).size() == 1);
        CHECK(on.store.leads_with_phone("+79031000001").size() == 1);  // typed as the second one
        CHECK(on.store.leads_with_phone("+7903100000").empty());
        const auto result = run_words(on.store, {7000, 0, {}}, {"erase", "--phone", phone, "--yes"});
        CHECK(result.exit_code == 0);
        const auto all = everything_in(on.database);
        CHECK(all.find(phone) == std::string::npos);
        CHECK(on.store.lead(inserted.id)->name.empty());
        CHECK(on.store.lead(inserted.id)->erased_ms == 7000);
        const auto act = on.store.erasure_of(inserted.id);
        REQUIRE(act);
        CHECK(act->extract.find("given") != std::string::npos);
        CHECK(act->extract.find("erased") != std::string::npos);
        CHECK(act->forgotten_ms == 7000);
        CHECK(on.store.faults().empty());
        CHECK(run_words(on.store, {8000, 0, {}}, {"erase", std::to_string(inserted.id), "--yes"}).exit_code ==
              1);
    });
}

TEST_CASE("purge erases what is older than the operator keeps") {
    on_every_store([](Prepared on) {
        const auto old = insert(on, new_lead(1));
        auto young = new_lead(2);
        young.provenance.at_ms += 1'000'000;
        const auto kept = insert(on, young);
        const CommandContext context{young.provenance.at_ms + 10, 500'000, {}};
        CHECK(run_words(on.store, context, {"purge", "--yes"}).out == "Стёрто заявок: 1\n");
        CHECK(on.store.lead(old.id)->erased_ms > 0);
        CHECK(on.store.lead(kept.id)->erased_ms == 0);
    });
}

TEST_CASE("the record of consent cannot be changed, and a forged one is found") {
    on_every_store([](Prepared on) {
        (void)insert(on, new_lead(1));
        CHECK_THROWS_AS(on.database.script("UPDATE consent_events SET event = 'refused'"), StoreError);
        CHECK_THROWS_AS(on.database.script("DELETE FROM consent_events"), StoreError);
        on.database.script(on.database.dialect() == Dialect::sqlite
                               ? "DROP TRIGGER consent_events_no_update"
                               : "DROP TRIGGER consent_events_append_only ON consent_events");
        on.database.script("UPDATE consent_events SET at_ms = at_ms + 1 WHERE seq = 1");
        CHECK_FALSE(on.store.faults().empty());
        CHECK(run_words(on.store, {1, 1, {}}, {"check"}).exit_code == 1);
    });
}

TEST_CASE("events taken from the end of the record are missed") {
    on_every_store([](Prepared on) {
        CHECK(on.store.chain_head().empty());
        (void)insert(on, new_lead(1));
        const auto noted = on.store.chain_head();
        CHECK(noted.starts_with("2 "));
        CHECK(run_words(on.store, {1, 1, {}}, {"check", "--head"}).out == "ok\nhead " + noted + "\n");
        (void)insert(on, new_lead(2));
        CHECK(on.store.chain_head() != noted);
        CHECK(on.store.faults().empty());
        on.database.script(on.database.dialect() == Dialect::sqlite
                               ? "DROP TRIGGER consent_events_no_delete"
                               : "DROP TRIGGER consent_events_append_only ON consent_events");
        // A lead with all that belongs to it: what is left is whole in itself.
        on.database.script("DELETE FROM consents WHERE lead_id = 2; DELETE FROM leads WHERE id = 2");
        CHECK(on.store.faults().size() == 1);
        on.database.script("DELETE FROM consent_events WHERE lead_id = 2");
        REQUIRE(on.store.faults().size() == 1);
        CHECK(on.store.faults()[0].find("кончается событием 2") != std::string::npos);
    });
}

TEST_CASE("whatever is changed, taken away or revived beside the chain is named") {
    on_every_store([](Prepared on) {
        const auto kept = insert(on, new_lead(1));
        const auto erased = insert(on, new_lead(2));
        const auto withdrawn = insert(on, new_lead(3));
        writing(on.database, [&] {
            CHECK(on.store.erase(erased.id, {"request", 5000, 0}));
            CHECK(on.store.withdraw(withdrawn.token, Document::processing, 6000, 1000) == Withdrawn::done);
        });
        (void)kept;
        CHECK(on.store.faults().empty());
        const bool lite = on.database.dialect() == Dialect::sqlite;
        if (lite) {
            on.database.script(
                "DROP TRIGGER consent_events_no_update; DROP TRIGGER consent_events_no_delete");
        } else {
            on.database.script("DROP TRIGGER consent_events_append_only ON consent_events");
        }
        struct Tampering {
            const char* sql;
            const char* named;
        };
        for (const auto& [sql, named] : {
                 Tampering{"UPDATE consents SET given = 0 WHERE lead_id = 1 AND kind = 'processing'",
                           "000001"},
                 {"UPDATE consents SET given = 1 - given WHERE lead_id = 1 AND kind = 'advertising'",
                  "000001"},
                 {"UPDATE consents SET given_ms = given_ms + 1 WHERE lead_id = 1", "000001"},
                 {"UPDATE consents SET withdrawn_ms = 0 WHERE lead_id = 3", "000003"},
                 {"UPDATE consents SET withdrawn_ms = 7 WHERE lead_id = 1 AND kind = 'advertising'",
                  "000001"},
                 {"UPDATE consents SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x') WHERE lead_id = 1",
                  "000001"},
                 {"DELETE FROM consents WHERE lead_id = 1 AND kind = 'advertising'", "000001"},
                 {"DELETE FROM consents WHERE lead_id = 2", "000002"},
                 {"UPDATE leads SET erased_ms = 0, phone = '+79160000000' WHERE id = 2", "000002"},
                 {"UPDATE leads SET name = 'Пётр' WHERE id = 2", "000002"},
                 {"UPDATE leads SET erased_ms = 5000 WHERE id = 1", "000001"},
                 {"UPDATE leads SET erase_after_ms = 0 WHERE id = 3", "000003"},
                 {"UPDATE leads SET erase_after_ms = 9 WHERE id = 1", "000001"},
                 {"UPDATE leads SET created_ms = created_ms + 1 WHERE id = 1", "000001"},
                 {"UPDATE leads SET name = 'Павел' WHERE id = 1", "000001"},
                 {"UPDATE leads SET phone = '+79169999999' WHERE id = 1", "000001"},
                 {"UPDATE leads SET content_hash = '' WHERE id = 1", "000001"},
                 {"UPDATE erasures SET at_ms = 1", "000002"},
                 {"UPDATE erasures SET extract = '[]'", "000002"},
                 {"DELETE FROM erasures", "000002"},
                 {"UPDATE documents SET body = body || '.' WHERE kind = 'processing'", "document"},
                 {"UPDATE meta SET value = '1 x' WHERE key = 'chain_head'", "chain"},
                 {"DELETE FROM meta WHERE key = 'chain_head'", "chain"},
                 {"UPDATE consent_events SET event = 'refused' WHERE seq = 1", "chain"},
                 {"UPDATE consent_events SET at_ms = at_ms + 1 WHERE seq = 2", "chain"},
                 {"DELETE FROM consent_events WHERE seq = 3", "chain"},
                 {"UPDATE consent_events SET lead_id = 3 WHERE seq = 1", "chain"},
             }) {
            on.database.begin_write();
            on.database.query(sql);
            std::string all;
            for (const std::string& fault : on.store.faults()) all += fault + '\n';
            on.database.rollback();
            const std::string statement(sql);  // a binding cannot be kept by the message
            CHECK_MESSAGE(all.find(named) != std::string::npos, statement, all);
        }
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("the record of an older schema gets its end noted when it is migrated") {
    for (const Dialect dialect : dialects()) {
        TestStore place(dialect);
        const auto database = place.connect();
        CHECK(migrate(*database, 1, 1) == 1);
        const std::string hash(64, 'a');
        database->query(
            "INSERT INTO consent_events (seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, "
            "hash) VALUES (1, 1, 'processing', 'given', '1', 'x', 1, $1, $1)",
            {hash});
        CHECK(migrate(*database, 2) > 0);
        Store store(*database);
        CHECK(store.chain_head() == "1 " + hash);
    }
}

TEST_CASE("every table and column is moved to a store of any kind, and shown without passwords") {
    for (const Dialect from : dialects()) {
        for (const Dialect to : dialects()) {
            TestStore first(from);
            TestStore second(to);
            const auto source = first.connect();
            const auto target = second.connect();
            (void)migrate(*source, 1);
            (void)migrate(*target, 1);
            Store store(*source);
            writing(*source, [&] {
                store.record_documents({text_of(Document::processing), text_of(Document::advertising)}, 1);
                for (int number = 1; number <= 150; ++number)
                    (void)store.insert_lead(new_lead(number, {"hook"}));
            });
            const auto before = run_words(store, {9, 9, {}}, {"leads", "export", "--jsonl"}).out;
            MoveResult result;
            writing(*target, [&] { result = move_store(*source, *target); });
            CHECK(result.verdict == MoveResult::Verdict::moved);
            CHECK(result.chain_head == store.chain_head());
            Store moved(*target);
            CHECK(run_words(moved, {9, 9, {}}, {"leads", "export", "--jsonl"}).out == before);
            // Whatever a later migration adds must be in the list of what is moved.
            const auto tables = target->query(
                to == Dialect::sqlite
                    ? std::string_view(
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
                          "'sqlite_%' AND name <> 'schema_migrations'")
                    : std::string_view(
                          "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                          "current_schema() AND table_name <> 'schema_migrations'"));
            CHECK(tables.size() == result.tables.size());
            writing(*target, [&] { result = move_store(*source, *target); });
            CHECK(result.verdict == MoveResult::Verdict::target_not_empty);
            writing(*target, [&] { CHECK(moved.insert_lead(new_lead(151)).id == 151); });
        }
    }
    CHECK(shown_store("postgres://me:secret@db:5432/x?password=y") == "postgres://me@db:5432/x");
    CHECK(shown_store("postgres://db/x") == "postgres://db/x");
    CHECK(shown_store("sqlite:/var/lib/a@b:c.db") == "sqlite:/var/lib/a@b:c.db");
}

TEST_CASE("a consent version keeps its text for ever") {
    on_every_store([](Prepared on) {
        auto text = text_of(Document::processing);
        text.body = "Другой текст под той же версией";
        text.sha256 = sha256_hex(text.body);
        CHECK_THROWS_AS(writing(on.database, [&] { on.store.record_documents({text}, 2); }), StoreError);
        text.version = "2027-01-01";
        writing(on.database, [&] { on.store.record_documents({text}, 3); });
        CHECK(on.store.documents().size() == 3);
        text.sha256 = std::string(64, '0');
        CHECK_THROWS_AS(writing(on.database, [&] { on.store.record_documents({text}, 4); }), StoreError);
    });
}

TEST_CASE("migrations lead from every older schema to the newest, once") {
    for (const Dialect dialect : dialects()) {
        const auto migrations = all_migrations();
        for (std::size_t known = 0; known <= migrations.size(); ++known) {
            TestStore place(dialect);
            const auto database = place.connect();
            const int from = known == 0 ? 0 : migrations[known - 1].version;
            if (from > 0) CHECK(migrate(*database, 1, from) == static_cast<int>(known));
            CHECK(schema_version(*database) == from);
            CHECK(migrate(*database, 2) == static_cast<int>(migrations.size() - known));
            CHECK(migrate(*database, 3) == 0);
            CHECK(schema_version(*database) == newest_schema());
            database->script(
                "INSERT INTO schema_migrations (version, name, sha256, applied_ms) VALUES (999, 'future', "
                "'x', 1)");
            CHECK_THROWS_AS(migrate(*database, 4), StoreError);
        }
    }
}

// The twelfth changes tables that are full, and the words of constraints.
TEST_CASE("a store of the release before keeps its rows and what it refuses") {
    for (const Dialect dialect : dialects()) {
        TestStore place(dialect);
        const auto database = place.connect();
        (void)migrate(*database, 1, 11);
        Store store(*database);
        writing(*database, [&] {
            store.record_documents({text_of(Document::processing), text_of(Document::advertising)}, 1);
            (void)store.insert_lead(new_lead(1, {"mail"}));
        });
        const auto events = [&] {
            std::string all;
            for (const Row& row :
                 database->query("SELECT seq, lead_id, event, hash FROM consent_events ORDER BY seq"))
                all += row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3) + "\n";
            return all;
        };
        const std::string before = events();
        CHECK(migrate(*database, 2) >= 1);
        CHECK(events() == before);
        writing(*database, [&] { (void)store.insert_lead(new_lead(2, {"mail"})); });
        CHECK(events().size() == 2 * before.size());
        CHECK(store.faults().empty());
        for (const char* refused :
             {"UPDATE leads SET form = 'other'", "UPDATE leads SET owner = 'perhaps'",
              "UPDATE outbox SET state = 'lost'", "UPDATE outbox SET event = 'other'",
              "UPDATE consent_events SET event = 'given'", "DELETE FROM consent_events",
              "INSERT INTO consent_events SELECT seq + 10, lead_id, kind, 'other', version, sha256, at_ms, "
              "previous_hash, hash FROM consent_events WHERE seq = 1"}) {
            INFO(refused);
            CHECK_THROWS_AS(writing(*database, [&] { database->query(refused); }), StoreError);
        }
        if (dialect == Dialect::sqlite)
            CHECK(database->query("PRAGMA integrity_check").front().text(0) == "ok");
        CHECK(store.faults().empty());
    }
}

TEST_CASE("a backup of a running store is the store") {
    on_store(Dialect::sqlite, [](Prepared on) {
        writing(on.database, [&] { (void)on.store.insert_lead(new_lead(1)); });
        const std::string copy = on.place.location().address + ".copy";
        CHECK(run_words(on.store, {1, 1, on.place.location()}, {"backup", copy}).exit_code == 0);
        const auto copied = open_sqlite({copy, Access::read_only, Durability::full});
        Store other(*copied);
        CHECK(other.leads(0, 10).size() == 1);
        CHECK(other.faults().empty());
        CHECK_THROWS_AS((void)run_words(on.store, {1, 1, on.place.location()}, {"backup", copy}), StoreError);
    });
}

TEST_CASE("erased bytes are not left in the files") {
    on_store(Dialect::sqlite, [](Prepared on) {
        auto lead = new_lead(1);
        lead.lead.name = "КАНАРЕЙКА-ИМЯ";
        writing(on.database, [&] { (void)on.store.insert_lead(lead); });
        const auto bytes_left = [&] {
            std::string all;
            for (const auto* end : {"", "-wal"}) {
                std::FILE* file = std::fopen((on.place.location().address + end).c_str(), "rb");
                char block[4096];
                for (std::size_t n = 0;
                     file != nullptr && (n = std::fread(block, 1, sizeof block, file)) > 0;)
                    all.append(block, n);
                if (file != nullptr) std::fclose(file);
            }
            return all.find("КАНАРЕЙКА-ИМЯ") != std::string::npos ||
                   all.find(lead.lead.phone) != std::string::npos;
        };
        CHECK(bytes_left());
        CHECK(run_words(on.store, {9, 0, {}}, {"erase", "1", "--yes"}).exit_code == 0);
        CHECK_FALSE(bytes_left());
    });
}
