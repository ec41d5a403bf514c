#include "core/text/opening_sentence.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "core/text/number_words.hpp"

namespace funnel::text {

namespace {

constexpr std::array<std::string_view, 14> kCodes{
    "check_in_thousands", "check_in_millions", "goal_in_millions",
    "stages_are_shares",  "stages_are_counts", "last_stage_from_sales",
    "no_number",          "no_label",          "not_a_field",
    "bad_number",         "out_of_range",      "said_twice",
    "not_per_month",      "too_many_stages"};

}  // namespace

std::string_view code_of(SentenceCode code) {
    return kCodes[static_cast<std::size_t>(code)];
}

bool is_left_out(SentenceCode code) {
    return code >= SentenceCode::no_number;
}

std::string told(const SentenceNote& note) {
    namespace say = sentences::sentence;
    constexpr std::array<const Sentence*, 14> kSentences{&say::money,
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
                                                         &say::too_many_stages};
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
    if (!said.stages.empty()) scenario.stages = said.stages;
    const double leads = scenario.leads_per_month;
    if (said.stages.empty() && said.sales_per_month && leads > 0 && *said.sales_per_month <= leads) {
        Stage sale{"payment",
                   std::string(sentences::names::sale.pattern),
                   StageKind::payment,
                   *said.sales_per_month / leads,
                   {},
                   {}};
        const bool whole =
            leads == std::floor(leads) && *said.sales_per_month == std::floor(*said.sales_per_month);
        if (whole) {
            sale.source = Source::counts;
            sale.observed =
                Observed{static_cast<std::int64_t>(leads), static_cast<std::int64_t>(*said.sales_per_month)};
        }
        scenario.stages = {sale};
    }
    return scenario;
}

}  // namespace funnel::text
