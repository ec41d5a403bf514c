// How the columns and texts of one CRM's export are to be understood (`funnel-deals-mapping`): given by a
// person, or proposed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/cell.hpp"
#include "core/deals/table.hpp"
#include "core/deals/words.hpp"
#include "core/issue.hpp"

namespace funnel::deals {

inline constexpr int kMaxPlace = 12;
inline constexpr std::array<std::string_view, 2> kReasonMeanings{"lost", "unfit"};
inline constexpr std::array<std::string_view, 2> kDecimalNames{",", "."};

// deals.md §2. Headers and names are compared folded (cell.hpp).
struct Mapping {
    // Headers of each role. More than one: the first cell that is not empty (all of them for stage_dates, in
    // funnel order).
    std::array<std::vector<std::string>, kRoles> columns;
    struct Stage {
        std::string name;
        Meaning means;
    };
    std::vector<Stage> stages;
    struct Reason {
        std::string name;
        bool unfit = false;
    };
    std::vector<Reason> reasons;
    std::optional<DateOrder> date_order;    // absent: by the whole column
    std::optional<char> decimal;            // ',' or '.'; absent: by the whole column
    std::optional<std::string> pipeline;    // absent: the largest
    std::optional<int> merge_repeats_days;  // ≥ 0

    [[nodiscard]] const std::vector<std::string>& of(Role role) const { return columns[index_of(role)]; }
    [[nodiscard]] std::vector<std::string>& of(Role role) { return columns[index_of(role)]; }
    [[nodiscard]] bool has(Role role) const { return !of(role).empty(); }
};

// Places of the columns of each role in a table.
using RoleColumns = std::array<std::vector<std::size_t>, kRoles>;

// Where the mapping's headers stand; what is wanted and not there is an issue (missing_column), so is a
// mapping without `created` (or stage_at) or without outcome and stage (missing).
[[nodiscard]] RoleColumns columns_of(const Mapping& mapping, const std::vector<std::string>& headers,
                                     std::vector<Issue>& issues);

// How sure a proposal is of something.
enum class Sure : std::uint8_t { yes, likely, asked };
[[nodiscard]] std::string_view name_of(Sure sure);

// Which column is for what, from headers first and cells second. Absent `created` or outcome: no column could
// be decided.
struct ColumnProposal {
    RoleColumns columns;
    std::array<Sure, kRoles> sure{};
    // Roles that two columns want alike, or that only the look of the cells speaks for: to be asked.
    std::vector<Role> undecided;
};
[[nodiscard]] ColumnProposal propose_columns(const TableHead& head, const Words& words);

// What one text of a stage or outcome column means, from its words; `asked`: no word of it is known (then
// open).
struct TextProposal {
    Meaning meaning;
    Sure sure = Sure::yes;
};
// `asks_won`: the column answers whether the deal is won, so "да" and "1" are ends.
[[nodiscard]] TextProposal propose_meaning(std::string_view text, bool asks_won, const Words& words);
// Ranks of places by their usual order, made 1, 2, 3… in the order they have among these texts. Texts that
// are no known place stay.
struct PlacedText {
    std::string text;
    TextProposal proposal;
    std::optional<std::size_t> rank;  // in Words::places
};
// Before the places are settled: who has no other won text among those that say how deals end may mean by one
// of these that a deal is won, and is asked.
void settle_ends(std::vector<PlacedText>& texts, const Words& words);
[[nodiscard]] bool may_be_won(std::string_view text, const Words& words);
void settle_places(std::vector<PlacedText>& texts);
[[nodiscard]] std::optional<std::size_t> place_rank(std::string_view text, const Words& words);
[[nodiscard]] bool is_unfit_reason(std::string_view text, const Words& words);

}  // namespace funnel::deals
