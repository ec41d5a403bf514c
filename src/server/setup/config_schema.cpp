// The schema of config.json: what the reader in config.cpp takes, for editors and for whoever makes the file
// by a program.
#include <nlohmann/json.hpp>

#include "delivery/receiver.hpp"
#include "setup/setup.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::ordered_json;

Json text(const char* what) {
    return {{"type", "string"}, {"description", what}};
}
Json flag(const char* what, bool otherwise) {
    return {{"type", "boolean"}, {"default", otherwise}, {"description", what}};
}
struct Range {
    std::int64_t least;
    std::int64_t most;
};
Json number(const char* what, Range range, std::int64_t otherwise) {
    return {{"type", "integer"},
            {"minimum", range.least},
            {"maximum", range.most},
            {"default", otherwise},
            {"description", what}};
}
Json texts(const char* what) {
    return {{"type", "array"}, {"items", {{"type", "string"}}}, {"description", what}};
}
Json object(Json properties, const char* what) {
    return {{"type", "object"},
            {"additionalProperties", false},
            {"properties", std::move(properties)},
            {"description", what}};
}

Json kinds() {
    Json names = Json::array();
    for (const TargetKind kind :
         {TargetKind::bitrix24, TargetKind::bitrix24_lead, TargetKind::amocrm, TargetKind::amocrm_forms,
          TargetKind::email, TargetKind::webhook, TargetKind::telegram, TargetKind::hubspot})
        names.push_back(name_of(kind));
    return names;
}

enum class Named { yes, no };
Json target(Named named = Named::yes) {
    Json values = Json::array();
    for (const auto key : kBriefKeys) values.push_back(key);
    Json properties;
    if (named == Named::yes)
        properties["name"] = {{"type", "string"},
                              {"pattern", "^[a-z0-9-]{1,32}$"},
                              {"description", "имя, у каждого получателя своё"}};
    properties["kind"] = {{"enum", named == Named::yes ? kinds() : Json{"email", "telegram"}}};
    properties["url"] = text("адрес: https://…; для почты smtps://ХОСТ:465 или smtp://ХОСТ:587");
    properties["url_file"] = text("файл с адресом вместо url: адрес вебхука Bitrix24 — это ключ");
    properties["secret_file"] = text("файл с ключом, токеном или паролем, одна строка");
    properties["user"] = text("email: имя для входа");
    properties["from"] = text("email: от кого");
    properties["to"] = text("email: кому; telegram: чат");
    properties["insecure_smtp"] = flag("email без TLS: только для почтового сервера на этой машине", false);
    properties["notices"] = flag("сообщать об отзыве согласия и удалении", true);
    properties["entity_type_id"] = number("bitrix24: 1 лид, 2 сделка", {1, 2}, 1);
    properties["abroad"] = flag("hubspot: уведомление о передаче данных за границу подано", false);
    properties["fields"] = {{"type", "object"},
                            {"additionalProperties", {{"enum", std::move(values)}}},
                            {"description", "свои поля CRM: имя или номер поля и что в него писать"}};
    Json result =
        object(std::move(properties), named == Named::yes ? "куда уходят заявки"
                                                          : "кому в рабочие часы сообщать, что заявки "
                                                            "ждут больше 15 минут; без имён и телефонов");
    result["required"] = named == Named::yes ? Json{"name", "kind"} : Json{"kind"};
    return result;
}

}  // namespace

std::string config_schema() {
    const Config defaults;
    Json properties;
    properties["origins"] = texts("сайты, чьи страницы могут присылать заявки; без них только свой");
    properties["trusted_proxies"] = texts("чьим X-Forwarded-For верить: адреса и сети");
    properties["targets"] = {{"type", "array"}, {"items", target()}};
    properties["duty"] = target(Named::no);
    properties["allow_private_targets"] = flag("получатели могут быть во внутренней сети", false);
    properties["public_url"] = text("адрес сайта, https://…: для ссылок в заявках");
    properties["inbox_url"] = text("адрес журнала заявок: для ссылок в заявках");
    properties["admin_token_file"] = text("файл с ключом для чтения заявок программами");
    properties["country"] = {
        {"type", "string"}, {"default", defaults.country}, {"description", "чьи телефоны пишут без +"}};
    properties["time_zone"] = {
        {"type", "string"}, {"default", defaults.zone.name}, {"description", "часовой пояс фирмы"}};
    properties["retention_days"] =
        number("сколько дней хранить заявку", {1, 36'500}, defaults.retention_days);
    properties["erase_delay_hours"] =
        number("через сколько часов после отзыва стирать", {0, 720}, defaults.erase_delay_hours);
    properties["purge_limit"] = object({{"percent", number("доля всех заявок", {0, 100}, 2)},
                                        {"requests", number("заявок", {0, 1'000'000}, 20)}},
                                       "сколько стирать сразу без спроса: что больше");
    properties["backup_days"] = number("сколько дней живут копии", {0, 36'500}, defaults.backup_days);
    properties["quiet_hours"] = object({{"from", number("час", {0, 23}, defaults.quiet.from)},
                                        {"until", number("час", {0, 24}, defaults.quiet.until)}},
                                       "когда чистить таблицы PostgreSQL");
    properties["rate"] = object({{"burst", number("подряд", {0, 1'000'000}, 20)},
                                 {"per_minute", number("в минуту", {1, 1'000'000}, 30)}},
                                "сколько заявок принимать с одного адреса");
    properties["max_waiting"] = number("сколько заявок может ждать записи", {1, 1'000'000},
                                       static_cast<std::int64_t>(defaults.max_waiting));
    Json schema;
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    schema["title"] = "Настройки funnel-server";
    schema.update(object(std::move(properties), "config.json"));
    return schema.dump(2) + "\n";
}

}  // namespace funnel::server
