// The first sentence of a call, typed or pasted as one line: «4 менеджера, 320 заявок, чек 85, дозвон 70,
// квалификация 45, встреча 40, оплата 25». What was understood and what was decided on the way is shown
// before it is taken. A hundred sentences with their meaning: tests/golden/opening_sentences.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace funnel::text {

// A decision the reader made for the person, or a part it could not take.
enum class SentenceCode : std::uint8_t {
    // decisions
    check_in_thousands,  // «чек 85» → 85 000 ₽: a bare number below 1 000
    check_in_millions,   // «чек 1,5» → 1 500 000 ₽: a bare fraction below 10
    goal_in_millions,    // «цель 5» → 5 000 000 ₽: a bare number below 1 000
    stages_are_shares,   // «дозвон 0,7»: every stage is a share, not a percentage
    stages_are_counts,  // «дозвонились 224, встреч 90»: people, not percentages, because one is above 100
    last_stage_from_sales,  // «дозвон 70, встреча 40, 8 оплат»: the share that gives so many
    // parts that were left out
    no_number,  // words without a number
    no_label,   // a number nothing is said about
    not_a_field,  // «выручка 3 млн», «бюджет 100 тыс.»: nothing of the calculation is called so
    bad_number,       // «чек 5 %», «дозвон 70 тыс.»
    out_of_range,     // «дозвон 120 %», «0 менеджеров»
    said_twice,       // the first stays
    not_per_month,    // «15 заявок в день»
    too_many_stages,  // beyond twelve
    unknown_stage     // «кек 85» over a funnel of several stages without such a one
};
[[nodiscard]] std::string_view code_of(SentenceCode code);
// Whether this part was not taken (and not just decided).
[[nodiscard]] bool is_left_out(SentenceCode code);

struct SentenceNote {
    SentenceCode code = SentenceCode::no_number;
    std::string part;  // as it was typed
    double value = 0;  // of a decision about money: what was taken, in roubles
    friend bool operator==(const SentenceNote&, const SentenceNote&) = default;
};
// The note as a sentence for the person: «„чек 85“ — это 85 000 ₽».
[[nodiscard]] std::string told(const SentenceNote& note);

// Every value is within its range of Scenario. What was not said is absent.
struct OpeningSentence {
    std::optional<int> managers;
    std::optional<Count> leads_per_month;
    std::optional<Roubles> average_check;
    std::optional<Count> sales_per_month;  // «8 оплат»; with leads the only stage when none is named
    std::optional<Count> capacity_leads_per_manager;
    std::optional<Roubles> goal_revenue;
    std::optional<Ratio> gross_margin;
    std::optional<int> working_days_per_month;
    std::optional<int> sales_cycle_months;
    Target target;              // «чек 85 → 100», «4 → 5 менеджеров»
    std::vector<Stage> stages;  // in the order they were said, with ids
    std::vector<SentenceNote> notes;

    // Nothing of it can be taken.
    [[nodiscard]] bool empty() const;
};

// Reads UTF-8 of any content, up to 4 000 characters (the rest is not read).
[[nodiscard]] OpeningSentence read_opening_sentence(std::string_view utf8);

// The scenario with what was said in place of what it held. Stages that the funnel has, in its order, change
// there («оплата 30» is what one asks on a call), any others replace it; one stage alone that it does not
// have is left out. Sales without stages are the one stage of a funnel that has no others, else the check of
// its chain.
[[nodiscard]] Scenario with_sentence(Scenario scenario, const OpeningSentence& said);
// What of the sentence with_sentence leaves out of this scenario.
[[nodiscard]] std::vector<SentenceNote> left_out_of(const Scenario& scenario, const OpeningSentence& said);

}  // namespace funnel::text
