// Reports of deals as text for people: aligned Russian tables with small bars.
#pragma once

#include <string>

#include "core/deals/growth.hpp"
#include "core/deals/report.hpp"

namespace funnel::cli {

[[nodiscard]] std::string pretty(const deals::DealSet& set, const deals::DealsReport& report);
// `set` is what the growth was measured in.
[[nodiscard]] std::string pretty(const deals::DealSet& set, const deals::Growth& growth);

}  // namespace funnel::cli
