// Reads the text of a `funnel-calls` document in one pass: twenty thousand calls never become a tree. Codec
// files only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/calls.hpp"
#include "core/issue.hpp"
#include "core/json/document.hpp"

namespace funnel::codec {

// A mark by the place of its criterion's id among `ids`.
struct ReadMark {
    std::uint32_t id = 0;
    Heard heard = Heard::not_listened;
};
struct ReadCall {
    std::size_t manager = 0;
    Day date = 0;
    std::string note;
    std::size_t marks_end =
        0;  // its marks end here in ReadCalls::marks; they begin where those of the call before end
};

struct ReadCalls {
    Document rest;                      // the document with an empty list in place of its calls
    std::vector<Issue> issues;          // of the calls
    std::vector<std::string> managers;  // each once
    std::vector<std::string> ids;       // criteria named by marks, each once; the document may not know them
    std::vector<ReadMark> marks;
    std::vector<ReadCall> calls;
};

[[nodiscard]] ReadCalls read_calls(std::string_view text);

}  // namespace funnel::codec
