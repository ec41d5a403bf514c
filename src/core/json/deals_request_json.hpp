// What a page asks of a file of deals, as JSON: the host of deals.wasm sends these. Every date is
// "2026-03-09".
#pragma once

#include <string>
#include <string_view>

#include "core/json/deals_json.hpp"

namespace funnel {

// {"mapping": {…} | null, "rows": false}: how a file is to be read. `rows`: the bytes are a host's own rows,
// comma separated UTF-8, and lines count rows.
struct DealsOpenResult {
    std::optional<deals::ReaderOptions> options;
    std::vector<Issue> issues;
};
[[nodiscard]] DealsOpenResult deals_open_from_json(std::string_view text);

// Answers of a reader that finished, each {"report": …}, {"growth": …}, {"agreement": …, "sha256": …} or
// {"issues": […]}. A request's mapping (null: the one that was opened with or proposed) must have the columns
// the file was read with; others are the issue `columns_differ`, and the file is to be read again.
//
// {"today", "as_of": null, "mapping": null, "horizon_days": null, "months": 6}. Beside the report:
// `ripens_later` (report.hpp), `idle_texts` of the outcome and stage columns, which stand in no deal of it.
[[nodiscard]] std::string answer_report(const deals::DealsReader& reader, std::string_view request);
// {"today", "as_of", "mapping", "horizon_days", "before": {"from", "to"}, "after": {…}, "agreement": {…} |
// null,
//  "file_sha256": "" , "file_bytes": 0}
[[nodiscard]] std::string answer_growth(const deals::DealsReader& reader, std::string_view request);
// {"today", "as_of", "mapping", "horizon_days", "before", "after", "min_deals": 0, "fee": {"growth_share",
// "cap", "pay_when"}}. `agreement` is the canonical text to sign, as a string; `sha256` is of it.
[[nodiscard]] std::string answer_agreement(const deals::DealsReader& reader, std::string_view request);
[[nodiscard]] std::string answer_proposal(const deals::DealsReader& reader);

}  // namespace funnel
