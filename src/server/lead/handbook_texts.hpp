// The documents of the handbook, put into the program by the build.
#pragma once

#include <string_view>

namespace funnel::server {

extern const std::string_view kHandbook_rop;  // NOLINT(readability-identifier-naming): by the file's name
extern const std::string_view kHandbook_techniques;  // NOLINT(readability-identifier-naming)

}  // namespace funnel::server
