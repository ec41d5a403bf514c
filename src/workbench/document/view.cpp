#include "workbench/document/view.hpp"

namespace funnel::workbench {

const Scenario& latest_scenario(const std::vector<Intent>& intents, const Document& document) {
    const Scenario* latest = &document.scenario();
    for (const Intent& intent : intents) {
        if (const auto* edit = std::get_if<EditScenario>(&intent)) latest = &edit->scenario;
    }
    return *latest;
}

const View& latest_view(const std::vector<Intent>& intents, const View& view) {
    const View* latest = &view;
    for (const Intent& intent : intents) {
        if (const auto* change = std::get_if<ChangeView>(&intent)) latest = &change->view;
    }
    return *latest;
}

}  // namespace funnel::workbench
