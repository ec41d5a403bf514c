#include <cassert>

#include "core/deals/cell.hpp"
#include "core/json/deals_json.hpp"
#include "core/json/document.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::ObjectReader;
using codec::Presence;

constexpr std::size_t kMostWords = 1000;

// A list of texts, squeezed.
std::vector<std::string> words_in(ObjectReader& fields, std::string_view key, Presence presence) {
    std::vector<std::string> words;
    const Json* list = fields.array(key, {0, kMostWords}, presence);
    if (list == nullptr) return words;
    for (const Json& word : *list) {
        if (!word.is_string()) {
            fields.report(key, sentences::issues::wrong_type_text);
            continue;
        }
        words.push_back(deals::word_key(word.get<std::string>()));
    }
    return words;
}

void read_columns(const Json& root, deals::Words& words, std::vector<Issue>& issues) {
    ObjectReader fields(root, "", issues);
    if (!fields.is_object() || !fields.header("funnel-deals-columns", 1)) return;
    words.prefixes = words_in(fields, "prefixes", Presence::required);
    words.others = words_in(fields, "others", Presence::required);
    words.no_dates = words_in(fields, "no_dates", Presence::required);
    if (const Json* roles = fields.object("roles", Presence::required)) {
        ObjectReader by_role(*roles, "/roles", issues);
        for (std::size_t r = 0; r < deals::kRoles; ++r) {
            const std::string_view name = deals::name_of(static_cast<deals::Role>(r));
            const Json* role = by_role.object(name, Presence::optional);
            if (role == nullptr) continue;
            ObjectReader lists(*role, codec::pointer("/roles", name), issues);
            words.headers[r] = words_in(lists, "headers", Presence::required);
            words.parts[r] = words_in(lists, "parts", Presence::optional);
            lists.finish();
        }
        by_role.finish();
    }
    fields.finish();
}

deals::Words::Ends ends_in(ObjectReader& fields, std::string_view key, std::vector<Issue>& issues) {
    deals::Words::Ends ends;
    if (const Json* value = fields.object(key, Presence::required)) {
        ObjectReader lists(*value, codec::pointer("", key), issues);
        ends.whole = words_in(lists, "whole", Presence::required);
        ends.parts = words_in(lists, "parts", Presence::required);
        lists.finish();
    }
    return ends;
}

void read_outcomes(const Json& root, deals::Words& words, std::vector<Issue>& issues) {
    ObjectReader fields(root, "", issues);
    if (!fields.is_object() || !fields.header("funnel-deals-outcomes", 1)) return;
    words.won = ends_in(fields, "won", issues);
    words.lost = ends_in(fields, "lost", issues);
    words.unfit = ends_in(fields, "unfit", issues);
    words.open = ends_in(fields, "open", issues);
    words.yes = words_in(fields, "yes", Presence::required);
    words.no = words_in(fields, "no", Presence::required);
    words.unfit_reasons = words_in(fields, "unfit_reasons", Presence::required);
    if (const Json* places = fields.array("places", {0, 100}, Presence::required)) {
        for (std::size_t i = 0; i < places->size(); ++i) {
            ObjectReader place((*places)[i], codec::pointer("/places", i), issues);
            const auto kind = place.text("kind", {1, 40}, Presence::required);
            words.places.push_back({kind.value_or("other"), words_in(place, "parts", Presence::required),
                                    words_in(place, "or_won", Presence::optional)});
            place.finish();
        }
    }
    fields.finish();
}

}  // namespace

WordsResult deals_words_from_json(std::string_view columns, std::string_view outcomes) {
    WordsResult result;
    deals::Words words;
    const codec::Document first = codec::parse_document(columns);
    const codec::Document second = codec::parse_document(outcomes);
    for (const codec::Document* document : {&first, &second}) {
        result.issues.insert(result.issues.end(), document->issues.begin(), document->issues.end());
    }
    if (!first.readable || !second.readable) return result;
    read_columns(first.root, words, result.issues);
    read_outcomes(second.root, words, result.issues);
    if (result.issues.empty()) result.words = std::move(words);
    return result;
}

deals::Words compiled_in_words() {
    WordsResult read = deals_words_from_json(kDealsWords_columns, kDealsWords_outcomes);
    assert(read.words);
    return std::move(*read.words);
}

}  // namespace funnel
