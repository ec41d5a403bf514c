// Which factor earns (or loses) how much of the difference between two products: exact Shapley attribution.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/factors.hpp"
#include "core/units.hpp"

namespace funnel {

// Money of one factor; negative when the factor got worse.
struct FactorAmount {
    std::string id;
    Roubles amount = 0;
};

// Shapley value of every factor in Π target − Π now: the average of its contribution over all orders of
// change,
//   (tᵢ − nᵢ) · Σₛ eₛ / (K · C(K−1, s)),  eₛ = coefficient of xˢ in Π_{j≠i} (nⱼ + tⱼ x).
// The amounts sum to the difference without residue, whatever the order and the zeros. O(K³), K ≤ 15.
[[nodiscard]] std::vector<FactorAmount> shapley_amounts(const std::vector<Factor>& factors);

// What one factor alone would change.
struct Lever {
    std::string id;
    Roubles isolated = 0;              // revenue change when only this factor reaches its target
    std::optional<Roubles> per_point;  // stages only: revenue change of +1 percentage point (less when under
                                       // 1 pp is left to 100 %)
};
[[nodiscard]] std::vector<Lever> levers_of(const Factors& factors);

}  // namespace funnel
