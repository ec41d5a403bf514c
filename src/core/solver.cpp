#include "core/solver.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/factors.hpp"
#include "core/goal.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel {
namespace {

namespace say = sentences::refusals;

template <typename Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return std::nullopt;
    return static_cast<Enum>(at - names.begin());
}

SolveResult refused(const Sentence& sentence, std::initializer_list<Said> values = {}) {
    SolveResult result;
    result.refusal = Refusal{std::string(sentence.code), filled(sentence, values)};
    return result;
}

SolveResult solved(Scenario scenario, Change change) {
    SolveResult result;
    result.scenario = std::move(scenario);
    result.change = change;
    return result;
}

std::optional<std::size_t> stage_index(const Scenario& s, std::string_view id) {
    for (std::size_t i = 0; i < s.stages.size(); ++i) {
        if (s.stages[i].id == id) return i;
    }
    return std::nullopt;
}

// What comes out of the funnel: how many leads are worked, which stages they pass, what one that passed is
// worth.
struct Chain {
    std::size_t stages = 0;  // the first so many matter
    Roubles worth = 1;       // of one: the check for revenue
};

std::optional<Chain> chain_of(const Scenario& s, const Pin& pin) {
    if (pin.what == Pinned::revenue) return Chain{s.stages.size(), s.average_check};
    if (pin.what == Pinned::sales) return Chain{s.stages.size(), 1};
    const auto index = stage_index(s, pin.stage_id);
    if (pin.what != Pinned::stage || !index) return std::nullopt;
    return Chain{*index + 1, 1};
}

void set_conversion(Stage& stage, Ratio conversion) {
    stage.conversion = std::clamp(conversion, 0.0, 1.0);
    stage.observed.reset();
    stage.source = Source::typed;
}

// Refused when the solution would leave a field's range.
SolveResult beyond(const NumberField& field, const Sentence& sentence) {
    return refused(sentence, {{"most", limit_text(field.high, field.unit)}});
}

SolveResult by_conversion(Scenario s, Chain chain, std::string_view stage_id, double wanted) {
    const auto index = stage_index(s, stage_id);
    if (!index) return refused(say::no_such_stage);
    if (*index >= chain.stages) return refused(say::no_effect_later_stage);
    const Factors factors = factors_of(s);
    const Ratio from = factors.stages[*index].now;
    double rest = worked_leads(factors) * chain.worth;
    for (std::size_t i = 0; i < chain.stages; ++i) {
        if (i != *index) rest *= factors.stages[i].now;
    }
    if (rest <= 0) return refused(say::zero);
    const double needed = finite(wanted / rest);
    if (!at_least_forgiving(1, needed)) {
        return refused(say::above_hundred_percent_one, {{"stage", s.stages[*index].name}});
    }
    set_conversion(s.stages[*index], needed);
    return solved(std::move(s), {from, std::min(needed, 1.0)});
}

SolveResult by_all_conversions(Scenario s, Chain chain, double wanted) {
    const Factors factors = factors_of(s);
    const Ratio now = passing(factors, chain.stages);
    const double full = worked_leads(factors) * chain.worth;
    if (full <= 0 || now <= 0) return refused(say::zero);
    const double needed = finite(wanted / full);
    double factor = 0;
    if (needed < now) {
        factor = std::pow(needed / now, 1 / static_cast<double>(chain.stages));
    } else {
        std::vector<Ratio> conversions;
        for (std::size_t i = 0; i < chain.stages; ++i) conversions.push_back(factors.stages[i].now);
        const auto uplift = uniform_uplift(conversions, needed);
        if (!uplift) return refused(say::above_hundred_percent_all);
        factor = *uplift;
    }
    for (std::size_t i = 0; i < chain.stages; ++i)
        set_conversion(s.stages[i], factor * factors.stages[i].now);
    return solved(std::move(s), {1, factor});
}

SolveResult by_leads(Scenario s, Count worked) {
    const Count from = s.leads_per_month;
    if (s.capacity_leads_per_manager &&
        !at_least_forgiving(s.managers * *s.capacity_leads_per_manager, worked)) {
        return refused(say::capacity_leads);
    }
    if (worked > fields::leads_per_month.high)
        return beyond(fields::leads_per_month, say::out_of_range_leads);
    s.leads_per_month = worked;
    return solved(std::move(s), {from, worked});
}

SolveResult by_check(Scenario s, const Pin& pin, double wanted) {
    if (pin.what != Pinned::revenue) return refused(say::no_effect_check);
    const Factors factors = factors_of(s);
    const Count sales = worked_leads(factors) * passing(factors);
    if (sales <= 0) return refused(say::zero);
    const Roubles from = s.average_check;
    const Roubles needed = finite(wanted / sales);
    if (needed > fields::average_check.high) return beyond(fields::average_check, say::out_of_range_check);
    s.average_check = needed;
    return solved(std::move(s), {from, needed});
}

SolveResult with_managers(Scenario s, double managers) {
    const double whole = std::max(1.0, managers);
    if (whole > fields::managers.high) return beyond(fields::managers, say::out_of_range_managers);
    const int from = s.managers;
    s.managers = static_cast<int>(whole);
    return solved(std::move(s), {static_cast<double>(from), whole});
}

SolveResult by_managers(Scenario s, Count worked) {
    if (!s.capacity_leads_per_manager) {
        return refused(say::no_effect_no_capacity);
    }
    if (!at_least_forgiving(s.leads_per_month, worked)) {
        return refused(say::capacity_no_leads);
    }
    const Count managers = ceil_forgiving(worked / *s.capacity_leads_per_manager);
    return with_managers(std::move(s), managers);
}

SolveResult solve_chain(Scenario s, const Pin& pin, const Give& give) {
    const auto chain = chain_of(s, pin);
    if (!chain) return refused(say::no_such_stage);
    if (give.what == Gives::conversion) return by_conversion(std::move(s), *chain, give.stage_id, pin.value);
    if (give.what == Gives::all_conversions) return by_all_conversions(std::move(s), *chain, pin.value);
    if (give.what == Gives::check) return by_check(std::move(s), pin, pin.value);
    const double per_worked_lead = passing(factors_of(s), chain->stages) * chain->worth;
    if (per_worked_lead <= 0) return refused(say::zero);
    const Count worked = finite(pin.value / per_worked_lead);
    return give.what == Gives::leads ? by_leads(std::move(s), worked) : by_managers(std::move(s), worked);
}

// Worked leads per manager and day: only leads and people matter.
SolveResult solve_daily_load(Scenario s, const Pin& pin, const Give& give) {
    const double a_month = finite(pin.value * s.working_days_per_month);
    if (give.what == Gives::leads) {
        const Count leads = a_month * s.managers;
        return by_leads(std::move(s), leads);
    }
    if (give.what != Gives::managers) {
        return refused(say::no_effect_load);
    }
    if (a_month <= 0) {
        if (s.leads_per_month <= 0) return with_managers(s, s.managers);
        return refused(say::zero_load);
    }
    if (s.capacity_leads_per_manager && !at_least_forgiving(*s.capacity_leads_per_manager, a_month)) {
        return refused(say::capacity_load);
    }
    const double managers = ceil_forgiving(s.leads_per_month / a_month);
    return with_managers(std::move(s), managers);
}

// Leads are given; what gives way keeps the revenue of before.
SolveResult solve_leads(const Scenario& before, const Pin& pin, const Give& give) {
    if (pin.value > fields::leads_per_month.high)
        return beyond(fields::leads_per_month, say::out_of_range_leads);
    Scenario s = before;
    s.leads_per_month = pin.value;
    if (give.what == Gives::leads) return solved(std::move(s), {before.leads_per_month, pin.value});
    const Pin revenue{Pinned::revenue, {}, revenue_of(factors_of(before)).now};
    if (revenue.value <= 0) return refused(say::zero);
    return solve_chain(std::move(s), revenue, give);
}

}  // namespace

std::string_view name_of(Pinned what) {
    return kPinnedNames[static_cast<std::size_t>(what)];
}
std::string_view name_of(Gives what) {
    return kGivesNames[static_cast<std::size_t>(what)];
}
std::optional<Pinned> pinned_from(std::string_view name) {
    return from_name<Pinned>(kPinnedNames, name);
}
std::optional<Gives> gives_from(std::string_view name) {
    return from_name<Gives>(kGivesNames, name);
}

std::optional<double> pinned_value(const Scenario& s, const Pin& pin) {
    if (pin.what == Pinned::leads) return s.leads_per_month;
    const Factors factors = factors_of(s);
    if (pin.what == Pinned::leads_per_manager_day)
        return worked_leads(factors) / s.managers / s.working_days_per_month;
    const auto chain = chain_of(s, pin);
    if (!chain) return std::nullopt;
    return finite(worked_leads(factors) * passing(factors, chain->stages) * chain->worth);
}

SolveResult solve(const Scenario& scenario, const Pin& pin, const Give& give) {
    if (!std::isfinite(pin.value) || pin.value < 0) return refused(say::out_of_range_pinned);
    SolveResult result;
    if (pin.what == Pinned::leads_per_manager_day) {
        result = solve_daily_load(scenario, pin, give);
    } else if (pin.what == Pinned::leads) {
        result = solve_leads(scenario, pin, give);
    } else {
        result = solve_chain(scenario, pin, give);
    }
    result.before = pinned_value(scenario, pin).value_or(0);
    result.reached = result.scenario ? pinned_value(*result.scenario, pin).value_or(0) : result.before;
    return result;
}

}  // namespace funnel
