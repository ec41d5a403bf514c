#include "store/outbox.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "store/migrations.hpp"
#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;
using Outcome = AttemptResult::Outcome;

namespace {

constexpr std::int64_t kNow = 1'790'000'100'000;

Outbox::Claim claim_of(const std::string& target, std::int64_t now) {
    return {target, "me", now, 60'000, 10, [](const OutboxRow&) { return true; }};
}

std::vector<OutboxRow> claimed(Database& database, const Outbox::Claim& claim) {
    std::vector<OutboxRow> rows;
    writing(database, [&] { rows = Outbox(database).claim(claim); });
    return rows;
}

}  // namespace

TEST_CASE("waits grow twofold to an hour, vary by half, and respect the receiver") {
    CHECK(delay_after(1, 0, {}) == 5'000);
    CHECK(delay_after(2, 0, {}) == 10'000);
    CHECK(delay_after(1, 0.999, {}) >= 2'500);
    CHECK(delay_after(50, 0, {}) == 3'600'000);
    CHECK(delay_after(1, 0, 60'000) == 60'000);
    CHECK(delay_after(20, 0, 1'000) == 3'600'000);
    CHECK(delay_after(1, 0, 999'999'999) == 6 * 3'600'000);
}

TEST_CASE("a delivery waits, is retried under the same id, and ends delivered or dead") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] { (void)on.store.insert_lead(new_lead(1, {"crm", "mail"})); });
        auto rows = claimed(on.database, claim_of("crm", kNow));
        REQUIRE(rows.size() == 1);
        CHECK(claimed(on.database, claim_of("crm", kNow)).empty());
        Outbox box(on.database);
        writing(on.database, [&] {
            box.finish({rows[0], {Outcome::retry, 500, "HTTP 500", 3, {}, {}, {}}, kNow, 5000});
        });
        const auto again = claimed(on.database, claim_of("crm", kNow + 1));
        REQUIRE(again.size() == 1);
        CHECK(again[0].delivery_id == rows[0].delivery_id);
        CHECK(again[0].attempts == 1);
        writing(on.database, [&] {
            box.finish({again[0], {Outcome::delivered, 200, "HTTP 200", 3, {}, {}, {}}, kNow + 2, 0});
        });
        CHECK(claimed(on.database, claim_of("crm", kNow + 3)).empty());

        const auto mail = claimed(on.database, claim_of("mail", kNow));
        REQUIRE(mail.size() == 1);
        writing(on.database, [&] {
            box.finish({mail[0],
                        {Outcome::retry, 0, "timeout", 3, {}, {}, {}},
                        mail[0].created_ms + kGiveUpAfterMs,
                        5000});
        });
        CHECK(box.gauge(kNow).dead == 1);
        CHECK(box.rows({}, 10).size() == 1);
        CHECK(box.rows({}, 10)[0].last_detail == "timeout");
        writing(on.database, [&] { CHECK(box.retry(mail[0].id, kNow)); });
        CHECK(box.gauge(kNow).pending == 1);
        writing(on.database, [&] { CHECK_FALSE(box.retry(rows[0].id, kNow)); });
    });
}

TEST_CASE("a lease that has run out is free again, and a restart forgets leases") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] { (void)on.store.insert_lead(new_lead(1, {"crm"})); });
        CHECK(claimed(on.database, claim_of("crm", kNow)).size() == 1);
        CHECK(claimed(on.database, claim_of("crm", kNow + 59'000)).empty());
        CHECK(claimed(on.database, claim_of("crm", kNow + 61'000)).size() == 1);
        writing(on.database, [&] { Outbox(on.database).forget_leases(); });
        CHECK(claimed(on.database, claim_of("crm", kNow + 61'001)).size() == 1);
    });
}

TEST_CASE("two replicas drain one outbox without a double claim") {
    on_shared_stores([](Prepared on) {
        writing(on.database, [&] {
            for (int i = 0; i < 100; ++i) (void)on.store.insert_lead(new_lead(i, {"crm"}));
        });
        std::vector<std::int64_t> taken[2];
        std::vector<std::thread> replicas;
        for (int r = 0; r < 2; ++r)
            replicas.emplace_back([&, r] {
                const auto own = on.place.connect();
                while (true) {
                    std::vector<OutboxRow> rows;
                    // A plain transaction: the lock of the chain must not be what keeps them apart.
                    own->script("BEGIN");
                    auto claim = claim_of("crm", kNow);
                    claim.limit = 3;
                    rows = Outbox(*own).claim(claim);
                    own->commit();
                    if (rows.empty()) return;
                    for (const auto& row : rows) taken[r].push_back(row.id);
                }
            });
        for (auto& replica : replicas) replica.join();
        std::set<std::int64_t> all(taken[0].begin(), taken[0].end());
        all.insert(taken[1].begin(), taken[1].end());
        CHECK(taken[0].size() + taken[1].size() == 100);
        CHECK(all.size() == 100);
    });
}

TEST_CASE(
    "who waits to erase a lead stops the requests of a delivery that have not begun, and is told of the one "
    "that has") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] { (void)on.store.insert_lead(new_lead(1, {"crm"})); });
        Outbox box(on.database);
        const auto rows = claimed(on.database, claim_of("crm", kNow));
        REQUIRE(rows.size() == 1);
        const std::int64_t id = rows[0].id;
        const std::int64_t lead = rows[0].lead_id;
        const auto starts = [&] {
            bool started = false;
            writing(on.database, [&] { started = box.start({id, "me", kNow}).has_value(); });
            return started;
        };
        AttemptResult step;
        step.outcome = Outcome::step_done;
        step.progress = "add at=0 contact=12";
        CHECK(starts());
        writing(on.database, [&] { box.finish({rows[0], step, kNow, 0}); });
        CHECK(starts());
        writing(on.database, [&] { box.hold_back(lead); });
        CHECK_MESSAGE(box.is_being_sent(lead, kNow), "the second request is under way");
        writing(on.database, [&] { box.finish({rows[0], step, kNow, 0}); });
        CHECK_FALSE_MESSAGE(box.is_being_sent(lead, kNow), "nothing is on its way any more");
        CHECK_FALSE_MESSAGE(starts(), "the third does not begin");
        CHECK(claimed(on.database, claim_of("crm", kNow)).empty());
        REQUIRE(box.sent(lead).size() == 1);
        writing(on.database, [&] {
            box.cancel(lead, kNow);
            box.tell(lead, OutboxEvent::erased, kNow);
        });
        const auto told = claimed(on.database, claim_of("crm", kNow));
        REQUIRE(told.size() == 1);
        std::optional<Outbox::Sending> sending;
        writing(on.database, [&] { sending = box.start({told[0].id, "me", kNow}); });
        REQUIRE(sending);
        CHECK(sending->origin.progress == "add at=0 contact=12");
    });
}

TEST_CASE("a delivery that was held back and then not erased goes on when its lease has run out") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] { (void)on.store.insert_lead(new_lead(1, {"crm"})); });
        Outbox box(on.database);
        const auto rows = claimed(on.database, claim_of("crm", kNow));
        REQUIRE(rows.size() == 1);
        writing(on.database, [&] {
            (void)box.start({rows[0].id, "me", kNow});
            box.hold_back(rows[0].lead_id);
        });
        const auto again = claimed(on.database, claim_of("crm", kNow + 120'000));
        REQUIRE(again.size() == 1);
        CHECK(again[0].delivery_id == rows[0].delivery_id);
    });
}
