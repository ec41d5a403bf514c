// Pieces that the documents of the deals share. Codec files only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/deals/agreement.hpp"
#include "core/deals/mapping.hpp"
#include "core/deals/report.hpp"
#include "core/json/document.hpp"
#include "core/json/json_writer.hpp"

namespace funnel::deals {
class DealsReader;
}

namespace funnel::codec {

[[nodiscard]] deals::Mapping read_mapping(const Json& root, const std::string& path,
                                          std::vector<Issue>& issues);
[[nodiscard]] deals::GrowthFee read_growth_fee(const Json& value, std::vector<Issue>& issues);
// The fields of an open object.
void write_mapping_fields(JsonWriter& json, const deals::Mapping& mapping);
// "won", "lost", "unfit", "open", "ignore"; empty for a place.
[[nodiscard]] std::string_view name_of(deals::Meaning meaning);
void write(JsonWriter& json, deals::Meaning meaning);

// Keys sorted, no spaces, UTF-8, whole numbers without a point (RFC 8785 for what these documents hold).
[[nodiscard]] std::string canonical(Json value);

[[nodiscard]] inline std::int64_t number(std::uint64_t count) {
    return static_cast<std::int64_t>(count);
}
void write_counts(JsonWriter& json, std::string_view key, const std::vector<deals::TextCount>& list,
                  std::string_view name);
// How the file was taken for a table.
void write_table(JsonWriter& json, const deals::DealsReader& reader);

}  // namespace funnel::codec
