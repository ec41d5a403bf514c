// What each command of `funnel` does, apart from its command line. Results go to stdout, problems to stderr.
#pragma once

#include <string>

namespace funnel::cli {

// Exit codes, part of the command's contract.
enum ExitCode : int {
    kOk = 0,
    kUnreadable = 1,   // a file cannot be read: one line on stderr
    kBadDocument = 2,  // {"issues": […]} on stderr
    kBadUsage = 64,    // the command line itself
};

enum class Output { json, pretty };

// `path` is a file, or "-" for standard input, everywhere below.
int eval(const std::string& path, Output output);
int compare(const std::string& path_a, const std::string& path_b, Output output);

// The findings of the report, dearest first: a JSON array.
int findings(const std::string& path);

// {"scenario", "uplift"}: the scenario with the targets a page assumes. `uplift` ≥ 1.
int targets(const std::string& path, double uplift);

// A request of solver_json.hpp. A refusal is an answer, not a failure: exit code 0.
int solve(const std::string& path);

struct ChecklistPaths {
    std::string answers;
    std::string scenario;    // empty: without money
    std::string definition;  // empty: the checklist compiled in
};
int checklist(const ChecklistPaths& paths, Output output);

struct CallsOptions {
    std::string file;    // a funnel-calls document
    std::string before;  // "FIRST..LAST" days; both periods or neither
    std::string after;
};
int calls(const CallsOptions& options, Output output);

enum class PlanFormat { json, pretty, calendar };
struct PlanOptions {
    std::string file;       // a scenario, or a funnel-plan-request with everything in it
    std::string checklist;  // answers; empty: not known
    std::string calls;      // a funnel-calls document; empty: not known
    std::string start;      // a Monday; empty: as the request says, or none
    std::string people;     // names joined by commas; empty: as the request says, or everybody
    PlanFormat format = PlanFormat::json;
};
int plan(const PlanOptions& options);

// The link of a calculation, "#s2.…": of a scenario, or of a `funnel-link` document with several variants. A
// link longer than mail and messengers carry is told on stderr.
enum class Names { leave_out, keep };
int link(const std::string& path, Names names);
// What a link holds: the scenario, or a `funnel-link` document when it holds several variants. `text` may be
// the fragment, a whole address, or a message with one.
int read_link(const std::string& text);

// Prints the JSON Schema of a document; without a name, the names. An unknown name lists the known ones and
// is bad usage.
int schema(const std::string& name);

// Prints a sample scenario to start from; an unknown name lists the known ones and is bad usage.
int example(const std::string& name);

}  // namespace funnel::cli
