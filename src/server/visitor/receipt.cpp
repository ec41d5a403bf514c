#include "visitor/receipt.hpp"

#include <nlohmann/json.hpp>

#include "core/sentences.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

// What this form's data is for: assets/messages/ru.json.
std::string_view purpose_of(Document document, std::string_view form) {
    if (document == Document::advertising) return sentences::purposes::advertising.pattern;
    for (const Sentence& purpose : sentences::purposes::all)
        if (purpose.code == form) return purpose.pattern;
    return sentences::purposes::callback.pattern;
}

constexpr std::string_view kHowToWithdraw =
    "Отозвать согласие можно на странице этой квитанции или письмом оператору. Отзыв согласия на обработку "
    "ведёт к удалению данных.";

std::string moment(std::int64_t ms) {
    return ms == 0 ? std::string() : utc_text(ms);
}

nlohmann::ordered_json or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

// A line that has nothing to say is not there.
std::string row(std::string_view name, const std::string& value) {
    if (value.empty()) return {};
    return "<dt>" + std::string(name) + "</dt><dd>" + html_escaped(value) + "</dd>";
}

std::string_view withdrawal_label(Document document) {
    return document == Document::processing ? "Отозвать согласие и удалить мои данные"
                                            : "Отказаться от рекламных сообщений";
}

// A form that leads to the question, or with `confirmed` is the answer to it.
std::string withdraw_form(std::string_view token, Document document, std::string_view confirmed) {
    std::string html = "<form method=\"post\" action=\"/r/" + std::string(token) +
                       "/withdraw\"><input type=\"hidden\" name=\"consent\" value=\"" +
                       std::string(name_of(document)) + "\">";
    if (!confirmed.empty()) html += "<input type=\"hidden\" name=\"confirmed\" value=\"1\">";
    return html + "<button class=\"button button--quiet\" type=\"submit\">" +
           std::string(confirmed.empty() ? withdrawal_label(document) : confirmed) + "</button></form>";
}

std::string state_of(const StoredConsent& consent, const TimeZone& zone) {
    if (!consent.given) return "не дано";
    if (consent.withdrawn_ms > 0) return "отозвано " + moment_in_words(consent.withdrawn_ms, zone);
    return "дано " + moment_in_words(consent.given_ms, zone);
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
    json["method"] = "форма на сайте, отдельная неотмеченная заранее отметка для каждого согласия";
    json["operator"] = {{"name", receipt.identity.name},
                        {"inn", receipt.identity.inn},
                        {"ogrn", receipt.identity.ogrn},
                        {"address", receipt.identity.address},
                        {"email", receipt.identity.email}};
    json["data_categories"] = {"имя",          "телефон", "почта", "сведения о бизнесе", "приложенный расчёт",
                               "адрес в сети", "браузер"};
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
    json["withdrawal"] = {{"method", "POST"}, {"url", address + "/withdraw"}, {"how", kHowToWithdraw}};
    json["erasure"] = {{"scheduled_at", or_null(moment(lead.erase_after_ms))},
                       {"erased_at", or_null(moment(lead.erased_ms))}};
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

Page receipt_page(const Receipt& receipt) {
    const StoredLead& lead = receipt.lead;
    std::string body = "<h1>Квитанция о согласии</h1><dl class=\"receipt\">";
    body += row("Заявка", "№ " + number_of(lead.id) + ", " + moment_in_words(lead.created_ms, receipt.zone));
    body += row("Оператор", identity_text(receipt.identity));
    body += row("Адрес", receipt.identity.address);
    body += row("Обращения", receipt.identity.email);
    if (lead.erased_ms > 0)
        body += row("Данные", "удалены " + moment_in_words(lead.erased_ms, receipt.zone));
    else if (lead.erase_after_ms > 0)
        body += row("Данные", "будут удалены не позже " + moment_in_words(lead.erase_after_ms, receipt.zone));
    body += "</dl>";
    for (const StoredConsent& consent : lead.consents) {
        body += "<h2>" + std::string(label_of(consent.document)) + "</h2><dl class=\"receipt\">";
        body += row("Согласие", state_of(consent, receipt.zone));
        body += row("Для чего", std::string(purpose_of(consent.document, lead.form)));
        body += "<dt>Документ</dt><dd><a href=\"" + html_escaped(consent.url) + "\">" +
                html_escaped(consent.title) + "</a>, версия " + html_escaped(consent.version) + "</dd>";
        body += row("SHA-256 текста", consent.sha256) + "</dl>";
        if (consent.given && consent.withdrawn_ms == 0 && lead.erased_ms == 0)
            body += withdraw_form(receipt.token, consent.document, "");
    }
    body += "<p><a href=\"/r/" + std::string(receipt.token) +
            "?download\" download>Скачать квитанцию</a></p><p>" + std::string(kHowToWithdraw) + "</p>";
    return {200, "Квитанция о согласии № " + number_of(lead.id), std::move(body), "/r/{token}"};
}

Page withdrawal_page(std::string_view token, Document document) {
    const bool all = document == Document::processing;
    std::string body =
        all ? "<h1>Отозвать согласие на обработку данных?</h1><p>Мы перестанем заниматься вашей "
              "заявкой и удалим имя, телефон, почту и приложенный расчёт. Вернуть их будет нельзя: "
              "чтобы мы связались с вами, понадобится новая заявка.</p>"
            : "<h1>Отказаться от рекламных сообщений?</h1><p>Материалы и предложения больше не "
              "придут. Сама заявка останется в работе.</p>";
    body += withdraw_form(token, document, all ? "Да, отозвать и удалить" : "Да, отказаться");
    body += "<p><a href=\"/r/" + std::string(token) + "\">Нет, оставить как есть</a></p>";
    return {200, all ? "Отзыв согласия" : "Отказ от рекламных сообщений", std::move(body),
            "/r/{token}/withdraw"};
}

}  // namespace funnel::server
