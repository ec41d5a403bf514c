#include <doctest/doctest.h>

#include <algorithm>

#include "core/json/strict_document.hpp"
#include "http/target.hpp"
#include "lead/lead_form.hpp"
#include "lead/lead_json.hpp"
#include "operator/csv.hpp"
#include "system/digest.hpp"
#include "system/text.hpp"

using namespace funnel::server;

namespace {

// As the endpoint reads a posted form.
LeadResult read_form(std::string_view body, const FormSender& sender) {
    const auto fields = fields_from(body);
    if (!fields) return {LeadResult::Verdict::not_json, std::nullopt, {}};
    return lead_from_form(*fields, sender);
}

std::string body(const std::string& extra = "", const std::string& given = "true") {
    return R"({"form":"diagnosis","idempotency_key":"0123456789abcdef","name":" Иван ","phone":"8 (916) 123-45-67",)"
           R"("consents":[{"document":"processing","version":"1","sha256":"a","given":)" +
           given + "}]" + extra + "}";
}

const FormSender sender{"2026-11-23", "203.0.113.7", "browser", {}};

bool has(const LeadResult& result, std::string_view path, std::string_view code) {
    return std::any_of(result.issues.begin(), result.issues.end(),
                       [&](const funnel::Issue& issue) { return issue.path == path && issue.code == code; });
}

}  // namespace

TEST_CASE("mail addresses are plausible or refused") {
    for (const auto* good :
         {"a@b.ru", "ivan.petrov+x@mail.example.com", "иван@почта.рф", "ivan@xn--80a1acny.xn--p1ai"})
        CHECK(is_email(good));
    for (const auto* bad :
         {"", "a", "a@b", "@b.ru", "a@b.", "a@.r", "a b@c.ru", "a@@b.ru", "a@b..ru", "a\r\n@b.ru", "<a@b.ru>",
          "a@b.ru,c@d.ru", "a\u200b@b.ru", "a@b\u00a0.ru", "a@\u202eb.ru"})
        CHECK_FALSE(is_email(bad));
}

TEST_CASE("a good request is read whole") {
    const auto result = lead_from_json(body(
        R"(,"managers_count":5,"monthly_turnover":"5m_20m","owner":true,"utm":{"source":"ya"},"page":"/")"));
    REQUIRE(result.verdict == LeadResult::Verdict::ok);
    CHECK(result.lead->name == "Иван");
    CHECK(result.lead->phone == "+79161234567");
    CHECK(result.lead->managers_count == 5);
    CHECK(result.lead->turnover == Turnover::from_5m_to_20m);
    CHECK(result.lead->owner == Owner::yes);
    CHECK(result.lead->utm.source == "ya");
}

TEST_CASE("what cannot be seen does not come along with a name or an address") {
    const auto typed = [](const std::string& name, const std::string& email) {
        return lead_from_json(
            R"({"form":"diagnosis","idempotency_key":"0123456789abcdef","phone":"89161234567","name":")" +
            name + R"(","email":")" + email +
            R"(","consents":[{"document":"processing","version":"1","sha256":"a","given":true}]})");
    };
    const auto lead = typed("\u202eИван\u202c \u200bПетров\ufeff", "mailto:iv\u200ban@почта.рф\u00a0").lead;
    REQUIRE(lead);
    CHECK(lead->name == "Иван Петров");
    CHECK(lead->email == "ivan@почта.рф");
    CHECK(typed("Ли", "").lead->name == "Ли");
    for (const auto* written : {"გიორგი", "李伟", "محمد", "José", "R2-D2", "می\u200cخواهم"})
        CHECK_MESSAGE(typed(written, "").lead->name == written, written);
    for (const auto* none : {"123", "+7 916 123-45-67", "...", "№ 5", "😀", "—", "\u202e\u202c1"})
        CHECK_MESSAGE(has(typed(none, ""), "/name", "out_of_range"), none);
    CHECK(has(typed("\u200b\u2060", ""), "/name", "missing"));
}

TEST_CASE("the extension and a second number are kept, and a retry of the same text is the same request") {
    const auto typed = [](const std::string& phone) {
        return *lead_from_json(
                    R"({"form":"callback","idempotency_key":"0123456789abcdef","phone":")" + phone +
                    R"(","consents":[{"document":"processing","version":"1","sha256":"a","given":true}]})")
                    .lead;
    };
    const Lead lead = typed("8 (495) 123-45-67 доб. 12, 8 916 123-45-67");
    CHECK(lead.phone == "+74951234567");
    CHECK(lead.phone_extension == "12");
    CHECK(lead.phone_note == "+79161234567");
    CHECK(canonical_content(lead) == canonical_content(typed("+7 495 1234567 доб 12; +79161234567")));
    CHECK(canonical_content(lead) != canonical_content(typed("+7 495 1234567 доб 13; +79161234567")));
    // A request taken before extensions were kept has the hash it had.
    CHECK(canonical_content(typed("84951234567")).find("phone_") == std::string::npos);
}

TEST_CASE("what signs is the HMAC of RFC 4231") {
    CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex(hmac_sha256(std::string(131, '\xaa'),
                          "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("the content a hash was taken of is written as it always was") {
    Lead lead;
    lead.form = Form::checklist;
    lead.name = "Пётр «\"\\/";
    lead.phone = "+79161234567";
    lead.email = "a@b.ru";
    lead.managers_count = 5;
    lead.turnover = Turnover::from_1m_to_5m;
    lead.owner = Owner::yes;
    lead.consents = {{Document::advertising, "2", "bb", false}, {Document::processing, "1", "aa", true}};
    lead.answers = R"({"a":2})";
    CHECK(
        canonical_content(lead) ==
        R"({"answers":"{\"a\":2}","consents":[["processing","1","aa",true],["advertising","2","bb",false]],)"
        R"("email":"a@b.ru","form":"checklist","managers_count":5,"monthly_turnover":"1m_5m",)"
        R"("name":"Пётр «\"\\/","owner":"yes","phone":"+79161234567","scenario":""})");
    lead.phone_extension = "12";
    lead.phone_note = "Иван";
    lead.plan = "{}";
    CHECK(canonical_content(lead).ends_with(
        R"("phone":"+79161234567","phone_extension":"12","phone_note":"Иван","plan":"{}","scenario":""})"));
}

TEST_CASE("everything wrong is said at once, beside its field") {
    const auto result = lead_from_json(
        R"({"form":"checklist","idempotency_key":"short","phone":"1","email":"x","managers_count":"5","monthly_turnover":"lots","typo":1,)"
        R"("owner":"yes","consents":[{"document":"processing","version":"1","sha256":"a","given":false}]})");
    CHECK(result.verdict == LeadResult::Verdict::invalid);
    CHECK(has(result, "/idempotency_key", "out_of_range"));
    CHECK(has(result, "/phone", "out_of_range"));
    CHECK(has(result, "/email", "out_of_range"));
    CHECK(has(result, "/managers_count", "wrong_type"));
    CHECK(has(result, "/monthly_turnover", "out_of_range"));
    CHECK(has(result, "/owner", "wrong_type"));
    CHECK(has(result, "/typo", "unknown_key"));
    CHECK(has(result, "/consents/0/given", "missing"));
}

TEST_CASE("each form requires what it asks") {
    const std::string consent =
        R"("idempotency_key":"0123456789abcdef","consents":[{"document":"processing","version":"1","sha256":"a","given":true}]})";
    CHECK(has(lead_from_json(R"({"form":"callback",)" + consent), "/phone", "missing"));
    CHECK(has(lead_from_json(R"({"form":"diagnosis","phone":"89161234567",)" + consent), "/name", "missing"));
    const auto materials = lead_from_json(R"({"form":"materials",)" + consent);
    CHECK(has(materials, "/phone", "missing"));
    CHECK(has(materials, "/managers_count", "missing"));
    CHECK(has(materials, "/monthly_turnover", "missing"));
    CHECK(lead_from_json(
              R"({"form":"materials","email":"a@b.ru","managers_count":1,"monthly_turnover":"up_to_1m",)" +
              consent)
              .verdict == LeadResult::Verdict::ok);
}

TEST_CASE("without consent to processing there is no lead") {
    CHECK(has(lead_from_json(body("", "false")), "/consents/0/given", "missing"));
    CHECK(has(
        lead_from_json(R"({"form":"callback","idempotency_key":"0123456789abcdef","phone":"89161234567"})"),
        "/consents", "missing"));
}

TEST_CASE("keys given twice, U+0000, depth and what is not JSON are refused, never repaired") {
    CHECK(lead_from_json("{").verdict == LeadResult::Verdict::not_json);
    CHECK(lead_from_json("").verdict == LeadResult::Verdict::not_json);
    CHECK(lead_from_json("\xff").verdict == LeadResult::Verdict::not_json);
    CHECK(lead_from_json("[]").verdict == LeadResult::Verdict::invalid);
    CHECK(has(lead_from_json(body(R"(,"name":"Пётр")")), "/name", "duplicate_key"));
    CHECK(has(lead_from_json(body(R"(,"page":"a\u0000b")")), "/page", "out_of_range"));
    const auto twice = lead_from_json(
        R"({"form":"callback","consents":[{"document":"processing","document":"advertising"}]})");
    CHECK(has(twice, "/consents/0/document", "duplicate_key"));
    CHECK(has(lead_from_json("{\"consents\":[{},{\"version\":\"a\\u0000\"}]}"), "/consents/1/version",
              "out_of_range"));
    CHECK(funnel::codec::strict_document_from(std::string(40, '[') + std::string(40, ']'))
              .issues.front()
              .code == "too_large");
    CHECK(has(lead_from_json(body(R"(,"page":"a\nb")")), "/page", "out_of_range"));
}

TEST_CASE("an attached calculation is read and computed by the core, a bad one is an issue") {
    const auto good = lead_from_json(body(
        R"(,"scenario":{"format":"funnel-scenario","version":1,"managers":5,"leads_per_month":1000,"average_check":150000,)"
        R"("stages":[{"id":"pay","name":"Оплата","conversion":0.05,"target_conversion":0.075}]})"));
    REQUIRE(good.verdict == LeadResult::Verdict::ok);
    CHECK(good.lead->report.find("3750000") != std::string::npos);
    const auto bad = lead_from_json(body(R"(,"scenario":{"format":"funnel-scenario","version":1})"));
    CHECK(has(bad, "/scenario/managers", "missing"));
}

TEST_CASE("an attached plan is made anew by the core from what it stands on, a bad one is an issue") {
    const auto with_plan = [](const std::string& more) {
        return lead_from_json(body(
            R"(,"plan":{"format":"funnel-plan-request","version":1,"scenario":{"format":"funnel-scenario","version":1,)"
            R"("managers":4,"leads_per_month":320,"average_check":85000,"stages":[{"id":"sale","name":"Оплата",)"
            R"("kind":"payment","conversion":0.03125,"target_conversion":0.046875}]})" +
            more + "}"));
    };
    const auto plain = with_plan(R"(,"start":"2026-11-30")");
    REQUIRE(plain.verdict == LeadResult::Verdict::ok);
    CHECK(plain.lead->plan.find(R"("start":"2026-11-30")") != std::string::npos);
    CHECK(plain.lead->plan.find(R"("steps":[{"technique":)") != std::string::npos);
    CHECK(canonical_content(*plain.lead) != canonical_content(*lead_from_json(body()).lead));

    // What the person has moved stays where it was put.
    const auto at = plain.lead->plan.find(R"("technique":")") + 13;
    const std::string first = plain.lead->plan.substr(at, plain.lead->plan.find('"', at) - at);
    const auto moved =
        with_plan(R"(,"fixed":[{"technique":")" + first + R"(","owner":"owner","week_from":5}])");
    REQUIRE(moved.verdict == LeadResult::Verdict::ok);
    CHECK(moved.lead->plan.find(R"("owner":"owner","week_from":5)") != std::string::npos);

    CHECK(has(with_plan(R"(,"start":"2026-12-01")"), "/plan/start", "out_of_range"));
    CHECK(has(with_plan(R"(,"client":"Ромашка")"), "/plan/client", "unknown_key"));
    CHECK(has(lead_from_json(body(R"(,"plan":{"format":"funnel-plan","version":1})")), "/plan/format",
              "wrong_format"));
    CHECK(lead_from_json(body(R"(,"plan":null)")).lead->plan.empty());
}

TEST_CASE("the field no person sees marks a robot, which is told of its mistakes as a person is") {
    const auto result = lead_from_json(body(R"(,"website":"http://spam")"));
    REQUIRE(result.verdict == LeadResult::Verdict::ok);
    CHECK(result.lead->trapped);
    CHECK(lead_from_json(R"({"website":"http://spam"})").issues == lead_from_json("{}").issues);
}

TEST_CASE("a form without a script is the same request") {
    const std::string form =
        "form=diagnosis&name=%D0%98%D0%B2%D0%B0%D0%BD&phone=8+916+123-45-67&managers_count=5&owner=1&utm_"
        "source=ya&email="
        "&consent_processing=1&consent_processing_version=1&consent_processing_sha256=a&website=";
    const auto result = read_form(form, sender);
    REQUIRE(result.verdict == LeadResult::Verdict::ok);
    CHECK(result.lead->name == "Иван");
    CHECK(result.lead->managers_count == 5);
    CHECK(result.lead->owner == Owner::yes);
    CHECK(result.lead->utm.source == "ya");
    CHECK(result.lead->consents.front().given);
    CHECK(read_form(form, sender).lead->idempotency_key == result.lead->idempotency_key);
}

TEST_CASE("a form is the same request only from the same sender on the same day") {
    const std::string form =
        "form=callback&phone=8+916+123-45-67&consent_processing=1&consent_processing_version=1&consent_"
        "processing_sha256=a";
    const auto key_from = [&](const FormSender& one) { return read_form(form, one).lead->idempotency_key; };
    CHECK(key_from(sender) == key_from(sender));
    auto other = sender;
    other.day = "2026-11-24";
    CHECK(key_from(other) != key_from(sender));
    other = sender;
    other.client = "203.0.113.8";
    CHECK(key_from(other) != key_from(sender));
    other = sender;
    other.user_agent = "another";
    CHECK(key_from(other) != key_from(sender));
}

TEST_CASE("campaign labels of the page's own address go with a form without a script") {
    const std::string form =
        "form=callback&phone=8+916+123-45-67&consent_processing=1&consent_processing_version=1&consent_"
        "processing_sha256=a";
    auto from = sender;
    from.page_fields =
        *fields_from("utm_source=ya&utm_term=%D0%BA+%D0%BF&utm_bogus=1&utm_medium=a%0Ab&utm_content=" +
                     std::string(300, 'x') + "&x=1");
    const auto lead = *read_form(form, from).lead;
    CHECK(lead.utm == Utm{"ya", "", "", "к п", ""});
    CHECK(read_form(form + "&utm_source=own", from).lead->utm == Utm{"own", "", "", "", ""});
}

TEST_CASE("no form field can break the reader") {
    for (const auto* odd : {"utm=x&utm_source=y", "consents=x", "phone=1&phone=2", "%00=1", "scenario=%7B",
                            "answers=1", "a", "=", "&&&", "utm_bogus=1"})
        CHECK_MESSAGE(read_form(odd, sender).verdict != LeadResult::Verdict::ok, odd);
    CHECK(read_form("name=%ff", {}).verdict == LeadResult::Verdict::not_json);
    CHECK(read_form("name=%zz", {}).verdict == LeadResult::Verdict::not_json);
}

TEST_CASE("the same content has the same canonical form, other content another") {
    const auto one = *lead_from_json(body()).lead;
    auto other = one;
    other.idempotency_key = "another-key-0123456789";
    CHECK(canonical_content(one) == canonical_content(other));
    other.phone = "+79161234568";
    CHECK(canonical_content(one) != canonical_content(other));
}

TEST_CASE("a spreadsheet never runs what a visitor typed") {
    CHECK(csv_line({"=1+1", "+7916+1", "-1*2", "@x", "  =1", "\t=1", "\uff1d1", "+"}) ==
          "\"'=1+1\";\"'+7916+1\";\"'-1*2\";\"'@x\";\"'  =1\";\"'\t=1\";\"'\uff1d1\";\"'+\"\r\n");
    CHECK(csv_line({"+79161234567", "-5"}) == "\"+79161234567\";\"-5\"\r\n");
    CHECK(csv_line({"a\"b;c", ""}) == "\"a\"\"b;c\";\"\"\r\n");
}

TEST_CASE("a name that runs right to left keeps to its column; every other text is left as it is") {
    for (const auto* name : {"דוד כהן", "أحمد", "Иван أحمد", "\U0001E900"})
        CHECK(isolated(name) == "\u2068" + std::string(name) + "\u2069");
    for (const auto* name : {"", "Иван Петров", "Ñandú", "अमित", "李", "ﬁ", "😀", "Ѐ"})
        CHECK(isolated(name) == name);
}
