// Random scenarios within (and at the edges of) the ranges of the model, from a seed: the same everywhere.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>

#include "core/scenario.hpp"

namespace funnel::testing {

// SplitMix64: small, good, and the same in every standard library.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t bits();
    // 0 ≤ x < 1
    double unit();
    double between(double low, double high) { return low + (high - low) * unit(); }
    // Evenly over orders of magnitude; low > 0.
    double magnitude(double low, double high);
    std::int64_t whole(std::int64_t low, std::int64_t high);
    bool chance(double probability) { return unit() < probability; }

private:
    std::uint64_t state_;
};

// Any scenario the model allows, edges included; up to `most_leads` leads.
[[nodiscard]] Scenario random_scenario(Random& random, double most_leads);
// The same with nothing at zero and no limits, where strict inequalities hold.
[[nodiscard]] Scenario plain_scenario(Random& random);

// A file of the repository, relative to its root; empty when it is not there.
inline std::string text_of(const std::string& path) {
    std::ifstream file(std::string(FUNNEL_SOURCE_DIR "/") + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace funnel::testing
