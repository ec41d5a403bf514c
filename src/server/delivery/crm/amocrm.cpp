// amoCRM API v4. A request: the contact with this phone or address is looked for («Список контактов», query),
// the deal is made with it or with a new one («Комплексное добавление сделок»), then gets a note with the
// brief. When a try failed after the deal may have been made, it is looked for by its name first. What comes
// after a request is another note of that deal.
#include "delivery/crm/amocrm_rest.hpp"
#include "delivery/crm/progress.hpp"
#include "delivery/lead_words.hpp"

namespace funnel::server {

namespace {

using Json = OrderedJson;
using Outcome = AttemptResult::Outcome;

std::string digits_in(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

// A search finds all that looks alike: the phone (its last ten digits) or the address must be the same.
bool is_reached_by(const Json& contact, const StoredLead& lead) {
    constexpr std::size_t kSignificant = 10;
    const bool by_phone = !lead.phone.empty();
    const std::string wanted = by_phone ? digits_in(lead.phone) : lead.email;
    if (!contact.is_object() || !contact.contains("custom_fields_values")) return false;
    const Json& fields = contact["custom_fields_values"];
    if (!fields.is_array()) return false;
    for (const Json& field : fields) {
        if (text_at(field, "/field_code") != (by_phone ? "PHONE" : "EMAIL") || !field.contains("values"))
            continue;
        for (std::size_t i = 0; i < field["values"].size(); ++i) {
            const std::string value = text_at(field, "/values/" + std::to_string(i) + "/value");
            const std::string digits = digits_in(value);
            const bool same_phone =
                by_phone && digits.size() >= kSignificant && wanted.size() >= kSignificant &&
                digits.substr(0, wanted.size()).ends_with(wanted.substr(wanted.size() - kSignificant));
            if (same_phone || (!by_phone && value == wanted)) return true;
        }
    }
    return false;
}

std::string contact_in(const Json& found, const StoredLead& lead) {
    const Json::json_pointer place("/_embedded/contacts");
    if (!found.is_object() || !found.contains(place) || !found[place].is_array()) return {};
    for (const Json& contact : found[place])
        if (is_reached_by(contact, lead)) return id_at(contact, "/id");
    return {};
}

Json complex_of(const Delivery& d, const std::string& contact) {
    Json deal = amocrm::deal_of(d, brief_of(d));
    deal["request_id"] = d.row.delivery_id;
    deal["created_at"] = d.lead.created_ms / 1000;
    Json person;
    if (contact.empty())
        person = amocrm::contact_of(d.lead);
    else
        person["id"] = std::stoll(contact);
    deal["_embedded"]["contacts"] = Json::array({std::move(person)});
    Json metadata = amocrm::metadata_of(d);
    metadata["category"] = "forms";
    deal["_embedded"]["metadata"] = std::move(metadata);
    return Json::array({std::move(deal)});
}

enum class Asks { find, look, add, note };
Asks asks_of(const Delivery& d, const Progress& progress) {
    if (d.row.event != OutboxEvent::created)
        return d.origin.receipt.empty() && Progress(d.origin.progress).of("deal").empty() &&
                       progress.of("deal").empty()
                   ? Asks::look
                   : Asks::note;
    if (progress.step() == "note") return Asks::note;
    if (progress.step() == "add") return progress.is_doubtful(d.row) ? Asks::look : Asks::add;
    return Asks::find;
}

class AmoCrm final : public Receiver {
public:
    std::string_view name() const override { return "amocrm"; }

    std::optional<SettingFault> settle(Target& target) const override { return amocrm::settle(target); }

    Parcel parcel(const Delivery& d) const override {
        const Progress progress(d.row.progress);
        switch (asks_of(d, progress)) {
            case Asks::find:
                return amocrm::get(d,
                                   "/api/v4/contacts?limit=50&query=" +
                                       percent_encoded(d.lead.phone.empty() ? d.lead.email : d.lead.phone));
            case Asks::look:
                return amocrm::find_deal(d);
            case Asks::add:
                return amocrm::post(d, "/api/v4/leads/complex", complex_of(d, progress.of("contact")));
            case Asks::note:
                break;
        }
        if (d.row.event == OutboxEvent::created)
            return amocrm::note(d, progress.of("deal"), text_of(brief_of(d)));
        std::string deal = d.origin.receipt;
        if (deal.empty()) deal = Progress(d.origin.progress).of("deal");
        return amocrm::note(d, deal.empty() ? progress.of("deal") : deal, notice_of(d));
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        constexpr std::int64_t kNoneFound = 204;
        AttemptResult result = result_by_status(reply);
        if (result.outcome != Outcome::delivered) return result;
        const Json body = json_of(reply);
        Progress progress(d.row.progress);
        const Asks asked = asks_of(d, progress);
        expect(result, body.is_structured() ||
                           (reply.status == kNoneFound && (asked == Asks::find || asked == Asks::look)));
        if (result.outcome != Outcome::delivered) return result;
        switch (asked) {
            case Asks::find:
                progress.set("contact", contact_in(body, d.lead));
                progress.go_on(result, d.row, "add");
                break;
            case Asks::look:
                progress.set("deal", amocrm::deal_in(d, body));
                if (!progress.of("deal").empty())
                    progress.go_on(result, d.row, "note");
                else if (d.row.event == OutboxEvent::created)
                    progress.go_on(result, d.row, "add");
                else
                    result.detail += ", такой сделки там нет: сообщать некому";
                break;
            case Asks::add:
                progress.set("deal", id_at(body, "/0/id"));
                expect(result, !progress.of("deal").empty());
                if (result.outcome == Outcome::delivered) progress.go_on(result, d.row, "note");
                break;
            case Asks::note:
                result.receipt = progress.of("deal");
                break;
        }
        return result;
    }
};

const AmoCrm kReceiver;

}  // namespace

const Receiver& receivers::amocrm() {
    return kReceiver;
}

}  // namespace funnel::server
