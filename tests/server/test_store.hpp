// A fresh store for one test, of every kind there is: SQLite in a temporary folder, and PostgreSQL (a schema
// of its own) when FUNNEL_TEST_POSTGRES names a cluster.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "store/database/database.hpp"
#include "store/store.hpp"
#include "system/log.hpp"

namespace funnel::server::testing {

class TestStore {
public:
    explicit TestStore(Dialect dialect);
    ~TestStore();
    TestStore(const TestStore&) = delete;
    TestStore& operator=(const TestStore&) = delete;

    [[nodiscard]] std::unique_ptr<Database> connect(Access access = Access::read_write) const;
    [[nodiscard]] const StoreLocation& location() const { return location_; }

private:
    StoreLocation location_;
    std::filesystem::path folder_;
};

[[nodiscard]] std::vector<Dialect> dialects();

// Runs the body once per kind of store, with a migrated database that knows the two texts.
struct Prepared {
    TestStore& place;
    Database& database;
    Store& store;
};
void on_every_store(const std::function<void(Prepared)>& body);
// The same on one kind of store, and on those that several processes may write to.
void on_store(Dialect dialect, const std::function<void(Prepared)>& body);
void on_shared_stores(const std::function<void(Prepared)>& body);

// In one transaction.
void writing(Database& database, const std::function<void()>& body);

[[nodiscard]] ConsentText text_of(Document document);
// A complete request; the number makes its key and phone.
[[nodiscard]] NewLead new_lead(int number, const std::vector<std::string>& targets = {});

class SilentLog final : public Log {
public:
    void write(Level, std::string_view, std::initializer_list<Field>) override {}
};

}  // namespace funnel::server::testing
