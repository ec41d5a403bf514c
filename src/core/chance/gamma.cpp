#include "core/chance/gamma.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace funnel {

namespace {

// ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], x ≥ 10 (DLMF 5.11.1).
double stirling_correction(double x) {
    const double r = 1 / (x * x);
    return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / x;
}

// λ − 1 − ln λ ≥ 0, exact also near λ = 1.
double distance_from_one(double lambda) {
    const double mu = lambda - 1;
    if (std::fabs(mu) > 0.1) return mu - std::log(lambda);
    double sum = 0;
    double power = mu;
    for (int k = 2; k < 24; ++k) {
        power *= -mu;
        sum += -power / k;
    }
    return sum;
}

// x^a e^(−x) / Γ(a + 1).
double prefix(double a, double x) {
    if (x <= 0) return 0;
    if (a < 10) return std::exp(a * std::log(x) - x - log_gamma(a + 1));
    return std::exp(-a * distance_from_one(x / a) - stirling_correction(a)) /
           std::sqrt(2 * std::numbers::pi * a);
}

constexpr int kMaxTerms = 2000;
constexpr double kPrecision = 1e-16;

double lower_by_series(double a, double x, double prefix_value) {
    double term = 1;
    double sum = 1;
    for (int k = 1; k < kMaxTerms && term > sum * kPrecision; ++k) {
        term *= x / (a + k);
        sum += term;
    }
    return prefix_value * sum;
}

double upper_by_fraction(double a, double x, double prefix_value) {
    constexpr double kTiny = std::numeric_limits<double>::min() * 1e10;
    double b = x + 1 - a;
    double c = 1 / kTiny;
    double d = 1 / (std::fabs(b) < kTiny ? kTiny : b);
    double h = d;
    for (int i = 1; i < kMaxTerms; ++i) {
        const double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        if (std::fabs(d) < kTiny) d = kTiny;
        c = b + an / c;
        if (std::fabs(c) < kTiny) c = kTiny;
        d = 1 / d;
        const double delta = d * c;
        h *= delta;
        if (std::fabs(delta - 1) < kPrecision * 4) break;
    }
    return prefix_value * a * h;
}

// Rows of Temme's coefficients, powers of η ascending.
constexpr std::array<double, 13> kTemme0{
    -0.333333333333333333,    0.0833333333333333333,    -0.0148148148148148148,   0.00115740740740740741,
    0.000352733686067019400,  -0.000178755144032921811, 0.391926317852243778e-4,  -0.218544851067999216e-5,
    -0.185406221071515996e-5, 0.829671134095308601e-6,  -0.176659527368260793e-6, 0.670785354340149857e-8,
    0.102618097842403080e-7};
constexpr std::array<double, 11> kTemme1{
    -0.00185185185185185185,    -0.00347222222222222222,   0.00264550264550264550,
    -0.000990226337448559671,   0.000205761316872427984,   -0.40187757201646091e-6,
    -0.18098550334489977855e-4, 0.76491609160811100846e-5, -0.16120900894563446004e-5,
    0.46471278028074343226e-8,  0.1378633446915720959e-6};
constexpr std::array<double, 7> kTemme2{
    0.00413359788359788360,   -0.00268132716049382716, 0.000771604938271604938, 0.200938786008230453e-5,
    -0.000107366532263651605, 0.529234488291201254e-4, -0.127606351886187277e-4};

template <std::size_t Size>
double polynomial(const std::array<double, Size>& coefficients, double x) {
    double value = 0;
    for (std::size_t i = Size; i-- > 0;) value = value * x + coefficients[i];
    return value;
}

GammaTails tails_by_temme(double a, double x, double prefix_value) {
    const double lambda = x / a;
    const double phi = distance_from_one(lambda);
    const double eta = std::copysign(std::sqrt(2 * phi), lambda - 1);
    const double series =
        polynomial(kTemme0, eta) + (polynomial(kTemme1, eta) + polynomial(kTemme2, eta) / a) / a;
    const double correction = std::exp(-a * phi) / std::sqrt(2 * std::numbers::pi * a) * series;
    const double root = eta * std::sqrt(a / 2);
    return {0.5 * std::erfc(-root) - correction, 0.5 * std::erfc(root) + correction, prefix_value * a};
}

}  // namespace

// Shifted up to where Stirling's formula is exact: the C libraries' own lgamma differ in the last digits.
double log_gamma(double x) {
    double product = 1;
    while (x < 10) {
        product *= x;
        x += 1;
    }
    return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2 * std::numbers::pi) + stirling_correction(x) -
           std::log(product);
}

GammaTails gamma_tails(double shape, double x) {
    if (x <= 0) return {};
    const double value = prefix(shape, x);
    if (shape >= 200 && std::fabs(x - shape) < 0.3 * shape) return tails_by_temme(shape, x, value);
    if (x < shape + 1) {
        const double lower = lower_by_series(shape, x, value);
        return {lower, 1 - lower, value * shape};
    }
    const double upper = upper_by_fraction(shape, x, value);
    return {1 - upper, upper, value * shape};
}

double log_gamma_ratio(double x, double rise) {
    const double high = x + rise;
    const double low = x + 1;
    if (high < 10 || low < 10) return log_gamma(high) - log_gamma(low);
    // (h − ½) ln h − (l − ½) ln l − (h − l), arranged so that the large parts do not cancel.
    return (low - 0.5) * std::log1p((high - low) / low) + (high - low) * (std::log(high) - 1) +
           stirling_correction(high) - stirling_correction(low);
}

}  // namespace funnel
