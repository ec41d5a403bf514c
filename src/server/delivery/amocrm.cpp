// amoCRM API v4. A request becomes «Неразобранное» (unsorted-api, «Добавление неразобранного типа форма»):
// POST /api/v4/leads/unsorted/forms; the metadata are a part of the request, not of _embedded. What comes
// after it is a note of that lead (notes, «Добавление примечаний»).
#include <nlohmann/json.hpp>

#include "core/sentences.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/markup.hpp"
#include "delivery/receiver.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::ordered_json;

// What may be left out is left out when it is not known: an empty text may be refused.
void add_known(Json& to, const char* key, const std::string& value) {
    if (!value.empty()) to[key] = value;
}

Json amocrm_field(const char* code, const std::string& value) {
    Json entry;
    entry["field_code"] = code;
    entry["values"] = Json::array({{{"value", value}}});
    return entry;
}

Json amocrm_contact(const StoredLead& lead) {
    Json contact;
    contact["name"] = lead.name.empty() ? lead.phone + lead.email : lead.name;
    contact["custom_fields_values"] = Json::array();
    const std::string phone = dialled_of(lead);
    for (const auto& [code, value] : {std::pair{"PHONE", &phone}, std::pair{"EMAIL", &lead.email}}) {
        if (value->empty()) continue;
        Json entry = amocrm_field(code, *value);
        entry["values"][0]["enum_code"] = "WORK";
        contact["custom_fields_values"].push_back(std::move(entry));
    }
    return contact;
}

Json amocrm_lead(const StoredLead& lead) {
    Json result;
    result["name"] = title_of(lead);
    Json marks = Json::array();
    for (const auto& [code, value] :
         {std::pair{"UTM_SOURCE", &lead.utm.source}, std::pair{"UTM_MEDIUM", &lead.utm.medium},
          std::pair{"UTM_CAMPAIGN", &lead.utm.campaign}, std::pair{"UTM_TERM", &lead.utm.term},
          std::pair{"UTM_CONTENT", &lead.utm.content}})
        if (!value->empty()) marks.push_back(amocrm_field(code, *value));
    if (!marks.empty()) result["custom_fields_values"] = std::move(marks);
    return result;
}

Json form_of(const Delivery& d) {
    const std::string ip = d.lead.consents.empty() ? std::string() : d.lead.consents.front().ip;
    Json request;
    request["request_id"] = d.row.delivery_id;
    request["source_uid"] = d.row.delivery_id;
    request["source_name"] = "Сайт";
    request["created_at"] = d.lead.created_ms / 1000;
    request["_embedded"]["leads"] = Json::array({amocrm_lead(d.lead)});
    request["_embedded"]["contacts"] = Json::array({amocrm_contact(d.lead)});
    Json& metadata = request["metadata"];
    metadata = {{"form_id", d.lead.form},
                {"form_name", form_title(d.lead.form)},
                {"form_page", page_address(d.public_url, d.lead.page)},
                {"form_sent_at", d.lead.created_ms / 1000}};
    add_known(metadata, "ip", ip == "unix" ? std::string() : ip);
    add_known(metadata, "referer", web_address(d.lead.referrer));
    return request;
}

// The number of the lead amoCRM made, wherever its answer has it; "" when it has none.
std::string lead_in(const std::string& body) {
    const Json answer = Json::parse(body, nullptr, false);
    if (!answer.is_object()) return {};
    for (const char* pointer : {"/_embedded/unsorted/0/_embedded/leads/0/id", "/_embedded/leads/0/id"}) {
        const Json::json_pointer place(pointer);
        if (answer.contains(place) && answer[place].is_number_integer())
            return std::to_string(answer[place].get<std::int64_t>());
    }
    return {};
}

class AmoCrm final : public Receiver {
public:
    std::string_view name() const override { return "amocrm"; }

    std::optional<SettingFault> settle(Target& target) const override {
        while (target.url.ends_with('/')) target.url.pop_back();
        if (auto fault = https_fault(target)) return fault;
        if (target.secret.empty()) return SettingFault{"secret_file", sentences::config::out_of_range_needed};
        return std::nullopt;
    }

    Parcel parcel(const Delivery& d) const override {
        const std::vector<PostHeader> headers{{"Content-Type", "application/json"},
                                              {"Authorization", "Bearer " + d.target.secret}};
        const auto text = [](const Json& json) {
            return json.dump(-1, ' ', false, Json::error_handler_t::replace);
        };
        if (d.row.event == OutboxEvent::created)
            return Post{d.target.url + "/api/v4/leads/unsorted/forms", headers,
                        text(Json::array({form_of(d)}))};
        Json note;
        note["note_type"] = "common";
        note["params"] = {{"text", notice_of(d)}};
        return Post{d.target.url + "/api/v4/leads/" + d.origin.receipt + "/notes", headers,
                    text(Json::array({std::move(note)}))};
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        AttemptResult result = result_by_status(reply);
        if (d.row.event == OutboxEvent::created && result.outcome == AttemptResult::Outcome::delivered)
            result.receipt = lead_in(reply.body);
        return result;
    }

    std::string obstacle(const Delivery& d) const override {
        const bool known = d.row.event == OutboxEvent::created || !d.origin.receipt.empty();
        return known ? "" : "amoCRM не назвала номер сделки: сообщите сами";
    }
};

const AmoCrm kReceiver;

}  // namespace

const Receiver& receivers::amocrm() {
    return kReceiver;
}

}  // namespace funnel::server
