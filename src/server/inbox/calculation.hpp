// What an owner saw, for the page of his request: his calculation, his checklist and his plan, worked out
// anew by the core from what is stored.
#pragma once

#include <optional>
#include <string>

#include "site/pages.hpp"

namespace funnel::server {

struct Calculation {
    PageValues values;
    std::string fragment;  // "#s2.…": opens it in the workbench; without the names of managers
};
// Nothing when the stored scenario cannot be read.
[[nodiscard]] std::optional<Calculation> calculation_of(const std::string& scenario_json);

// score, areas, zeros; nothing when there are no answers that can be read. `scenario_json` may be empty.
[[nodiscard]] std::optional<PageValues> checklist_of(const std::string& answers_json,
                                                     const std::string& scenario_json);

struct ShownPlan {
    PageValues values;  // plan_title, plan_rows, plan_later, plan_rest
    std::string
        fragment;  // "#s2.…": opens /plan/ with the numbers it was made of; "" when they are not known
};
// The plan that came with a request, as the server's core made it then; nothing when there is none that can
// be read. `scenario_json`: the calculation beside it, may be empty.
[[nodiscard]] std::optional<ShownPlan> attached_plan(const std::string& plan_json,
                                                     const std::string& scenario_json);

}  // namespace funnel::server
