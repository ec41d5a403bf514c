#include "lead/stored_lead.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "system/names.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr Names<LeadState, 5> kStates{{{LeadState::taken, "taken"},
                                       {LeadState::held, "held"},
                                       {LeadState::withdrawn, "withdrawn"},
                                       {LeadState::erased, "erased"},
                                       {LeadState::any, "any"}}};

}  // namespace

std::string_view name_of(LeadState state) {
    return name_in(kStates, state);
}

std::optional<LeadState> lead_state_from(std::string_view name) {
    return value_in(kStates, name);
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

std::string lead_json(const StoredLead& lead) {
    nlohmann::ordered_json json;
    json["id"] = lead.id;
    json["number"] = number_of(lead.id);
    json["created_at"] = utc_text(lead.created_ms);
    json["form"] = lead.form;
    json["name"] = lead.name;
    json["phone"] = lead.phone;
    json["phone_extension"] = lead.phone_extension;
    json["phone_note"] = lead.phone_note;
    json["email"] = lead.email;
    json["managers_count"] =
        lead.managers_count > 0 ? nlohmann::ordered_json(lead.managers_count) : nlohmann::ordered_json();
    json["monthly_turnover"] = lead.monthly_turnover;
    json["owner"] =
        lead.owner == "unsaid" ? nlohmann::ordered_json() : nlohmann::ordered_json(lead.owner == "yes");
    const auto document = [](const std::string& text) {
        return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json::parse(text, nullptr, false);
    };
    json["scenario"] = document(lead.scenario);
    json["report"] = document(lead.report);
    json["answers"] = document(lead.answers);
    json["plan"] = document(lead.plan);
    json["page"] = lead.page;
    json["referrer"] = lead.referrer;
    json["utm"] = {{"source", lead.utm.source},
                   {"medium", lead.utm.medium},
                   {"campaign", lead.utm.campaign},
                   {"term", lead.utm.term},
                   {"content", lead.utm.content}};
    json["consents"] = nlohmann::ordered_json::array();
    for (const StoredConsent& c : lead.consents) {
        nlohmann::ordered_json entry;
        entry["document"] = name_of(c.document);
        entry["version"] = c.version;
        entry["sha256"] = c.sha256;
        entry["given"] = c.given;
        entry["at"] = utc_text(c.given_ms);
        entry["withdrawn_at"] =
            c.withdrawn_ms > 0 ? nlohmann::ordered_json(utc_text(c.withdrawn_ms)) : nlohmann::ordered_json();
        entry["ip"] = c.ip;
        entry["user_agent"] = c.user_agent;
        entry["page"] = c.page;
        json["consents"].push_back(std::move(entry));
    }
    if (lead.held_ms > 0) json["held_at"] = utc_text(lead.held_ms);
    json["erase_after"] = lead.erase_after_ms > 0 ? nlohmann::ordered_json(utc_text(lead.erase_after_ms))
                                                  : nlohmann::ordered_json();
    json["erased_at"] =
        lead.erased_ms > 0 ? nlohmann::ordered_json(utc_text(lead.erased_ms)) : nlohmann::ordered_json();
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace funnel::server
