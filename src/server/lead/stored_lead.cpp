#include "lead/stored_lead.hpp"

#include <cstdio>

namespace funnel::server {

std::string phone_text(const StoredLead& lead) {
    std::string text = lead.phone;
    if (!lead.phone_extension.empty()) text += " доб. " + lead.phone_extension;
    if (!lead.phone_note.empty()) text += " (" + lead.phone_note + ")";
    return text;
}

std::string number_of(std::int64_t lead_id) {
    char text[24];
    std::snprintf(text, sizeof text, "%06lld", static_cast<long long>(lead_id));
    return text;
}

}  // namespace funnel::server
