#include "core/chance/predictive_lattice.hpp"

#include <algorithm>
#include <cmath>

#include "core/chance/gamma.hpp"

// Nodes are equally spaced in t of 0..1, count = −offset + length · t²(3 − 2t). Near 0 a beta-binomial goes
// like (count + α/2)^(α−1), near the top alike with β: with an offset of α/2 (½ at most) the pole of a
// posterior of few trials disappears from the mass by t, which stays smooth, and sums over equally spaced
// nodes of a smooth function converge faster than any power.

namespace funnel {

namespace {

constexpr int kNodes = 160;
constexpr double kReach = 8.5;        // standard deviations on either side
constexpr double kNarrowest = 20;     // below this deviation whole numbers are few enough
constexpr double kFixedShare = 0.01;  // a stage this much narrower than what enters it only scales it

struct Nodes {
    double length = 0;  // count = −offset + length · t²(3 − 2t); 0: whole numbers
    double offset = 0;
    double first = 0;  // t of the first node
    double step = 0;   // of t between nodes
    std::vector<double> count;
    std::vector<double> mass;
};

struct Moments {
    double mean = 0;
    double variance = 0;
    double square = 0;  // E[x²]
};

Moments moments_of(const Nodes& nodes) {
    Moments m;
    double total = 0;
    for (std::size_t i = 0; i < nodes.count.size(); ++i) {
        total += nodes.mass[i];
        m.mean += nodes.mass[i] * nodes.count[i];
    }
    m.mean /= total;
    for (std::size_t i = 0; i < nodes.count.size(); ++i) {
        m.variance += nodes.mass[i] / total * (nodes.count[i] - m.mean) * (nodes.count[i] - m.mean);
    }
    m.square = m.mean * m.mean + m.variance;
    return m;
}

double count_at(const Nodes& nodes, double t) {
    return nodes.length * t * t * (3 - 2 * t) - nodes.offset;
}
double t_at(const Nodes& nodes, double count) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (count_at(nodes, middle) < count ? low : high) = middle;
    }
    return low;
}

// The same distribution on `factor` times as many nodes: mass by t is smooth, so a cubic through four
// neighbours.
Nodes refined(const Nodes& nodes, int factor) {
    Nodes fine = nodes;
    fine.step = nodes.step / factor;
    fine.first = nodes.first - nodes.step / 2 + fine.step / 2;
    fine.count.clear();
    fine.mass.clear();
    const auto size = static_cast<std::ptrdiff_t>(nodes.mass.size());
    // Beyond the ends the mass goes on as it ends: near 0 it need not vanish.
    const auto mass = [&](std::ptrdiff_t i) {
        return nodes.mass[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, size - 1))];
    };
    for (std::ptrdiff_t k = 0; k < size * factor; ++k) {
        const double at = fine.first + fine.step * static_cast<double>(k);
        const double position = (at - nodes.first) / nodes.step;
        const auto i = static_cast<std::ptrdiff_t>(std::floor(position));
        const double t = position - static_cast<double>(i);
        const double value =
            mass(i - 1) * (-t * (t - 1) * (t - 2) / 6) + mass(i) * ((t + 1) * (t - 1) * (t - 2) / 2) +
            mass(i + 1) * (-(t + 1) * t * (t - 2) / 2) + mass(i + 2) * ((t + 1) * t * (t - 1) / 6);
        fine.count.push_back(count_at(fine, at));
        fine.mass.push_back(std::max(0.0, value) / factor);
    }
    return fine;
}

// Empty nodes where the result can be: whole numbers when it is narrow, else equally spaced by t.
Nodes nodes_around(Moments to, double highest, BetaPosterior p) {
    // A posterior of few successes has an exponential tail of this scale.
    const double tail = p.alpha < 50 ? 40 * (1 + highest / (p.alpha + p.beta)) : 0;
    const double deviation = std::sqrt(to.variance);
    const double low = std::max(0.0, to.mean - kReach * deviation);
    const double high = std::min(highest, to.mean + kReach * deviation + tail);
    Nodes nodes;
    if (deviation < kNarrowest) {
        const auto first = static_cast<std::int64_t>(low);
        const auto last = static_cast<std::int64_t>(std::ceil(high));
        for (std::int64_t count = first; count <= last; ++count)
            nodes.count.push_back(static_cast<double>(count));
    } else {
        nodes.offset = std::min(0.5, p.alpha / 2);
        nodes.length = highest + nodes.offset + std::min(0.5, p.beta / 2);
        const double from = low > 0 ? t_at(nodes, low) : 0;
        const double until = high < highest ? t_at(nodes, high) : 1;
        nodes.step = (until - from) / kNodes;
        nodes.first = from + nodes.step / 2;
        for (int k = 0; k < kNodes; ++k) nodes.count.push_back(count_at(nodes, nodes.first + nodes.step * k));
    }
    nodes.mass.assign(nodes.count.size(), 0.0);
    return nodes;
}

// Share of a node's cell in the integral: 1 for a whole number, else d(count)/dt · step.
double cell_of(const Nodes& nodes, std::size_t k) {
    if (nodes.length <= 0) return 1;
    const double t = nodes.first + nodes.step * static_cast<double>(k);
    return nodes.length * 6 * t * (1 - t) * nodes.step;
}

// Every input node's beta-binomial row, evaluated at every output node. A row is scaled to the mass that
// enters it: of few leads, or narrower than the nodes, it would sum to more or less.
void add_rows(const Nodes& in, BetaPosterior p, Nodes& out) {
    const double both = p.alpha + p.beta;
    const double share = p.alpha / both;
    const bool bell = p.alpha > 50 && p.beta > 50;  // rows without heavy tails may be cut
    const double constant = log_gamma_ratio(p.alpha - 1, p.beta + 1) - log_gamma(p.beta);
    std::vector<double> u(out.count.size());
    std::vector<double> row(out.count.size());
    for (std::size_t k = 0; k < u.size(); ++k) u[k] = log_gamma_ratio(out.count[k], p.alpha) + constant;
    for (std::size_t i = 0; i < in.count.size(); ++i) {
        const double m = in.count[i];
        const double w = -log_gamma_ratio(m, both);
        const double row_variance = m * share * (1 - share) * (both + m) / (both + 1);
        double total = 0;
        for (std::size_t k = 0; k < u.size(); ++k) {
            row[k] = 0;
            const double d = m - out.count[k];
            if (d <= -1 || d + p.beta <= 0) continue;
            const double off = out.count[k] - m * share;
            if (bell && off * off > 100 * row_variance + 100) continue;
            row[k] = std::exp(u[k] + w + log_gamma_ratio(d, p.beta)) * cell_of(out, k);
            total += row[k];
        }
        const double scale = total > 0 ? in.mass[i] / total : 0;
        for (std::size_t k = 0; k < u.size(); ++k) out.mass[k] += row[k] * scale;
    }
}

// How many times finer the entering nodes must be so that no row falls between two of them. Where few enter
// (and a posterior of few trials puts much mass), rows are narrow too.
int refinement_for(const Nodes& in, BetaPosterior p) {
    constexpr double kMost = 16;
    constexpr double kLightest = 1e-4;  // of the mass: lighter nodes may be coarse
    const double both = p.alpha + p.beta;
    const double share = p.alpha / both;
    double total = 0;
    for (const double mass : in.mass) total += mass;
    double worst = 1;
    for (std::size_t i = 0; i < in.count.size(); ++i) {
        if (in.mass[i] < kLightest * total) continue;
        const double m = std::max(1.0, in.count[i]);
        const double row_width = std::sqrt(m * (1 - share) * (both + m) / ((both + 1) * share));
        worst = std::max(worst, cell_of(in, i) / row_width);
    }
    return static_cast<int>(std::ceil(std::min(worst, kMost)));
}

Nodes pass_stage(Nodes in, BetaPosterior p) {
    const Moments from = moments_of(in);
    const double both = p.alpha + p.beta;
    const double share = p.alpha / both;
    const double spread = share * (1 - share) / (both + 1);
    const double row_variance = spread * (from.mean * both + from.square);
    const Moments to{share * from.mean, share * share * from.variance + row_variance, 0};
    // What one row looks like to the nodes that enter: its deviation in units of entering.
    const double row_width = std::sqrt(row_variance) / share;
    if (in.length > 0 && row_width < kFixedShare * std::sqrt(from.variance)) {
        in.length *= share;
        for (double& count : in.count) count *= share;
        return in;
    }
    if (in.length > 0) in = refined(in, refinement_for(in, p));
    Nodes out = nodes_around(to, in.count.back(), p);
    add_rows(in, p, out);
    return out;
}

}  // namespace

CountDistribution lattice_distribution(std::int64_t leads, const std::vector<BetaPosterior>& stages) {
    Nodes nodes;
    nodes.count.push_back(static_cast<double>(leads));
    nodes.mass.push_back(1);
    for (const BetaPosterior& stage : stages) nodes = pass_stage(std::move(nodes), stage);
    CountDistribution result;
    result.exact = nodes.length <= 0;
    if (!result.exact) {
        for (std::size_t k = 0; k <= nodes.count.size(); ++k) {
            const double t = nodes.first + nodes.step * (static_cast<double>(k) - 0.5);
            result.edge.push_back(std::max(0.0, count_at(nodes, std::clamp(t, 0.0, 1.0))));
        }
    }
    for (double& count : nodes.count) count = std::max(0.0, count);
    result.count = std::move(nodes.count);
    result.probability = std::move(nodes.mass);
    return result;
}

}  // namespace funnel
