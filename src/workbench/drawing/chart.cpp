#include "workbench/drawing/chart.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::workbench {

float Axis::at(double value) const {
    if (!(high > low)) return x0;
    const double part = std::clamp((value - low) / (high - low), 0.0, 1.0);
    return x0 + static_cast<float>(part) * (x1 - x0);
}

Marks round_marks(double low, double high, int most) {
    Marks marks;
    if (!(high > low) || most < 1 || !std::isfinite(high - low)) return marks;
    const double least = (high - low) / most;
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    double step = power * 10;
    for (const double times : {1.0, 2.0, 5.0}) {
        if (power * times >= least) {
            step = power * times;
            break;
        }
    }
    marks.step = step;
    const double first = std::ceil(low / step);
    for (int i = 0; i <= most; ++i) {
        const double mark = (first + i) * step;
        if (mark > high) break;
        marks.at.push_back(mark);
    }
    return marks;
}

}  // namespace funnel::workbench
