// What the kinds of Bitrix24 share: calls through an incoming webhook and its way of saying no.
#pragma once

#include <string>

#include "delivery/crm/json_call.hpp"

namespace funnel::server::bitrix24 {

[[nodiscard]] std::optional<SettingFault> settle(Target& target);
[[nodiscard]] Post call(const Delivery& delivery, const char* method, const OrderedJson& body);

// The answer's own text decides; Bitrix24 also answers 400 for what is only temporary, and 200 for what it
// refuses, and says so in it. Delivered: there is a result.
[[nodiscard]] AttemptResult read(const Reply& reply, const OrderedJson& body);

// A comment in the timeline of a lead, deal or contact.
struct Card {
    std::string type;  // "lead", "deal", "contact"
    std::string id;
};
[[nodiscard]] Post comment(const Delivery& delivery, const Card& card);

}  // namespace funnel::server::bitrix24
