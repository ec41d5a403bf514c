// Changes people make to a scenario, each a pure function from the scenario before to the scenario after. The
// result is always within the ranges of scenario.hpp; an edit that cannot be (a thirteenth stage, an empty
// name) returns the scenario as it was. Single numbers are in quantities.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"
#include "workbench/document/document.hpp"

namespace funnel::workbench {

// A name for people: at most 80 characters, without control characters and spaces at the ends.
[[nodiscard]] std::string cleaned_name(std::string_view name);

[[nodiscard]] Scenario with_title(Scenario scenario, std::string_view title);

// Stages. `index` past the end changes nothing.
[[nodiscard]] Scenario with_conversion(Scenario scenario, std::size_t index,
                                       Ratio conversion);  // forgets the counts
[[nodiscard]] Scenario with_counts(Scenario scenario, std::size_t index, Observed observed);
[[nodiscard]] Scenario with_target(Scenario scenario, std::size_t index, std::optional<Ratio> target);
[[nodiscard]] Scenario with_stage_name(Scenario scenario, std::size_t index, std::string_view name);
// Before the last stage (which is what the money comes from): "Этап N", 100 %, an id not used yet.
[[nodiscard]] Scenario with_stage_added(Scenario scenario);
[[nodiscard]] Scenario without_stage(Scenario scenario, std::size_t index);  // the last stage stays
[[nodiscard]] Scenario with_stage_moved(Scenario scenario, Move move);
// All stages at once, as a preset or a pasted table gives them; ids are made unique. A stage that is called
// like one before keeps its id, kind and the target it had, where the new one brings none. Empty or over
// kMaxStages changes nothing.
[[nodiscard]] Scenario with_stages(Scenario scenario, std::vector<Stage> stages);

// Every target becomes what is now, and no target is left: the variant in which all goals are reached.
[[nodiscard]] Scenario with_targets_reached(Scenario scenario);

// Managers one by one.
[[nodiscard]] Scenario with_roster(Scenario scenario, std::vector<RosterEntry> roster);
[[nodiscard]] Scenario with_manager_added(Scenario scenario);
[[nodiscard]] Scenario without_manager(Scenario scenario, std::size_t index);
[[nodiscard]] Scenario with_manager(Scenario scenario, std::size_t index, RosterEntry entry);

}  // namespace funnel::workbench
