// A pasted table as JSON, for a preview before anything is replaced.
#pragma once

#include <string>

#include "core/text/paste.hpp"

namespace funnel {

// {"kind": "managers" | "stages", "managers": [{"name", "leads", "sales"}], "stages": [as in a scenario],
// "leads": number | null,
//  "notes": [{"code", "weight": "decision" | "left_out" | "nothing_taken", "row", "text", "message"}]}
[[nodiscard]] std::string pasted_to_json(const text::PastedTable& table);

}  // namespace funnel
