// The predictive distribution of very many leads, where whole numbers are needlessly fine: quantiles within
// 0.5 %.
#pragma once

#include <cstdint>
#include <vector>

#include "core/chance/predictive.hpp"

namespace funnel {

// As `sales_distribution`, by quadrature over some 160 nodes a stage (all whole numbers where there are few).
// Not normalised; the mean is left to the caller. Precondition: leads > 0.
[[nodiscard]] CountDistribution lattice_distribution(std::int64_t leads,
                                                     const std::vector<BetaPosterior>& stages);

}  // namespace funnel
