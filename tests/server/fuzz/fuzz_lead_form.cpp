// The same for a form sent without a script.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/lead_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace funnel::server;
    const auto result = lead_from_form({reinterpret_cast<const char*>(data), size}, "2026-11-23");
    assert(result.lead.has_value() == (result.verdict == LeadResult::Verdict::ok));
    if (result.lead) assert(result.lead->trapped || result.lead->idempotency_key.size() >= 16);
    return 0;
}
