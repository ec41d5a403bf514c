// Names and sentences for people out of the one table (assets/messages/ru.json).
#pragma once

#include <string>
#include <string_view>

#include "core/findings.hpp"
#include "core/plan.hpp"
#include "core/scenario.hpp"

namespace funnel {

// A factor as people call it: "Заявки", a stage by its name; an unknown id is itself. Lives as long as the
// scenario and id.
[[nodiscard]] std::string_view factor_name(const Scenario& scenario, std::string_view id);

// Whoever leads a step of the plan: "собственник".
[[nodiscard]] std::string_view person_name(Person person);

// A finding as a sentence without its full stop: it may be a heading. Such as: the dearest stage and what one
// point of it is worth a month.
// Precondition: it is the scenario's.
[[nodiscard]] std::string told(const Finding& finding, const Scenario& scenario);

}  // namespace funnel
