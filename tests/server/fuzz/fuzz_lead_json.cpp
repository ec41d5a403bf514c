// Any body of POST /api/leads is read, refused with issues, or not JSON; never anything else.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lead/lead_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace funnel::server;
    const auto result = lead_from_json({reinterpret_cast<const char*>(data), size});
    assert(result.lead.has_value() == (result.verdict == LeadResult::Verdict::ok));
    assert((result.verdict == LeadResult::Verdict::invalid) == !result.issues.empty());
    if (result.lead) (void)canonical_content(*result.lead);
    return 0;
}
