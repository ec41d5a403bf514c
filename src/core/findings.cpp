#include "core/findings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace funnel {

namespace {

constexpr std::array<std::string_view, 9> kNames{"assumed_conversion", "goal_gap",    "goal_unreachable",
                                                 "lost_cost",          "manager_gap", "sales_mismatch",
                                                 "small_sample",       "stage_point", "unanswered"};

constexpr double kSmallSample = 30;        // leads behind the first conversion
constexpr double kSalesNoise = 1;          // sales a month
constexpr double kSalesNoiseShare = 0.02;  // of the stated sales

class Collector {
public:
    Collector(const Scenario& scenario, const Report& report) : scenario_(scenario), report_(report) {}

    std::vector<Finding> collect() {
        dearest_point();
        unworked_leads();
        managers();
        sales();
        examples();
        sample();
        goal();
        return std::move(found_);
    }

private:
    void dearest_point() {
        const Lever* dearest = nullptr;
        for (const Lever& lever : report_.levers) {
            if (lever.per_point && (dearest == nullptr || *lever.per_point > *dearest->per_point)) {
                dearest = &lever;
            }
        }
        if (dearest != nullptr && *dearest->per_point > 0)
            found_.push_back({FindingCode::stage_point, dearest->per_point, {{"stage", dearest->id}}});
    }

    void unworked_leads() {
        const Flow& now = report_.now;
        if (at_least_forgiving(now.worked_leads, now.leads)) return;
        double per_lead = scenario_.average_check;
        for (const StageFlow& stage : now.stages) per_lead *= stage.conversion;
        found_.push_back(
            {FindingCode::unanswered, finite(now.lost_leads * per_lead), {{"leads", now.lost_leads}}});
        if (scenario_.lead_cost)
            found_.push_back({FindingCode::lost_cost, finite(now.lost_leads * *scenario_.lead_cost), {}});
    }

    void managers() {
        if (!report_.roster || report_.roster->spread_is_noise) return;
        const auto& list = report_.roster->managers;
        const auto best = std::max_element(list.begin(), list.end(), [](const auto& x, const auto& y) {
            return x.fair_conversion < y.fair_conversion;
        });
        found_.push_back({FindingCode::manager_gap, report_.roster->money_left, {{"best", best->name}}});
    }

    void sales() {
        if (!scenario_.stated_sales) return;
        const Count stated = *scenario_.stated_sales;
        const Count computed = report_.now.sales;
        if (std::fabs(stated - computed) <= std::max(kSalesNoise, kSalesNoiseShare * stated)) return;
        found_.push_back(
            {FindingCode::sales_mismatch, std::nullopt, {{"stated", stated}, {"computed", computed}}});
    }

    void examples() {
        std::vector<std::string> stages;
        for (const Stage& stage : scenario_.stages) {
            if (stage.source == Source::example) stages.push_back(stage.id);
        }
        if (!stages.empty())
            found_.push_back(
                {FindingCode::assumed_conversion, std::nullopt, {{"stages", std::move(stages)}}});
    }

    void sample() {
        const double entered = evidence_of(scenario_, factors_of(scenario_)).front().trials;
        if (entered < kSmallSample)
            found_.push_back({FindingCode::small_sample, std::nullopt, {{"entered", entered}}});
    }

    void goal() {
        if (!report_.goal || report_.goal->reached) return;
        const Goal& goal = *report_.goal;
        if (!goal.reachable || !goal.uniform_uplift) {
            const char* const reason = goal.reachable                ? "above_hundred"
                                       : scenario_.average_check > 0 ? "zero_stage"
                                                                     : "check";
            found_.push_back(
                {FindingCode::goal_unreachable, std::nullopt, {{"reason", std::string(reason)}}});
        }
        if (goal.reachable)
            found_.push_back({FindingCode::goal_gap,
                              std::nullopt,
                              {{"leads_extra", goal.leads_extra}, {"managers", goal.managers}}});
    }

    const Scenario& scenario_;
    const Report& report_;
    std::vector<Finding> found_;
};

}  // namespace

std::string_view name_of(FindingCode code) {
    return kNames[static_cast<std::size_t>(code)];
}

std::vector<Finding> findings_of(const Scenario& scenario, const Report& report) {
    std::vector<Finding> found = Collector(scenario, report).collect();
    std::stable_sort(found.begin(), found.end(), [](const Finding& x, const Finding& y) {
        if (x.money.has_value() != y.money.has_value()) return x.money.has_value();
        if (x.money != y.money) return *x.money > *y.money;
        return x.code < y.code;
    });
    return found;
}

}  // namespace funnel
