// Bitrix24 as it was first connected: one lead a request, page «crm.lead.add», names of fields from
// «crm.lead.fields». What comes after it: the lead is looked for by the delivery that made it
// («crm.lead.list») unless its number is known, then commented («crm.timeline.comment.add»).
#include "delivery/crm/bitrix24_rest.hpp"
#include "delivery/crm/progress.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/markup.hpp"

namespace funnel::server {

namespace {

using Json = OrderedJson;

Json multi(const std::string& value) {
    return Json::array({{{"VALUE", value}, {"VALUE_TYPE", "WORK"}}});
}

Json fields_of(const Delivery& d) {
    const Brief brief = brief_of(d);
    Json fields;
    fields["TITLE"] = title_of(d);
    fields["NAME"] = d.lead.name;
    if (!d.lead.phone.empty()) fields["PHONE"] = multi(dialled_of(d.lead));
    if (!d.lead.email.empty()) fields["EMAIL"] = multi(d.lead.email);
    fields["COMMENTS"] = without_markup(text_of(brief));
    fields["SOURCE_ID"] = "WEB";
    fields["ORIGINATOR_ID"] = "funnel-server";
    fields["ORIGIN_ID"] = d.row.delivery_id;
    fields["UTM_SOURCE"] = d.lead.utm.source;
    fields["UTM_MEDIUM"] = d.lead.utm.medium;
    fields["UTM_CAMPAIGN"] = d.lead.utm.campaign;
    fields["UTM_TERM"] = d.lead.utm.term;
    fields["UTM_CONTENT"] = d.lead.utm.content;
    put_fields(d.target, brief, [&](const std::string& name, const BriefValue& value) {
        std::visit([&](const auto& known) { fields[name] = known; }, value);
    });
    return fields;
}

// The lead's number there: told when it was made, or found by an earlier step of this delivery.
std::string known_lead(const Delivery& d) {
    return d.origin.receipt.empty() ? Progress(d.row.progress).of("lead") : d.origin.receipt;
}

class Bitrix24Lead final : public Receiver {
public:
    std::string_view name() const override { return "bitrix24_lead"; }

    std::optional<SettingFault> settle(Target& target) const override { return bitrix24::settle(target); }

    Parcel parcel(const Delivery& d) const override {
        Json body;
        if (d.row.event == OutboxEvent::created) {
            body["fields"] = fields_of(d);
            body["params"] = {{"REGISTER_SONET_EVENT", "Y"}};
            return bitrix24::call(d, "crm.lead.add", body);
        }
        if (const std::string lead = known_lead(d); !lead.empty())
            return bitrix24::comment(d, {"lead", lead});
        body["filter"] = {{"ORIGINATOR_ID", "funnel-server"}, {"ORIGIN_ID", d.origin.delivery_id}};
        body["select"] = {"ID"};
        return bitrix24::call(d, "crm.lead.list", body);
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        const Json body = json_of(reply);
        AttemptResult result = bitrix24::read(reply, body);
        if (result.outcome != AttemptResult::Outcome::delivered) return result;
        if (d.row.event == OutboxEvent::created) {
            result.receipt = id_at(body, "/result");
            expect(result, !result.receipt.empty());
        } else if (known_lead(d).empty()) {
            read_search(d, body, result);
        }
        return result;
    }

private:
    static void read_search(const Delivery& d, const Json& body, AttemptResult& result) {
        Progress progress;
        progress.set("lead", id_at(body, "/result/0/ID"));
        if (progress.of("lead").empty())
            result.detail += ", такой карточки там нет: сообщать некому";
        else
            progress.go_on(result, d.row, "comment");
    }
};

const Bitrix24Lead kReceiver;

}  // namespace

const Receiver& receivers::bitrix24_lead() {
    return kReceiver;
}

}  // namespace funnel::server
