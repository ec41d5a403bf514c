// The workbench driven by text: what the page and the tests say to it and what it answers. A command is one
// JSON object with "do". Variants are called A, B, C… by their place:
//
//   {"do": "set", "id": "managers" | "target/managers" | "ramp/months" …, "value": number | null}
//                                                      ids: quantities.cpp
//   {"do": "type", "id": as above | "stages/0/conversion" | "stages/0/target" | "stages/0/name", "text"}
//                                                      what a person types, in the unit people see
//   {"do": "stage", "index": 0, "conversion"?: r, "target"?: r | null,
//    "counts"?: {"entered", "passed"}, "name"?: text}
//   {"do": "stages", "stages": […]}                    all at once, as in a scenario
//   {"do": "add_stage"}
//   {"do": "remove_stage", "index": 0}
//   {"do": "move_stage", "from": 0, "to": 1}
//   {"do": "title", "text": text}                      whose numbers these are: the client
//   {"do": "targets_reached"}                          all targets reached, as a new variant
//   {"do": "sentence", "text", "take"?: true}          the opening sentence: answers {"said": [words],
//                                                      "notes": [sentences], "revenue"}; taken only when
//                                                      asked
//   {"do": "read", "kind": "money" | "count" | "percent", "text"}  answers {"value": number | null}
//   {"do": "duplicate"}                                a copy of the variant in hand
//   {"do": "choose" | "remove" | "freeze", "variant"?: "A"}  of the one in hand when absent; the frozen one
//   is
//                                                      thawed by freezing it again
//   {"do": "rename", "variant"?: "A", "text"}
//   {"do": "move_variant", "from": "A", "to": "C"}
//   {"do": "undo"}                                     answers {"what": words}
//   {"do": "redo"}
//   {"do": "view", "theme"?: "light" | "dark", "zoom"?: 80..200,
//    "tab"?: "analysis" | "funnel" | "solver" | "ramp" | "roster" | "chances",
//    "presenting"?: bool, "step"?: 0…, "compare_with"?: "A" | null, "counts"?: bool, "details"?: bool,
//    "notice"?: text}
//   {"do": "solver", "pin": {"what", "stage"?, "value"?}, "give": {"what", "stage"?}}
//   {"do": "apply_solution"}                           into a new variant
//   {"do": "edit_focused"}                             begins typing into the field in focus
//   {"do": "roster", "roster": […]}                    as in a scenario; its tab opens
//   {"do": "remarks", "remarks": [{"field": id as of "type", "word", "text", "back"?}]}
//                                                      what the page knows of the fields; all at once
//   {"do": "copy"}                                     answers {"text": …}
//   {"do": "open", "document": {…}}                    a "funnel-workbench" document of version 1 or 2, or
//   one
//                                                      "funnel-scenario" (as the only variant)
//   {"do": "sync", "document": {…}}                    the same from another tab; the view stays, and what is
//                                                      being typed goes on over it
//   {"do": "save"}                                     answers {"document": {…}}: "funnel-workbench",
//                                                      version 2, {"active": 0, "baseline": 0 | null,
//                                                      "variants": [{"id", "name", "named", "from",
//                                                      "scenario"}], "view": {"theme", "zoom"}}
//
// The answer is {"ok": true, …} or {"issues": [{"path", "code", "message"}]}; a command with issues changes
// nothing.
#pragma once

#include <string>
#include <string_view>

#include "workbench/workbench.hpp"

namespace funnel::workbench {

[[nodiscard]] std::string run_command(Workbench& workbench, std::string_view json);

// {"revision", "active": "A", "baseline": "A" | null, "base": "A", "keys": "nobody" | "number_typed" |
//  "words_typed" | "number_field" | "slides", "typing", "provisional", "undoes": words, "redoes": words,
//  "slots": {"A": {"name", "change": roubles against the base | null, "sentence", "scenario", "report"}…},
//  "changes": {"B": comparison | {"issues"}…}, "fields": [{"id", "key", "label", "unit", "text", "help"}],
//  "story":
//  {"sentence", "finding"}, "goal": {…} | null, "furthest": number | null, "view": {…}, "pin": {…},
//  "solution": …}
[[nodiscard]] std::string state_of(const Workbench& workbench);

}  // namespace funnel::workbench
