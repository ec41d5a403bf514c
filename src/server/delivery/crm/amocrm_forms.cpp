// amoCRM API v4, «Неразобранное» (unsorted-api, «Добавление неразобранного типа форма»): POST
// /api/v4/leads/unsorted/forms; the metadata are a part of the request, not of _embedded. The brief is a note
// of the deal amoCRM made of it, when it said which; what comes later is another.
#include "delivery/crm/amocrm_rest.hpp"
#include "delivery/crm/progress.hpp"
#include "delivery/lead_words.hpp"

namespace funnel::server {

namespace {

using Json = OrderedJson;
using Outcome = AttemptResult::Outcome;

Json form_of(const Delivery& d) {
    Json request;
    request["request_id"] = d.row.delivery_id;
    request["source_uid"] = d.row.delivery_id;
    request["source_name"] = "Сайт";
    request["created_at"] = d.lead.created_ms / 1000;
    request["_embedded"]["leads"] = Json::array({amocrm::deal_of(d, brief_of(d))});
    request["_embedded"]["contacts"] = Json::array({amocrm::contact_of(d.lead)});
    request["metadata"] = amocrm::metadata_of(d);
    return request;
}

// The number of the deal amoCRM made, wherever its answer has it; "" when it has none.
std::string deal_made(const Json& answer) {
    for (const char* pointer : {"/_embedded/unsorted/0/_embedded/leads/0/id", "/_embedded/leads/0/id"})
        if (auto id = id_at(answer, pointer); !id.empty()) return id;
    return {};
}

std::string deal_of_origin(const Delivery& d) {
    return d.origin.receipt.empty() ? Progress(d.origin.progress).of("deal") : d.origin.receipt;
}

class AmoCrmForms final : public Receiver {
public:
    std::string_view name() const override { return "amocrm_forms"; }

    std::optional<SettingFault> settle(Target& target) const override { return amocrm::settle(target); }

    Parcel parcel(const Delivery& d) const override {
        const Progress progress(d.row.progress);
        if (d.row.event != OutboxEvent::created) return amocrm::note(d, deal_of_origin(d), notice_of(d));
        if (progress.step() == "note") return amocrm::note(d, progress.of("deal"), text_of(brief_of(d)));
        return amocrm::post(d, "/api/v4/leads/unsorted/forms", Json::array({form_of(d)}));
    }

    AttemptResult read(const Delivery& d, const Reply& reply) const override {
        AttemptResult result = result_by_status(reply);
        const Json body = json_of(reply);
        expect(result, body.is_structured());
        if (result.outcome != Outcome::delivered || d.row.event != OutboxEvent::created) return result;
        Progress progress(d.row.progress);
        if (progress.step() == "note") {
            result.receipt = progress.of("deal");
            return result;
        }
        progress.set("deal", deal_made(body));
        if (!progress.of("deal").empty()) progress.go_on(result, d.row, "note");
        return result;
    }

    std::string obstacle(const Delivery& d) const override {
        const bool known = d.row.event == OutboxEvent::created || !deal_of_origin(d).empty();
        return known ? "" : "amoCRM не назвала номер сделки: сообщите сами";
    }
};

const AmoCrmForms kReceiver;

}  // namespace

const Receiver& receivers::amocrm_forms() {
    return kReceiver;
}

}  // namespace funnel::server
