#include "delivery/crm/json_call.hpp"

namespace funnel::server {

std::string json_text(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

Post json_post(std::string url, std::vector<PostHeader> headers, const OrderedJson& body) {
    headers.insert(headers.begin(), {"Content-Type", "application/json"});
    return {std::move(url), std::move(headers), json_text(body)};
}

std::vector<PostHeader> bearer(const Target& target) {
    return {{"Authorization", "Bearer " + target.secret}};
}

OrderedJson json_of(const Reply& reply) {
    return OrderedJson::parse(reply.body, nullptr, false);
}

std::string text_at(const OrderedJson& json, const std::string& pointer) {
    const OrderedJson::json_pointer place(pointer);
    if (!json.is_structured() || !json.contains(place)) return {};
    const OrderedJson& value = json[place];
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::string id_at(const OrderedJson& json, const std::string& pointer) {
    std::string id = text_at(json, pointer);
    constexpr std::size_t kMostDigits = 18;
    const bool is_id = id.size() <= kMostDigits && id.find_first_not_of("0123456789") == std::string::npos;
    return is_id ? id : std::string();
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            result += c;
        else
            result += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    return result;
}

}  // namespace funnel::server
