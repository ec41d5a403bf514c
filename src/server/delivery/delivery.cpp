#include "delivery/delivery.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <nlohmann/json.hpp>

#include "lead/lead_record.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string form_name(const std::string& form) {
    if (form == "diagnosis") return "Диагностика отдела продаж";
    if (form == "checklist") return "Чек-лист РОПа";
    if (form == "materials") return "Материалы";
    return "Обратный звонок";
}

std::string turnover_text(const std::string& code) {
    if (code == "up_to_1m") return "до 1 млн ₽";
    if (code == "1m_5m") return "1–5 млн ₽";
    if (code == "5m_20m") return "5–20 млн ₽";
    if (code == "20m_100m") return "20–100 млн ₽";
    if (code == "over_100m") return "больше 100 млн ₽";
    return "не указан";
}

std::string title_of(const StoredLead& lead) {
    return "Заявка № " + number_of(lead.id) + ": " + form_name(lead.form);
}

std::string notes_of(const StoredLead& lead) {
    std::string notes = form_name(lead.form) + "\n";
    if (lead.managers_count > 0) notes += "Менеджеров: " + std::to_string(lead.managers_count) + "\n";
    notes += "Оборот в месяц: " + turnover_text(lead.monthly_turnover) + "\n";
    if (lead.owner != "unsaid")
        notes += std::string("Собственник: ") + (lead.owner == "yes" ? "да" : "нет") + "\n";
    if (!lead.scenario.empty()) notes += "Приложен расчёт\n";
    if (!lead.page.empty()) notes += "Страница: " + lead.page + "\n";
    return notes;
}

// https://github.com/standard-webhooks/standard-webhooks: the signed content is "id.timestamp.body".
Post webhook_post(const Delivery& d) {
    Json body;
    body["type"] = "lead.created";
    body["timestamp"] = utc_text(d.lead.created_ms);
    body["data"] = Json::parse(lead_json(d.lead), nullptr, false);
    Post post{d.target.url, {{"Content-Type", "application/json"}}, text_of(body)};
    const std::string seconds = std::to_string(d.now_ms / 1000);
    const std::string signature =
        base64(hmac_sha256(d.target.secret, d.row.delivery_id + "." + seconds + "." + post.body));
    post.headers.push_back({"webhook-id", d.row.delivery_id});
    post.headers.push_back({"webhook-timestamp", seconds});
    post.headers.push_back({"webhook-signature", "v1," + signature});
    return post;
}

// Bitrix24 REST, page «crm.lead.add» (it goes on working; «crm.item.add» is its newer sibling), through an
// incoming webhook; names of fields from the page «crm.lead.fields».
Post bitrix_post(const Delivery& d) {
    Json fields;
    fields["TITLE"] = title_of(d.lead);
    fields["NAME"] = d.lead.name;
    if (!d.lead.phone.empty())
        fields["PHONE"] = Json::array({{{"VALUE", d.lead.phone}, {"VALUE_TYPE", "WORK"}}});
    if (!d.lead.email.empty())
        fields["EMAIL"] = Json::array({{{"VALUE", d.lead.email}, {"VALUE_TYPE", "WORK"}}});
    fields["COMMENTS"] = notes_of(d.lead);
    fields["SOURCE_ID"] = "WEB";
    fields["ORIGINATOR_ID"] = "funnel-server";
    fields["ORIGIN_ID"] = d.row.delivery_id;
    fields["UTM_SOURCE"] = d.lead.utm.source;
    fields["UTM_MEDIUM"] = d.lead.utm.medium;
    fields["UTM_CAMPAIGN"] = d.lead.utm.campaign;
    fields["UTM_TERM"] = d.lead.utm.term;
    fields["UTM_CONTENT"] = d.lead.utm.content;
    Json body;
    body["fields"] = std::move(fields);
    body["params"] = {{"REGISTER_SONET_EVENT", "Y"}};
    return {d.target.url + "/crm.lead.add.json", {{"Content-Type", "application/json"}}, text_of(body)};
}

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
    for (const auto& [code, value] : {std::pair{"PHONE", &lead.phone}, std::pair{"EMAIL", &lead.email}}) {
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

// amoCRM API v4, page «Неразобранное» (unsorted-api), «Добавление неразобранного типа форма»: POST
// /api/v4/leads/unsorted/forms. The metadata are a part of the request, not of _embedded.
Post amocrm_post(const Delivery& d) {
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
                {"form_name", form_name(d.lead.form)},
                {"form_page", d.public_url + (d.lead.page.empty() ? "/" : d.lead.page)},
                {"form_sent_at", d.lead.created_ms / 1000}};
    add_known(metadata, "ip", ip == "unix" ? std::string() : ip);
    add_known(metadata, "referer", d.lead.referrer);
    return {d.target.url + "/api/v4/leads/unsorted/forms",
            {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + d.target.secret}},
            text_of(Json::array({std::move(request)}))};
}

// Telegram Bot API, «sendMessage»; errors as its «Making requests» says. A number and a link only: no
// personal data leaves the country through a messenger.
Post telegram_post(const Delivery& d) {
    Json body;
    body["chat_id"] = d.target.to;
    body["text"] =
        "Новая заявка № " + number_of(d.lead.id) + (d.public_url.empty() ? "" : "\n" + d.public_url);
    return {d.target.url + "/bot" + d.target.secret + "/sendMessage",
            {{"Content-Type", "application/json"}},
            text_of(body)};
}

std::string encoded_word(std::string_view text) {
    return "=?UTF-8?B?" + base64(text) + "?=";
}

std::optional<std::int64_t> wait_from(const std::string& retry_after) {
    std::int64_t seconds = 0;
    const auto [end, failure] =
        std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
    if (failure != std::errc() || end != retry_after.data() + retry_after.size() || seconds < 0 ||
        seconds > 1'000'000)
        return std::nullopt;
    return seconds * 1000;
}

// What the answer's own text says, for kinds that say it there; nothing when the status alone decides.
std::optional<AttemptResult::Outcome> said_in_body(TargetKind kind, const Json& body) {
    using Outcome = AttemptResult::Outcome;
    if (kind == TargetKind::bitrix24) {
        if (!body.is_object()) return Outcome::retry;
        if (body.contains("result") && body["result"].is_number_integer()) return Outcome::delivered;
        const auto error = body.contains("error") && body["error"].is_string()
                               ? body["error"].get<std::string>()
                               : std::string();
        const bool refused =
            error == "ERROR_CORE" || error == "INVALID_ARG_VALUE" || error == "ERROR_ARGUMENT";
        return refused ? Outcome::refused : Outcome::retry;
    }
    if (kind == TargetKind::telegram && body.is_object() && body.contains("ok") && body["ok"] != true)
        return Outcome::retry;
    return std::nullopt;
}

}  // namespace

std::string_view name_of(TargetKind kind) {
    switch (kind) {
        case TargetKind::webhook:
            return "webhook";
        case TargetKind::bitrix24:
            return "bitrix24";
        case TargetKind::amocrm:
            return "amocrm";
        case TargetKind::email:
            return "email";
        case TargetKind::telegram:
            return "telegram";
    }
    return "webhook";
}

Post post_for(const Delivery& delivery) {
    switch (delivery.target.kind) {
        case TargetKind::webhook:
            return webhook_post(delivery);
        case TargetKind::bitrix24:
            return bitrix_post(delivery);
        case TargetKind::amocrm:
            return amocrm_post(delivery);
        case TargetKind::telegram:
            return telegram_post(delivery);
        case TargetKind::email:
            break;
    }
    assert(false && "an e-mail is not a post");
    return {};
}

std::string mail_for(const Delivery& d) {
    std::string text = title_of(d.lead) + "\n\n";
    if (!d.lead.name.empty()) text += "Имя: " + d.lead.name + "\n";
    if (!d.lead.phone.empty()) text += "Телефон: " + d.lead.phone + "\n";
    if (!d.lead.email.empty()) text += "Почта: " + d.lead.email + "\n";
    text += notes_of(d.lead);
    std::string mail = "From: <" + d.target.from + ">\r\nTo: <" + d.target.to +
                       ">\r\nSubject: " + encoded_word("Заявка № " + number_of(d.lead.id)) +
                       "\r\nMessage-ID: <" + d.row.delivery_id +
                       "@funnel-server>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                       "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const std::string encoded = base64(text);
    for (std::size_t i = 0; i < encoded.size(); i += 76) mail += encoded.substr(i, 76) + "\r\n";
    return mail;
}

AttemptResult result_of(const Delivery& delivery, const Reply& reply) {
    using Outcome = AttemptResult::Outcome;
    AttemptResult result;
    result.status = reply.status;
    result.detail = "HTTP " + std::to_string(reply.status);
    result.retry_after_ms = wait_from(reply.retry_after);
    const TargetKind kind = delivery.target.kind;
    const Json body = Json::parse(reply.body, nullptr, false);
    const bool success = reply.status >= 200 && reply.status < 300;
    if (kind == TargetKind::telegram && body.is_object() && body.contains("parameters") &&
        body["parameters"].is_object() && body["parameters"].contains("retry_after") &&
        body["parameters"]["retry_after"].is_number_integer())
        result.retry_after_ms =
            std::clamp<std::int64_t>(body["parameters"]["retry_after"].get<std::int64_t>(), 0, 1'000'000) *
            1000;
    if (success) {
        result.outcome = said_in_body(kind, body).value_or(Outcome::delivered);
        if (result.outcome != Outcome::delivered) result.detail += ", the answer says it was not taken";
        return result;
    }
    const bool gone = kind == TargetKind::webhook && reply.status == 410;
    const bool not_understood = kind != TargetKind::webhook && (reply.status == 400 || reply.status == 422);
    // Bitrix24 also answers 400 for what is only temporary, and says so in its text.
    const bool temporary = kind == TargetKind::bitrix24 && said_in_body(kind, body) == Outcome::retry;
    result.outcome = gone || (not_understood && !temporary) ? Outcome::refused : Outcome::retry;
    if (reply.status >= 300 && reply.status < 400) result.detail += ", a redirect is not followed";
    return result;
}

}  // namespace funnel::server
