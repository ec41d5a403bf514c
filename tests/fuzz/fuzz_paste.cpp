// Any bytes are a pasted table or none; what is taken of them is within the ranges of a scenario.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/json/paste_json.hpp"
#include "core/json/scenario_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using funnel::text::PasteKind;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const PasteKind kind : {PasteKind::managers, PasteKind::stages}) {
        const auto table = funnel::text::read_paste(text, kind);
        funnel::Scenario scenario;
        scenario.stages = {{"sale", "Продажа", funnel::StageKind::payment, 0.1, {}, {}}};
        if (!table.stages.empty()) scenario.stages = table.stages;
        scenario.roster = table.managers;
        if (!funnel::issues_of(scenario).empty()) std::abort();
        if (table.empty() && table.notes.empty()) std::abort();
        if (funnel::pasted_to_json(table).front() != '{') std::abort();
    }
    return 0;
}
