// A stage as documents write it. Codec files only.
#pragma once

#include "core/json/json_writer.hpp"
#include "core/scenario.hpp"

namespace funnel::codec {

// With its counts, or its conversion where there are none.
void write(JsonWriter& json, const Stage& stage);

}  // namespace funnel::codec
