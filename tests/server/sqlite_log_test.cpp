// SQLite's log: written in few pieces, copied into the database beside the writer, and never the less durable
// or readable for it.
#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

namespace {

// Writes of this process to files so far, by the kernel's own count.
std::int64_t writes() {
    std::ifstream io("/proc/self/io");
    std::string word;
    std::int64_t count = -1;
    while (io >> word) {
        if (word == "syscw:") io >> count;
    }
    REQUIRE(count >= 0);
    return count;
}

// A page of SQLite and a little more, unlike any other.
std::string long_text(int number) {
    return std::to_string(number) + std::string(5000, static_cast<char>('a' + number % 26));
}

void make_table(Database& database) {
    database.script("CREATE TABLE texts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
}
void put(Database& database, int from, int count) {
    for (int i = from; i < from + count; ++i)
        database.query("INSERT INTO texts (id, body) VALUES ($1, $2)", {std::int64_t{i}, long_text(i)});
}
// Whether the texts are those and no others.
bool holds(Database& database, int count) {
    int next = 0;
    for (const Row& row : database.query("SELECT id, body FROM texts ORDER BY id")) {
        if (row.integer(0) != next || row.text(1) != long_text(next)) return false;
        ++next;
    }
    return next == count;
}
bool is_whole(Database& database) {
    return database.query("PRAGMA integrity_check").front().text(0) == "ok";
}

struct Place {
    TestStore store{Dialect::sqlite};
    [[nodiscard]] std::unique_ptr<Database> open(Access access = Access::read_write) const {
        return open_sqlite({store.location().address, access});
    }
    [[nodiscard]] std::uintmax_t size_of(const std::string& suffix = "") const {
        return std::filesystem::file_size(store.location().address + suffix);
    }
};

// True as soon as it is, false after ten seconds.
bool comes_true(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace

TEST_CASE("a commit writes its log in few pieces") {
    const auto writes_of_a_commit = [](Durability durability) {
        const Place place;
        const auto database = open_sqlite({place.store.location().address, Access::read_write, durability});
        make_table(*database);
        const std::int64_t before = writes();
        writing(*database, [&] { put(*database, 0, 50); });
        const std::int64_t after = writes();
        CHECK(holds(*place.open(Access::read_only), 50));
        return after - before;
    };
    CHECK(writes_of_a_commit(Durability::full) < 20);
    CHECK(writes_of_a_commit(Durability::normal) > 120);  // as SQLite does by itself: sixty pages, two each
}

TEST_CASE("what did not fit into memory is read back from a log that is not yet written") {
    const Place place;
    const auto database = place.open();
    make_table(*database);
    put(*database, 0, 10);
    database->begin_write();
    put(*database, 10, 2000);  // ten megabytes beside a cache of four
    CHECK(holds(*database, 2010));
    CHECK(holds(*place.open(Access::read_only), 10));  // nobody else sees it
    database->rollback();
    CHECK(holds(*database, 10));
    writing(*database, [&] { put(*database, 10, 1500); });
    CHECK(holds(*database, 1510));
    CHECK(holds(*place.open(Access::read_only), 1510));
    CHECK(is_whole(*place.open()));
}

TEST_CASE("the log is copied beside the writer and begins anew") {
    const Place place;
    const auto database = place.open();
    make_table(*database);
    constexpr int kCommits = 1000;
    constexpr int kEach = 20;
    std::uintmax_t longest = 0;
    for (int i = 0; i < kCommits; ++i) {
        writing(*database, [&] { put(*database, i * kEach, kEach); });
        longest = std::max(longest, place.size_of("-wal"));
    }
    // More than sixteen thousand pages came; the log held a part of them.
    CHECK(kCommits * kEach * 2 > 15'000);
    CHECK(longest > 1000 * 4096);
    CHECK(longest < std::uintmax_t{18'000} * 4096);
    CHECK(place.size_of() >
          std::uintmax_t{4'000} * 4096);  // by nobody but the thread: the writer is still open
    CHECK(holds(*database, kCommits * kEach));
    CHECK(holds(*place.open(Access::read_only), kCommits * kEach));
    CHECK(database->forget_deleted());
    CHECK(place.size_of("-wal") == 0);
    CHECK(is_whole(*database));
}

TEST_CASE("a reader in the way makes the log longer, not wrong") {
    const Place place;
    const auto database = place.open();
    make_table(*database);
    put(*database, 0, 1);
    {
        const auto reader = place.open(Access::read_only);
        reader->query("BEGIN");
        CHECK(holds(*reader, 1));
        for (int i = 0; i < 300; ++i) writing(*database, [&] { put(*database, 1 + i * 20, 20); });
        CHECK(holds(*reader, 1));
        CHECK(place.size_of("-wal") > 6000 * std::uintmax_t{4096});
        CHECK_FALSE(database->forget_deleted());
        reader->query("COMMIT");
        CHECK(holds(*reader, 6001));
    }
    // The next commits find nobody in the way: what waited is copied.
    int next = 6001;
    CHECK(comes_true([&] {
        put(*database, next++, 1);
        return place.size_of() > 6000 * std::uintmax_t{4096};
    }));
    CHECK(holds(*database, next));
    CHECK(is_whole(*database));
}
