// Deliveries of several requests: whole conversations, request by request, as the documentation of each CRM
// has them (tests/golden/deliveries/*.talk.json), and what happens when one of them fails.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "delivery/crm/progress.hpp"
#include "delivery/lead_words.hpp"
#include "delivery_case.hpp"

using namespace funnel::server;
using funnel::server::testing::Case;
using Outcome = AttemptResult::Outcome;
using Json = nlohmann::json;

namespace {

Json talk(const std::string& name) {
    std::ifstream in(FUNNEL_SOURCE_DIR "/tests/golden/deliveries/" + name + ".talk.json", std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    Json json = Json::parse(text.str(), nullptr, false);
    REQUIRE(json.is_object());
    return json;
}

std::string name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::delivered:
            return "delivered";
        case Outcome::retry:
            return "retry";
        case Outcome::refused:
            return "refused";
        case Outcome::step_done:
            return "step_done";
        case Outcome::unwanted:
            break;
    }
    return "unwanted";
}

// "@brief" in a golden body stands for the brief's text, "@notice" for the sentence of a later event.
Json filled(Json golden, const Case& c) {
    if (golden == "@brief") return text_of(brief_of(c.delivery()));
    if (golden == "@notice") return notice_of(c.delivery());
    if (golden.is_structured())
        for (auto& inner : golden) inner = filled(inner, c);
    return golden;
}

Case case_of(const Json& talk) {
    Case c(*target_kind_from(talk["kind"].get<std::string>()));
    c.target.url = talk["url"].get<std::string>();
    c.target.entity_type_id = talk.value("entity_type_id", 1);
    c.target.abroad = true;
    c.lead.utm.source = "ya";
    const Json fields = talk.value("fields", Json::object());
    for (const auto& [name, value] : fields.items())
        c.target.fields.push_back({name, value.get<std::string>()});
    if (talk.contains("event")) {
        c.row.event = talk["event"] == "erased" ? OutboxEvent::erased : OutboxEvent::processing_withdrawn;
        c.origin = {"msg_0", talk.value("receipt", ""), talk.value("progress", "")};
    }
    return c;
}

}  // namespace

TEST_CASE("each CRM is asked, request by request, what its documentation says") {
    for (const char* name :
         {"bitrix24_lead_known", "bitrix24_deal_new", "bitrix24_withdrawn", "bitrix24_half_made",
          "amocrm_known", "amocrm_new", "amocrm_erased", "hubspot_new", "hubspot_known"}) {
        const Json golden = talk(name);
        Case c = case_of(golden);
        std::size_t turn = 0;
        for (const Json& step : golden["turns"]) {
            CAPTURE(name);
            CAPTURE(turn);
            const Post post = c.post();
            CHECK((post.method == Post::Method::get ? "GET " : "POST ") + post.url ==
                  step["asks"].get<std::string>());
            if (step.contains("body")) CHECK(Json::parse(post.body) == filled(step["body"], c));
            const Json& answer = step["answer"];
            const AttemptResult result =
                c.take({step.value("status", 200), "",
                        answer.is_string() ? answer.get<std::string>() : answer.dump()});
            CHECK(name_of(result.outcome) == step["then"].get<std::string>());
            CHECK(result.receipt == step.value("receipt", ""));
            ++turn;
        }
    }
}

TEST_CASE("no answer that is not the receiver's own ends a step") {
    for (const TargetKind kind : {TargetKind::bitrix24, TargetKind::bitrix24_lead, TargetKind::amocrm,
                                  TargetKind::amocrm_forms, TargetKind::hubspot, TargetKind::telegram})
        for (const char* progress : {"", "contact at=0", "add at=0 contact=12", "note at=0 deal=5"}) {
            Case c(kind);
            c.row.progress = progress;
            for (const char* body : {"", "<html>Войдите в сеть</html>", "null", "7", R"({"result":)"}) {
                CAPTURE(c.target.kind);
                CAPTURE(progress);
                CAPTURE(body);
                CHECK(c.outcome(200, body) == Outcome::retry);
            }
            CHECK(c.outcome(302, "{}") == Outcome::retry);
            CHECK(c.outcome(500, "{}") == Outcome::retry);
            CHECK(c.read({429, "30", "{}"}).retry_after_ms == 30'000);
        }
}

TEST_CASE("an error in a body with status 200 is no success") {
    Case c(TargetKind::bitrix24);
    const AttemptResult limited =
        c.read({200, "", R"({"error":"QUERY_LIMIT_EXCEEDED","error_description":"x"})"});
    CHECK(limited.outcome == Outcome::retry);
    CHECK(limited.detail.find("QUERY_LIMIT_EXCEEDED") != std::string::npos);
    CHECK(c.outcome(200, R"({"error":"INVALID_ARG_VALUE","result":null})") == Outcome::refused);
    const AttemptResult long_word = c.read({400, "", R"({"error":"Иванов Иван +79161234567"})"});
    CHECK(long_word.detail.find("7916") == std::string::npos);
}

TEST_CASE("where a delivery stands is a word and numbers, read back as it was written") {
    OutboxRow row;
    row.attempts = 2;
    Progress progress("find");
    progress.set("contact", "12");
    progress.set("name", "Иван Петров");
    AttemptResult result;
    progress.go_on(result, row, "add");
    CHECK(result.progress == "add at=2 contact=12");
    const Progress again(result.progress);
    CHECK(again.step() == "add");
    CHECK(again.of("contact") == "12");
    CHECK(again.of("deal").empty());
    CHECK_FALSE(again.is_doubtful(row));
    row.attempts = 3;
    CHECK(again.is_doubtful(row));
    CHECK(Progress("12").step() == "12");
    CHECK(Progress("").step().empty());
    CHECK(Progress("  = x==y").of("x") == "=y");
}

TEST_CASE("HubSpot is a target only of who says that data may leave the country") {
    Target target;
    target.secret = "token";
    CHECK(receiver_of(TargetKind::hubspot).settle(target)->key == "abroad");
    target.abroad = true;
    CHECK_FALSE(receiver_of(TargetKind::hubspot).settle(target));
    CHECK(target.url == "https://api.hubapi.com");
}

TEST_CASE("a contact somebody else made meanwhile is taken as it is") {
    Case c(TargetKind::hubspot);
    c.row.progress = "contact at=0";
    const AttemptResult result =
        c.take({409, "", R"({"message":"Contact already exists. Existing ID: 77"})"});
    CHECK(result.outcome == Outcome::step_done);
    CHECK(Progress(c.row.progress).of("contact") == "77");
}

TEST_CASE("a search that found others with a like number finds nobody") {
    Case c(TargetKind::amocrm);
    const auto found = [&](const char* phone) {
        const Json body = {{"_embedded",
                            {{"contacts",
                              {{{"id", 5},
                                {"custom_fields_values",
                                 {{{"field_code", "PHONE"}, {"values", {{{"value", phone}}}}}}}}}}}}};
        return Progress(c.read({200, "", body.dump()}).progress).of("contact");
    };
    CHECK(found("8 (916) 123-45-67") == "5");
    CHECK(found("+7 916 123-45-67 доб. 12") == "5");
    CHECK(found("+79161234568").empty());
    CHECK(found("4567").empty());
}
