// The checklist definition (`funnel-checklist-definition`) and answers (`funnel-checklist`, version 1) as
// JSON documents.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/checklist.hpp"
#include "core/issue.hpp"

namespace funnel {

struct ChecklistReadResult {
    std::optional<Checklist> checklist;
    std::vector<Issue> issues;
};
// {"format", "version": 1, "areas": [{"id", "governs": {"kinds": […], "factors": […]}, "items": [{"id",
// "weight", "critical", …}]}]}; texts for people beside them are not the core's business and pass unread.
[[nodiscard]] ChecklistReadResult checklist_from_json(std::string_view text);

struct AnswersReadResult {
    std::optional<std::vector<Answer>> answers;
    std::vector<Issue> issues;
};
// {"format": "funnel-checklist", "version": 1, "answers": {item id: 0 | 1 | 2 | "na"}}; an id the checklist
// does not have is the issue `unknown_item`.
[[nodiscard]] AnswersReadResult answers_from_json(std::string_view text, const Checklist& checklist);

}  // namespace funnel
