#include "core/chance/student.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace funnel;

namespace {
// To 1e-9 relative; the values were computed with thirty digits.
bool same(double value, double expected) {
    return std::fabs(value - expected) <= 1e-9 * std::fabs(expected);
}
}  // namespace

TEST_CASE("Student's quantile is right to 1e-9 at any number of degrees") {
    struct Known {
        double probability, freedom, value;
    };
    constexpr std::array<Known, 14> kKnown{{{0.975, 1, 12.706204736432095},
                                            {0.975, 2, 4.3026527299112747},
                                            {0.975, 3, 3.1824463052837096},
                                            {0.975, 4, 2.7764451051977944},
                                            {0.975, 5, 2.5705818356363155},
                                            {0.975, 7, 2.3646242515927853},
                                            {0.975, 19, 2.0930240544083098},
                                            {0.975, 62, 1.998971517033379},
                                            {0.975, 100, 1.9839715185235523},
                                            {0.975, 999, 1.96234146113345},
                                            {0.975, 19999, 1.9600826110898155},
                                            {0.975, 1e6, 1.959966356814107},
                                            {0.9, 4, 1.5332062740589439},
                                            {0.999, 7, 4.7852896286383341}}};
    for (const Known& known : kKnown) {
        INFO(known.freedom);
        CHECK(same(student_quantile(known.probability, known.freedom), known.value));
        CHECK(same(student_quantile(1 - known.probability, known.freedom), -known.value));
    }
}

TEST_CASE("the quantile undoes the distribution function, and a half stays at zero") {
    CHECK(student_quantile(0.5, 3) == 0);
    for (const double freedom : {1.0, 2.0, 4.0, 9.0, 33.0, 500.0, 20'000.0}) {
        for (const double probability : {0.001, 0.025, 0.2, 0.49, 0.51, 0.9, 0.975, 0.9999}) {
            const double t = student_quantile(probability, freedom);
            CHECK(std::fabs(student_cdf(t, freedom) - probability) < 1e-12);
        }
    }
}

TEST_CASE("one degree is Cauchy's distribution, two have a closed form") {
    for (const double p : {0.6, 0.75, 0.9, 0.975}) {
        CHECK(same(student_quantile(p, 1), std::tan(3.14159265358979323846 * (p - 0.5))));
        CHECK(same(student_quantile(p, 2), (2 * p - 1) * std::sqrt(2 / (4 * p * (1 - p)))));
    }
}
