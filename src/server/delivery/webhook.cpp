// https://github.com/standard-webhooks/standard-webhooks: the signed content is "id.timestamp.body".
#include <nlohmann/json.hpp>

#include "core/sentences.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/receiver.hpp"
#include "lead/stored_lead.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::ordered_json;

std::string_view type_of(OutboxEvent event) {
    switch (event) {
        case OutboxEvent::created:
            return "lead.created";
        case OutboxEvent::advertising_withdrawn:
        case OutboxEvent::processing_withdrawn:
            return "consent.withdrawn";
        case OutboxEvent::erased:
            return "lead.erased";
    }
    return "lead.created";
}

// What a person reads of it, and its values by their names.
Json brief_json(const Brief& brief) {
    Json json;
    json["text"] = text_of(brief);
    json["values"] = Json::object();
    for (const auto& [key, value] : brief.values) {
        Json& place = json["values"][std::string(key)];
        std::visit([&place](const auto& known) { place = known; }, value);
    }
    return json;
}

// An event after the first names the lead and its delivery, and nothing of the person.
Json data_of(const Delivery& d) {
    if (d.row.event == OutboxEvent::created) {
        Json lead = Json::parse(lead_json(d.lead), nullptr, false);
        lead["brief"] = brief_json(brief_of(d));
        return lead;
    }
    Json data;
    data["id"] = d.lead.id;
    data["number"] = number_of(d.lead.id);
    data["delivery_id"] = d.origin.delivery_id;
    if (d.row.event == OutboxEvent::advertising_withdrawn) data["document"] = "advertising";
    if (d.row.event == OutboxEvent::processing_withdrawn) data["document"] = "processing";
    return data;
}

class Webhook final : public Receiver {
public:
    std::string_view name() const override { return "webhook"; }

    std::optional<SettingFault> settle(Target& target) const override {
        if (auto fault = https_fault(target)) return fault;
        if (target.secret.empty()) return SettingFault{"secret_file", sentences::config::out_of_range_needed};
        // Standard Webhooks writes its keys as whsec_ and base64.
        if (target.secret.starts_with("whsec_")) target.secret = base64_decoded(target.secret.substr(6));
        if (target.secret.size() < 16)
            return SettingFault{"secret_file", sentences::config::out_of_range_short_key};
        if (!target.fields.empty()) return SettingFault{"fields", sentences::config::out_of_range_no_fields};
        return std::nullopt;
    }

    Parcel parcel(const Delivery& d) const override {
        Json body;
        body["type"] = d.purpose == Purpose::trial ? "lead.trial" : type_of(d.row.event);
        body["timestamp"] =
            utc_text(d.row.event == OutboxEvent::created ? d.lead.created_ms : d.row.created_ms);
        body["data"] = data_of(d);
        Post post{d.target.url,
                  {{"Content-Type", "application/json"}},
                  body.dump(-1, ' ', false, Json::error_handler_t::replace)};
        const std::string seconds = std::to_string(d.now_ms / 1000);
        const std::string signature =
            base64(hmac_sha256(d.target.secret, d.row.delivery_id + "." + seconds + "." + post.body));
        post.headers.push_back({"webhook-id", d.row.delivery_id});
        post.headers.push_back({"webhook-timestamp", seconds});
        post.headers.push_back({"webhook-signature", "v1," + signature});
        return post;
    }

    // The one that is gone (410) is the only one that refuses: every other failure may be repaired.
    AttemptResult read(const Delivery&, const Reply& reply) const override {
        AttemptResult result = result_by_status(reply);
        if (result.outcome == AttemptResult::Outcome::refused) result.outcome = AttemptResult::Outcome::retry;
        if (reply.status == 410) result.outcome = AttemptResult::Outcome::refused;
        return result;
    }
};

const Webhook kReceiver;

}  // namespace

const Receiver& receivers::webhook() {
    return kReceiver;
}

}  // namespace funnel::server
