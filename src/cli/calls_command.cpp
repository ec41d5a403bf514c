#include <algorithm>
#include <iostream>

#include "commands.hpp"
#include "core/json/calls_json.hpp"
#include "days.hpp"
#include "files.hpp"
#include "table.hpp"

namespace funnel::cli {

namespace {

std::string percent_or_dash(const std::optional<Ratio>& share) {
    return share ? percent(*share) : "—";
}

std::string range_of(const std::optional<Interval>& interval) {
    if (!interval) return "—";
    return "от " + decimal(interval->low * 100, 0) + " до " + decimal(interval->high * 100, 0) + kGroup + "%";
}

std::string name_of_criterion(const Criterion& criterion) {
    return criterion.name.empty() ? criterion.id : criterion.name;
}

std::string managers_table(const Calls& calls, const CallsReport& report) {
    Table table;
    table.add({"Менеджер", "звонков", "сделано", "скорее всего", "слабое звено"});
    table.add({"Отдел", whole(report.calls), percent_or_dash(report.department.efficiency.value),
               range_of(report.department.efficiency.interval()), ""});
    for (const ManagerResult& manager : report.managers) {
        table.add({manager.name, whole(manager.calls), percent_or_dash(manager.efficiency.value),
                   range_of(manager.efficiency.interval()),
                   manager.weakest ? name_of_criterion(calls.criteria[*manager.weakest]) : "—"});
    }
    return table.text();
}

std::string criteria_table(const Calls& calls, const CallsReport& report) {
    Table table;
    table.add({"Критерий", "сделано", "из", "доля", "скорее всего"});
    for (std::size_t i = 0; i < calls.criteria.size(); ++i) {
        const CriterionResult& result = report.department.criteria[i];
        table.add({name_of_criterion(calls.criteria[i]), whole(result.count.done), whole(result.count.asked),
                   percent_or_dash(result.share), range_of(result.interval)});
    }
    return table.text();
}

std::string change_text(const CallsReport& report) {
    if (!report.change) return "";
    const EfficiencyChange& department = report.change->department;
    std::string text = "\nИзменение отдела: ";
    if (!department.difference) return text + "не с чем сравнить\n";
    text += decimal(*department.difference * 100, 1) + " пункта";
    if (department.interval) {
        text += ", скорее всего от " + decimal(department.interval->low * 100, 1) + " до " +
                decimal(department.interval->high * 100, 1);
        const bool excludes_zero = department.interval->low > 0 || department.interval->high < 0;
        if (!excludes_zero) text += "; пока не отличить от случая";
    }
    return text + '\n';
}

std::string pretty(const Calls& calls, const CallsReport& report) {
    std::string text = calls.title.empty() ? "" : calls.title + "\n\n";
    if (report.period) {
        text += "Звонки с " + iso_from_day(report.period->from) + " по " + iso_from_day(report.period->to) +
                "\n\n";
    }
    return text + managers_table(calls, report) + '\n' + criteria_table(calls, report) + change_text(report);
}

}  // namespace

int calls(const CallsOptions& options, Output output) {
    std::optional<TwoPeriods> periods;
    if (!options.before.empty() || !options.after.empty()) {
        const std::optional<Period> before = period_from(options.before);
        const std::optional<Period> after = period_from(options.after);
        if (!before || !after) {
            std::cerr
                << "--before и --after указываются вместе: первый и последний день, 2026-04-01..2026-04-30\n";
            return kBadUsage;
        }
        periods = TwoPeriods{*before, *after};
    }
    const std::optional<std::string> text = text_of(options.file, kMaxCallsBytes);
    if (!text) return kUnreadable;
    const CallsResult read = calls_from_json(*text);
    if (!read.calls) return bad_document(read.issues);
    const CallsReport report = report_of(*read.calls, periods);
    return print(output == Output::pretty ? pretty(*read.calls, report)
                                          : calls_report_to_json(report, *read.calls) + '\n');
}

}  // namespace funnel::cli
