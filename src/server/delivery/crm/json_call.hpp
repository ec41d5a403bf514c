// Requests and answers in JSON, for the kinds that speak it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/receiver.hpp"

namespace funnel::server {

using OrderedJson = nlohmann::ordered_json;

// Text that is no UTF-8 is mended, not thrown at.
[[nodiscard]] std::string json_text(const OrderedJson& json);
[[nodiscard]] Post json_post(std::string url, std::vector<PostHeader> headers, const OrderedJson& body);
// `Authorization: Bearer SECRET`, and what a JSON body needs.
[[nodiscard]] std::vector<PostHeader> bearer(const Target& target);
// A value that is no object or array where the body is not JSON.
[[nodiscard]] OrderedJson json_of(const Reply& reply);
// What stands at the pointer as text: a number or a string; "" for anything else.
[[nodiscard]] std::string text_at(const OrderedJson& json, const std::string& pointer);
// The same of what a receiver calls something: digits, at most 18 of them; "" for anything else.
[[nodiscard]] std::string id_at(const OrderedJson& json, const std::string& pointer);
// Bytes of a query as they are written in an address.
[[nodiscard]] std::string percent_encoded(std::string_view text);
// `fields` of the target that this brief knows, written by `put(name, value)`.
template <class Put>
void put_fields(const Target& target, const Brief& brief, const Put& put) {
    for (const TargetField& field : target.fields)
        for (const auto& [key, value] : brief.values)
            if (key == field.value) put(field.name, value);
}

}  // namespace funnel::server
