// JSON Schema (draft 2020-12) of the project's documents, for whoever writes or checks them elsewhere. Ranges
// and defaults come from the one table of fields (core/fields.hpp), so a schema says what the reader does.
// What a schema cannot say, the reader checks besides: unique stage ids, passed ≤ entered, sales ≤ leads,
// full_month ≥ starts_month.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel {

// "scenario", "report", "comparison"…
[[nodiscard]] std::vector<std::string_view> schema_names();

// Absent for an unknown name.
[[nodiscard]] std::optional<std::string> schema_of(std::string_view name);

}  // namespace funnel
