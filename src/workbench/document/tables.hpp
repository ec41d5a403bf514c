// The table for the clipboard: rows by line feeds, cells by tabs, as Excel copies them.
#pragma once

#include <string>

#include "core/report.hpp"
#include "core/scenario.hpp"

namespace funnel::workbench {

// The stages with counts, money left by factor and the totals, for Excel: numbers with a decimal comma and
// without groups.
[[nodiscard]] std::string text_from_report(const Scenario& scenario, const Report& report);

}  // namespace funnel::workbench
