#include "core/chance/student.hpp"

#include <cmath>
#include <limits>

#include "core/chance/gamma.hpp"

namespace funnel {

namespace {

// The continued fraction of the incomplete beta function by Lentz's method; quick where x < (a + 1) / (a + b
// + 2).
double beta_fraction(double a, double b, double x) {
    constexpr double kTiny = std::numeric_limits<double>::min() * 1e10;
    constexpr double kPrecision = 1e-16;
    constexpr int kMaxTerms = 500;
    const auto away_from_zero = [](double value) { return std::fabs(value) < kTiny ? kTiny : value; };
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m < kMaxTerms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        h *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        const double step = d * c;
        h *= step;
        if (std::fabs(step - 1) < kPrecision * 4) break;
    }
    return h;
}

// ln B(½, b).
double log_beta_half(double b) {
    return log_gamma(0.5) - log_gamma_ratio(b - 1, 1.5);
}

// P(|T| > |t|) of Student's t: I_x(f/2, ½) at x = f / (f + t²); `far` is 1 − x, given apart because it may be
// tiny.
double both_tails(double t, double freedom) {
    const double near = freedom / (freedom + t * t);
    const double far = t * t / (freedom + t * t);
    if (!(far > 0)) return 1;
    if (!(near > 0)) return 0;
    const double a = freedom / 2;
    constexpr double kHalf = 0.5;
    // x^a (1 − x)^b / B(a, b); ln x by what is missing from 1, exact for many degrees of freedom.
    const double log_near = -std::log1p(t * t / freedom);
    const double front = std::exp(a * log_near + kHalf * std::log(far) - log_beta_half(a));
    if (near < (a + 1) / (a + kHalf + 2)) return front * beta_fraction(a, kHalf, near) / a;
    return 1 - front * beta_fraction(kHalf, a, far) / kHalf;
}

}  // namespace

double student_cdf(double t, double freedom) {
    const double tail = both_tails(t, freedom) / 2;
    return t > 0 ? 1 - tail : tail;
}

double student_quantile(double probability, double freedom) {
    if (probability == 0.5) return 0;
    const double tail = probability < 0.5 ? probability : 1 - probability;
    double low = 0;
    double high = 1;
    while (both_tails(high, freedom) / 2 > tail) {
        low = high;
        high *= 2;
    }
    // Bisection: as sure as the tail itself, and the tail falls strictly.
    for (int i = 0; i < 100 && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle == low || middle == high) break;
        (both_tails(middle, freedom) / 2 > tail ? low : high) = middle;
    }
    const double value = low + (high - low) / 2;
    return probability < 0.5 ? -value : value;
}

}  // namespace funnel
