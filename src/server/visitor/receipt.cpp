#include "visitor/receipt.hpp"

#include <nlohmann/json.hpp>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

namespace say = sentences::receipt;

// What this form's data is for: assets/messages/ru.json.
std::string_view purpose_of(Document document, std::string_view form) {
    if (document == Document::advertising) return sentences::purposes::advertising.pattern;
    for (const Sentence& purpose : sentences::purposes::all)
        if (purpose.code == form) return purpose.pattern;
    return sentences::purposes::callback.pattern;
}

std::string moment(std::int64_t ms) {
    return ms == 0 ? std::string() : utc_text(ms);
}

nlohmann::ordered_json or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

std::string_view withdrawal_label(Document document) {
    return (document == Document::processing ? say::withdraw_processing : say::withdraw_advertising).pattern;
}

std::string state_of(const StoredConsent& consent, const TimeZone& zone) {
    if (!consent.given) return filled(say::state_refused);
    if (consent.withdrawn_ms > 0)
        return filled(say::state_withdrawn, {{"at", moment_in_words(consent.withdrawn_ms, zone)}});
    return filled(say::state_given, {{"at", moment_in_words(consent.given_ms, zone)}});
}

// "ИП Иванов, ИНН 7700…": what of it is known.
std::string identity_text(const Operator& identity) {
    if (identity.inn.empty()) return identity.name;
    return identity.name + (identity.name.empty() ? "" : ", ") + "ИНН " + identity.inn;
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
        entry["purpose"] = purpose_of(consent.document, lead.form);
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
    for (const StoredConsent& consent : lead.consents)
        consents.push_back(
            PageValues()
                .text("label", std::string(label_of(consent.document)))
                .text("state", state_of(consent, receipt.zone))
                .text("purpose", std::string(purpose_of(consent.document, lead.form)))
                .text("url", consent.url)
                .text("title", consent.title)
                .text("version", consent.version)
                .text("sha256", consent.sha256)
                .flag("can_withdraw", consent.given && consent.withdrawn_ms == 0 && lead.erased_ms == 0)
                .text("document", std::string(name_of(consent.document)))
                .text("withdraw", std::string(withdrawal_label(consent.document))));
    const std::string operator_text = identity_text(receipt.identity);
    Page page{200, Template::receipt, {}, "/r/{token}"};
    page.values.text("number", number_of(lead.id))
        .text("created", moment_in_words(lead.created_ms, receipt.zone))
        .flag("has_operator", !operator_text.empty())
        .text("operator", operator_text)
        .flag("has_address", !receipt.identity.address.empty())
        .text("address", receipt.identity.address)
        .flag("has_email", !receipt.identity.email.empty())
        .text("email", receipt.identity.email)
        .flag("erased", lead.erased_ms > 0)
        .text("erased_at", moment_in_words(lead.erased_ms, receipt.zone))
        .flag("erasing", lead.erased_ms == 0 && lead.erase_after_ms > 0)
        .text("erasing_at", moment_in_words(lead.erase_after_ms, receipt.zone))
        .list("consents", std::move(consents))
        .text("token", std::string(receipt.token))
        .text("how_to_withdraw", std::string(say::how_to_withdraw.pattern));
    return page;
}

Page withdrawal_page(std::string_view token, Document document) {
    const bool all = document == Document::processing;
    Page page{200, Template::withdrawal, {}, "/r/{token}/withdraw"};
    page.values.flag("processing", all)
        .flag("advertising", !all)
        .text("token", std::string(token))
        .text("document", std::string(name_of(document)));
    return page;
}

}  // namespace funnel::server
