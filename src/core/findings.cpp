#include "core/findings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace funnel {

namespace {

constexpr std::array<std::string_view, kFindingCodes> kNames{
    "assumed_conversion", "goal_gap",     "goal_unreachable", "lost_cost", "manager_gap",
    "sales_mismatch",     "small_sample", "stage_point",      "unanswered"};

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
    // Each to its place in the ranking.
    void add(Finding finding) {
        std::size_t at = found_.size();
        found_.push_back(std::move(finding));
        for (; at > 0 && is_before(found_[at], found_[at - 1]); --at) std::swap(found_[at], found_[at - 1]);
    }
    static bool is_before(const Finding& x, const Finding& y) {
        if (x.money != y.money) return x.money && (!y.money || *x.money > *y.money);
        return x.code < y.code;
    }

    void dearest_point() {
        const Lever* dearest = nullptr;
        for (const Lever& lever : report_.levers) {
            if (lever.per_point && (dearest == nullptr || *lever.per_point > *dearest->per_point)) {
                dearest = &lever;
            }
        }
        if (dearest == nullptr || *dearest->per_point <= 0) return;
        Finding finding{FindingCode::stage_point, dearest->per_point};
        finding.text = dearest->id;
        add(std::move(finding));
    }

    void unworked_leads() {
        const Flow& now = report_.now;
        if (at_least_forgiving(now.worked_leads, now.leads)) return;
        double per_lead = scenario_.average_check;
        for (const StageFlow& stage : now.stages) per_lead *= stage.conversion;
        Finding finding{FindingCode::unanswered, finite(now.lost_leads * per_lead)};
        finding.first = now.lost_leads;
        add(std::move(finding));
        if (scenario_.lead_cost) add({FindingCode::lost_cost, finite(now.lost_leads * *scenario_.lead_cost)});
    }

    void managers() {
        if (!report_.roster || report_.roster->spread_is_noise) return;
        const RosterManager* best = nullptr;
        for (const RosterManager& one : report_.roster->managers) {
            if (best == nullptr || one.fair_conversion > best->fair_conversion) best = &one;
        }
        Finding finding{FindingCode::manager_gap, report_.roster->money_left};
        finding.text = best->name;
        add(std::move(finding));
    }

    void sales() {
        if (!scenario_.stated_sales) return;
        const Count stated = *scenario_.stated_sales;
        const Count computed = report_.now.sales;
        if (std::fabs(stated - computed) <= std::max(kSalesNoise, kSalesNoiseShare * stated)) return;
        Finding finding{FindingCode::sales_mismatch};
        finding.first = stated;
        finding.second = computed;
        add(std::move(finding));
    }

    void examples() {
        Finding finding{FindingCode::assumed_conversion};
        for (const Stage& stage : scenario_.stages) {
            if (stage.source == Source::example) finding.stages.push_back(stage.id);
        }
        if (!finding.stages.empty()) add(std::move(finding));
    }

    void sample() {
        const double entered = evidence_of(scenario_, factors_of(scenario_)).front().trials;
        if (entered >= kSmallSample) return;
        Finding finding{FindingCode::small_sample};
        finding.first = entered;
        add(std::move(finding));
    }

    void goal() {
        if (!report_.goal || report_.goal->reached) return;
        const Goal& goal = *report_.goal;
        if (!goal.reachable || !goal.uniform_uplift) {
            Finding finding{FindingCode::goal_unreachable};
            finding.text = goal.reachable                ? "above_hundred"
                           : scenario_.average_check > 0 ? "zero_stage"
                                                         : "check";
            add(std::move(finding));
        }
        if (!goal.reachable) return;
        Finding finding{FindingCode::goal_gap};
        finding.first = goal.leads_extra;
        finding.second = goal.managers;
        add(std::move(finding));
    }

    const Scenario& scenario_;
    const Report& report_;
    std::vector<Finding> found_;
};

}  // namespace

std::string_view name_of(FindingCode code) {
    return kNames[static_cast<std::size_t>(code)];
}

FindingKeys keys_of(FindingCode code) {
    switch (code) {
        case FindingCode::goal_gap:
            return {"", "leads_extra", "managers"};
        case FindingCode::goal_unreachable:
            return {"reason", "", ""};
        case FindingCode::manager_gap:
            return {"best", "", ""};
        case FindingCode::sales_mismatch:
            return {"", "stated", "computed"};
        case FindingCode::small_sample:
            return {"", "entered", ""};
        case FindingCode::stage_point:
            return {"stage", "", ""};
        case FindingCode::unanswered:
            return {"", "leads", ""};
        case FindingCode::assumed_conversion:
        case FindingCode::lost_cost:
            break;
    }
    return {};
}

std::vector<Finding> findings_of(const Scenario& scenario, const Report& report) {
    return Collector(scenario, report).collect();
}

}  // namespace funnel
