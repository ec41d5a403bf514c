// Bitrix24 REST through an incoming webhook. A request: page «crm.lead.add» (it goes on working;
// «crm.item.add» is its newer sibling), names of fields from «crm.lead.fields». What comes after it: the lead
// is looked for by the delivery that made it («crm.lead.list») unless its number is known, then commented
// («crm.timeline.comment.add»).
#include <nlohmann/json.hpp>

#include "delivery/lead_words.hpp"
#include "delivery/markup.hpp"
#include "delivery/receiver.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::ordered_json;
using Outcome = AttemptResult::Outcome;

Json fields_of(const Delivery& d) {
    Json fields;
    fields["TITLE"] = title_of(d.lead);
    fields["NAME"] = d.lead.name;
    if (!d.lead.phone.empty())
        fields["PHONE"] = Json::array({{{"VALUE", dialled_of(d.lead)}, {"VALUE_TYPE", "WORK"}}});
    if (!d.lead.email.empty())
        fields["EMAIL"] = Json::array({{{"VALUE", d.lead.email}, {"VALUE_TYPE", "WORK"}}});
    fields["COMMENTS"] = without_markup(notes_of(d.lead));
    fields["SOURCE_ID"] = "WEB";
    fields["ORIGINATOR_ID"] = "funnel-server";
    fields["ORIGIN_ID"] = d.row.delivery_id;
    fields["UTM_SOURCE"] = d.lead.utm.source;
    fields["UTM_MEDIUM"] = d.lead.utm.medium;
    fields["UTM_CAMPAIGN"] = d.lead.utm.campaign;
    fields["UTM_TERM"] = d.lead.utm.term;
    fields["UTM_CONTENT"] = d.lead.utm.content;
    return fields;
}

Post call(const Delivery& d, const char* method, const Json& body) {
    return {d.target.url + "/" + method + ".json",
            {{"Content-Type", "application/json"}},
            body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

// The answer's own text decides; Bitrix24 also answers 400 for what is only temporary, and says so in it.
Outcome said_in(const Json& body, OutboxEvent event) {
    if (!body.is_object()) return Outcome::retry;
    const bool search = event != OutboxEvent::created;
    if (body.contains("result") &&
        (body["result"].is_number_integer() || (search && body["result"].is_array())))
        return Outcome::delivered;
    const auto error = body.contains("error") && body["error"].is_string() ? body["error"].get<std::string>()
                                                                           : std::string();
    const bool refused = error == "ERROR_CORE" || error == "INVALID_ARG_VALUE" || error == "ERROR_ARGUMENT";
    return refused ? Outcome::refused : Outcome::retry;
}

// The lead's number there: told when it was made, or found by an earlier step of this delivery.
std::string known_lead(const Delivery& d) {
    return d.row.progress.empty() ? d.origin.receipt : d.row.progress;
}

class Bitrix24 final : public Receiver {
public:
    std::string_view name() const override { return "bitrix24"; }

    std::optional<SettingFault> settle(Target& target) const override {
        while (target.url.ends_with('/')) target.url.pop_back();
        return https_fault(target);
    }

    Parcel parcel(const Delivery& d) const override {
        Json body;
        if (d.row.event == OutboxEvent::created) {
            body["fields"] = fields_of(d);
            body["params"] = {{"REGISTER_SONET_EVENT", "Y"}};
            return call(d, "crm.lead.add", body);
        }
        if (const std::string lead = known_lead(d); !lead.empty()) {
            body["fields"] = {{"ENTITY_ID", lead}, {"ENTITY_TYPE", "lead"}, {"COMMENT", notice_of(d)}};
            return call(d, "crm.timeline.comment.add", body);
        }
        body["filter"] = {{"ORIGINATOR_ID", "funnel-server"}, {"ORIGIN_ID", d.origin.delivery_id}};
        body["select"] = {"ID"};
        return call(d, "crm.lead.list", body);
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        AttemptResult result = result_by_status(reply);
        const Json body = Json::parse(reply.body, nullptr, false);
        const Outcome said = said_in(body, d.row.event);
        if (result.outcome == Outcome::refused && said == Outcome::retry) result.outcome = Outcome::retry;
        if (result.outcome != Outcome::delivered) return result;
        if (said != Outcome::delivered) {
            say_not_taken(result, said);
            return result;
        }
        if (d.row.event == OutboxEvent::created && body["result"].is_number_integer())
            result.receipt = std::to_string(body["result"].get<std::int64_t>());
        if (d.row.event != OutboxEvent::created && known_lead(d).empty()) read_search(body, result);
        return result;
    }

private:
    static void read_search(const Json& body, AttemptResult& result) {
        const Json& list = body["result"];
        if (!list.is_array() || list.empty()) {
            result.detail += ", no such lead there: nobody to tell";
            return;
        }
        const Json id = list.front().is_object() ? list.front().value("ID", Json()) : Json();
        result.progress = id.is_string() ? id.get<std::string>() : id.dump();
        result.outcome = Outcome::step_done;
    }
};

const Bitrix24 kReceiver;

}  // namespace

const Receiver& receivers::bitrix24() {
    return kReceiver;
}

}  // namespace funnel::server
