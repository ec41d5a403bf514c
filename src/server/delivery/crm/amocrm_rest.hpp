// What the kinds of amoCRM share (API v4): its words for a person, a deal's fields, notes.
#pragma once

#include <string>

#include "delivery/crm/json_call.hpp"

namespace funnel::server::amocrm {

[[nodiscard]] std::optional<SettingFault> settle(Target& target);
[[nodiscard]] OrderedJson contact_of(const StoredLead& lead);
// Name, UTM, `fields` of the configuration.
[[nodiscard]] OrderedJson deal_of(const Delivery& delivery, const Brief& brief);
// Where the form stood; also what «Неразобранное» asks for.
[[nodiscard]] OrderedJson metadata_of(const Delivery& delivery);

[[nodiscard]] Post post(const Delivery& delivery, const std::string& path, const OrderedJson& body);
[[nodiscard]] Post get(const Delivery& delivery, const std::string& path);
// A note of a deal («Добавление примечаний»).
[[nodiscard]] Post note(const Delivery& delivery, const std::string& deal, const std::string& text);
// Deals with the request's number in their name.
[[nodiscard]] Post find_deal(const Delivery& delivery);
// The deal of this request among those found; "" when it is not there.
[[nodiscard]] std::string deal_in(const Delivery& delivery, const OrderedJson& found);

}  // namespace funnel::server::amocrm
