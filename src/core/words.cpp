#include "core/words.hpp"

#include <algorithm>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "core/text/number_words.hpp"

namespace funnel {

namespace {

namespace say = sentences::findings;

// A number of leads, sales or people in its sentence; its noun goes with the number as it is read.
Said counted(std::string_view name, std::optional<double> value) {
    const double exact = value.value_or(0);
    return {name, text::count(exact), text::counted(exact)};
}

std::string stage_list(const Scenario& scenario, const std::vector<std::string>& ids) {
    std::string list;
    for (const std::string& id : ids) {
        list.append(list.empty() ? "«" : ", «").append(factor_name(scenario, id)).append("»");
    }
    return list;
}

const Sentence& why_unreachable(std::string_view reason) {
    if (reason == "check") return say::goal_unreachable_check;
    if (reason == "zero_stage") return say::goal_unreachable_zero_stage;
    return say::goal_unreachable_above_hundred;
}

}  // namespace

std::string_view factor_name(const Scenario& scenario, std::string_view id) {
    namespace name = sentences::factors;
    for (const Sentence& factor : name::all) {
        if (id == factor.code) return factor.pattern;
    }
    for (const Stage& stage : scenario.stages) {
        if (id == stage.id) return stage.name;
    }
    return id;
}

std::string_view person_name(Person person) {
    namespace name = sentences::people;
    const auto found = std::find_if(name::all.begin(), name::all.end(),
                                    [&](const Sentence& one) { return one.code == name_of(person); });
    return found->pattern;  // plan_test holds that everyone has one
}

std::string told(const Finding& finding, const Scenario& scenario) {
    const Said money{"money", text::roubles(finding.money.value_or(0))};
    switch (finding.code) {
        case FindingCode::stage_point:
            return filled(scenario.stages.size() == 1 ? say::stage_point_only : say::stage_point,
                          {{"stage", std::string(factor_name(scenario, finding.text))}, money});
        case FindingCode::unanswered:
            return filled(say::unanswered, {counted("leads", finding.first), money});
        case FindingCode::lost_cost:
            return filled(say::lost_cost, {money});
        case FindingCode::manager_gap:
            return filled(say::manager_gap, {{"best", finding.text}, money});
        case FindingCode::sales_mismatch:
            return filled(say::sales_mismatch,
                          {counted("stated", finding.first), counted("computed", finding.second)});
        case FindingCode::assumed_conversion:
            return filled(sentences::examples::assumed_conversion,
                          {{"stages", stage_list(scenario, finding.stages)}});
        case FindingCode::small_sample:
            return filled(say::small_sample, {counted("entered", finding.first)});
        case FindingCode::goal_unreachable:
            return filled(why_unreachable(finding.text));
        case FindingCode::goal_gap:
            return filled(finding.second ? say::goal_gap_managers : say::goal_gap,
                          {counted("leads_extra", finding.first), counted("managers", finding.second)});
    }
    return {};
}

}  // namespace funnel
