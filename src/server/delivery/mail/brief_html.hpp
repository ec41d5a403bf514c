// A brief as a page of mail: works in readers that know neither style sheets of their own nor scripts.
#pragma once

#include <string>
#include <string_view>

#include "lead/brief/brief.hpp"

namespace funnel::server {

// Text as HTML shows it; lines are kept.
[[nodiscard]] std::string html_of(std::string_view text);
// A whole document with CRLF.
[[nodiscard]] std::string html_of(const std::string& title, const Brief& brief);

}  // namespace funnel::server
