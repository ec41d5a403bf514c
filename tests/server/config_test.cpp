// Settings: read whole, or refused by the name of what is wrong.
#include "config.hpp"

#include <doctest/doctest.h>

using namespace funnel::server;

TEST_CASE("a configuration is read whole or refused by the name of its key") {
    CHECK(config_from_json("{}").config);
    CHECK(config_from_json(R"({"trusted_proxies":["10.0.0.0/8"],"retention_days":30})")
              .config->retention_days == 30);
    CHECK(config_from_json(R"({"typo":1})").error.find("typo: ") != std::string::npos);
    CHECK(config_from_json(R"({"rate":{"burst":1,"burst":2}})").error.find("rate/burst: ") !=
          std::string::npos);
    CHECK(config_from_json(R"({"targets":[{"name":"a","kind":"telex"}]})").error.find("targets/0/kind: ") !=
          std::string::npos);
    CHECK(config_from_json("[]").error.starts_with("Настройки: "));
    CHECK(config_from_json("{").error.starts_with("Настройки: "));
    CHECK(config_from_json(R"({"retention_days":0})").error.starts_with("retention_days"));
    CHECK(config_from_json(R"({"targets":[{"name":"A b"}]})").error.starts_with("targets/0/name"));
    CHECK(config_from_json(R"({"targets":[{"name":"a","kind":"webhook","url":"file:///etc/passwd"}]})")
              .error.starts_with("targets/0/url"));
    CHECK(config_from_json(R"({"targets":[{"name":"a","kind":"webhook","url":"https://x"}]})")
              .error.starts_with("targets/0/secret_file"));
}

TEST_CASE("fields of a CRM name values of the brief, and nothing else") {
    const auto with = [](const std::string& kind, const std::string& fields) {
        return config_from_json(R"({"targets":[{"name":"a","kind":")" + kind +
                                R"(","url":"https://x","fields":)" + fields + "}]}");
    };
    const auto good = with("bitrix24", R"({"UF_CRM_1":"money_left","UF_CRM_2":"inbox_url"})");
    REQUIRE(good.config);
    CHECK(good.config->targets[0].fields.size() == 2);
    CHECK(good.config->targets[0].fields[0].name == "UF_CRM_1");
    CHECK(good.config->targets[0].fields[0].value == "money_left");
    CHECK(with("bitrix24", R"({"UF_CRM_1":"secret"})").error.starts_with("targets/0/fields"));
    CHECK(with("bitrix24", R"({"UF_CRM_1":1})").error.starts_with("targets/0/fields"));
    CHECK(config_from_json(
              R"({"targets":[{"name":"a","kind":"bitrix24","url":"https://x","entity_type_id":3}]})")
              .error.starts_with("targets/0/entity_type_id"));
}

TEST_CASE("addresses of pages stand without a slash, and are of the web") {
    const auto good = config_from_json(R"({"public_url":"https://x.ru/","inbox_url":"https://x.ru/inbox/"})");
    REQUIRE(good.config);
    CHECK(good.config->public_url == "https://x.ru");
    CHECK(good.config->inbox_url == "https://x.ru/inbox");
    CHECK(config_from_json(R"({"inbox_url":"javascript:1"})").error.starts_with("inbox_url"));
}

TEST_CASE("nothing of a visitor goes over the open internet unencrypted") {
    const auto with = [](const std::string& kind, const std::string& url, const std::string& more = "") {
        return config_from_json(R"({"targets":[{"name":"a","kind":")" + kind + R"(","url":")" + url + "\"" +
                                more + "}]}")
            .error;
    };
    const std::string mail = R"(,"from":"a@x.ru","to":"b@x.ru","insecure_smtp":true)";
    for (const auto* kind :
         {"webhook", "bitrix24", "bitrix24_lead", "amocrm", "amocrm_forms", "telegram", "hubspot"}) {
        CHECK_MESSAGE(
            with(kind, "http://crm.example.ru/rest/1/x").find("поставьте https://") != std::string::npos,
            kind);
        CHECK_MESSAGE(with(kind, "http://10.0.0.5/rest/1/x").find("поставьте https://") == std::string::npos,
                      kind);
    }
    CHECK(with("bitrix24", "http://crm.example.ru/rest/1/x").starts_with("targets/0/url: "));
    CHECK(with("bitrix24", "http://bitrix.internal/rest/1/x").empty());
    CHECK(with("email", "smtp://mail.example.ru:25", mail).starts_with("targets/0/insecure_smtp: "));
    CHECK(with("email", "smtp://127.0.0.1:25", mail).empty());
    CHECK(config_from_json(
              R"({"duty":{"kind":"email","url":"smtp://mail.example.ru","from":"a@x.ru","to":"b@x.ru",)"
              R"("insecure_smtp":true}})")
              .error.starts_with("duty/insecure_smtp: "));
}
