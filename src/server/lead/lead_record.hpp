// A stored request as a record for people and programs outside: what an export, the operator's listener and a
// webhook give.
#pragma once

#include <string>

#include "lead/stored_lead.hpp"

namespace funnel::server {

// One lead as an operator sees it: JSON with its consents, nothing left out.
[[nodiscard]] std::string lead_json(const StoredLead& lead);

}  // namespace funnel::server
