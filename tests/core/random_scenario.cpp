#include "random_scenario.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::testing {

std::uint64_t Random::bits() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

double Random::unit() {
    return static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

double Random::magnitude(double low, double high) {
    return std::exp(between(std::log(low), std::log(high)));
}

std::int64_t Random::whole(std::int64_t low, std::int64_t high) {
    const auto width = static_cast<double>(high - low + 1);
    return std::min(high, low + static_cast<std::int64_t>(unit() * width));
}

namespace {

// Mostly inside, sometimes exactly 0 or 1.
double ratio(Random& random) {
    if (random.chance(0.05)) return 0;
    if (random.chance(0.05)) return 1;
    return random.chance(0.3) ? random.magnitude(1e-4, 1) : random.unit();
}

Stage random_stage(Random& random, std::size_t index) {
    Stage stage;
    stage.id = "s" + std::to_string(index);
    stage.name = random.chance(0.5) ? "Этап «" + std::to_string(index) + "»" : "\"\\\t\u20BD";
    stage.kind = static_cast<StageKind>(random.whole(0, 5));
    if (random.chance(0.4)) {
        const auto entered = static_cast<std::int64_t>(random.magnitude(1, 1e6));
        stage.observed = Observed{entered, random.whole(0, entered)};
    } else {
        stage.conversion = ratio(random);
    }
    if (random.chance(0.5)) stage.source = static_cast<Source>(random.whole(0, 3));
    if (random.chance(0.7)) stage.target_conversion = ratio(random);
    return stage;
}

}  // namespace

Scenario random_scenario(Random& random, double most_leads) {
    Scenario s;
    s.title = random.chance(0.5) ? "Отдел" : "";
    s.managers = static_cast<int>(random.chance(0.9) ? random.whole(1, 40) : random.whole(1, 10'000));
    s.leads_per_month = random.chance(0.05) ? 0 : random.magnitude(0.5, most_leads);
    s.average_check = random.chance(0.05) ? 0 : random.magnitude(1, 1e12);
    s.working_days_per_month = static_cast<int>(random.whole(1, 31));
    if (random.chance(0.5)) s.capacity_leads_per_manager = random.magnitude(0.01, 1e4);
    if (random.chance(0.6)) s.gross_margin = ratio(random);
    s.check_spread = random.chance(0.5) ? 0 : random.between(0, 5);
    s.history_months = random.chance(0.5) ? 1 : random.magnitude(0.01, 120);
    const std::int64_t stages = random.whole(1, 12);
    for (std::int64_t i = 0; i < stages; ++i)
        s.stages.push_back(random_stage(random, static_cast<std::size_t>(i)));
    if (random.chance(0.3)) s.target.managers = static_cast<int>(random.whole(1, 100));
    if (random.chance(0.3))
        s.target.leads_per_month = random.chance(0.1) ? 0 : random.magnitude(1, most_leads);
    if (random.chance(0.3)) s.target.average_check = random.chance(0.1) ? 0 : random.magnitude(1, 1e12);
    if (random.chance(0.3)) s.target.capacity_leads_per_manager = random.magnitude(0.01, 1e4);
    if (random.chance(0.6)) s.goal_revenue = random.chance(0.1) ? 0 : random.magnitude(1, 1e15);
    if (random.chance(0.5)) s.targets_source = TargetsSource::assumed;
    if (random.chance(0.5)) s.stated_sales = random.chance(0.1) ? 0 : random.magnitude(0.1, 1e8);
    if (random.chance(0.5)) s.lead_cost = random.chance(0.1) ? 0 : random.magnitude(0.1, 1e6);
    const std::int64_t roster = random.chance(0.5) ? 0 : random.whole(1, 12);
    for (std::int64_t i = 0; i < roster; ++i) {
        const std::int64_t leads =
            random.chance(0.1) ? 0 : static_cast<std::int64_t>(random.magnitude(1, 5000));
        s.roster.push_back({"М" + std::to_string(i), leads, random.whole(0, leads)});
    }
    s.ramp.months = static_cast<int>(random.whole(1, 60));
    s.ramp.starts_month = static_cast<int>(random.whole(1, 60));
    s.ramp.full_month = s.ramp.starts_month + static_cast<int>(random.whole(0, 24));
    s.ramp.sales_cycle_months = static_cast<int>(random.whole(0, 24));
    if (random.chance(0.5)) s.fee = {random.magnitude(1, 1e9), ratio(random)};
    return s;
}

Scenario plain_scenario(Random& random) {
    Scenario s;
    s.managers = static_cast<int>(random.whole(1, 20));
    s.leads_per_month = std::round(random.magnitude(10, 5000));
    s.average_check = random.magnitude(1000, 1e6);
    const std::int64_t stages = random.whole(1, 6);
    for (std::int64_t i = 0; i < stages; ++i) {
        Stage stage;
        stage.id = "s" + std::to_string(i);
        stage.name = "Этап";
        stage.conversion = random.between(0.05, 0.9);
        stage.target_conversion = random.between(stage.conversion, 1);
        s.stages.push_back(std::move(stage));
    }
    return s;
}

}  // namespace funnel::testing
