// What headers and outcomes are called in the CRMs: words are data (assets/deals/*.json), read by
// json/deals_words_json.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::deals {

// What a column of an export is for. deals.md §2 says what each means; `modified` stands in for `closed` of
// won deals.
enum class Role : std::uint8_t {
    id,
    created,
    closed,
    outcome,
    stage,
    lost_reason,
    amount,
    currency,
    responsible,
    source,
    pipeline,
    contact,
    lost_stage,
    stage_at,
    stage_dates,
    modified,
};
inline constexpr std::size_t kRoles = 16;
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_from(std::string_view name);
[[nodiscard]] constexpr std::size_t index_of(Role role) {
    return static_cast<std::size_t>(role);
}

// What a text of a stage or outcome column means for a deal.
struct Meaning {
    enum class Kind : std::uint8_t { won, lost, unfit, open, place, ignore };
    Kind kind = Kind::open;
    std::uint8_t place = 0;  // 1..12, of `place` only
    friend bool operator==(const Meaning&, const Meaning&) = default;
};

struct Words {
    // Headers of each role, squeezed (cell.hpp), the surest first.
    std::array<std::vector<std::string>, kRoles> headers;
    // Parts of a header that speak for a role when no whole header does, squeezed.
    std::array<std::vector<std::string>, kRoles> parts;
    // Headers of columns that look like a role and are none: birthdays, the contact's own dates. Squeezed.
    std::vector<std::string> others;
    // What a CRM writes in place of a date that there is none: «не закрыта». As word_key (cell.hpp).
    std::vector<std::string> no_dates;
    // Beginnings that a CRM puts before a header: "Deal - ", "Сделка: ". Squeezed.
    std::vector<std::string> prefixes;

    // Whole texts (squeezed) and parts of texts that are an end of a deal.
    struct Ends {
        std::vector<std::string> whole;
        std::vector<std::string> parts;
    };
    Ends won, lost, unfit, open;
    // Answers of a column that asks whether a deal is won: "да", "true", "1".
    std::vector<std::string> yes, no;
    // Names of the places of a funnel in their usual order: each a list of parts of texts, and the kind of
    // the calculator's stage.
    struct Place {
        std::string kind;
        std::vector<std::string> parts;
        // Whole texts that stand here where another text of the file is won, and are the end where none is: a
        // signed contract, for who counts money and for who counts contracts. Squeezed.
        std::vector<std::string> or_won;
    };
    std::vector<Place> places;
    // Reasons of loss that say "never a client": parts of texts.
    std::vector<std::string> unfit_reasons;
};

// Whether a header is a word of any role, to tell a header row from titles above it.
[[nodiscard]] bool knows_header(const Words& words, std::string_view header);

}  // namespace funnel::deals
