#include "lead/stored_lead.hpp"

#include <cstdio>

namespace funnel::server {

std::string number_of(std::int64_t lead_id) {
    char text[24];
    std::snprintf(text, sizeof text, "%06lld", static_cast<long long>(lead_id));
    return text;
}

}  // namespace funnel::server
