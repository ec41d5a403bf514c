// The record of processing (152-FZ, art. 18.1 and 19): who of the firm looked at a request, who changed what
// and when. Nothing of a visitor is in it, so it outlives erasure whole; the hashes tie it to the store.
#pragma once

#include <string>

#include "store/inbox/work.hpp"
#include "system/times.hpp"

namespace funnel::server {

// UTF-8 with BOM, ';' between fields; CRLF.
[[nodiscard]] std::string work_record_head();
[[nodiscard]] std::string work_record_line(const WorkEvent& event, const TimeZone& zone);

}  // namespace funnel::server
