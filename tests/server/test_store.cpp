#include "test_store.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "store/migrations.hpp"
#include "system/digest.hpp"

namespace funnel::server::testing {

namespace {

const char* postgres_url() {
    return std::getenv("FUNNEL_TEST_POSTGRES");
}

}  // namespace

std::vector<Dialect> dialects() {
    std::vector<Dialect> kinds{Dialect::sqlite};
    if (postgres_url() != nullptr) kinds.push_back(Dialect::postgres);
    return kinds;
}

TestStore::TestStore(Dialect dialect) {
    const std::string name = "t" + hex(random_bytes(8));
    location_.dialect = dialect;
    if (dialect == Dialect::sqlite) {
        folder_ = std::filesystem::temp_directory_path() / ("funnel-" + name);
        std::filesystem::create_directory(folder_);
        location_.address = (folder_ / "store.db").string();
        create_sqlite(location_.address);
        return;
    }
    open_postgres(postgres_url())->script("CREATE SCHEMA " + name);
    location_.address = std::string(postgres_url()) + "?options=-csearch_path%3D" + name;
}

TestStore::~TestStore() {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

std::unique_ptr<Database> TestStore::connect(Access access) const {
    return open_database(location_, access);
}

ConsentText text_of(Document document) {
    ConsentText text{document,   "2026-11-23", "",
                     "Согласие", "/consent/",  "Текст: " + std::string(name_of(document))};
    text.sha256 = sha256_hex(text.body);
    return text;
}

NewLead new_lead(int number, const std::vector<std::string>& targets) {
    NewLead fresh;
    fresh.lead.form = Form::diagnosis;
    fresh.lead.idempotency_key = "key-of-a-test-" + std::to_string(100000 + number);
    fresh.lead.name = "Пётр";
    fresh.lead.phone = "+7916" + std::to_string(1000000 + number);
    fresh.lead.phone_extension = "12";
    fresh.lead.phone_note = "+7903" + std::to_string(1000000 + number) + ", спросить Анну";
    fresh.lead.page = "/";
    for (const auto document : {Document::processing, Document::advertising}) {
        const auto text = text_of(document);
        fresh.lead.consents.push_back({document, text.version, text.sha256, true});
    }
    fresh.provenance = {1'790'000'000'000 + number, "203.0.113.7", "Test/1"};
    fresh.targets = targets;
    return fresh;
}

void writing(Database& database, const std::function<void()>& body) {
    database.begin_write();
    try {
        body();
        database.commit();
    } catch (...) {
        database.rollback();
        throw;
    }
}

void on_store(Dialect dialect, const std::function<void(Prepared)>& body) {
    INFO("PostgreSQL: ", dialect == Dialect::postgres);
    TestStore place(dialect);
    const auto database = place.connect();
    (void)migrate(*database, 1);
    Store store(*database);
    writing(*database, [&] {
        store.record_documents({text_of(Document::processing), text_of(Document::advertising)}, 1);
    });
    body({place, *database, store});
}

void on_every_store(const std::function<void(Prepared)>& body) {
    for (const Dialect dialect : dialects()) on_store(dialect, body);
}

void on_shared_stores(const std::function<void(Prepared)>& body) {
    for (const Dialect dialect : dialects())
        if (dialect != Dialect::sqlite) on_store(dialect, body);
}

}  // namespace funnel::server::testing
