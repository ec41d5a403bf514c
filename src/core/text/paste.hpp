// A pasted table as what it means: managers with their leads and sales, or stages of a funnel. Names of
// columns decide; without them, what the columns hold. What was left out and what was decided is told with
// its row, for a preview that a person accepts before anything is replaced.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace funnel::text {

enum class PasteKind : std::uint8_t { managers, stages };

enum class PasteCode : std::uint8_t {
    // decisions
    merged,            // rows of one name are one manager
    columns_swapped,   // without names of columns, the smaller numbers are the sales
    empty_is_zero,     // no sales in the row
    no_name,           // a row without a name stays as «Без имени»
    shares,            // the whole column of percentages holds shares: "0,8" is 80 %, "1" is 100 %
    column_ignored,    // a column that is neither names, leads nor sales
    first_is_entered,  // a column of counts: the first row is who entered
    // left out, with the row
    before_header,   // rows above the names of columns
    total_row,       // «Итого», «Всего»
    no_numbers,      // a row of words only
    bad_number,      // a cell that is no number, or no whole one
    above_leads,     // more sales than leads
    above_entered,   // more passed a stage than entered it
    out_of_range,    // a conversion above 100 %, nobody entered
    too_many,        // beyond 200 managers or 12 stages
    repeated_stage,  // a second stage of the same name
    // nothing can be taken
    empty,              // no table
    no_column,          // a table without leads or sales, without conversions
    looks_like_stages,  // stages where managers were expected
    looks_like_managers,
};
[[nodiscard]] std::string_view code_of(PasteCode code);
enum class PasteWeight : std::uint8_t { decision, left_out, nothing_taken };
[[nodiscard]] PasteWeight weight_of(PasteCode code);

struct PasteNote {
    PasteCode code = PasteCode::empty;
    std::size_t row = 0;  // in the pasted table, from 1; 0 when it is about no row
    std::string text;     // the name, the column (its first cell when it has no name) or the cell it is about
    friend bool operator==(const PasteNote&, const PasteNote&) = default;
};
// The note as a sentence for the person who pasted.
[[nodiscard]] std::string told(const PasteNote& note);

struct PastedTable {
    PasteKind kind = PasteKind::managers;
    std::vector<RosterEntry> managers;  // whole numbers, sales ≤ leads, ≤ 200, names ≤ 80 characters
    std::vector<Stage> stages;  // within their ranges, ≤ 12, with ids; targets where there is such a column
    std::optional<Count> leads;  // of stages given by counts: who entered the first
    std::vector<PasteNote> notes;
    // Nothing was taken; a note says why.
    [[nodiscard]] bool empty() const { return managers.empty() && stages.empty(); }
};

// Reads UTF-8 of any content, up to 1 MiB and 2 000 rows. `expected` is what the place wants: a table that
// looks like the other kind is not taken.
[[nodiscard]] PastedTable read_paste(std::string_view utf8, PasteKind expected);

}  // namespace funnel::text
