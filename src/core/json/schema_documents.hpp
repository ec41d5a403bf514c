// Schemas that stand in others. Codec files only.
#pragma once

#include <string>

namespace funnel::codec::schema {

[[nodiscard]] std::string scenario();
// Of a stage or a criterion.
[[nodiscard]] std::string identifier();

}  // namespace funnel::codec::schema
