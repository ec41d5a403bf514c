// Documents in, results out: what every command of `funnel` does with files and streams.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/issue.hpp"

namespace funnel::cli {

inline constexpr std::size_t kUsualDocumentBytes = std::size_t{1} << 20;

// The text of a file ("-": standard input), or nothing after saying why on stderr. At most one byte more than
// `most` is read: the document's reader then says that it is too large.
[[nodiscard]] std::optional<std::string> text_of(const std::string& path,
                                                 std::size_t most = kUsualDocumentBytes);

// Says {"issues": […]} on stderr and answers with the exit code of a bad document.
[[nodiscard]] int bad_document(const std::vector<Issue>& issues);

// A result to stdout. One that did not get there (a full disk, a closed pipe) is a failure, not a silence.
[[nodiscard]] int print(const std::string& text);

}  // namespace funnel::cli
