// Where requests are delivered, as the operator's configuration names it. Nothing a visitor sends can choose
// or change a target.
#pragma once

#include <string>
#include <string_view>

namespace funnel::server {

enum class TargetKind { webhook, bitrix24, amocrm, email, telegram };
[[nodiscard]] std::string_view name_of(TargetKind kind);

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
};

}  // namespace funnel::server
