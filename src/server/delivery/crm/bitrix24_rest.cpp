#include "delivery/crm/bitrix24_rest.hpp"

#include <algorithm>
#include <array>

#include "delivery/lead_words.hpp"

namespace funnel::server::bitrix24 {

namespace {

using Outcome = AttemptResult::Outcome;

// What no repetition mends.
constexpr std::array<std::string_view, 5> kForEver{"ERROR_CORE", "INVALID_ARG_VALUE", "ERROR_ARGUMENT",
                                                   "NOT_FOUND", "CRM_FIELD_ERROR_VALUE_NOT_VALID"};

}  // namespace

std::optional<SettingFault> settle(Target& target) {
    while (target.url.ends_with('/')) target.url.pop_back();
    if (auto fault = https_fault(target)) return fault;
    return fields_fault(target);
}

Post call(const Delivery& delivery, const char* method, const OrderedJson& body) {
    return json_post(delivery.target.url + "/" + method + ".json", {}, body);
}

AttemptResult read(const Reply& reply, const OrderedJson& body) {
    AttemptResult result = result_by_status(reply);
    const std::string error = text_at(body, "/error");
    const bool for_ever = std::find(kForEver.begin(), kForEver.end(), error) != kForEver.end();
    const bool taken =
        body.is_object() && body.contains("result") && !body["result"].is_null() && error.empty();
    if (result.outcome == Outcome::refused && !for_ever) result.outcome = Outcome::retry;
    if (result.outcome == Outcome::delivered && !taken)
        say_not_taken(result, for_ever ? Outcome::refused : Outcome::retry);
    // Its own name of the fault: Latin words, never what was sent.
    const bool is_name =
        !error.empty() && error.size() <= 40 && std::all_of(error.begin(), error.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
    if (is_name) result.detail += ", " + error;
    return result;
}

Post comment(const Delivery& delivery, const Card& card) {
    OrderedJson body;
    body["fields"] = {{"ENTITY_ID", card.id}, {"ENTITY_TYPE", card.type}, {"COMMENT", notice_of(delivery)}};
    return call(delivery, "crm.timeline.comment.add", body);
}

}  // namespace funnel::server::bitrix24
