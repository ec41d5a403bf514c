// Bitrix24 REST through an incoming webhook. A request: the contact with this phone or address is looked for
// («crm.duplicate.findbycomm»), a deal gets a new one when there is none, then the lead (entityTypeId 1) or
// deal (2) is made («crm.item.add»). When a try failed half-way, what it may have made is looked for by the
// delivery that made it («crm.item.list») before it is made again. What comes after a request: a comment at
// that card («crm.timeline.comment.add»), or at the contact when nothing else was made.
#include "delivery/crm/bitrix24_rest.hpp"
#include "delivery/crm/progress.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/markup.hpp"

namespace funnel::server {

namespace {

using Json = OrderedJson;
using Outcome = AttemptResult::Outcome;

constexpr int kDeal = 2;
constexpr int kContact = 3;

bool is_deal(const Delivery& d) {
    return d.target.entity_type_id == kDeal;
}

Json reach_of(const StoredLead& lead) {
    Json fm = Json::array();
    if (!lead.phone.empty())
        fm.push_back({{"typeId", "PHONE"}, {"valueType", "WORK"}, {"value", dialled_of(lead)}});
    if (!lead.email.empty())
        fm.push_back({{"typeId", "EMAIL"}, {"valueType", "WORK"}, {"value", lead.email}});
    return fm;
}

Json contact_fields(const Delivery& d) {
    Json fields;
    fields["name"] = d.lead.name.empty() ? name_of(d.lead) : d.lead.name;
    fields["fm"] = reach_of(d.lead);
    fields["sourceId"] = "WEB";
    fields["originatorId"] = "funnel-server";
    fields["originId"] = d.row.delivery_id;
    return fields;
}

Json item_fields(const Delivery& d, const std::string& contact) {
    const Brief brief = brief_of(d);
    Json fields;
    fields["title"] = title_of(d);
    if (!is_deal(d)) {
        fields["name"] = d.lead.name;
        fields["fm"] = reach_of(d.lead);
    }
    if (!contact.empty()) fields["contactIds"] = Json::array({std::stoll(contact)});
    fields["comments"] = without_markup(text_of(brief));
    fields["sourceId"] = "WEB";
    fields["originatorId"] = "funnel-server";
    fields["originId"] = d.row.delivery_id;
    fields["utmSource"] = d.lead.utm.source;
    fields["utmMedium"] = d.lead.utm.medium;
    fields["utmCampaign"] = d.lead.utm.campaign;
    fields["utmTerm"] = d.lead.utm.term;
    fields["utmContent"] = d.lead.utm.content;
    put_fields(d.target, brief, [&](const std::string& name, const BriefValue& value) {
        std::visit([&](const auto& known) { fields[name] = known; }, value);
    });
    return fields;
}

Post add(const Delivery& d, int type, Json fields) {
    Json body;
    body["entityTypeId"] = type;
    body["fields"] = std::move(fields);
    body["useOriginalUfNames"] = "Y";
    return bitrix24::call(d, "crm.item.add", body);
}

Post find_contact(const Delivery& d) {
    Json body;
    body["entity_type"] = "CONTACT";
    body["type"] = d.lead.phone.empty() ? "EMAIL" : "PHONE";
    body["values"] = Json::array({d.lead.phone.empty() ? d.lead.email : d.lead.phone});
    return bitrix24::call(d, "crm.duplicate.findbycomm", body);
}

Post find_made(const Delivery& d, const std::string& delivery_id) {
    Json body;
    body["entityTypeId"] = d.target.entity_type_id;
    body["filter"] = {{"originatorId", "funnel-server"}, {"originId", delivery_id}};
    body["select"] = {"id"};
    return bitrix24::call(d, "crm.item.list", body);
}

// What the next request of a new request is.
enum class Asks { find, contact, look, add };
Asks asks_of(const Delivery& d, const Progress& progress) {
    if (progress.step() == "contact") return progress.is_doubtful(d.row) ? Asks::find : Asks::contact;
    if (progress.step() == "add") return progress.is_doubtful(d.row) ? Asks::look : Asks::add;
    return Asks::find;
}

// Where an event after the first is told; no id: it has to be looked for.
bitrix24::Card card_of(const Delivery& d) {
    const Progress progress(d.row.progress);
    const std::string item = d.origin.receipt.empty() ? progress.of("item") : d.origin.receipt;
    if (item.empty() && progress.step() == "contact")
        return {"contact", Progress(d.origin.progress).of("made")};
    return {is_deal(d) ? "deal" : "lead", item};
}

class Bitrix24 final : public Receiver {
public:
    std::string_view name() const override { return "bitrix24"; }

    std::optional<SettingFault> settle(Target& target) const override { return bitrix24::settle(target); }

    Parcel parcel(const Delivery& d) const override {
        if (d.row.event != OutboxEvent::created) {
            const bitrix24::Card card = card_of(d);
            return card.id.empty() ? find_made(d, d.origin.delivery_id) : bitrix24::comment(d, card);
        }
        const Progress progress(d.row.progress);
        switch (asks_of(d, progress)) {
            case Asks::find:
                return find_contact(d);
            case Asks::contact:
                return add(d, kContact, contact_fields(d));
            case Asks::look:
                return find_made(d, d.row.delivery_id);
            case Asks::add:
                break;
        }
        return add(d, d.target.entity_type_id, item_fields(d, progress.of("contact")));
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        const Json body = json_of(reply);
        AttemptResult result = bitrix24::read(reply, body);
        if (result.outcome != Outcome::delivered) return result;
        if (d.row.event != OutboxEvent::created) {
            if (card_of(d).id.empty()) read_made(d, body, result);
            return result;
        }
        Progress progress(d.row.progress);
        switch (asks_of(d, progress)) {
            case Asks::find:
                progress.set("contact", id_at(body, "/result/CONTACT/0"));
                progress.go_on(result, d.row,
                               is_deal(d) && progress.of("contact").empty() ? "contact" : "add");
                break;
            case Asks::contact:
                progress.set("contact", id_at(body, "/result/item/id"));
                progress.set("made", progress.of("contact"));
                expect(result, !progress.of("contact").empty());
                if (result.outcome == Outcome::delivered) progress.go_on(result, d.row, "add");
                break;
            case Asks::look:
                result.receipt = id_at(body, "/result/items/0/id");
                if (result.receipt.empty()) progress.go_on(result, d.row, "add");
                break;
            case Asks::add:
                result.receipt = id_at(body, "/result/item/id");
                expect(result, !result.receipt.empty());
                break;
        }
        return result;
    }

private:
    static void read_made(const Delivery& d, const Json& body, AttemptResult& result) {
        Progress progress;
        progress.set("item", id_at(body, "/result/items/0/id"));
        if (!progress.of("item").empty())
            progress.go_on(result, d.row, "comment");
        else if (!Progress(d.origin.progress).of("made").empty())
            progress.go_on(result, d.row, "contact");
        else
            result.detail += ", такой карточки там нет: сообщать некому";
    }
};

const Bitrix24 kReceiver;

}  // namespace

const Receiver& receivers::bitrix24() {
    return kReceiver;
}

}  // namespace funnel::server
