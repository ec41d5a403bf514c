#include "core/chance/predictive.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
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

constexpr double kNegligible = 1e-17;      // of a row's peak: where a row's window ends
constexpr double kNegligibleTerm = 1e-18;  // of the largest of a stage: a term that is left out
constexpr double kTrimmedMass = 1e-15;     // dropped at either end after a stage
constexpr double kLargestSpan = 1e120;     // of a tilted table; beyond it the block is halved

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

// `upper` and `lower` are the parts of the ratio's fraction at k. The quotients first, which do not wait for
// each other, then their products.
template <typename Upper, typename Lower>
Table table_of(Window window, std::int64_t centre, Upper upper, Lower lower) {
    Table table{window.low, std::vector<double>(static_cast<std::size_t>(window.high - window.low + 1), 0.0),
                false};
    const std::int64_t first = std::max<std::int64_t>(window.low, 0);
    centre = std::clamp(centre, first, window.high);
    const auto size = table.value.size();
    const auto middle = static_cast<std::size_t>(centre - window.low);
    const auto start = static_cast<std::size_t>(first - window.low);
    std::vector<double>& value = table.value;
    const auto low = static_cast<double>(window.low);
    for (std::size_t i = start; i < middle; ++i) {
        const double k = low + static_cast<double>(i);
        value[i] = lower(k) / upper(k);
    }
    value[middle] = 1;
    for (std::size_t i = middle; i + 1 < size; ++i) {
        const double k = low + static_cast<double>(i);
        value[i + 1] = upper(k) / lower(k);
    }
    double largest = 1;
    double smallest = 1;
    for (std::size_t i = middle; i + 1 < size; ++i) {
        value[i + 1] *= value[i];
        largest = std::max(largest, value[i + 1]);
        smallest = std::min(smallest, value[i + 1]);
    }
    for (std::size_t i = middle; i > start; --i) {
        value[i - 1] *= value[i];
        largest = std::max(largest, value[i - 1]);
        smallest = std::min(smallest, value[i - 1]);
    }
    table.too_wide = !(largest < kLargestSpan && smallest > 1 / kLargestSpan);
    return table;
}

// Neighbours added and multiplied at once: two in WebAssembly, four natively, in halves on a processor
// without AVX2. They do not meet each other, so the digits are the same.
#if defined(__wasm__)
constexpr std::size_t kLanes = 2;
#else
constexpr std::size_t kLanes = 4;
#endif
using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));
// A function compiled for both kinds of processor, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FUNNEL_ON_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FUNNEL_ON_EACH_PROCESSOR
#endif

struct Columns {
    std::size_t from = 0;
    std::size_t to = 0;  // the first one behind them
};

constexpr std::size_t kRowsAtOnce = 8;
constexpr std::size_t kColumnsAtOnce = 8;

// sum[k] += Σ_r weight[r] · row0[k − r] for kRowsAtOnce rows and the columns from…to: each row of the
// reversed kernel begins a place before the one above it, so rows kLanes apart meet the same neighbours,
// which are read once for all of them.
FUNNEL_ON_EACH_PROCESSOR
void add_rows(const double* weight, const double* row0, double* sum, Columns columns) {
    constexpr std::size_t kSums = kColumnsAtOnce / kLanes;
    constexpr std::size_t kSharing = kRowsAtOnce / kLanes;  // rows that meet the same neighbours
    const double* const last = row0 - (kRowsAtOnce - 1);
    std::size_t k = columns.from;
    for (; k + kColumnsAtOnce <= columns.to; k += kColumnsAtOnce) {
        std::array<Lanes, kSums> sums{};
        for (std::size_t shift = 0; shift < kLanes; ++shift) {
            for (std::size_t m = 0; m < kSharing + kSums - 1; ++m) {
                Lanes met;
                std::memcpy(&met, last + k + shift + kLanes * m, sizeof met);
                for (std::size_t j = 0; j < kSums; ++j) {
                    if (m < j || m - j >= kSharing) continue;
                    sums[j] += weight[kRowsAtOnce - 1 - shift - kLanes * (m - j)] * met;
                }
            }
        }
        for (std::size_t j = 0; j < kSums; ++j) {
            Lanes whole;
            std::memcpy(&whole, sum + k + kLanes * j, sizeof whole);
            whole += sums[j];
            std::memcpy(sum + k + kLanes * j, &whole, sizeof whole);
        }
    }
    for (; k < columns.to; ++k) {
        for (std::size_t r = 0; r < kRowsAtOnce; ++r) sum[k] += weight[r] * last[k + kRowsAtOnce - 1 - r];
    }
}

// Σ_i weight[i] · kernel[i + size − 1 − k] for every column k, without terms that are negligible once
// multiplied by `factor[k]`: what counts is a band that rises with the rows, about half of the rectangle.
class Correlation {
public:
    // Negligible is what is below `least`. Everything outlives it.
    Correlation(const std::vector<double>& weight, const std::vector<double>& kernel_reversed,
                const std::vector<double>& factor, double least)
        : weight_(weight), kernel_(kernel_reversed), factor_(factor), least_(least) {}

    std::vector<double> sums() {
        const std::size_t rows = weight_.size();
        std::vector<double> sum(factor_.size(), 0.0);
        std::size_t i = 0;
        for (Columns band{0, sum.size()}; i + kRowsAtOnce <= rows; i += kRowsAtOnce) {
            add_rows(&weight_[i], row(i), sum.data(), follow(i, band));
        }
        for (; i < rows; ++i) {
            for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight_[i] * row(i)[k];
        }
        return sum;
    }

private:
    [[nodiscard]] const double* row(std::size_t i) const { return &kernel_[weight_.size() - 1 - i]; }
    // Whether the rows from i add anything to a column.
    [[nodiscard]] bool counts(std::size_t i, std::size_t k) const {
        double added = 0;
        for (std::size_t r = i; r < i + kRowsAtOnce; ++r) added += weight_[r] * row(r)[k];
        return added * factor_[k] >= least_;
    }
    // The columns of the rows from i, which begin where those of the rows before did, or a little lower where
    // more arrives, and end at most a column a row later: another lead is passed on or not. None when
    // nothing of them counts; the band then waits where it would be.
    [[nodiscard]] Columns follow(std::size_t i, Columns& band) const {
        band.to = std::min(band.to + kRowsAtOnce, factor_.size());
        Columns met = band;
        while (met.to < factor_.size() && counts(i, met.to)) ++met.to;
        while (met.to > met.from && !counts(i, met.to - 1)) --met.to;
        if (met.to == met.from) return met;
        while (met.from > 0 && counts(i, met.from - 1)) --met.from;
        while (!counts(i, met.from)) ++met.from;
        band = met;
        return met;
    }

    const std::vector<double>& weight_;
    const std::vector<double>& kernel_;
    const std::vector<double>& factor_;
    double least_;
};

// Adds to `out` what rows first…last of `in` pass on.
void pass_block(const Slice& in, Window rows, BetaPosterior p, Slice& out) {
    const Window columns{std::max(out.first, lower_end(rows.low, p)),
                         std::min(out.last(), upper_end(rows.high, p))};
    const std::int64_t m0 = rows.low + (rows.high - rows.low) / 2;
    const std::int64_t j0 = mean_of_row(m0, p);
    const double both = p.alpha + p.beta;
    const double tilt = (static_cast<double>(m0) + both) / (static_cast<double>(m0) + 1);

    const auto tilted = [&](double k) { return (k + 1) * tilt; };
    const Table u = table_of(
        columns, j0, [&](double j) { return j + p.alpha; }, tilted);
    const Table v = table_of(
        {rows.low - columns.high, rows.high - columns.low}, m0 - j0, [&](double d) { return d + p.beta; },
        tilted);
    const Table w = table_of(rows, m0, tilted, [&](double m) { return m + both; });
    if ((u.too_wide || v.too_wide || w.too_wide) && rows.low < rows.high) {
        pass_block(in, {rows.low, m0}, p, out);
        pass_block(in, {m0 + 1, rows.high}, p, out);
        return;
    }

    std::vector<double> weight(w.value.size());
    double mass = 0;
    double largest = 0;
    for (std::size_t i = 0; i < weight.size(); ++i) {
        const double probability = in.probability[static_cast<std::size_t>(rows.low - in.first) + i];
        weight[i] = probability * w.value[i];
        mass += probability;
        largest = std::max(largest, probability);
    }
    // Row m meets column j in v(m − j): reversed, v runs along j.
    const std::vector<double> reversed(v.value.rbegin(), v.value.rend());
    // At the centre of the tables, where they are 1, a term is about the largest.
    std::vector<double> sums = Correlation(weight, reversed, u.value, largest * kNegligibleTerm).sums();
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
