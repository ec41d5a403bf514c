#include "delivery/crm/amocrm_rest.hpp"

#include <algorithm>

#include "core/sentences.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/markup.hpp"

namespace funnel::server::amocrm {

namespace {

using Json = OrderedJson;

// What may be left out is left out when it is not known: an empty text may be refused.
void add_known(Json& to, const char* key, const std::string& value) {
    if (!value.empty()) to[key] = value;
}

// A field by its number, or by its code.
Json field(const std::string& name, const std::string& value) {
    const bool is_number =
        !name.empty() && name.size() < 19 && name.find_first_not_of("0123456789") == std::string::npos;
    Json entry;
    if (is_number)
        entry["field_id"] = std::stoll(name);
    else
        entry["field_code"] = name;
    entry["values"] = Json::array({{{"value", value}}});
    return entry;
}

}  // namespace

std::optional<SettingFault> settle(Target& target) {
    while (target.url.ends_with('/')) target.url.pop_back();
    if (auto fault = https_fault(target)) return fault;
    if (target.secret.empty()) return SettingFault{"secret_file", sentences::config::out_of_range_needed};
    return fields_fault(target);
}

Json contact_of(const StoredLead& lead) {
    Json contact;
    contact["name"] = lead.name.empty() ? lead.phone + lead.email : lead.name;
    contact["custom_fields_values"] = Json::array();
    const std::string phone = dialled_of(lead);
    for (const auto& [code, value] : {std::pair{"PHONE", &phone}, std::pair{"EMAIL", &lead.email}}) {
        if (value->empty()) continue;
        Json entry = field(code, *value);
        entry["values"][0]["enum_code"] = "WORK";
        contact["custom_fields_values"].push_back(std::move(entry));
    }
    return contact;
}

Json deal_of(const Delivery& d, const Brief& brief) {
    Json deal;
    deal["name"] = title_of(d);
    Json known = Json::array();
    for (const auto& [code, value] :
         {std::pair{"UTM_SOURCE", &d.lead.utm.source}, std::pair{"UTM_MEDIUM", &d.lead.utm.medium},
          std::pair{"UTM_CAMPAIGN", &d.lead.utm.campaign}, std::pair{"UTM_TERM", &d.lead.utm.term},
          std::pair{"UTM_CONTENT", &d.lead.utm.content}})
        if (!value->empty()) known.push_back(field(code, *value));
    put_fields(d.target, brief, [&](const std::string& name, const BriefValue& value) {
        known.push_back(field(name, text_of(value)));
    });
    if (!known.empty()) deal["custom_fields_values"] = std::move(known);
    return deal;
}

Json metadata_of(const Delivery& d) {
    const std::string ip = d.lead.consents.empty() ? std::string() : d.lead.consents.front().ip;
    Json metadata = {{"form_id", d.lead.form},
                     {"form_name", form_title(d.lead.form)},
                     {"form_page", page_address(d.places.public_url, d.lead.page)},
                     {"form_sent_at", d.lead.created_ms / 1000}};
    add_known(metadata, "ip", ip == "unix" ? std::string() : ip);
    add_known(metadata, "referer", web_address(d.lead.referrer));
    return metadata;
}

Post post(const Delivery& d, const std::string& path, const Json& body) {
    return json_post(d.target.url + path, bearer(d.target), body);
}

Post get(const Delivery& d, const std::string& path) {
    return {d.target.url + path, bearer(d.target), {}, Post::Method::get};
}

Post note(const Delivery& d, const std::string& deal, const std::string& text) {
    Json note;
    note["note_type"] = "common";
    note["params"] = {{"text", text}};
    return post(d, "/api/v4/leads/" + deal + "/notes", Json::array({std::move(note)}));
}

Post find_deal(const Delivery& d) {
    return get(d, "/api/v4/leads?limit=50&query=" + percent_encoded(name_of(d.lead)));
}

std::string deal_in(const Delivery& d, const Json& found) {
    const Json::json_pointer place("/_embedded/leads");
    if (!found.is_object() || !found.contains(place) || !found[place].is_array()) return {};
    for (const Json& deal : found[place])
        if (deal.is_object() && text_at(deal, "/name").starts_with(name_of(d.lead) + ":"))
            return id_at(deal, "/id");
    return {};
}

}  // namespace funnel::server::amocrm
