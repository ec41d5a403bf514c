// What the consultant is told of a request before he calls: who and how to reach, where from, the
// department's numbers, what it leaves unearned, what the checklist said, where to begin. Made of the stored
// documents by the server's own core; nothing of it is the browser's word. Values, no markup: whoever sends
// it makes it harmless for the receiver.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/checklist.hpp"
#include "core/report.hpp"
#include "lead/brief/handbook.hpp"
#include "lead/stored_lead.hpp"
#include "system/times.hpp"

namespace funnel::server {

// Where things are, and whose clock people read.
struct BriefPlaces {
    std::string public_url;  // "https://example.ru"; "": no links to the site
    std::string inbox_url;   // "https://example.ru/inbox", a number after it is a record's page; "": none
    TimeZone zone = moscow_time();
};

struct BriefLine {
    std::string name;  // "Средний чек"; "" where the value says all
    std::string value;
};
struct BriefPart {
    std::string title;  // "Отдел сейчас"
    std::vector<BriefLine> lines;
};

// What a field of a CRM can be filled with (`fields` of a target).
inline constexpr std::array<std::string_view, 34> kBriefKeys{"number",
                                                             "form",
                                                             "received_at",
                                                             "page_url",
                                                             "referrer",
                                                             "utm_source",
                                                             "utm_medium",
                                                             "utm_campaign",
                                                             "utm_term",
                                                             "utm_content",
                                                             "name",
                                                             "phone",
                                                             "phone_note",
                                                             "email",
                                                             "owner",
                                                             "managers",
                                                             "turnover",
                                                             "leads",
                                                             "average_check",
                                                             "conversion",
                                                             "conversion_source",
                                                             "revenue",
                                                             "money_left",
                                                             "money_left_low",
                                                             "money_left_high",
                                                             "money_left_year",
                                                             "checklist_score",
                                                             "completeness",
                                                             "critical_zeros",
                                                             "weak_areas",
                                                             "first_steps",
                                                             "stages",
                                                             "calculation_url",
                                                             "inbox_url"};
[[nodiscard]] bool is_brief_key(std::string_view key);

// Money in roubles, shares in percent, everything else as text.
using BriefValue = std::variant<double, std::string>;

struct Brief {
    std::vector<BriefPart> parts;                                 // none empty
    std::vector<std::pair<std::string_view, BriefValue>> values;  // what is known of kBriefKeys
    std::string calculation_url;  // opens the same numbers in the workbench, without the managers' names; ""
                                  // without a calculation
    std::string inbox_url;        // of its record
};

[[nodiscard]] Brief brief_of(const StoredLead& lead, const BriefPlaces& places);
// A value as text: "3750000", "5.2", or itself.
[[nodiscard]] std::string text_of(const BriefValue& value);
// "" when it is not known.
[[nodiscard]] std::string value_text(const Brief& brief, std::string_view key);

// Lines for a comment: titles on lines of their own, "name: value" below, links last.
[[nodiscard]] std::string text_of(const Brief& brief);

// The parts of which brief_of is made (brief_figures.cpp, brief_checklist.cpp).
void add_figures(Brief& brief, const Scenario& scenario, const Report& report);
[[nodiscard]] std::vector<Answer> marks_of(std::string_view stored_answers);
void add_checklist(Brief& brief, const Handbook& book, const ChecklistResult& result);
// Of the plan the person attached, else of the one these numbers and marks make.
struct StepsSource {
    std::string_view attached_plan;              // JSON of plan_to_json, or ""
    const Scenario* scenario = nullptr;          // null: not known
    const ChecklistResult* checklist = nullptr;  // null: not known
};
void add_first_steps(Brief& brief, const Handbook& book, const StepsSource& source);

}  // namespace funnel::server
