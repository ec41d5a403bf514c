// JSON of the deals: mappings (`funnel-deals-mapping`), proposals, reports (`funnel-deals-report`), growth
// (`funnel-growth`), and the words of the CRMs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/agreement.hpp"
#include "core/deals/reader.hpp"
#include "core/issue.hpp"

namespace funnel {

// Words of assets/deals/columns.json and outcomes.json. Absent with issues when a document is not of their
// form.
struct WordsResult {
    std::optional<deals::Words> words;
    std::vector<Issue> issues;
};
[[nodiscard]] WordsResult deals_words_from_json(std::string_view columns, std::string_view outcomes);

// assets/deals/columns.json and outcomes.json, compiled in.
extern const std::string_view kDealsWords_columns;
extern const std::string_view kDealsWords_outcomes;
// Both read. Precondition: they are of their form, which a test checks.
[[nodiscard]] deals::Words compiled_in_words();

// Either a mapping or all issues of the document. A key `proposal` (of a printed proposal) is passed over.
struct MappingResult {
    std::optional<deals::Mapping> mapping;
    std::vector<Issue> issues;
};
[[nodiscard]] MappingResult mapping_from_json(std::string_view text);
[[nodiscard]] std::string mapping_to_json(const deals::Mapping& mapping);

// The proposed mapping with a key `proposal`: table, columns, texts, preview, undecided. Reads back as the
// mapping.
[[nodiscard]] std::string proposal_to_json(const deals::DealsReader& reader, const deals::Proposal& proposal);
[[nodiscard]] std::string proposal_to_json(const deals::DealsReader& reader);

// `set` is what the report was made of.
[[nodiscard]] std::string deals_report_to_json(const deals::DealsReader& reader, const deals::DealSet& set,
                                               const deals::DealsReport& report);

// What a growth rests on: the file as it was read.
struct GrowthEvidence {
    std::string file_sha256;  // empty: not counted
    std::uint64_t file_bytes = 0;
};
[[nodiscard]] std::string growth_to_json(const deals::Growth& growth, const deals::DealSet& set,
                                         const GrowthEvidence& evidence,
                                         const std::optional<std::string>& agreement_sha256);

// `funnel-growth-agreement`.
struct AgreementResult {
    std::optional<deals::Agreement> agreement;
    std::string sha256;  // of the canonical text of the document as it was given
    std::vector<Issue> issues;
};
[[nodiscard]] AgreementResult agreement_from_json(std::string_view text);
// Keys sorted, no spaces: the same text for the same agreement, of which both sides sign the SHA-256.
[[nodiscard]] std::string agreement_to_canonical_json(const deals::Agreement& agreement);

// What a mapping is compared by: its canonical text.
[[nodiscard]] std::string mapping_to_canonical_json(const deals::Mapping& mapping);

}  // namespace funnel
