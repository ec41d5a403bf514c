#include "operator/keeper.hpp"

#include <doctest/doctest.h>

#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kNow = 1'790'000'000'000;

}  // namespace

TEST_CASE("a clock that goes as the steady one is believed, also after a sleep of some hours") {
    ClockGuard guard;
    CHECK(guard.doubt({kNow, 5}, 0).empty());
    CHECK(guard.doubt({kNow + 60'000, 60'005}, kNow).empty());
    CHECK(guard.doubt({kNow + 8 * kHour, 120'005}, kNow + 60'000).empty());
}

TEST_CASE("a jump is not believed until the clock comes back or the operator vouches for it") {
    for (const std::int64_t jump : {1200 * kDay, -1200 * kDay, 25 * kHour, -2 * kDay}) {
        ClockGuard guard;
        CHECK(guard.doubt({kNow, 0}, 0).empty());
        CHECK_FALSE(guard.doubt({kNow + jump, 60'000}, kNow).empty());
        CHECK_FALSE(guard.doubt({kNow + jump + 60'000, 120'000}, kNow).empty());
        CHECK(guard.doubt({kNow + 180'000, 180'000}, kNow).empty());
        CHECK_FALSE(guard.doubt({kNow + jump, 240'000}, kNow).empty());
        guard.accept({kNow + jump, 240'000});
        CHECK(guard.doubt({kNow + jump + 60'000, 300'000}, kNow + jump).empty());
    }
}

TEST_CASE("after a restart the newest believed moment tells a wrong clock") {
    CHECK(ClockGuard().doubt({kNow + 6 * kDay, 0}, kNow).empty());
    CHECK_FALSE(ClockGuard().doubt({kNow + 8 * kDay, 0}, kNow).empty());
    CHECK(ClockGuard().doubt({kNow - kHour / 2, 0}, kNow).empty());
    CHECK_FALSE(ClockGuard().doubt({kNow - 2 * kHour, 0}, kNow).empty());
    CHECK(ClockGuard().doubt({kNow - 1000 * kDay, 0}, 0).empty());
}

TEST_CASE("the usual number of requests is the larger of a share and a count") {
    const PurgeLimit limit;
    CHECK(excess(limit, 20, 20).empty());
    CHECK_FALSE(excess(limit, 21, 21).empty());
    CHECK(excess(limit, 200, 10'000).empty());
    CHECK_FALSE(excess(limit, 201, 10'000).empty());
    CHECK(excess({0, 0}, 0, 5).empty());
    CHECK_FALSE(excess({0, 0}, 1, 5).empty());
    CHECK(excess({100, 0}, 5, 5).empty());
}

TEST_CASE("a request numbered after a younger one is not too old, whatever a wrong clock wrote beside it") {
    on_every_store([](Prepared on) {
        const std::int64_t times[] = {kNow - 2000 * kDay, kNow - 10 * kDay, kNow - 1200 * kDay,
                                      kNow + 900 * kDay, kNow - 1300 * kDay};
        int number = 0;
        for (const std::int64_t at : times) {
            auto lead = new_lead(++number);
            lead.provenance.at_ms = at;
            writing(on.database, [&] { (void)on.store.insert_lead(lead); });
        }
        CHECK(on.store.due_for_erasure(kNow, kNow - 1096 * kDay) ==
              std::vector<Store::Due>{{1, "retention"}});
        CHECK(on.store.count_due(kNow, kNow - 1096 * kDay) == 1);
        CHECK(on.store.count_kept() == 5);
    });
}

TEST_CASE("the mark of the clock is kept") {
    on_every_store([](Prepared on) {
        CHECK(on.store.clock_mark().believed_ms == 0);
        writing(on.database, [&] { on.store.note_clock({kNow, 7}); });
        writing(on.database, [&] { on.store.note_clock({kNow + 1, 8}); });
        CHECK(on.store.clock_mark().believed_ms == kNow + 1);
        CHECK(on.store.clock_mark().vouched_ms == 8);
    });
}
