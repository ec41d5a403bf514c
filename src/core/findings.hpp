// Plain facts of a report, dearest first: what a page, a paper or the command line says in sentences. A
// finding is a code with its numbers; the words for it stand in assets/messages/ru.json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// In alphabetical order: of two findings without money, or of the same, the earlier code comes first.
enum class FindingCode : std::uint8_t {
    assumed_conversion,  // stages: ids whose conversion is an example's, not the owner's
    goal_gap,            // leads_extra, managers (absent without a capacity): what the goal needs beyond now
    goal_unreachable,  // reason: check | zero_stage | above_hundred (even 100 % at every stage is not enough)
    lost_cost,         // money paid for leads nobody works
    manager_gap,       // best: the name of the fairest best; money a month if all sold so; only beyond luck
    sales_mismatch,    // stated, computed: they differ by more than one sale and more than 2 % of the stated
    small_sample,      // entered: under 30 leads behind the first conversion
    stage_point,       // stage: whose one more percentage point is the dearest; money of it
    unanswered,        // leads nobody works; money they would bring at today's conversion
};
inline constexpr std::size_t kFindingCodes = 9;
[[nodiscard]] std::string_view name_of(FindingCode code);

struct Finding {
    FindingCode code = FindingCode::assumed_conversion;
    std::optional<Roubles> money{};     // a month; absent: not a matter of money
    std::string text{};                 // its stage, best or reason
    std::vector<std::string> stages{};  // of assumed_conversion
    std::optional<double> first{};      // its leads, leads_extra, stated or entered
    std::optional<double> second{};     // its managers or computed
};

// What `text`, `first` and `second` of a finding are called; empty where a code has none.
struct FindingKeys {
    std::string_view text;
    std::string_view first;
    std::string_view second;
};
[[nodiscard]] FindingKeys keys_of(FindingCode code);

// Ranked by money, absent last, then by code. Precondition: `report` is the scenario's.
[[nodiscard]] std::vector<Finding> findings_of(const Scenario& scenario, const Report& report);

}  // namespace funnel
