// What every command of `funnel` does with files and streams.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/issue.hpp"

namespace funnel::cli {

// The text of a file ("-" for standard input), no more than one byte beyond what a document may have; or nothing after saying why
// on stderr.
[[nodiscard]] std::optional<std::string> text_of(const std::string& path);

// {"issues": […]} on stderr; the exit code of a bad document.
int bad_document(const std::vector<Issue>& issues);

// A result that did not reach stdout (a full disk, a closed pipe) is a failure, not a silence.
int print(const std::string& text);

}  // namespace funnel::cli
