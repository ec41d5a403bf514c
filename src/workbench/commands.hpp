// The workbench driven by text: what the page and the tests say to it and what it answers. A command is one
// JSON object with "do":
//
//   {"do": "set", "id": "managers" | "target/managers" | "ramp/months" …, "value": number | null}
//                                                      ids: quantities.cpp
//   {"do": "stage", "index": 0, "conversion"?: r, "target"?: r | null,
//    "counts"?: {"entered", "passed"}, "name"?: text}
//   {"do": "add_stage"}
//   {"do": "remove_stage", "index": 0}
//   {"do": "move_stage", "from": 0, "to": 1}
//   {"do": "title", "text": text}
//   {"do": "targets_reached"}
//   {"do": "choose" | "copy_to" | "empty", "slot": "A" | "B" | "C"}
//   {"do": "undo"}
//   {"do": "redo"}
//   {"do": "view", "theme"?: "light" | "dark", "zoom"?: 80..200,
//    "tab"?: "ramp" | "roster" | "levers" | "solver",
//    "sheet"?: "none" | "cheat_sheet" | "presets" | "actions",
//    "presenting"?: bool, "step"?: 0…, "compare_with"?: slot, "counts"?: bool, "notice"?: text}
//   {"do": "solver", "pin": {"what", "stage"?, "value"?}, "give": {"what", "stage"?}}
//   {"do": "apply_solution"}
//   {"do": "paste", "text": text}
//   {"do": "copy"}                                     answers {"text": …}
//   {"do": "presets", "presets": [{"name", "stages": […]}]}
//   {"do": "open", "document": {…}}                    a "funnel-workbench" document, or one
//                                                      "funnel-scenario" (into slot A, alone)
//   {"do": "save"}                                     answers {"document": {…}}: "funnel-workbench",
//                                                      version 1, {"active": slot, "scenarios":
//                                                      {slot: scenario}, "view": {"theme", "zoom"}}
//
// The answer is {"ok": true, …} or {"issues": [{"path", "code", "message"}]}; a command with issues changes
// nothing.
#pragma once

#include <string>
#include <string_view>

#include "workbench/workbench.hpp"

namespace funnel::workbench {

[[nodiscard]] std::string run_command(Workbench& workbench, std::string_view json);

// {"revision", "active", "typing", "can_undo", "can_redo", "slots": {"A": null | {"scenario", "report"}…},
//  "differences": {"AB": comparison | {"issues"}…}, "view": {…}, "pin": {…}, "solution": …}
[[nodiscard]] std::string state_of(const Workbench& workbench);

}  // namespace funnel::workbench
