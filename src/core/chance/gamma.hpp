// The gamma distribution, to about 1e-12, for any shape. Own code because the answer must be the same
// natively and in WebAssembly, whose C libraries differ, and the core takes no dependency.
#pragma once

namespace funnel {

// Lower and upper tail and density of Gamma(shape, scale 1) at x.
struct GammaTails {
    double lower = 0;    // P(X ≤ x)
    double upper = 1;    // P(X > x)
    double density = 0;  // by ln x: x · pdf(x), finite at every shape
};

// Precondition: shape > 0, x ≥ 0.
// Sources: power series and Lentz's continued fraction (DLMF 8.7.1, 8.9.2); Temme's uniform expansion for
// large shapes (DLMF 8.12; coefficients of Didonato and Morris 1986).
[[nodiscard]] GammaTails gamma_tails(double shape, double x);

// ln Γ(x), x > 0.
[[nodiscard]] double log_gamma(double x);

// ln Γ(x + rise) − ln Γ(x + 1), x > −1, x + rise > 0: the shape of a beta-binomial term. Right to
// 1e-12·max(1, |result|) or so.
[[nodiscard]] double log_gamma_ratio(double x, double rise);

}  // namespace funnel
