// Documents compiled into `funnel` from assets/: the sample scenarios, the checklist and the techniques.
#pragma once

#include <span>
#include <string_view>

namespace funnel::cli {

struct EmbeddedScenario {
    std::string_view name;  // file name without .json
    std::string_view json;
};

extern const std::string_view kChecklistDocument;
extern const std::string_view kTechniquesDocument;
extern const std::span<const EmbeddedScenario> kEmbeddedScenarios;

}  // namespace funnel::cli
