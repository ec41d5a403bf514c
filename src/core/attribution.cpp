#include "core/attribution.hpp"

#include <algorithm>
#include <cstddef>

namespace funnel {

namespace {

// Coefficients of Π_{j≠skip} (nⱼ + tⱼ x), lowest power first.
std::vector<double> polynomial_without(const std::vector<Factor>& factors, std::size_t skip) {
    std::vector<double> coefficients{1};
    for (std::size_t j = 0; j < factors.size(); ++j) {
        if (j == skip) continue;
        coefficients.push_back(0);
        for (std::size_t s = coefficients.size() - 1; s > 0; --s) {
            coefficients[s] = coefficients[s] * factors[j].now + coefficients[s - 1] * factors[j].target;
        }
        coefficients[0] *= factors[j].now;
    }
    return coefficients;
}

}  // namespace

std::vector<FactorAmount> shapley_amounts(const std::vector<Factor>& factors) {
    const std::size_t count = factors.size();
    std::vector<FactorAmount> amounts;
    amounts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<double> e = polynomial_without(factors, i);
        double weighted = 0;
        double binomial = 1;  // C(count − 1, s)
        for (std::size_t s = 0; s < count; ++s) {
            weighted += e[s] / (static_cast<double>(count) * binomial);
            binomial = binomial * static_cast<double>(count - 1 - s) / static_cast<double>(s + 1);
        }
        amounts.push_back({factors[i].id, finite((factors[i].target - factors[i].now) * weighted)});
    }
    return amounts;
}

std::vector<Lever> levers_of(const Factors& factors) {
    const std::vector<Factor> list = in_order(factors);
    const std::size_t first_stage = 2;
    std::vector<Lever> levers;
    levers.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        double rest = 1;
        for (std::size_t j = 0; j < list.size(); ++j) {
            if (j != i) rest *= list[j].now;
        }
        Lever lever{list[i].id, finite(rest * (list[i].target - list[i].now)), std::nullopt};
        const bool is_stage = i >= first_stage && i < first_stage + factors.stages.size();
        if (is_stage) lever.per_point = finite(rest * std::min(0.01, 1 - list[i].now));
        levers.push_back(std::move(lever));
    }
    return levers;
}

}  // namespace funnel
