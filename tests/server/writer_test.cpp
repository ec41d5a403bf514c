#include "store/writer.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "store/migrations.hpp"
#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

TEST_CASE("one poisoned row does not fail its neighbours") {
    on_every_store([](Prepared on) {
        SilentLog log;
        std::atomic<int> stored{0};
        std::atomic<int> refused{0};
        {
            Writer writer(on.place.connect(), 1000, log);
            for (int i = 0; i < 50; ++i) {
                auto lead = std::make_shared<NewLead>(new_lead(i));
                if (i % 10 == 3) lead->lead.consents[0].version = "no such text";
                REQUIRE(writer.submit({[lead](Store& store) { (void)store.insert_lead(*lead); },
                                       [&](WriteOutcome outcome) {
                                           (outcome == WriteOutcome::stored ? stored : refused) += 1;
                                       }}));
            }
        }
        CHECK(stored == 45);
        CHECK(refused == 5);
        CHECK(on.store.leads(0, 100).size() == 45);
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("many writers' rows share commits") {
    on_every_store([](Prepared on) {
        SilentLog log;
        Writer writer(on.place.connect(), 1000, log);
        std::promise<void> go;
        auto started = go.get_future().share();
        REQUIRE(writer.submit({[started](Store&) { started.wait(); }, [](WriteOutcome) {}}));
        std::atomic<int> stored{0};
        for (int i = 0; i < 200; ++i)
            REQUIRE(writer.submit(
                {[i](Store& store) { (void)store.insert_lead(new_lead(i)); },
                 [&](WriteOutcome outcome) { stored += outcome == WriteOutcome::stored ? 1 : 0; }}));
        go.set_value();
        writer.run_alone([](Store&) {});
        CHECK(stored == 200);
        CHECK(writer.counters().commits <= 3);
        CHECK(writer.counters().rows == 201);
    });
}

TEST_CASE("a full queue refuses at once") {
    on_every_store([](Prepared on) {
        SilentLog log;
        std::promise<void> go;
        auto started = go.get_future().share();
        Writer writer(on.place.connect(), 2, log);
        std::promise<void> busy;
        REQUIRE(writer.submit({[&, started](Store&) {
                                   busy.set_value();
                                   started.wait();
                               },
                               [](WriteOutcome) {}}));
        busy.get_future().wait();
        CHECK(writer.submit({[](Store&) {}, [](WriteOutcome) {}}));
        CHECK(writer.submit({[](Store&) {}, [](WriteOutcome) {}}));
        CHECK_FALSE(writer.submit({[](Store&) {}, [](WriteOutcome) {}}));
        go.set_value();
    });
}

TEST_CASE("what was accepted is stored before the writer ends") {
    on_every_store([](Prepared on) {
        SilentLog log;
        std::atomic<int> answered{0};
        {
            Writer writer(on.place.connect(), 1000, log);
            for (int i = 0; i < 100; ++i)
                REQUIRE(writer.submit({[i](Store& store) { (void)store.insert_lead(new_lead(i)); },
                                       [&](WriteOutcome) { ++answered; }}));
        }
        CHECK(answered == 100);
        CHECK(on.store.leads(0, 1000).size() == 100);
    });
}

TEST_CASE("a storm of one key through two writers is one lead") {
    on_shared_stores([](Prepared on) {
        SilentLog log;
        std::mutex mutex;
        std::set<std::int64_t> ids;
        int created = 0;
        {
            Writer one(on.place.connect(), 1000, log);
            Writer two(on.place.connect(), 1000, log);
            for (int i = 0; i < 200; ++i) {
                auto inserted = std::make_shared<Inserted>();
                Writer& writer = i % 2 == 0 ? one : two;
                REQUIRE(writer.submit({[inserted](Store& s) { *inserted = s.insert_lead(new_lead(1)); },
                                       [&, inserted](WriteOutcome outcome) {
                                           const std::lock_guard lock(mutex);
                                           if (outcome != WriteOutcome::stored) return;
                                           ids.insert(inserted->id);
                                           created += inserted->verdict == Inserted::Verdict::created ? 1 : 0;
                                       }}));
            }
        }
        CHECK(ids.size() == 1);
        CHECK(created == 1);
        CHECK(on.store.leads(0, 10).size() == 1);
        CHECK(on.store.faults().empty());
    });
}
