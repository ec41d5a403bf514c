// A store of many requests for tests and measurements: fill_store FILE COUNT [OLD]. The first OLD requests
// were taken four years ago, the others now.
#define DOCTEST_CONFIG_IMPLEMENT  // of what test_store.cpp says beside its checks
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

#include "store/migrations.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"
#include "test_store.hpp"

using namespace funnel::server;

namespace {

constexpr std::int64_t kFourYears = 4LL * 365 * 86'400'000;
constexpr int kAtOnce = 5000;

// Texts of another version than the site's, so that a server can start on the store.
ConsentText text_of(Document document) {
    ConsentText text = testing::text_of(document);
    text.version = "2020-01-01";
    return text;
}

NewLead request(int number, std::int64_t at_ms) {
    NewLead fresh = testing::new_lead(number, {"crm"});
    for (Consent& consent : fresh.lead.consents) {
        const ConsentText text = text_of(consent.document);
        consent.version = text.version;
        consent.sha256 = text.sha256;
    }
    fresh.lead.phone = "+79" + std::to_string(100'000'000 + number);
    fresh.provenance.at_ms = at_ms;
    return fresh;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 64;
    const int count = std::atoi(argv[2]);
    const int old = argc > 3 ? std::atoi(argv[3]) : 0;
    const std::int64_t now = wall_clock_ms();
    create_sqlite(argv[1]);
    const auto database = open_sqlite({argv[1], Access::read_write, Durability::normal});
    (void)migrate(*database, now);
    Store store(*database);
    store.in_transaction([&] {
        store.record_documents({text_of(Document::processing), text_of(Document::advertising)}, now);
    });
    for (int start = 0; start < count; start += kAtOnce)
        store.in_transaction([&] {
            for (int i = start; i < count && i < start + kAtOnce; ++i)
                (void)store.insert_lead(request(i, i < old ? now - kFourYears + i : now - count + i));
        });
    std::printf("%d\n", count);
    return 0;
}
