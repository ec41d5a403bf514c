// Where requests are delivered, as the operator's configuration names it. Nothing a visitor sends can choose
// or change a target.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

enum class TargetKind {
    webhook,
    bitrix24,       // a lead or a deal, beside the contact that is there already (crm.item.add)
    bitrix24_lead,  // a lead as before (crm.lead.add)
    amocrm,         // a deal beside the contact that is there already
    amocrm_forms,   // «Неразобранное»
    email,
    telegram,
    hubspot,
};
[[nodiscard]] std::string_view name_of(TargetKind kind);

struct TargetField {
    std::string name;
    std::string value;
};

struct Target {
    std::string name;  // [a-z0-9-]{1,32}, unique; rows of the outbox point to it
    TargetKind kind = TargetKind::webhook;
    std::string url;  // webhook: whole; bitrix24: ".../rest/1/CODE"; amocrm: "https://NAME.amocrm.ru"; email:
                      // "smtp(s)://HOST:PORT"; telegram: of the Bot API
    std::string secret;          // webhook: raw signing key; amocrm and telegram: token; email: password
    std::string user;            // email: login, may be empty
    std::string from;            // email
    std::string to;              // email: address; telegram: chat
    bool insecure_smtp = false;  // email without TLS, for a relay on this machine
    bool notices = true;         // is told of withdrawal and erasure
    int entity_type_id = 1;      // bitrix24: 1 a lead, 2 a deal
    bool abroad = false;         // hubspot: the operator has told the regulator of data leaving the country
    // Fields of the receiver's own: its name there ("UF_CRM_1", "123456") and one of kBriefKeys.
    std::vector<TargetField> fields{};
};

}  // namespace funnel::server
