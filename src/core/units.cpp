#include "core/units.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace funnel {

namespace {
constexpr double kNoise = 1e-9;
double noise_of(double x) {
    return kNoise * std::max(1.0, std::fabs(x));
}
}  // namespace

double finite(double value) {
    if (std::isnan(value)) return 0;
    constexpr double kMost = std::numeric_limits<double>::max();
    return std::clamp(value, -kMost, kMost);
}

double ceil_forgiving(double x) {
    return finite(std::ceil(x - noise_of(x))) + 0.0;
}
double floor_forgiving(double x) {
    return finite(std::floor(x + noise_of(x))) + 0.0;
}
bool at_least_forgiving(double a, double b) {
    return a >= b - kNoise * std::fabs(b);
}

}  // namespace funnel
