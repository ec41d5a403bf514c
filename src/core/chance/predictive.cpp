#include "core/chance/predictive.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/chance/predictive_lattice.hpp"

// A beta-binomial term is a product of three functions of one variable each,
//   BB(j | m) = const · u(j) · v(m − j) · w(m),   u(j) = Γ(j+α)/j!,  v(d) = Γ(d+β)/d!,  w(m) = m!/Γ(m+α+β),
// so passing a stage is u(j) · Σₘ P(m) w(m) v(m − j): a correlation of two tables, without an exponential or
// a division in the inner loop. The tables follow from term-to-term ratios. They are tilted by θ^j · θ^(m−j)
// = θ^m, which changes nothing and keeps all three flat around the centre; a block of m whose tables still
// span too many orders of magnitude is halved.

namespace funnel {

namespace {

// Probabilities of first, first + 1, …
struct Slice {
    std::int64_t first = 0;
    std::vector<double> probability;

    [[nodiscard]] std::int64_t last() const {
        return first + static_cast<std::int64_t>(probability.size()) - 1;
    }
};

constexpr double kNegligible = 1e-17;   // of a row's peak: where a row's window ends
constexpr double kTrimmedMass = 1e-15;  // dropped at either end after a stage
constexpr double kLargestSpan = 1e120;  // of a tilted table; beyond it the block is halved

struct Window {
    std::int64_t low = 0;
    std::int64_t high = 0;
};

// BB(j+1 | m) / BB(j | m).
double term_ratio(double j, double m, BetaPosterior p) {
    return (j + p.alpha) * (m - j) / ((j + 1) * (m - j - 1 + p.beta));
}

std::int64_t mean_of_row(std::int64_t m, BetaPosterior p) {
    return std::clamp(static_cast<std::int64_t>(static_cast<double>(m) * p.alpha / (p.alpha + p.beta)),
                      std::int64_t{0}, m);
}

// Last j of row m that is not negligible, and the first.
std::int64_t upper_end(std::int64_t m, BetaPosterior p) {
    double term = 1;
    double peak = 1;
    std::int64_t j = mean_of_row(m, p);
    while (j < m && term > peak * kNegligible) {
        term *= term_ratio(static_cast<double>(j), static_cast<double>(m), p);
        peak = std::max(peak, term);
        ++j;
    }
    return j;
}
std::int64_t lower_end(std::int64_t m, BetaPosterior p) {
    double term = 1;
    double peak = 1;
    std::int64_t j = mean_of_row(m, p);
    while (j > 0 && term > peak * kNegligible) {
        --j;
        term /= term_ratio(static_cast<double>(j), static_cast<double>(m), p);
        peak = std::max(peak, term);
    }
    return j;
}

// Values f(low), …, f(high) of a function given by f(k+1)/f(k), 1 at `centre`; 0 below zero.
struct Table {
    std::int64_t low = 0;
    std::vector<double> value;
    bool too_wide = false;
};

template <typename Ratio>
Table table_of(Window window, std::int64_t centre, Ratio ratio) {
    Table table{window.low, std::vector<double>(static_cast<std::size_t>(window.high - window.low + 1), 0.0),
                false};
    centre = std::clamp(centre, std::max<std::int64_t>(window.low, 0), window.high);
    const auto at = [&](std::int64_t k) -> double& {
        return table.value[static_cast<std::size_t>(k - window.low)];
    };
    double largest = 1;
    double smallest = 1;
    at(centre) = 1;
    for (std::int64_t k = centre; k < window.high; ++k) {
        at(k + 1) = at(k) * ratio(static_cast<double>(k));
        largest = std::max(largest, at(k + 1));
        smallest = std::min(smallest, at(k + 1));
    }
    for (std::int64_t k = centre; k > std::max<std::int64_t>(window.low, 0); --k) {
        at(k - 1) = at(k) / ratio(static_cast<double>(k - 1));
        largest = std::max(largest, at(k - 1));
        smallest = std::min(smallest, at(k - 1));
    }
    table.too_wide = !(largest < kLargestSpan && smallest > 1 / kLargestSpan);
    return table;
}

// out[k] += Σ_i weight[i] · kernel[i + size(out) − 1 − k]: both inputs run forward, four rows at a time.
void correlate(const std::vector<double>& weight, const double* kernel_reversed, std::vector<double>& out) {
    const std::size_t rows = weight.size();
    const std::size_t width = out.size();
    double* const sum = out.data();
    // Row i of the reversed kernel begins rows − 1 − i places in.
    std::size_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        const double w0 = weight[i], w1 = weight[i + 1], w2 = weight[i + 2], w3 = weight[i + 3];
        const double* const k0 = kernel_reversed + (rows - 1 - i);
        const double* const k1 = k0 - 1;
        const double* const k2 = k0 - 2;
        const double* const k3 = k0 - 3;
        for (std::size_t k = 0; k < width; ++k) {
            sum[k] += (w0 * k0[k] + w1 * k1[k]) + (w2 * k2[k] + w3 * k3[k]);
        }
    }
    for (; i < rows; ++i) {
        const double* const row = kernel_reversed + (rows - 1 - i);
        for (std::size_t k = 0; k < width; ++k) sum[k] += weight[i] * row[k];
    }
}

// Adds to `out` what rows first…last of `in` pass on.
void pass_block(const Slice& in, Window rows, BetaPosterior p, Slice& out) {
    const Window columns{std::max(out.first, lower_end(rows.low, p)),
                         std::min(out.last(), upper_end(rows.high, p))};
    const std::int64_t m0 = rows.low + (rows.high - rows.low) / 2;
    const std::int64_t j0 = mean_of_row(m0, p);
    const double both = p.alpha + p.beta;
    const double tilt = (static_cast<double>(m0) + both) / (static_cast<double>(m0) + 1);

    const Table u = table_of(columns, j0, [&](double j) { return (j + p.alpha) / ((j + 1) * tilt); });
    const Table v = table_of({rows.low - columns.high, rows.high - columns.low}, m0 - j0,
                             [&](double d) { return (d + p.beta) / ((d + 1) * tilt); });
    const Table w = table_of(rows, m0, [&](double m) { return (m + 1) * tilt / (m + both); });
    if ((u.too_wide || v.too_wide || w.too_wide) && rows.low < rows.high) {
        pass_block(in, {rows.low, m0}, p, out);
        pass_block(in, {m0 + 1, rows.high}, p, out);
        return;
    }

    std::vector<double> weight(w.value.size());
    double mass = 0;
    for (std::size_t i = 0; i < weight.size(); ++i) {
        const double probability = in.probability[static_cast<std::size_t>(rows.low - in.first) + i];
        weight[i] = probability * w.value[i];
        mass += probability;
    }
    // Row m meets column j in v(m − j): reversed, v runs along j.
    const std::vector<double> reversed(v.value.rbegin(), v.value.rend());
    std::vector<double> sums(u.value.size(), 0.0);
    correlate(weight, reversed.data(), sums);
    double passed = 0;
    for (std::size_t k = 0; k < sums.size(); ++k) passed += sums[k] *= u.value[k];
    // The constant of the beta-binomial, without a gamma function: every lead of the block goes somewhere.
    const double scale = passed > 0 ? mass / passed : 0;
    const auto offset = static_cast<std::size_t>(columns.low - out.first);
    for (std::size_t k = 0; k < sums.size(); ++k) out.probability[offset + k] += sums[k] * scale;
}

void trim(Slice& slice) {
    std::vector<double>& p = slice.probability;
    std::size_t from = 0;
    std::size_t to = p.size();
    for (double mass = 0; from + 1 < to && (mass += p[from]) < kTrimmedMass;) ++from;
    for (double mass = 0; to - 1 > from && (mass += p[to - 1]) < kTrimmedMass;) --to;
    p.erase(p.begin() + static_cast<std::ptrdiff_t>(to), p.end());
    p.erase(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(from));
    slice.first += static_cast<std::int64_t>(from);
}

Slice pass_stage(const Slice& in, BetaPosterior p) {
    Slice out{lower_end(in.first, p), {}};
    out.probability.assign(static_cast<std::size_t>(upper_end(in.last(), p) - out.first + 1), 0.0);
    pass_block(in, {in.first, in.last()}, p, out);
    trim(out);
    return out;
}

void normalise(std::vector<double>& probability) {
    const double total = std::accumulate(probability.begin(), probability.end(), 0.0);
    for (double& p : probability) p /= total;
}

}  // namespace

CountDistribution sales_distribution(std::int64_t leads, const std::vector<BetaPosterior>& stages) {
    CountDistribution result;
    if (leads > kExactLeads) {
        result = lattice_distribution(leads, stages);
    } else {
        Slice slice{leads, {1.0}};
        for (const BetaPosterior& stage : stages) slice = pass_stage(slice, stage);
        result.probability = std::move(slice.probability);
        for (std::size_t i = 0; i < result.probability.size(); ++i) {
            result.count.push_back(static_cast<double>(slice.first) + static_cast<double>(i));
        }
    }
    normalise(result.probability);
    result.mean = static_cast<double>(leads);
    for (const BetaPosterior& stage : stages) result.mean *= stage.alpha / (stage.alpha + stage.beta);
    return result;
}

}  // namespace funnel
