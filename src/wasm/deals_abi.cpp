#include "deals_abi.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/sha256.hpp"
#include "core/json/deals_request_json.hpp"
#include "core/json/report_json.hpp"

struct FunnelDeals {
    funnel::deals::Words words = funnel::compiled_in_words();
    std::unique_ptr<funnel::deals::DealsReader> reader;  // absent when the options were wrong
    std::vector<funnel::Issue> issues;                   // of the options
};

struct FunnelSum {
    funnel::deals::Sha256 sum;
};

namespace {

char* owned(std::string_view text) {
    char* const copy = funnel_deals_alloc(text.size() + 1);
    std::memcpy(copy, text.data(), text.size());
    copy[text.size()] = '\0';
    return copy;
}

template <typename Answer>
char* answer(const FunnelDeals* file, Answer make) {
    return owned(file->reader ? make(*file->reader) : funnel::issues_to_json(file->issues));
}

}  // namespace

extern "C" {

int funnel_deals_abi_version(void) {
    return FUNNEL_DEALS_ABI_VERSION;
}

char* funnel_deals_alloc(size_t size) {
    void* const memory = std::malloc(size);
    if (memory == nullptr) std::abort();
    return static_cast<char*>(memory);
}

void funnel_deals_free(char* text) {
    std::free(text);
}

FunnelDeals* funnel_deals_open(const char* options) {
    auto* const file = new FunnelDeals;
    funnel::DealsOpenResult read = funnel::deals_open_from_json(options);
    file->issues = std::move(read.issues);
    if (read.options) {
        file->reader = std::make_unique<funnel::deals::DealsReader>(file->words, std::move(*read.options));
    }
    return file;
}

int funnel_deals_feed(FunnelDeals* file, const char* bytes, size_t size) {
    if (!file->reader) return 0;
    file->reader->feed({bytes, size});
    return file->reader->refused() ? 0 : 1;
}

void funnel_deals_finish(FunnelDeals* file) {
    if (file->reader) file->reader->finish();
}

char* funnel_deals_proposal(const FunnelDeals* file) {
    return answer(file, [](const auto& reader) { return funnel::answer_proposal(reader); });
}

char* funnel_deals_report(const FunnelDeals* file, const char* request) {
    return answer(file, [&](const auto& reader) { return funnel::answer_report(reader, request); });
}

char* funnel_deals_growth(const FunnelDeals* file, const char* request) {
    return answer(file, [&](const auto& reader) { return funnel::answer_growth(reader, request); });
}

char* funnel_deals_agreement(const FunnelDeals* file, const char* request) {
    return answer(file, [&](const auto& reader) { return funnel::answer_agreement(reader, request); });
}

void funnel_deals_close(FunnelDeals* file) {
    delete file;
}

FunnelSum* funnel_deals_sum_open(void) {
    return new FunnelSum;
}

void funnel_deals_sum_feed(FunnelSum* sum, const char* bytes, size_t size) {
    sum->sum.add({bytes, size});
}

char* funnel_deals_sum_close(FunnelSum* sum) {
    char* const text = owned(sum->sum.hex());
    delete sum;
    return text;
}

}  // extern "C"
