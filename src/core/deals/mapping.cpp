#include "core/deals/mapping.hpp"

#include <algorithm>
#include <set>

#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::deals;

namespace {

bool contains(std::string_view text, const std::vector<std::string>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const std::string& part) { return text.find(part) != std::string_view::npos; });
}

bool is_one_of(std::string_view text, const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_in(std::string_view text, const Words::Ends& ends) {
    return is_one_of(text, ends.whole) || contains(text, ends.parts);
}

// A part that is not denied or weakened by what stands right before it: «не оплачен», «предоплачен».
bool affirms(std::string_view text, const std::vector<std::string>& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
        const std::size_t at = text.find(part);
        if (at == std::string_view::npos) return false;
        for (const std::string_view denial :
             {"не", "пред", "частично", "not", "un", "pre", "partially", "partly", "tobe"}) {
            if (at >= denial.size() && text.substr(at - denial.size(), denial.size()) == denial) return false;
        }
        return true;
    });
}

}  // namespace

std::string_view name_of(Sure sure) {
    switch (sure) {
        case Sure::yes:
            return "yes";
        case Sure::likely:
            return "likely";
        default:
            return "asked";
    }
}

RoleColumns columns_of(const Mapping& mapping, const std::vector<std::string>& headers,
                       std::vector<Issue>& issues) {
    RoleColumns columns;
    std::vector<std::string> names;
    for (const std::string& header : headers) names.push_back(folded(header));
    for (std::size_t r = 0; r < kRoles; ++r) {
        const std::string path = "/columns/" + std::string(name_of(static_cast<Role>(r)));
        for (const std::string& wanted : mapping.columns[r]) {
            const auto found = std::find(names.begin(), names.end(), folded(wanted));
            if (found == names.end()) {
                issues.push_back(issue_at(path, say::missing_column, {{"column", wanted}}));
            } else {
                columns[r].push_back(static_cast<std::size_t>(found - names.begin()));
            }
        }
    }
    if (!mapping.has(Role::created) && !mapping.has(Role::stage_at)) {
        issues.push_back(issue_at("/columns/created", say::missing_created));
    }
    if (!mapping.has(Role::outcome) && !mapping.has(Role::stage)) {
        issues.push_back(issue_at("/columns/stage", say::missing_outcome));
    }
    return columns;
}

TextProposal propose_meaning(std::string_view text, bool asks_won, const Words& words) {
    using Kind = Meaning::Kind;
    const std::string key = word_key(text);
    if (key.empty()) return {{Kind::open, 0}, Sure::yes};
    if (asks_won && is_one_of(key, words.yes)) return {{Kind::won, 0}, Sure::yes};
    if (asks_won && is_one_of(key, words.no)) return {{Kind::lost, 0}, Sure::likely};
    // Whole texts before parts: «Не реализовано» holds «реализовано».
    for (const auto& [ends, kind] :
         {std::pair{&words.won, Kind::won}, std::pair{&words.unfit, Kind::unfit},
          std::pair{&words.lost, Kind::lost}, std::pair{&words.open, Kind::open}}) {
        if (is_one_of(key, ends->whole)) return {{kind, 0}, Sure::yes};
    }
    if (may_be_won(text, words)) return {{Kind::place, 1}, Sure::likely};
    if (contains(key, words.unfit.parts)) return {{Kind::unfit, 0}, Sure::likely};
    if (contains(key, words.lost.parts)) return {{Kind::lost, 0}, Sure::likely};
    if (affirms(key, words.won.parts)) return {{Kind::won, 0}, Sure::likely};
    if (place_rank(text, words)) return {{Kind::place, 1}, Sure::likely};
    if (is_in(key, words.open)) return {{Kind::open, 0}, Sure::likely};
    return {{Kind::open, 0}, Sure::asked};
}

std::optional<std::size_t> place_rank(std::string_view text, const Words& words) {
    const std::string key = word_key(text);
    for (std::size_t i = 0; i < words.places.size(); ++i) {
        if (is_one_of(key, words.places[i].or_won)) return i;
    }
    // The longest part decides: «отправлено КП после встречи» is an offer only when its word is the longer
    // one.
    std::optional<std::size_t> rank;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < words.places.size(); ++i) {
        for (const std::string& part : words.places[i].parts) {
            if (part.size() > longest && key.find(part) != std::string::npos) {
                rank = i;
                longest = part.size();
            }
        }
    }
    return rank;
}

bool may_be_won(std::string_view text, const Words& words) {
    const std::string key = word_key(text);
    return std::any_of(words.places.begin(), words.places.end(),
                       [&](const Words::Place& place) { return is_one_of(key, place.or_won); });
}

void settle_ends(std::vector<PlacedText>& texts, const Words& words) {
    using Kind = Meaning::Kind;
    const bool has_won = std::any_of(texts.begin(), texts.end(), [](const PlacedText& text) {
        return text.proposal.meaning.kind == Kind::won;
    });
    for (PlacedText& text : texts) {
        if (!has_won && may_be_won(text.text, words)) text.proposal = {{Kind::won, 0}, Sure::asked};
    }
}

void settle_places(std::vector<PlacedText>& texts) {
    std::set<std::size_t> ranks;
    for (const PlacedText& text : texts) {
        if (text.proposal.meaning.kind == Meaning::Kind::place && text.rank) ranks.insert(*text.rank);
    }
    for (PlacedText& text : texts) {
        if (text.proposal.meaning.kind != Meaning::Kind::place || !text.rank) continue;
        const auto place = std::distance(ranks.begin(), ranks.find(*text.rank)) + 1;
        text.proposal.meaning.place = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(place, kMaxPlace));
    }
}

bool is_unfit_reason(std::string_view text, const Words& words) {
    const std::string key = word_key(text);
    return contains(key, words.unfit_reasons) || is_in(key, words.unfit);
}

}  // namespace funnel::deals
