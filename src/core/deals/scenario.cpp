#include "core/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/deals/analysis.hpp"
#include "core/deals/currency.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::deals {

namespace say = sentences::crm_notes;

namespace {

constexpr double kDaysAMonth = 30.4375;

Said counted(std::string_view name, std::uint64_t count) {
    return {name, std::to_string(count), static_cast<double>(count)};
}

class ScenarioBuilder {
public:
    ScenarioBuilder(DealsReport& report, const DealSet& set) : report_(report), set_(set) {}

    void build() {
        const Window& window = *report_.window;
        origin_ = filled(say::window,
                         {counted("months", window.months.size()), counted("leads", window.all.deals)});
        const std::vector<MonthReport> recent = complete_months(set_, report_.months);
        const std::string recent_origin =
            recent.empty() ? filled(say::recent_months_none)
                           : filled(say::recent_months, {counted("months", recent.size())});
        scenario_.title = sentences::names::from_crm.pattern;
        scenario_.managers = static_cast<int>(in_range("/managers", managers_in(recent), 1, 10'000));
        note("/managers", "recent_months", filled(say::recent_months_people, {{"origin", recent_origin}}));
        scenario_.leads_per_month = in_range("/leads_per_month", window.leads_per_month.value_or(0), 0, 1e8);
        note("/leads_per_month", "recent_months", recent_origin);
        scenario_.average_check = in_range("/average_check", window.average_check.value_or(0), 0, 1e12);
        note_check(window);
        scenario_.check_spread = in_range("/check_spread", window.check_spread, 0, 5);
        note("/check_spread", "window", origin_);
        scenario_.history_months =
            in_range("/history_months", static_cast<double>(window.months.size()), 1, 120);
        note("/history_months", "window", origin_);
        add_stages(window);
        add_roster();
        const double cycle = std::floor(report_.median_days.value_or(0) / kDaysAMonth + 0.5);
        scenario_.ramp.sales_cycle_months =
            static_cast<int>(in_range("/ramp/sales_cycle_months", cycle, 0, 24));
        if (report_.median_days)
            note("/ramp/sales_cycle_months", "median",
                 filled(say::median, {counted("days", static_cast<std::uint64_t>(*report_.median_days))}));
        report_.scenario = std::move(scenario_);
    }

private:
    void note(std::string path, std::string code, std::string text) {
        report_.scenario_notes.push_back({std::move(path), std::move(code), std::move(text)});
    }

    void note_check(const Window& window) {
        if (!window.average_check) return note("/average_check", "no_amounts", filled(say::no_amounts));
        if (is_in_roubles(set_)) return note("/average_check", "window", origin_);
        note("/average_check", "not_roubles",
             filled(say::not_roubles, {{"origin", origin_}, {"currency", currency_words(set_.currency)}}));
    }

    double in_range(const std::string& path, double value, double low, double high) {
        const double cut = std::clamp(value, low, high);
        if (cut != value) note(path, "cut", filled(say::cut));
        return cut;
    }

    [[nodiscard]] int managers_in(const std::vector<MonthReport>& months) const {
        std::set<Month> wanted;
        for (const MonthReport& month : months) wanted.insert(month.month);
        std::set<std::uint32_t> people;
        if (wanted.empty()) return 1;
        const Day from = last_day_of(*wanted.begin() - 1) + 1;
        for (const Deal& deal : set_.deals) {
            if (deal.created >= from && deal.responsible != 0 && wanted.count(month_of(deal.created)) > 0)
                people.insert(deal.responsible);
        }
        return std::max(1, static_cast<int>(people.size()));
    }

    void add_stage(std::string id, std::string name, StageKind kind, std::uint64_t entered,
                   std::uint64_t passed) {
        Stage stage;
        stage.id = std::move(id);
        stage.name = std::move(name);
        stage.kind = kind;
        stage.source = Source::crm;
        stage.observed = Observed{static_cast<std::int64_t>(entered), static_cast<std::int64_t>(passed)};
        note("/stages/" + std::to_string(scenario_.stages.size()), "window", origin_);
        scenario_.stages.push_back(std::move(stage));
    }

    void add_stages(const Window& window) {
        if (report_.stages) {
            for (const StageReport& stage : *report_.stages) {
                if (stage.entered == 0) {
                    note("/stages", "stages_left_out", filled(say::stages_left_out));
                    break;
                }
                const std::string number = std::to_string(scenario_.stages.size() + 1);
                add_stage("stage_" + number, name_of_stage(stage.name, number), StageKind::other,
                          stage.entered, stage.passed);
            }
        }
        if (scenario_.stages.empty())
            add_stage("payment", std::string(sentences::names::sale.pattern), StageKind::payment,
                      window.all.deals, window.all.won);
        else
            scenario_.stages.back().kind = StageKind::payment;
    }

    static std::string name_of_stage(const std::string& name, const std::string& number) {
        std::size_t characters = 0;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if ((static_cast<unsigned char>(name[i]) & 0xC0U) == 0x80U) continue;
            if (++characters > 80) return name.substr(0, i);
        }
        return name.empty() ? filled(sentences::names::stage, {{"number", number}}) : name;
    }

    void add_roster() {
        if (!report_.managers) return;
        for (const GroupReport& group : report_.managers->list) {
            if (!group.named || scenario_.roster.size() >= kMaxRoster) continue;
            scenario_.roster.push_back({name_of_stage(group.name, ""),
                                        static_cast<std::int64_t>(group.share.deals),
                                        static_cast<std::int64_t>(group.share.won)});
        }
        if (!scenario_.roster.empty()) note("/roster", "window", origin_);
    }

    DealsReport& report_;
    const DealSet& set_;
    Scenario scenario_;
    std::string origin_;
};

}  // namespace

void add_scenario(DealsReport& report, const DealSet& set) {
    if (report.window) ScenarioBuilder(report, set).build();
}

}  // namespace funnel::deals
