#include "visitor/receipt.hpp"

#include <nlohmann/json.hpp>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

namespace say = sentences::receipt;

std::string_view purpose_of(Document document) {
    return (document == Document::processing ? say::purpose_processing : say::purpose_advertising).pattern;
}

std::string moment(std::int64_t ms) {
    return ms == 0 ? std::string() : utc_text(ms);
}

nlohmann::ordered_json or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

std::string state_of(const StoredConsent& consent) {
    if (!consent.given) return filled(say::state_refused);
    if (consent.withdrawn_ms > 0)
        return filled(say::state_withdrawn, {{"at", utc_text(consent.withdrawn_ms)}});
    return filled(say::state_given, {{"at", utc_text(consent.given_ms)}});
}

}  // namespace

std::string receipt_json(const Receipt& receipt) {
    const StoredLead& lead = receipt.lead;
    const std::string address = "/r/" + std::string(receipt.token);
    nlohmann::ordered_json json;
    json["receipt"] = "consent-receipt";
    json["version"] = 1;
    json["schema"] = "ISO/IEC TS 27560:2023";
    json["number"] = number_of(lead.id);
    json["language"] = "ru";
    json["issued_at"] = utc_text(lead.created_ms);
    json["method"] = say::method.pattern;
    json["operator"] = {{"name", receipt.identity.name},
                        {"inn", receipt.identity.inn},
                        {"ogrn", receipt.identity.ogrn},
                        {"address", receipt.identity.address},
                        {"email", receipt.identity.email}};
    json["data_categories"] = nlohmann::ordered_json::array();
    for (const Sentence& category : sentences::data_categories::all)
        json["data_categories"].push_back(category.pattern);
    json["consents"] = nlohmann::ordered_json::array();
    for (const StoredConsent& consent : lead.consents) {
        nlohmann::ordered_json entry;
        entry["document"] = name_of(consent.document);
        entry["title"] = consent.title;
        entry["url"] = consent.url;
        entry["version"] = consent.version;
        entry["sha256"] = consent.sha256;
        entry["purpose"] = purpose_of(consent.document);
        entry["given"] = consent.given;
        entry["at"] = utc_text(consent.given_ms);
        entry["withdrawn_at"] = or_null(moment(consent.withdrawn_ms));
        entry["page"] = consent.page;
        entry["ip"] = consent.ip;
        json["consents"].push_back(std::move(entry));
    }
    json["withdrawal"] = {
        {"method", "POST"}, {"url", address + "/withdraw"}, {"how", say::how_to_withdraw.pattern}};
    json["erasure"] = {{"scheduled_at", or_null(moment(lead.erase_after_ms))},
                       {"erased_at", or_null(moment(lead.erased_ms))}};
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

Page receipt_page(const Receipt& receipt) {
    const StoredLead& lead = receipt.lead;
    std::vector<PageValues> consents;
    for (const StoredConsent& consent : lead.consents) {
        const bool processing = consent.document == Document::processing;
        consents.push_back(
            PageValues()
                .text("label", std::string(label_of(consent.document)))
                .text("state", state_of(consent))
                .text("purpose", std::string(purpose_of(consent.document)))
                .text("url", consent.url)
                .text("title", consent.title)
                .text("version", consent.version)
                .text("sha256", consent.sha256)
                .flag("can_withdraw", consent.given && consent.withdrawn_ms == 0 && lead.erased_ms == 0)
                .text("document", std::string(name_of(consent.document)))
                .text("withdraw",
                      std::string(
                          (processing ? say::withdraw_processing : say::withdraw_advertising).pattern)));
    }
    Page page{200, Template::receipt, {}, "/r/{token}"};
    page.values.text("number", number_of(lead.id))
        .text("created", utc_text(lead.created_ms))
        .text("operator", receipt.identity.name)
        .text("inn", receipt.identity.inn)
        .text("address", receipt.identity.address)
        .text("email", receipt.identity.email)
        .flag("erased", lead.erased_ms > 0)
        .text("erased_at", moment(lead.erased_ms))
        .flag("erasing", lead.erased_ms == 0 && lead.erase_after_ms > 0)
        .text("erasing_at", moment(lead.erase_after_ms))
        .list("consents", std::move(consents))
        .text("token", std::string(receipt.token))
        .text("how_to_withdraw", std::string(say::how_to_withdraw.pattern));
    return page;
}

}  // namespace funnel::server
