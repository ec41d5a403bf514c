// assets/checklist/rop.json, compiled in.
#pragma once

#include <string_view>

namespace funnel::server {

extern const std::string_view kChecklistDocument;

}  // namespace funnel::server
