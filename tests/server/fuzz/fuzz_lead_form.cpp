// The same for a form sent without a script.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/target.hpp"
#include "lead/lead_form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace funnel::server;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto fields = fields_from(text);
    if (!fields) return 0;
    const auto result = lead_from_form(*fields, {"2026-11-23", "203.0.113.7", "", *fields});
    assert(result.lead.has_value() == (result.verdict == LeadResult::Verdict::ok));
    if (result.lead) assert(result.lead->trapped || result.lead->idempotency_key.size() >= 16);
    return 0;
}
