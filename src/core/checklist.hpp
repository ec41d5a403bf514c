// The head-of-sales checklist: areas of the craft, questions with evidence, a score, and what weak areas
// cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/attribution.hpp"
#include "core/report.hpp"
#include "core/scenario.hpp"

namespace funnel {

struct ChecklistItem {
    std::string id;  // unique in the checklist
    int weight = 1;  // 1..3
    bool critical = false;
};

// An area and the factors it governs: every stage of these kinds, and these factors by name. In a funnel of
// one stage an area with any kind governs that stage.
struct ChecklistArea {
    std::string id;
    std::vector<StageKind> kinds;
    std::vector<std::string> factors;  // leads, coverage, average_check
    std::vector<ChecklistItem> items;
};

struct Checklist {
    std::vector<ChecklistArea> areas;
};

// An answer: 0 no, 1 partly or in words only, 2 systematically and seen; or not applicable. Items not asked
// are absent.
enum class Mark : std::uint8_t { no, partly, systematic, not_applicable };
struct Answer {
    std::string item;
    Mark mark = Mark::no;
};

// Score of a set of items: Σ weight·mark / Σ 2·weight over the answered ones.
struct Score {
    std::optional<Ratio> score;  // absent when nothing is answered
    std::optional<Ratio>
        completeness;  // answered / (items − not applicable); absent when all are not applicable
    std::vector<std::string> critical_zeros;
};

struct AreaResult {
    std::string id;
    Score score;
    int weight = 0;                     // Σ weight of its items
    std::optional<Roubles> money;       // a month; absent without a scenario
    std::vector<FactorAmount> factors;  // its share of each positive factor it governs: why the money
    double priority = 0;  // (1 − score) · money, else (1 − score) · weight; 0 while not answered
    std::vector<std::string> weak_items;  // answered 0 or 1, heaviest first: what to do this week
};

struct ChecklistResult {
    Score total;
    std::vector<AreaResult> areas;  // in checklist order
    std::vector<std::string>
        order;  // area ids, what to start with first: by (1 − score)·money, then (1 − score)·weight, but an
                // area that scores 80 % and more after every area with a critical zero
};

// Answers to items the checklist does not know are ignored (the reader reports them).
struct ChecklistInput {
    const Checklist* checklist = nullptr;          // never null
    const std::vector<Answer>* answers = nullptr;  // never null
    const Scenario* scenario = nullptr;            // null: without money
};
[[nodiscard]] ChecklistResult score_checklist(const ChecklistInput& input);

}  // namespace funnel
