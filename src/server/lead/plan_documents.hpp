// What a plan attached to a request is made by: documents compiled into the server from assets/.
#pragma once

#include <string_view>

namespace funnel::server {

extern const std::string_view kChecklistDocument;   // assets/checklist/rop.json
extern const std::string_view kTechniquesDocument;  // assets/techniques.json

}  // namespace funnel::server
