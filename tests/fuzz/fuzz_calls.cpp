// Any bytes are calls, techniques, a request, or issues; whatever was read has a report.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/json/calls_json.hpp"
#include "core/json/plan_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto calls = funnel::calls_from_json(text);
    if (calls.calls.has_value() != calls.issues.empty()) std::abort();
    if (calls.calls && funnel::calls_report_to_json(funnel::report_of(*calls.calls), *calls.calls).empty()) {
        std::abort();
    }
    const auto techniques = funnel::techniques_from_json(text);
    if (techniques.techniques.has_value() != techniques.issues.empty()) std::abort();
    const funnel::Checklist checklist{{{"a", {funnel::StageKind::meeting}, {"coverage"}, {{"x", 1, true}}}}};
    const auto request = funnel::plan_request_from_json(text, checklist);
    if (request.request.has_value() != request.issues.empty()) std::abort();
    const std::vector<funnel::Technique> none;
    if (request.request) static_cast<void>(funnel::plan_of(*request.request, none, checklist));
    return 0;
}
