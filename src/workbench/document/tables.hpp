// Tables that travel through the clipboard: rows by line feeds, cells by tabs, as Excel copies them.
#pragma once

#include <string>
#include <string_view>

#include "core/report.hpp"
#include "core/scenario.hpp"
#include "core/text/paste.hpp"

namespace funnel::workbench {

// What a pasted table turned out to be: by the core's reader (core/text/paste.hpp), as what the place wants
// or, when it clearly looks like the other kind, as that. Neither managers nor stages: nothing was taken.
struct Pasted {
    text::PastedTable table;
    std::string told;  // what was taken, decided and left out, for the person who pasted
};
[[nodiscard]] Pasted table_from_text(std::string_view text, text::PasteKind expected);

// The stages with counts, money left by factor and the totals, for Excel: numbers with a decimal comma and
// without groups.
[[nodiscard]] std::string text_from_report(const Scenario& scenario, const Report& report);

}  // namespace funnel::workbench
