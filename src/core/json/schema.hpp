// JSON Schema (draft 2020-12) of the project's documents, for whoever writes or checks them elsewhere. Ranges
// and defaults come from the one table of fields (core/fields.hpp), so a schema says what the reader does.
// What a schema cannot say, the reader checks besides: unique stage ids, passed ≤ entered, sales ≤ leads,
// full_month ≥ starts_month, days that exist.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace funnel {

struct DocumentSchema {
    std::string_view name;  // "scenario", "report"…
    std::string (*make)();  // of the document alone, without the words of the draft
};

// Scenario, report and what is made of them.
[[nodiscard]] std::span<const DocumentSchema> model_schemas();
// Checklist, calls and the plan that rests on them.
[[nodiscard]] std::span<const DocumentSchema> plan_schemas();
// Deals of a CRM and growth: in funnel_deals_codec.
[[nodiscard]] std::span<const DocumentSchema> deals_schemas();

// The whole text of one.
[[nodiscard]] std::string schema_text(const DocumentSchema& document);

}  // namespace funnel
