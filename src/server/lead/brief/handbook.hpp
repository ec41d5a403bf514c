// What the firm teaches, as the program carries it: the checklist's questions and the techniques of the plan,
// with their texts for people (assets/checklist/rop.json, assets/techniques.json).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/checklist.hpp"
#include "core/plan.hpp"

namespace funnel::server {

struct HandbookItem {
    std::string question;
    std::string action;  // what to do when the answer is weak
};

struct Handbook {
    Checklist checklist;
    std::map<std::string, std::string> areas;   // names by id
    std::map<std::string, HandbookItem> items;  // by id
    std::vector<Technique> techniques;
};

// Read once, at the first question: some milliseconds, too many for every delivery.
[[nodiscard]] const Handbook& handbook();

// The technique of that id; null when none is taught.
[[nodiscard]] const Technique* technique_of(std::string_view id);

}  // namespace funnel::server
