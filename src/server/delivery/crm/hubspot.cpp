// HubSpot CRM v3 with the token of a private app. The contact with this phone or address is looked for
// (objects/contacts/search) or made, a deal is made with it (objects/deals), what comes after it is a note of
// that deal (objects/notes). When a try failed after a deal may have been made, it is looked for by its name
// first. HubSpot keeps data abroad: a target of this kind has to say that the operator may send them there
// (`abroad`).
#include "core/sentences.hpp"
#include "delivery/crm/json_call.hpp"
#include "delivery/crm/progress.hpp"
#include "delivery/lead_words.hpp"

namespace funnel::server {

namespace {

using Json = OrderedJson;
using Outcome = AttemptResult::Outcome;

// HubSpot's own kinds of association.
constexpr int kDealToContact = 3;
constexpr int kNoteToDeal = 214;

Post call(const Delivery& d, const std::string& path, const Json& body) {
    return json_post(d.target.url + "/crm/v3/objects/" + path, bearer(d.target), body);
}

Json tied_to(const std::string& id, int type) {
    Json tie;
    tie["to"]["id"] = id;
    tie["types"] = Json::array({{{"associationCategory", "HUBSPOT_DEFINED"}, {"associationTypeId", type}}});
    return Json::array({std::move(tie)});
}

Post search(const Delivery& d, const std::string& kind, const char* property, const std::string& value) {
    Json filter = {{"propertyName", property}, {"operator", "EQ"}, {"value", value}};
    Json body;
    body["filterGroups"] = Json::array({{{"filters", Json::array({std::move(filter)})}}});
    body["limit"] = 1;
    return call(d, kind + "/search", body);
}

Post add_contact(const Delivery& d) {
    Json properties;
    properties["firstname"] = d.lead.name.empty() ? name_of(d.lead) : d.lead.name;
    if (!d.lead.phone.empty()) properties["phone"] = d.lead.phone;
    if (!d.lead.email.empty()) properties["email"] = d.lead.email;
    return call(d, "contacts", {{"properties", std::move(properties)}});
}

Post add_deal(const Delivery& d, const std::string& contact) {
    const Brief brief = brief_of(d);
    Json properties;
    properties["dealname"] = title_of(d);
    properties["pipeline"] = "default";
    properties["dealstage"] = "appointmentscheduled";
    properties["description"] = text_of(brief);
    put_fields(d.target, brief,
               [&](const std::string& name, const BriefValue& value) { properties[name] = text_of(value); });
    return call(d, "deals",
                {{"properties", std::move(properties)}, {"associations", tied_to(contact, kDealToContact)}});
}

Post add_note(const Delivery& d, const std::string& deal) {
    const Json properties = {{"hs_timestamp", std::to_string(d.now_ms)}, {"hs_note_body", notice_of(d)}};
    return call(d, "notes", {{"properties", properties}, {"associations", tied_to(deal, kNoteToDeal)}});
}

// "Contact already exists. Existing ID: 123": somebody was quicker, or an earlier try of ours.
std::string existing_in(const Json& answer) {
    const std::string said = text_at(answer, "/message");
    constexpr std::string_view kBefore = "Existing ID: ";
    const auto at = said.find(kBefore);
    if (at == std::string::npos) return {};
    const auto id = said.substr(at + kBefore.size());
    return id.substr(0, id.find_first_not_of("0123456789"));
}

enum class Asks { find, contact, look, add, note };
Asks asks_of(const Delivery& d, const Progress& progress) {
    if (d.row.event != OutboxEvent::created)
        return d.origin.receipt.empty() && progress.of("deal").empty() ? Asks::look : Asks::note;
    if (progress.step() == "contact") return progress.is_doubtful(d.row) ? Asks::find : Asks::contact;
    if (progress.step() == "add") return progress.is_doubtful(d.row) ? Asks::look : Asks::add;
    return Asks::find;
}

class HubSpot final : public Receiver {
public:
    std::string_view name() const override { return "hubspot"; }

    std::optional<SettingFault> settle(Target& target) const override {
        if (target.url.empty()) target.url = "https://api.hubapi.com";
        while (target.url.ends_with('/')) target.url.pop_back();
        if (auto fault = https_fault(target)) return fault;
        if (target.secret.empty()) return SettingFault{"secret_file", sentences::config::out_of_range_needed};
        if (!target.abroad) return SettingFault{"abroad", sentences::config::out_of_range_abroad};
        return fields_fault(target);
    }

    Parcel parcel(const Delivery& d) const override {
        const Progress progress(d.row.progress);
        switch (asks_of(d, progress)) {
            case Asks::find:
                return search(d, "contacts", d.lead.phone.empty() ? "email" : "phone",
                              d.lead.phone.empty() ? d.lead.email : d.lead.phone);
            case Asks::contact:
                return add_contact(d);
            case Asks::look:
                return search(d, "deals", "dealname",
                              d.row.event == OutboxEvent::created ? title_of(d) : name_of(d.lead));
            case Asks::add:
                return add_deal(d, progress.of("contact"));
            case Asks::note:
                break;
        }
        return add_note(d, d.origin.receipt.empty() ? progress.of("deal") : d.origin.receipt);
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        constexpr std::int64_t kConflict = 409;
        AttemptResult result = result_by_status(reply);
        const Json body = json_of(reply);
        Progress progress(d.row.progress);
        const Asks asked = asks_of(d, progress);
        if (asked == Asks::contact && reply.status == kConflict && !existing_in(body).empty()) {
            progress.set("contact", existing_in(body));
            progress.go_on(result, d.row, "add");
            return result;
        }
        expect(result, body.is_object());
        if (result.outcome != Outcome::delivered) return result;
        const std::string made = id_at(body, "/id");
        const std::string found = id_at(body, "/results/0/id");
        switch (asked) {
            case Asks::find:
                progress.set("contact", found);
                progress.go_on(result, d.row, progress.of("contact").empty() ? "contact" : "add");
                break;
            case Asks::contact:
                progress.set("contact", made);
                expect(result, !made.empty());
                if (result.outcome == Outcome::delivered) progress.go_on(result, d.row, "add");
                break;
            case Asks::look:
                read_look(d, found, progress, result);
                break;
            case Asks::add:
                result.receipt = made;
                expect(result, !made.empty());
                break;
            case Asks::note:
                break;
        }
        return result;
    }

private:
    static void read_look(const Delivery& d, const std::string& found, Progress progress,
                          AttemptResult& result) {
        if (d.row.event == OutboxEvent::created) {
            result.receipt = found;
            if (found.empty()) progress.go_on(result, d.row, "add");
        } else if (found.empty()) {
            result.detail += ", такой сделки там нет: сообщать некому";
        } else {
            progress.set("deal", found);
            progress.go_on(result, d.row, "note");
        }
    }
};

const HubSpot kReceiver;

}  // namespace

const Receiver& receivers::hubspot() {
    return kReceiver;
}

}  // namespace funnel::server
