// Any bytes are a sentence; what was understood of them makes a scenario within its ranges.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/json/scenario_json.hpp"
#include "core/text/opening_sentence.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    funnel::Scenario scenario;
    scenario.stages = {{"sale", "Продажа", funnel::StageKind::payment, 0.1, {}, {}}};
    const auto said = funnel::text::read_opening_sentence(text);
    if (!funnel::issues_of(funnel::text::with_sentence(scenario, said)).empty()) std::abort();
    return 0;
}
