#include "core/text/opening_sentence.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "core/text/characters.hpp"
#include "core/text/number_words.hpp"

namespace funnel::text {

namespace {

constexpr std::array<std::string_view, 15> kCodes{
    "check_in_thousands", "check_in_millions", "goal_in_millions",
    "stages_are_shares",  "stages_are_counts", "last_stage_from_sales",
    "no_number",          "no_label",          "not_a_field",
    "bad_number",         "out_of_range",      "said_twice",
    "not_per_month",      "too_many_stages",   "unknown_stage"};

// The stage of the funnel that is meant: the one of this name, else the only one of this kind.
std::optional<std::size_t> meant(const std::vector<Stage>& funnel, const Stage& said) {
    const std::u32string name = folded(said.name);
    std::optional<std::size_t> of_kind;
    std::size_t alike = 0;
    for (std::size_t i = 0; i < funnel.size(); ++i) {
        if (folded(funnel[i].name) == name) return i;
        if (funnel[i].kind != said.kind || said.kind == StageKind::other) continue;
        of_kind = i;
        ++alike;
    }
    return alike == 1 ? of_kind : std::nullopt;
}

// For each stage of the sentence the one of the funnel it means, in the funnel's order; absent when one is
// not there.
std::optional<std::vector<std::size_t>> all_meant(const std::vector<Stage>& funnel,
                                                  const std::vector<Stage>& said) {
    std::vector<std::size_t> places;
    for (const Stage& stage : said) {
        const auto place = meant(funnel, stage);
        if (!place || (!places.empty() && *place <= places.back())) return std::nullopt;
        places.push_back(*place);
    }
    return places;
}

// One stage alone does not replace a funnel of several.
bool may_replace(const std::vector<Stage>& funnel, const std::vector<Stage>& said) {
    return said.size() > 1 || funnel.size() < 2;
}

void take_stages(std::vector<Stage>& funnel, const OpeningSentence& said) {
    if (said.stages.empty()) return;
    const auto places = all_meant(funnel, said.stages);
    if (!places) {
        if (may_replace(funnel, said.stages)) funnel = said.stages;
        return;
    }
    for (std::size_t i = 0; i < places->size(); ++i) {
        Stage& stage = funnel[(*places)[i]];
        stage.conversion = said.stages[i].conversion;
        stage.observed = said.stages[i].observed;
        stage.source = said.stages[i].source;
        if (said.stages[i].target_conversion) stage.target_conversion = said.stages[i].target_conversion;
    }
}

// One stage of all leads and their sales.
Stage sale_of(Count leads, Count sales) {
    Stage sale{"payment", std::string(sentences::names::sale.pattern), StageKind::payment, sales / leads, {},
               {}};
    if (leads == std::floor(leads) && sales == std::floor(sales)) {
        sale.source = Source::counts;
        sale.observed = Observed{static_cast<std::int64_t>(leads), static_cast<std::int64_t>(sales)};
    }
    return sale;
}

}  // namespace

std::string_view code_of(SentenceCode code) {
    return kCodes[static_cast<std::size_t>(code)];
}

bool is_left_out(SentenceCode code) {
    return code >= SentenceCode::no_number;
}

std::string told(const SentenceNote& note) {
    namespace say = sentences::sentence;
    constexpr std::array<const Sentence*, 15> kSentences{&say::money,
                                                         &say::money,
                                                         &say::money,
                                                         &say::stages_are_shares,
                                                         &say::stages_are_counts,
                                                         &say::last_stage_from_sales,
                                                         &say::no_number,
                                                         &say::no_label,
                                                         &say::not_a_field,
                                                         &say::bad_number,
                                                         &say::out_of_range,
                                                         &say::said_twice,
                                                         &say::not_per_month,
                                                         &say::too_many_stages,
                                                         &say::unknown_stage};
    return filled(*kSentences[static_cast<std::size_t>(note.code)],
                  {{"part", note.part}, {"money", roubles(note.value), note.value}});
}

bool OpeningSentence::empty() const {
    return !managers && !leads_per_month && !average_check && !sales_per_month &&
           !capacity_leads_per_manager && !goal_revenue && !gross_margin && !working_days_per_month &&
           !sales_cycle_months && stages.empty();
}

Scenario with_sentence(Scenario scenario, const OpeningSentence& said) {
    if (said.managers) scenario.managers = *said.managers;
    if (said.leads_per_month) scenario.leads_per_month = *said.leads_per_month;
    if (said.average_check) scenario.average_check = *said.average_check;
    if (said.capacity_leads_per_manager)
        scenario.capacity_leads_per_manager = said.capacity_leads_per_manager;
    if (said.sales_per_month) scenario.stated_sales = said.sales_per_month;
    if (said.goal_revenue) scenario.goal_revenue = said.goal_revenue;
    if (said.gross_margin) scenario.gross_margin = said.gross_margin;
    if (said.working_days_per_month) scenario.working_days_per_month = *said.working_days_per_month;
    if (said.sales_cycle_months) scenario.ramp.sales_cycle_months = *said.sales_cycle_months;
    if (said.target.managers) scenario.target.managers = said.target.managers;
    if (said.target.leads_per_month) scenario.target.leads_per_month = said.target.leads_per_month;
    if (said.target.average_check) scenario.target.average_check = said.target.average_check;
    if (said.target.capacity_leads_per_manager)
        scenario.target.capacity_leads_per_manager = said.target.capacity_leads_per_manager;
    take_stages(scenario.stages, said);
    const double leads = scenario.leads_per_month;
    if (said.stages.empty() && said.sales_per_month && scenario.stages.size() < 2 && leads > 0 &&
        *said.sales_per_month <= leads)
        scenario.stages = {sale_of(leads, *said.sales_per_month)};
    return scenario;
}

std::vector<SentenceNote> left_out_of(const Scenario& scenario, const OpeningSentence& said) {
    if (said.stages.empty() || may_replace(scenario.stages, said.stages) ||
        all_meant(scenario.stages, said.stages))
        return {};
    return {{SentenceCode::unknown_stage, said.stages.front().name, 0}};
}

}  // namespace funnel::text
