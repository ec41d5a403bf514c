#include "pretty.hpp"

#include <vector>

#include "core/words.hpp"
#include "table.hpp"

namespace funnel::cli {

namespace {

std::string state_table(const Report& report, const Scenario& scenario) {
    Table table;
    table.add({"", "сейчас", "может быть"});
    table.add({"Заявок", whole(report.now.leads), whole(report.target.leads)});
    table.add({"В работе", whole(report.now.worked_leads), whole(report.target.worked_leads)});
    for (std::size_t i = 0; i < report.now.stages.size(); ++i) {
        const StageFlow& now = report.now.stages[i];
        const StageFlow& target = report.target.stages[i];
        table.add({std::string(factor_name(scenario, now.id)),
                   decimal(now.passed, 1) + " (" + percent(now.conversion) + ")",
                   decimal(target.passed, 1) + " (" + percent(target.conversion) + ")"});
    }
    table.add({"Конверсия", percent(report.now.conversion), percent(report.target.conversion)});
    table.add({"Выручка", roubles(report.now.revenue), roubles(report.target.revenue)});
    if (report.now.gross_profit && report.target.gross_profit) {
        table.add(
            {"Валовая прибыль", roubles(*report.now.gross_profit), roubles(*report.target.gross_profit)});
    }
    table.add({"На менеджера", roubles(report.now.per_manager.revenue),
               roubles(report.target.per_manager.revenue)});
    return table.text();
}

std::string amounts_table(const Scenario& scenario, const std::vector<FactorAmount>& amounts) {
    Table table;
    for (const FactorAmount& amount : amounts) {
        table.add({std::string(factor_name(scenario, amount.id)), signed_roubles(amount.amount)});
    }
    return table.text();
}

std::string goal_text(const Goal& goal) {
    std::string text = "\nЦель " + roubles(goal.revenue) + ": ";
    if (goal.reached) return text + "уже достигнута\n";
    if (!goal.reachable) return text + "так не достичь\n";
    text += "нужно " + whole(goal.sales.value_or(0)) + " продаж и " + whole(goal.leads.value_or(0)) +
            " заявок в работе";
    if (goal.managers) text += ", менеджеров: " + whole(*goal.managers);
    text += '\n';
    if (goal.uniform_uplift) {
        text += "  или все конверсии в " + decimal(*goal.uniform_uplift, 2) + " раза выше\n";
    }
    return text;
}

// Every finding on its own line, as everywhere else.
std::string findings_text(const Scenario& scenario, const Report& report) {
    std::string text;
    for (const Finding& finding : findings_of(scenario, report))
        text += "  " + told(finding, scenario) + ".\n";
    return text.empty() ? text : "\nЧто видно:\n" + text;
}

}  // namespace

std::string pretty(const Scenario& scenario, const Report& report) {
    std::string text = scenario.title.empty() ? "" : scenario.title + "\n\n";
    text += state_table(report, scenario);
    text += "\nНедозарабатываете: " + roubles(report.money_left.per_month) + " в месяц, " +
            roubles(report.money_left.per_year) + " в год\n";
    if (report.now.gross_profit && report.target.gross_profit) {
        text += "  из них прибыли: " + roubles(*report.target.gross_profit - *report.now.gross_profit) +
                " в месяц\n";
    }
    if (report.uncertainty.money_left_range && all_are_evidence(scenario.stages)) {
        text += "  скорее всего от " + roubles(report.uncertainty.money_left_range->low) + " до " +
                roubles(report.uncertainty.money_left_range->high) + '\n';
    }
    text += amounts_table(scenario, report.money_left.by_factor);
    if (report.uncertainty.revenue && all_are_evidence(scenario.stages)) {
        text += "\nСледующий месяц: от " + roubles(report.uncertainty.revenue->p10) + " до " +
                roubles(report.uncertainty.revenue->p90) + " (8 случаев из 10), посередине " +
                roubles(report.uncertainty.revenue->p50) + '\n';
    }
    if (report.goal) text += goal_text(*report.goal);
    text += findings_text(scenario, report);
    if (report.ramp.payback_month) {
        text += "\nВложения возвращаются на " + std::to_string(*report.ramp.payback_month) + "-й месяц\n";
    }
    return text;
}

std::string pretty(const Scenario& scenario, const Comparison& comparison) {
    Table table;
    table.add({"Выручка", roubles(comparison.revenue_a), roubles(comparison.revenue_b),
               signed_roubles(comparison.revenue_b - comparison.revenue_a)});
    std::string text =
        table.text() + "\nИз чего складывается разница:\n" + amounts_table(scenario, comparison.by_factor);
    const Difference& change = comparison.conversion_change;
    text += "\nКонверсия: " + std::string(change.difference > 0 ? "+" : "") +
            decimal(change.difference * 100, 2) + " пункта";
    if (change.interval) {
        text += ", скорее всего от " + decimal(change.interval->low * 100, 2) + " до " +
                decimal(change.interval->high * 100, 2) + " пункта";
    }
    text += change.distinguishable ? "; это больше случайности\n" : "; различие не отличимо от случайности\n";
    return text;
}

std::string pretty(const ChecklistResult& result) {
    std::string text =
        "Оценка: " + (result.total.score ? percent(*result.total.score) : std::string("нет ответов")) + '\n';
    if (result.total.completeness) text += "Заполнено: " + percent(*result.total.completeness) + '\n';
    if (!result.total.critical_zeros.empty()) {
        text += "Критичные нули:";
        for (const std::string& item : result.total.critical_zeros) text += ' ' + item;
        text += '\n';
    }
    Table table;
    table.add({"область", "оценка", "₽ в месяц"});
    for (const std::string& id : result.order) {
        for (const AreaResult& area : result.areas) {
            if (area.id != id) continue;
            table.add({area.id, area.score.score ? percent(*area.score.score) : "—",
                       area.money ? roubles(*area.money) : "—"});
        }
    }
    return text + '\n' + table.text();
}

}  // namespace funnel::cli
