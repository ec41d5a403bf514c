// Any bytes are a scenario or a list of issues; a scenario writes and reads back as itself and has a report.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/json/document.hpp"
#include "core/json/report_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = funnel::scenario_from_json({reinterpret_cast<const char*>(data), size});
    if (result.scenario.has_value() != result.issues.empty()) std::abort();
    if (!result.scenario) return 0;
    const auto again = funnel::scenario_from_json(funnel::scenario_to_json(*result.scenario));
    if (!again.scenario || !(*again.scenario == *result.scenario)) std::abort();
    const std::string report =
        funnel::report_to_json(funnel::evaluate(*result.scenario, funnel::Distribution::skip));
    // No number of JSON is infinite or none; a name may say so.
    if (!funnel::codec::parse_document(report).readable) std::abort();
    return 0;
}
