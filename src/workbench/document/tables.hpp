// Tables that travel through the clipboard: rows by line feeds, cells by tabs, as Excel copies them.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/report.hpp"
#include "core/scenario.hpp"

namespace funnel::workbench {

// What a pasted table turned out to be, or why it is neither.
struct NotATable {
    std::string message;  // for the person who pasted
};
using Pasted = std::variant<std::vector<RosterEntry>, std::vector<Stage>, NotATable>;

// "имя, заявки, продажи" (name and two whole numbers) is a roster; "этап, вошло, прошло" with a percent sign
// or a single number is stages: name and a conversion, or name, conversion, target. A header row without
// numbers is skipped. `as_stages` decides for name and two whole numbers, which could be either.
enum class TwoCounts : std::uint8_t { managers, stages };
[[nodiscard]] Pasted table_from_text(std::string_view text, TwoCounts meaning);

// The stages with counts, money left by factor and the totals, for Excel: numbers with a decimal comma and
// without groups.
[[nodiscard]] std::string text_from_report(const Scenario& scenario, const Report& report);

}  // namespace funnel::workbench
