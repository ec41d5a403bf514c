#include "inbox/calculation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/checklist.hpp"
#include "core/day.hpp"
#include "core/findings.hpp"
#include "core/json/checklist_json.hpp"
#include "core/json/document.hpp"
#include "core/json/link_json.hpp"
#include "core/json/scenario_json.hpp"
#include "core/report.hpp"
#include "core/text/number_words.hpp"
#include "core/words.hpp"
#include "lead/brief/handbook.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::size_t kMostFindings = 3;
constexpr std::size_t kWeakest = 3;

std::string counted(double value, text::NounForms forms) {
    return text::count(value) + ' ' + std::string(text::plural(text::counted(value), forms));
}

// 0..100 of a whole, as the length of a bar.
std::string share_text(double part, double whole) {
    const double share = whole > 0 ? std::clamp(part / whole, 0.0, 1.0) : 0;
    return std::to_string(std::lround(share * 100));
}

std::string inputs_words(const Scenario& scenario, const Report& report) {
    std::string words = counted(scenario.managers, {"менеджер", "менеджера", "менеджеров"}) + ", " +
                        counted(scenario.leads_per_month, {"заявка", "заявки", "заявок"}) + ", чек " +
                        text::roubles(scenario.average_check) + ", " +
                        counted(report.now.sales, {"оплата", "оплаты", "оплат"}) + " в месяц. ";
    const auto examples = std::count_if(scenario.stages.begin(), scenario.stages.end(),
                                        [](const Stage& stage) { return stage.source == Source::example; });
    const auto all = static_cast<std::ptrdiff_t>(scenario.stages.size());
    words += all_are_evidence(scenario.stages) ? "Конверсии посчитаны по его данным."
             : examples == all ? "Конверсии условные: взяты из примера."
             : examples > 0    ? "Часть конверсий условная."
                               : "Конверсии введены им самим.";
    words += scenario.targets_source == TargetsSource::assumed ? " Цели предложила страница, это допущение."
                                                               : " Цели он поставил сам.";
    return words;
}

struct Shown {
    std::string now, target;
};

Shown shown_factor(const Factor& factor, const Report& report) {
    if (factor.id == "leads") return {text::count(factor.now), text::count(factor.target)};
    if (factor.id == "coverage")
        return {text::count(report.now.worked_leads), text::count(report.target.worked_leads)};
    if (factor.id == "average_check") return {text::roubles(factor.now), text::roubles(factor.target)};
    return {text::percent(factor.now), text::percent(factor.target)};
}

std::vector<PageValues> factor_rows(const Scenario& scenario, const Report& report) {
    double most = 0;
    for (const FactorAmount& part : report.money_left.by_factor) most = std::max(most, part.amount);
    std::vector<PageValues> rows;
    for (const Factor& factor : in_order(factors_of(scenario))) {
        double amount = 0;
        for (const FactorAmount& part : report.money_left.by_factor)
            if (part.id == factor.id) amount = part.amount;
        const bool is_stage = factor.id != "leads" && factor.id != "coverage" && factor.id != "average_check";
        if (!is_stage && factor.now == factor.target) continue;
        const Shown shown = shown_factor(factor, report);
        PageValues row;
        row.text("factor", std::string(factor_name(scenario, factor.id)))
            .text("now", shown.now)
            .text("target", shown.target)
            .text("amount", text::roubles(amount))
            .text("share", share_text(amount, most));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

std::optional<Calculation> calculation_of(const std::string& scenario_json) {
    auto read = scenario_from_json(scenario_json);
    if (!read.scenario) return std::nullopt;
    const Scenario& scenario = *read.scenario;
    const Report report = evaluate(scenario);
    Calculation result;
    result.fragment = link_from_content({{{"", scenario}}, 0}, RosterNames::leave_out);
    // Nobody is told how sure a typed share makes a sum: only counts and the CRM's deals do.
    const bool counted = all_are_evidence(scenario.stages);
    const auto& range = report.uncertainty.money_left_range;
    const double now = report.now.revenue;
    const double target = report.target.revenue;
    const double whole = std::max(now, target);
    std::vector<PageValues> findings;
    for (const Finding& finding : findings_of(scenario, report)) {
        if (findings.size() >= kMostFindings) break;
        findings.emplace_back().text("finding", told(finding, scenario));
    }
    result.values.text("money_left", text::roubles(report.money_left.per_month))
        .text("money_range", range && counted ? "От " + text::roubles(range->low) + " до " +
                                                    text::roubles(range->high) + " с вероятностью 95 %"
                                              : std::string())
        .text("revenue_now", text::roubles(now))
        .text("revenue_target", text::roubles(target))
        .text("bar_now", share_text(now, whole))
        .text("bar_target", share_text(target, whole))
        .text("bar_line", std::to_string(std::max(0, std::stoi(share_text(target, whole)) - 1)))
        .text("bar_words", "Выручка сейчас " + text::roubles(now) + ", с целями " + text::roubles(target))
        .text("inputs", inputs_words(scenario, report))
        .list("factors", factor_rows(scenario, report))
        .list("findings", std::move(findings));
    return result;
}

std::optional<PageValues> checklist_of(const std::string& answers_json, const std::string& scenario_json) {
    if (answers_json.empty()) return std::nullopt;
    const Handbook& book = handbook();
    const auto read = answers_from_json(answers_json, book.checklist);
    if (!read.answers || read.answers->empty()) return std::nullopt;
    const auto scenario = scenario_json.empty() ? ScenarioResult() : scenario_from_json(scenario_json);
    const ChecklistResult result =
        score_checklist({&book.checklist, &*read.answers, scenario.scenario ? &*scenario.scenario : nullptr});
    std::vector<PageValues> areas;
    for (const std::string& id : result.order) {
        const auto area = std::find_if(result.areas.begin(), result.areas.end(),
                                       [&](const AreaResult& one) { return one.id == id; });
        if (area == result.areas.end() || !area->score.score || areas.size() >= kWeakest) continue;
        areas.emplace_back()
            .text("area", book.areas.at(id))
            .text("area_score", text::percent(*area->score.score) +
                                    (area->money ? ", " + text::roubles(*area->money) + " в месяц" : ""));
    }
    std::string zeros;
    for (const std::string& id : result.total.critical_zeros)
        zeros += (zeros.empty() ? "" : " ") + book.items.at(id).question;
    PageValues values;
    values
        .text("score",
              (result.total.score ? "Итог " + text::percent(*result.total.score) : std::string("Итога нет")) +
                  (result.total.completeness
                       ? ", отвечено " + text::percent(*result.total.completeness) + " вопросов"
                       : "") +
                  ". С чего начать:")
        .list("areas", std::move(areas))
        .flag("has_zeros", !zeros.empty())
        .text("zeros", zeros);
    return values;
}

namespace {

std::string name_of_technique(const codec::Json& id) {
    if (!id.is_string()) return {};
    const Technique* technique = technique_of(id.get_ref<const std::string&>());
    return technique != nullptr ? technique->name : id.get<std::string>();
}

double number_in(const codec::Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

constexpr Day kNoDay = 0;       // no plan begins in 1970
constexpr TimeZone kAnyZone{};  // a day of a plan is no moment

// "1–3, до 21 июня"
std::string weeks_words(const codec::Json& step, Day start) {
    const int from = static_cast<int>(number_in(step, "week_from"));
    const int to = static_cast<int>(number_in(step, "week_to"));
    std::string words = std::to_string(from) + (from == to ? "" : "–" + std::to_string(to));
    if (start != kNoDay) words += ", до " + day_in_words((start + 7 * to - 1) * kDayMs, kAnyZone);
    return words;
}

std::string seen_words(const codec::Json& step) {
    const auto measure = step.find("measure");
    if (measure == step.end() || !measure->is_object()) return {};
    const double week = number_in(*measure, "visible_week");
    return week > 0 ? "на " + text::count(week) + "-й неделе" : "за год не отличить от удачи";
}

PageValues row_of(const codec::Json& step, Day start) {
    const auto why = step.find("why");
    const auto owner = step.find("owner");
    const double money = why != step.end() && why->is_object() ? number_in(*why, "money") : 0;
    const auto person = owner != step.end() && owner->is_string()
                            ? person_from(owner->get_ref<const std::string&>())
                            : std::nullopt;
    PageValues row;
    row.text("plan_step", name_of_technique(step.value("technique", codec::Json())))
        .text("plan_weeks", weeks_words(step, start))
        .text("plan_owner", person ? std::string(person_name(*person)) : std::string())
        .text("plan_money", money > 0 ? text::roubles(money) : std::string("—"))
        .text("plan_seen", seen_words(step));
    return row;
}

std::string later_words(const codec::Json& plan) {
    std::string names;
    const auto later = plan.find("later");
    if (later != plan.end() && later->is_array())
        for (const codec::Json& id : *later) names += (names.empty() ? "" : ", ") + name_of_technique(id);
    return names.empty() ? std::string() : "Потом: " + names + ".";
}

}  // namespace

std::optional<ShownPlan> attached_plan(const std::string& plan_json, const std::string& scenario_json) {
    if (plan_json.empty()) return std::nullopt;
    const codec::Json plan = codec::Json::parse(plan_json, nullptr, false);
    const auto steps = plan.is_object() ? plan.find("steps") : plan.end();
    if (!plan.is_object() || steps == plan.end() || !steps->is_array()) return std::nullopt;
    const auto day = plan.find("start");
    const Day start = day != plan.end() && day->is_string()
                          ? day_from_iso(day->get_ref<const std::string&>()).value_or(kNoDay)
                          : kNoDay;
    ShownPlan shown;
    std::vector<PageValues> rows;
    double money = 0;
    for (const codec::Json& step : *steps) {
        if (!step.is_object()) continue;
        rows.push_back(row_of(step, start));
        const auto why = step.find("why");
        if (why != step.end() && why->is_object()) money += number_in(*why, "money");
    }
    const double rest = number_in(plan, "unplaced_money");
    shown.values
        .text("plan_title", counted(static_cast<double>(rows.size()), {"шаг", "шага", "шагов"}) +
                                " за двенадцать недель" +
                                (start != kNoDay ? ", с " + day_in_words(start * kDayMs, kAnyZone) : "") +
                                (money > 0 ? ". В них " + text::roubles(money) + " в месяц" : "") + ".")
        .list("plan_rows", std::move(rows))
        .text("plan_rest",
              rest > 0 ? "Без шага осталось " + text::roubles(rest) + " в месяц." : std::string())
        .text("plan_later", later_words(plan));
    const auto own = plan.find("scenario");
    const auto scenario = scenario_from_json(own != plan.end() ? own->dump() : scenario_json).scenario;
    if (scenario) shown.fragment = link_from_content({{{"", *scenario}}, 0}, RosterNames::leave_out);
    return shown;
}

}  // namespace funnel::server
