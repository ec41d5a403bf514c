#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "delivery/markup.hpp"
#include "delivery_case.hpp"
#include "system/digest.hpp"

using namespace funnel::server;
using funnel::server::testing::Case;
using Outcome = AttemptResult::Outcome;
using Json = nlohmann::json;

namespace {

std::string header_of(const Post& post, std::string_view name) {
    for (const PostHeader& h : post.headers)
        if (h.name == name) return h.value;
    return {};
}

}  // namespace

TEST_CASE("a webhook is signed as Standard Webhooks asks") {
    const Case c(TargetKind::webhook);
    const Post post = c.post();
    CHECK(header_of(post, "webhook-id") == "msg_1");
    CHECK(header_of(post, "webhook-timestamp") == "1790000001");
    CHECK(header_of(post, "webhook-signature") ==
          "v1," + base64(hmac_sha256("0123456789abcdef", "msg_1.1790000001." + post.body)));
    const Json body = Json::parse(post.body);
    CHECK(body["type"] == "lead.created");
    CHECK(body["data"]["phone"] == "+79161234567");
    CHECK(body["data"]["brief"]["values"]["inbox_url"] == "https://site.ru/inbox/000007");
    CHECK(body["data"]["brief"]["text"].get<std::string>().find("Телефон: +79161234567\n") !=
          std::string::npos);
}

TEST_CASE("nothing a visitor typed is run by a receiver") {
    struct Typed {
        const char* text;
        const char* shown;
    };
    for (const auto& [text, shown] : {
             Typed{"<a href=\"https://evil.example\">x</a>", "‹a href=\"https://evil.example\">x‹/a>"},
             {"<img src=x onerror=alert(1)>", "‹img src=x onerror=alert(1)>"},
             {"[url=https://evil.example]x[/url]", "［url=https://evil.example]x［/url]"},
             {"<!--", "‹!--"},
             {"[*]", "［*]"},
             {"a < b, [1] и 5 > 3 & 2", "a < b, [1] и 5 > 3 & 2"},
             {"<", "<"},
         })
        CHECK(without_markup(text) == shown);
    CHECK(page_address("https://site.ru", "/demo/") == "https://site.ru/demo/");
    for (const auto* page :
         {".evil.example/x", "//evil.example", "/\\evil", "https://evil.example", "", "/a b"})
        CHECK(page_address("https://site.ru", page) == "https://site.ru/");
    CHECK(web_address("https://ya.ru/?q=1") == "https://ya.ru/?q=1");
    CHECK(web_address("javascript:alert(1)").empty());

    // The same through each receiver that runs something, of a row that was stored before pages were checked.
    for (const TargetKind kind : {TargetKind::bitrix24_lead, TargetKind::bitrix24}) {
        Case crm(kind);
        crm.lead.referrer = "/<a href=x>[b]";
        crm.row.progress = "add at=0";
        const Json fields = crm.body()["fields"];
        const std::string comments = fields.value("COMMENTS", fields.value("comments", ""));
        CHECK(comments.find("‹a href=x>［b]") != std::string::npos);
        CHECK(comments.find("<a") == std::string::npos);
        CHECK(comments.find("[b]") == std::string::npos);
    }
    Case amo(TargetKind::amocrm_forms);
    amo.lead.page = ".evil.example/x";
    amo.lead.referrer = "javascript:alert(1)";
    const Json metadata = Json::parse(amo.post().body)[0]["metadata"];
    CHECK(metadata["form_page"] == "https://site.ru/");
    CHECK_FALSE(metadata.contains("referer"));
    Case letter(TargetKind::email);
    letter.lead.page = "/<a href=x>";
    CHECK(letter.mail().find("<a href") == std::string::npos);
}

TEST_CASE("the signature of the specification's own example is ours") {
    // Example of the Standard Webhooks libraries.
    const std::string key = base64_decoded("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    CHECK(base64(hmac_sha256(key, "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}")) ==
          "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("bitrix24_lead is asked for crm.lead.add with the multi-fields it wants") {
    Case c(TargetKind::bitrix24_lead);
    c.target.url = "https://p.bitrix24.ru/rest/1/code";
    const Post post = c.post();
    CHECK(post.url == "https://p.bitrix24.ru/rest/1/code/crm.lead.add.json");
    const Json fields = Json::parse(post.body)["fields"];
    CHECK(fields["PHONE"][0]["VALUE"] == "+79161234567");
    CHECK(fields["PHONE"][0]["VALUE_TYPE"] == "WORK");
    CHECK(fields["ORIGIN_ID"] == "msg_1");
    CHECK(c.outcome(200, R"({"result":12})") == Outcome::delivered);
    CHECK(c.outcome(200, R"({"error":"QUERY_LIMIT_EXCEEDED"})") == Outcome::retry);
    CHECK(c.outcome(400, R"({"error":"ERROR_CORE"})") == Outcome::refused);
    CHECK(c.outcome(401, R"({"error":"expired_token"})") == Outcome::retry);
    CHECK(c.outcome(200, "<html>") == Outcome::retry);
}

TEST_CASE("amocrm_forms gets a request of an incoming form, then a note of its deal") {
    Case c(TargetKind::amocrm_forms);
    c.target.url = "https://x.amocrm.ru";
    const Post post = c.post();
    CHECK(post.url == "https://x.amocrm.ru/api/v4/leads/unsorted/forms");
    CHECK(header_of(post, "Authorization") == "Bearer 0123456789abcdef");
    const Json request = Json::parse(post.body)[0];
    CHECK(request["source_uid"] == "msg_1");
    CHECK(request["metadata"]["form_page"] == "https://site.ru/");
    CHECK_FALSE(request["metadata"].contains("referer"));
    CHECK_FALSE(request["metadata"].contains("ip"));
    CHECK_FALSE(request["_embedded"]["leads"][0].contains("custom_fields_values"));
    c.lead.referrer = "https://ya.ru/";
    c.lead.utm.source = "ya";
    const Json known = Json::parse(c.post().body)[0];
    CHECK(known["metadata"]["referer"] == "https://ya.ru/");
    CHECK(known["_embedded"]["leads"][0]["custom_fields_values"][0]["field_code"] == "UTM_SOURCE");
    CHECK(request["_embedded"]["contacts"][0]["custom_fields_values"][0]["field_code"] == "PHONE");
    CHECK(c.outcome(200, "{}") == Outcome::delivered);
    CHECK(c.outcome(200, "<html>Войдите</html>") == Outcome::retry);
    CHECK(c.outcome(400) == Outcome::refused);
    CHECK(c.outcome(401) == Outcome::retry);
    CHECK(c.outcome(429) == Outcome::retry);
    CHECK(c.take({200, "", R"({"_embedded":{"unsorted":[{"_embedded":{"leads":[{"id":81}]}}]}})"}).outcome ==
          Outcome::step_done);
    CHECK(c.post().url == "https://x.amocrm.ru/api/v4/leads/81/notes");
    CHECK(c.body()[0]["params"]["text"].get<std::string>().find("Телефон: +79161234567") !=
          std::string::npos);
    CHECK(c.take({200, "", R"({"_embedded":{"notes":[{"id":1}]}})"}).receipt == "81");
}

TEST_CASE("a messenger abroad gets a number and a link, nothing personal") {
    Case c(TargetKind::telegram);
    c.target.url = "https://api.telegram.org";
    c.target.to = "-100";
    const Post post = c.post();
    CHECK(post.url == "https://api.telegram.org/bot0123456789abcdef/sendMessage");
    CHECK(post.body.find("000007\\nhttps://site.ru/inbox/000007") != std::string::npos);
    CHECK(post.body.find("916") == std::string::npos);
    CHECK(post.body.find("Иван") == std::string::npos);
    CHECK(c.read({429, "", R"({"ok":false,"parameters":{"retry_after":7}})"}).retry_after_ms == 7000);
    CHECK(c.outcome(200, R"({"ok":true})") == Outcome::delivered);
    CHECK(c.outcome(200, R"({"ok":false})") == Outcome::retry);
    CHECK(c.outcome(200, "<html>") == Outcome::retry);
}

TEST_CASE("a letter cannot be given headers by a visitor") {
    Case c(TargetKind::email);
    c.lead.name = "X\r\nBcc: all@example.ru";
    const std::string mail = c.mail();
    CHECK(mail.find("Bcc") == std::string::npos);
    CHECK(mail.find("Message-ID: <msg_1@example.ru>\r\n") != std::string::npos);
}

TEST_CASE("a redirect is not success, a receiver that is gone ends it, every other failure waits") {
    const Case c(TargetKind::webhook);
    CHECK(c.outcome(204) == Outcome::delivered);
    CHECK(c.outcome(302) == Outcome::retry);
    CHECK(c.outcome(410) == Outcome::refused);
    CHECK(c.outcome(404) == Outcome::retry);
    CHECK(c.outcome(503) == Outcome::retry);
    CHECK(c.read({429, "30", ""}).retry_after_ms == 30'000);
    CHECK_FALSE(c.read({429, "tomorrow", ""}).retry_after_ms);
}

TEST_CASE("a trial says in every receiver that it is no request") {
    for (const TargetKind kind : {TargetKind::bitrix24, TargetKind::bitrix24_lead, TargetKind::amocrm,
                                  TargetKind::amocrm_forms, TargetKind::hubspot, TargetKind::telegram}) {
        Case c(kind);
        c.purpose = Purpose::trial;
        c.row.progress = "add at=0 contact=1";
        CAPTURE(receiver_of(kind).name());
        CHECK(c.post().body.find("Проверка связи, это не заявка") != std::string::npos);
    }
    Case hook(TargetKind::webhook);
    hook.purpose = Purpose::trial;
    CHECK(hook.body()["type"] == "lead.trial");
    Case letter(TargetKind::email);
    letter.purpose = Purpose::trial;
    CHECK(letter.mail().find("Subject: =?UTF-8?B?" + base64("Проверка связи, это не за") + "?= =?UTF-8?B?" +
                             base64("явка") + "?=\r\n") != std::string::npos);
}
