// Short names in documents: of stages, of criteria. They travel through links and spreadsheets, so letters
// are few.
#pragma once

#include <string_view>

namespace funnel {

// [a-z][a-z0-9_]{0,31}, and none of the names of the other factors: leads, coverage, average_check.
[[nodiscard]] bool is_identifier(std::string_view id);

}  // namespace funnel
