// The department of a brief: its numbers, where they came from, what it leaves unearned.
#include <algorithm>

#include "core/sentences.hpp"
#include "core/text/number_words.hpp"
#include "lead/brief/brief.hpp"

namespace funnel::server {

namespace {

std::string said_of(Source source) {
    switch (source) {
        case Source::example:
            return "условная, из примера";
        case Source::typed:
            return "со слов";
        case Source::counts:
            return "по числам";
        case Source::crm:
            return "из CRM";
    }
    return {};
}

// "со слов", or of which kinds the stages' shares are.
std::string sources_of(const Scenario& scenario) {
    std::string said;
    for (const Source source : {Source::crm, Source::counts, Source::typed, Source::example}) {
        const bool used = std::any_of(scenario.stages.begin(), scenario.stages.end(),
                                      [&](const Stage& stage) { return stage.source == source; });
        if (used) said += (said.empty() ? "" : "; ") + said_of(source);
    }
    return said;
}

std::string factor_name(const Scenario& scenario, const std::string& id) {
    for (const Stage& stage : scenario.stages)
        if (stage.id == id) return stage.name;
    if (id == "leads") return std::string(sentences::factors::leads.pattern);
    if (id == "coverage") return std::string(sentences::factors::coverage.pattern);
    return std::string(sentences::factors::average_check.pattern);
}

std::string then(const std::string& now, const std::string& target) {
    return now == target ? now : now + " → " + target;
}

std::string stage_value(const Stage& stage) {
    std::string value = then(text::percent(conversion_now(stage)), text::percent(conversion_target(stage))) +
                        " (" + said_of(stage.source);
    if (stage.observed)
        value += ": " + text::count(static_cast<double>(stage.observed->passed)) + " из " +
                 text::count(static_cast<double>(stage.observed->entered));
    return value + ")";
}

BriefPart department(const Scenario& scenario, const Report& report) {
    BriefPart part{"Отдел: сейчас → цель", {}};
    const auto add = [&](const char* name, std::string value) {
        part.lines.push_back({name, std::move(value)});
    };
    add("Менеджеров", then(std::to_string(scenario.managers),
                           std::to_string(scenario.target.managers.value_or(scenario.managers))));
    add("Заявок в месяц", then(text::count(report.now.leads), text::count(report.target.leads)));
    if (report.now.lost_leads > 0) add("Без ответа остаются", text::count(report.now.lost_leads));
    add("Средний чек", then(text::roubles(scenario.average_check),
                            text::roubles(scenario.target.average_check.value_or(scenario.average_check))));
    add("Оплат в месяц", then(text::count(report.now.sales), text::count(report.target.sales)));
    add("Конверсия из заявки в оплату",
        then(text::percent(report.now.conversion), text::percent(report.target.conversion)) + " (" +
            sources_of(scenario) + ")");
    add("Выручка в месяц", then(text::roubles(report.now.revenue), text::roubles(report.target.revenue)));
    return part;
}

BriefPart stages(const Scenario& scenario) {
    BriefPart part{"Этапы: сейчас → цель", {}};
    for (const Stage& stage : scenario.stages) part.lines.push_back({stage.name, stage_value(stage)});
    part.lines.push_back({"Цели", scenario.targets_source == TargetsSource::own
                                      ? "поставил сам человек"
                                      : "предложила страница, это допущение"});
    return part;
}

// Only counts say how sure it is; of an example it is not the department's number at all.
std::string exactness(const Scenario& scenario, const Report& report) {
    std::string assumed;
    for (const Stage& stage : scenario.stages) {
        if (stage.source == Source::example) assumed += (assumed.empty() ? "«" : ", «") + stage.name + "»";
    }
    if (!assumed.empty())
        return scenario.stages.size() == 1 ? "доля оплат условная" : "условная доля: " + assumed;
    const auto& range = report.uncertainty.money_left_range;
    if (!all_are_evidence(scenario.stages)) return "доли со слов, границ назвать нельзя";
    if (!range || range->low <= 0) return "данных мало, границ назвать нельзя";
    return "скорее всего от " + text::roubles(range->low) + " до " + text::roubles(range->high);
}

std::string dearest(const Scenario& scenario, const Report& report) {
    auto factors = report.money_left.by_factor;
    std::stable_sort(factors.begin(), factors.end(),
                     [](const FactorAmount& a, const FactorAmount& b) { return a.amount > b.amount; });
    std::string said;
    for (std::size_t i = 0; i < factors.size() && i < 3 && factors[i].amount > 0; ++i)
        said += (said.empty() ? "" : "; ") + factor_name(scenario, factors[i].id) + " " +
                text::roubles(factors[i].amount);
    return said;
}

BriefPart money(const Scenario& scenario, const Report& report) {
    BriefPart part{"Недозарабатывает", {}};
    const double left = report.money_left.per_month;
    if (left <= 0) {
        part.lines.push_back(
            {"", left < 0 ? "при таких целях выручка меньше нынешней" : "цели равны тому, что есть"});
        return part;
    }
    part.lines.push_back({"В месяц", text::roubles(left)});
    part.lines.push_back({"Насколько точно", exactness(scenario, report)});
    part.lines.push_back({"За год", text::roubles(report.money_left.per_year)});
    if (auto factors = dearest(scenario, report); !factors.empty())
        part.lines.push_back({"Больше всего", std::move(factors)});
    return part;
}

constexpr double kPercent = 100;

}  // namespace

void add_figures(Brief& brief, const Scenario& scenario, const Report& report) {
    brief.parts.push_back(money(scenario, report));
    brief.parts.push_back(department(scenario, report));
    BriefPart steps = stages(scenario);
    std::string joined;
    for (const BriefLine& line : steps.lines)
        joined += (joined.empty() ? "" : "; ") + line.name + ": " + line.value;
    brief.parts.push_back(std::move(steps));
    std::erase_if(brief.values, [](const auto& entry) { return entry.first == "managers"; });
    brief.values.emplace_back("managers", static_cast<double>(scenario.managers));
    brief.values.emplace_back("leads", report.now.leads);
    brief.values.emplace_back("average_check", scenario.average_check);
    brief.values.emplace_back("conversion", report.now.conversion * kPercent);
    brief.values.emplace_back("conversion_source", sources_of(scenario));
    brief.values.emplace_back("revenue", report.now.revenue);
    brief.values.emplace_back("money_left", report.money_left.per_month);
    brief.values.emplace_back("money_left_year", report.money_left.per_year);
    brief.values.emplace_back("stages", joined);
    const auto& range = report.uncertainty.money_left_range;
    if (range && all_are_evidence(scenario.stages) && range->low > 0) {
        brief.values.emplace_back("money_left_low", range->low);
        brief.values.emplace_back("money_left_high", range->high);
    }
}

}  // namespace funnel::server
