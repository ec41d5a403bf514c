// The same for a form sent without a script.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/lead_form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace funnel::server;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto result = lead_from_form(text, {"2026-11-23", "203.0.113.7", "", std::string(text)});
    assert(result.lead.has_value() == (result.verdict == LeadResult::Verdict::ok));
    if (result.lead) assert(result.lead->trapped || result.lead->idempotency_key.size() >= 16);
    return 0;
}
