// The plan: what to do first, who does it and when, and when the change can honestly be seen. Techniques are
// ordered by the money of the factors they govern and by how much they are needed, then laid into twelve
// weeks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calls.hpp"
#include "core/checklist.hpp"
#include "core/day.hpp"
#include "core/governing.hpp"
#include "core/scenario.hpp"
#include "core/units.hpp"

namespace funnel {

// Who may lead a technique: head of sales, the owner of the business, marketing, who keeps the CRM.
enum class Person : std::uint8_t { rop, owner, marketing, crm };
inline constexpr std::size_t kPersons = 4;
inline constexpr std::array<std::string_view, kPersons> kPersonNames{"rop", "owner", "marketing", "crm"};
[[nodiscard]] std::string_view name_of(Person person);
[[nodiscard]] std::optional<Person> person_from(std::string_view name);

// One way of selling better, as the published cases did it.
struct Technique {
    std::string id;                    // unique
    std::string name;                  // for people, may be empty
    std::vector<std::string> actions;  // what to do, for people
    Governed governed;
    Person owner = Person::rop;
    int weeks = 1;                      // ≥ 1, how long it takes
    std::vector<std::string> after;     // ids of techniques that are done before it
    std::vector<std::string> areas;     // of the checklist
    std::vector<std::string> criteria;  // of calls
};

// One thing that speaks for a technique.
struct Reason {
    enum class Kind : std::uint8_t { factor, area, critical_zero, criterion };
    Kind kind = Kind::factor;
    std::string id;    // of the factor, the area, the checklist item, the criterion
    double value = 0;  // its share of the factor's money; the area's score; the department's share. Unused
                       // for a critical zero
    int asked = 0;     // criterion: of how many marks
};

struct Why {
    Roubles money = 0;  // a month: its part of every positive amount it governs
    double need = 1;    // 0..1, 1 also when nothing is known
    std::vector<Reason> evidence;
};

// What shows that it worked, and when that can be told from luck.
struct Measure {
    std::optional<std::string>
        factor;  // that brings most of the money; absent when it governs nothing of this funnel
    double now = 0;
    double target = 0;
    std::optional<double>
        per_period;  // entries needed in each of two periods: 80 % power at 95 %; absent when nothing changes
    std::optional<int> visible_week;  // absent beyond week 52
};

struct PlanStep {
    std::size_t technique = 0;  // index in PlanInput::techniques
    Why why;
    Person owner = Person::rop;
    int week_from = 1;
    int week_to = 1;  // inclusive
    Measure measure;
};

struct PlanPriority {
    std::size_t technique = 0;
    Roubles money = 0;
    double need = 1;
};

struct Plan {
    std::optional<Day> start;
    std::vector<PlanStep> steps;         // by week_from, then by priority
    std::vector<std::size_t> later;      // what the horizon does not hold, by priority
    Roubles unplaced_money = 0;          // positive amounts that no technique governs
    bool by_money_only = true;           // nothing is known about need
    std::vector<PlanPriority> priority;  // all techniques in their order
};

inline constexpr int kPlanWeeks = 12;
inline constexpr int kLastVisibleWeek = 52;

// A step the reader of the plan moved or gave to somebody.
struct FixedStep {
    std::string technique;
    std::optional<Person> owner;
    std::optional<int> week_from;  // 1..12; kept even where another step runs
};

struct PlanInput {
    const Scenario* scenario = nullptr;                  // never null
    const std::vector<Technique>* techniques = nullptr;  // never null
    const ChecklistResult* checklist = nullptr;          // null: not known
    const CallsReport* calls = nullptr;  // null: not known; then `criteria` are those of the report
    const std::vector<Criterion>* criteria = nullptr;
    std::optional<Day> start;                                   // a Monday
    std::array<bool, kPersons> people{true, true, true, true};  // who is there, by Person
    std::vector<FixedStep> fixed;
};

// Total and pure. A technique whose owner is not there is led by the head of sales, else by the owner, else
// by whoever is there; with nobody there all is later. The order of techniques in the input does not matter.
[[nodiscard]] Plan plan_of(const PlanInput& input);

// How many entries each of two periods needs so that shares p₁ and p₂ are told apart with 80 % power at 95 %:
// ⌈(z·√(2p̄q̄) + 0.8416·√(p₁q₁ + p₂q₂))² / (p₂ − p₁)²⌉. Absent when the shares are equal.
[[nodiscard]] std::optional<double> entries_to_tell_apart(NowTarget shares);

}  // namespace funnel
