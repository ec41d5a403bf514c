// Any bytes are a table or a refusal, by pieces as by the whole; what is a table has a proposal, a report and
// a growth or issues.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/json/deals_request_json.hpp"

namespace {

const funnel::deals::Words& words() {
    static const funnel::deals::Words read = funnel::compiled_in_words();
    return read;
}

// Everything that is said of a file fed by pieces.
std::string said_of(std::string_view bytes, std::size_t piece) {
    funnel::deals::DealsReader reader(words(), {std::nullopt, true, {}});
    for (std::size_t at = 0; at < bytes.size(); at += piece) reader.feed(bytes.substr(at, piece));
    reader.finish();
    std::string said = funnel::answer_proposal(reader);
    if (said.front() != '{') std::abort();
    said += funnel::answer_report(reader, R"({"today":"2026-06-01"})");
    said += funnel::answer_report(
        reader, R"({"today":"2026-06-01","as_of":"2026-03-01","horizon_days":30,"months":3})");
    said += funnel::answer_growth(
        reader, R"({"today":"2026-06-01","horizon_days":7,"before":{"from":"2026-01-01","to":"2026-01-31"},)"
                R"("after":{"from":"2026-02-01","to":"2026-02-28"}})");
    return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string whole = said_of(bytes, size);
    if (said_of(bytes, 1 + size / 3) != whole) std::abort();
    // Numbers are finite; a cell may say otherwise.
    for (const char* no_number : {"inf", "nan"}) {
        if (bytes.find(no_number) == std::string_view::npos &&
            whole.find(std::string("\":") + no_number) != std::string::npos) {
            std::abort();
        }
    }
    // The same bytes as a mapping.
    const funnel::MappingResult mapping = funnel::mapping_from_json(bytes);
    if (mapping.mapping.has_value() != mapping.issues.empty()) std::abort();
    if (mapping.mapping && !funnel::mapping_from_json(funnel::mapping_to_json(*mapping.mapping)).mapping)
        std::abort();
    return 0;
}
