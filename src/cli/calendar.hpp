// A plan as a calendar file (RFC 5545): steps as all-day events, the weekly meeting as a recurring one.
#pragma once

#include <string>
#include <vector>

#include "core/plan.hpp"

namespace funnel::cli {

// Precondition: the plan has a start. The same plan gives the same bytes.
[[nodiscard]] std::string calendar_of(const Plan& plan, const std::vector<Technique>& techniques);

}  // namespace funnel::cli
