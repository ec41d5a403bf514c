// What a request costs, to be counted in instructions: count_request FILE COUNT reads so many bodies and
// stores them in a new SQLite file, 64 in a transaction, as the writer does under load. What it costs to
// begin is the same for every COUNT: take the difference of two under callgrind.
#define DOCTEST_CONFIG_IMPLEMENT  // of what test_store.cpp says beside its checks
#include <doctest/doctest.h>

#include <cstdlib>

#include "lead/lead_json.hpp"
#include "store/migrations.hpp"
#include "test_store.hpp"

using namespace funnel::server;

namespace {

constexpr int kAtOnce = 64;
constexpr std::int64_t kNow = 1'795'000'000'000;  // 2026-11-18

std::string consent(Document document) {
    const ConsentText text = testing::text_of(document);
    return R"({"document":")" + std::string(name_of(document)) + R"(","version":")" + text.version +
           R"(","sha256":")" + text.sha256 + R"(","given":true})";
}

std::string body(int number) {
    const std::string digits = std::to_string(1'000'000'000 + number).substr(1);
    return R"({"form":"diagnosis","idempotency_key":"0123456789abcdef-)" + digits +
           R"(","name":"Пётр","phone":"+79)" + digits + R"(","consents":[)" + consent(Document::processing) +
           "," + consent(Document::advertising) +
           R"(],"page":"/","managers_count":5,"monthly_turnover":"1m_5m","owner":true,"referrer":"",)"
           R"("utm":{"source":"yandex","medium":"cpc"},"website":""})";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 64;
    const int count = std::atoi(argv[2]);
    create_sqlite(argv[1]);
    const auto database = open_sqlite({argv[1]});
    (void)migrate(*database, kNow);
    Store store(*database);
    store.in_transaction([&] {
        store.record_documents(
            {testing::text_of(Document::processing), testing::text_of(Document::advertising)}, kNow);
    });
    for (int start = 0; start < count; start += kAtOnce) {
        std::vector<NewLead> leads;
        for (int i = start; i < count && i < start + kAtOnce; ++i) {
            auto read = lead_from_json(body(i));
            if (!read.lead) return 1;
            leads.push_back({std::move(*read.lead), {kNow + i, "203.0.113.9", "Mozilla/5.0"}, {}});
        }
        std::vector<Inserted> inserted(leads.size());
        std::vector<Insertion> batch;
        for (std::size_t i = 0; i < leads.size(); ++i) batch.push_back({&leads[i], &inserted[i]});
        store.in_transaction([&] { store.insert_leads(batch); });
    }
    return 0;
}
