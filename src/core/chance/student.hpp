// Student's t distribution: how wide a mean of few values is. Own code because the answer must be the same
// natively and in WebAssembly, whose C libraries differ, and the core takes no dependency.
#pragma once

namespace funnel {

// P(T ≤ t) of Student's t with `freedom` > 0 degrees of freedom, by the incomplete beta function
// (DLMF 8.17.22, its continued fraction).
[[nodiscard]] double student_cdf(double t, double freedom);

// The value that T stays below with this probability, to 1e-9 relative.
// Precondition: 0 < probability < 1, freedom ≥ 1. student_quantile(0.975, 4) = 2.7764451052.
[[nodiscard]] double student_quantile(double probability, double freedom);

}  // namespace funnel
