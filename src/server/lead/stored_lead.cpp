#include "lead/stored_lead.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace funnel::server {

namespace {

constexpr std::array<std::pair<LeadState, std::string_view>, 5> kStates{{{LeadState::taken, "taken"},
                                                                         {LeadState::held, "held"},
                                                                         {LeadState::withdrawn, "withdrawn"},
                                                                         {LeadState::erased, "erased"},
                                                                         {LeadState::any, "any"}}};

}  // namespace

std::string_view name_of(LeadState state) {
    for (const auto& [known, name] : kStates)
        if (known == state) return name;
    return {};
}

std::optional<LeadState> lead_state_from(std::string_view name) {
    for (const auto& [state, known] : kStates)
        if (known == name) return state;
    return std::nullopt;
}

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
