// Positions on a chart: a straight axis from values to CSS pixels, and round values to mark on it.
#pragma once

#include <vector>

namespace funnel::workbench {

struct Axis {
    double low = 0, high = 1;  // values; a width of nothing shows everything at x0
    float x0 = 0, x1 = 0;      // CSS pixels
    [[nodiscard]] float at(double value) const;
};

// Round values (1, 2 or 5 times a power of ten apart) within low..high, at most `most` of them and the step
// between them.
struct Marks {
    std::vector<double> at;
    double step = 1;
};
[[nodiscard]] Marks round_marks(double low, double high, int most);

}  // namespace funnel::workbench
