// The firm's own requests as the deals of a CRM: the same table /crm/ and `funnel deals` read of others,
// recognised without help. Nothing personal of a visitor is in it.
#pragma once

#include <string>

#include "store/inbox/work.hpp"
#include "system/times.hpp"

namespace funnel::server {

// UTF-8 with BOM, ';' between fields; CRLF.
[[nodiscard]] std::string own_deals_head();
[[nodiscard]] std::string own_deals_line(const OwnDeal& deal, const TimeZone& zone);

// Where a request came from: its utm_source, else the site that led here, else «Прямой заход».
[[nodiscard]] std::string source_of(const OwnDeal& deal);

}  // namespace funnel::server
