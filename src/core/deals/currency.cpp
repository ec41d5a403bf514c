#include "core/deals/currency.hpp"

#include <algorithm>
#include <vector>

#include "core/deals/cell.hpp"
#include "core/deals_currencies.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::deals;

namespace {

// As words of currencies are compared: folded, without spaces and points, signs kept: "US$" → "us$".
std::string mark_key(std::string_view mark) {
    std::string key = folded(mark);
    key.erase(std::remove_if(key.begin(), key.end(), [](char c) { return c == ' ' || c == '.'; }), key.end());
    return key;
}

const CurrencyWord* known(std::string_view mark) {
    const std::string key = mark_key(mark);
    const std::string letters = squeezed(mark);
    const auto* const found =
        std::find_if(kCurrencyWords.begin(), kCurrencyWords.end(),
                     [&](const CurrencyWord& word) { return word.word == key || word.word == letters; });
    return found == kCurrencyWords.end() || key.empty() ? nullptr : found;
}

// Parts of a header between spaces and marks of punctuation; signs of money are parts of their own.
std::vector<std::string_view> parts_of(std::string_view header) {
    constexpr std::string_view kBetween = " \t\n,;:()[]/|-_";
    std::vector<std::string_view> parts;
    std::size_t at = 0;
    while ((at = header.find_first_not_of(kBetween, at)) != std::string_view::npos) {
        const std::size_t end = std::min(header.find_first_of(kBetween, at), header.size());
        parts.push_back(header.substr(at, end - at));
        at = end;
    }
    return parts;
}

constexpr std::size_t kLongestName = 3;  // parts of a currency's name: «долларах США»

}  // namespace

std::string_view currency_of_mark(std::string_view mark) {
    mark = trimmed(mark);
    if (const CurrencyWord* word = known(mark)) return kCurrencies[word->currency].code;
    const bool letters = mark.size() == 3 &&
                         std::all_of(mark.begin(), mark.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return letters ? mark : std::string_view();
}

std::string currency_code(std::string_view text) {
    const std::string_view code = currency_of_mark(text);
    return std::string(code.empty() ? trimmed(text) : code);
}

std::optional<HeaderCurrency> currency_in_header(std::string_view header) {
    const std::vector<std::string_view> parts = parts_of(header);
    for (std::size_t size = std::min(kLongestName, parts.size()); size > 0; --size) {
        for (std::size_t first = 0; first + size <= parts.size(); ++first) {
            std::string name;
            for (std::size_t i = first; i < first + size; ++i) name.append(parts[i]);
            const CurrencyWord* const word = known(name);
            if (word == nullptr) continue;
            const std::string_view code = kCurrencies[word->currency].code;
            // The first part is the column's own name, «Сум.» among them, unless it is a code: "USD amount".
            if (first == 0 && (name != code || parts.size() == size)) continue;
            HeaderCurrency found{code, {}};
            for (std::size_t i = 0; i < parts.size(); ++i) {
                if (i >= first && i < first + size) continue;
                if (!found.header.empty()) found.header += ' ';
                found.header.append(parts[i]);
            }
            return found;
        }
    }
    return std::nullopt;
}

std::string currency_words(std::string_view code) {
    const auto* const found = std::find_if(kCurrencies.begin(), kCurrencies.end(),
                                           [&](const Currency& one) { return one.code == code; });
    return found == kCurrencies.end() ? filled(say::currency, {{"code", std::string(code)}})
                                      : std::string(found->in);
}

bool is_in_roubles(const DealSet& set) {
    return set.currency.empty() || set.currency == kHomeCurrency;
}

std::optional<Issue> currency_issue(const DealSet& set) {
    if (is_in_roubles(set)) return std::nullopt;
    const std::string in = currency_words(set.currency);
    if (set.unmarked_amounts == 0) return issue_at("/columns/amount", say::not_roubles, {{"currency", in}});
    return issue_at("/columns/amount", say::not_roubles_some,
                    {{"currency", in}, {"count", std::to_string(set.unmarked_amounts)}});
}

}  // namespace funnel::deals
