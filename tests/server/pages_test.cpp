#include "site/pages.hpp"

#include <doctest/doctest.h>

#include "page_templates.hpp"

using namespace funnel::server;

namespace {

Page refusal_with(std::string message) {
    Page page{404, Template::refusal, {}, "/x"};
    page.values.text("message", std::move(message));
    return page;
}

}  // namespace

TEST_CASE("a page is its template with the values in their places") {
    const auto loaded = pages_for_tests();
    REQUIRE_MESSAGE(loaded.pages, loaded.error);
    const Response answer = loaded.pages->answer(refusal_with("Здесь ничего нет."));
    CHECK(answer.status == 404);
    CHECK(answer.route == "/x");
    CHECK(answer.text() == "<p>Здесь ничего нет.</p>");

    Page thanks{200, Template::thanks, {}, ""};
    std::vector<PageValues> files;
    for (const char* title : {"A", "B"})
        files.push_back(
            PageValues().text("url", "/u").text("title", title).text("type", "PDF").text("size", "1"));
    thanks.values.text("number", "7").text("token", "t").flag("has_files", true).list("files", files);
    CHECK(loaded.pages->answer(thanks).text() == "7 t /u A PDF 1/u B PDF 1");
    thanks.values.flag("has_files", false);
    CHECK(loaded.pages->answer(thanks).text() == "7 t ");
}

TEST_CASE("whatever a value holds stays text: no tag, no quote, no place of a template comes out of it") {
    const auto loaded = pages_for_tests();
    REQUIRE(loaded.pages);
    for (const char* bad :
         {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)",
          "[[message]]", "[[{message}]]", "[[&message]]", "{{=<% %>=}}", "]][[#x]]", "&lt;b&gt;",
          "&#60;b&#62;", "<!--", "</p>", "\u2028<svg/onload=alert(1)>"}) {
        CAPTURE(bad);
        const std::string html(loaded.pages->answer(refusal_with(bad)).text());
        CHECK(html == "<p>" + html_escaped(bad) + "</p>");
        const std::string inside = html.substr(3, html.size() - 7);
        CHECK(inside.find_first_of("<>\"'") == std::string::npos);
    }
    CHECK(html_escaped("a&b<c>d\"e'f") == "a&amp;b&lt;c&gt;d&quot;e&#39;f");
}

TEST_CASE("templates that cannot say what they must are refused at the start, in words") {
    const auto error_with = [](const std::string& name, const std::string& text) {
        const TemplateFolder folder;
        folder.write(name, text);
        const auto loaded = folder.load();
        CHECK_FALSE(loaded.pages);
        return loaded.error;
    };
    CHECK(error_with("refusal.html", "<p></p>").find(".answers/refusal.html has no place for [[message]]") ==
          0);
    CHECK(error_with("refusal.html", "[[message]] [[mesage]]")
              .find(".answers/refusal.html: nothing fills [[mesage]]") == 0);
    CHECK(error_with("refusal.html", "[[message]] [[#x]]").find(".answers/refusal.html: ") == 0);
    CHECK(error_with("kit-closed.html", "[[url]]").find(".answers/kit-closed.html: nothing fills [[url]]") ==
          0);
    for (const auto& one : TemplateFolder::usual()) {
        const std::string& name = one.first;
        const std::string& text = one.second;
        CAPTURE(name);
        const TemplateFolder folder;
        folder.remove(name);
        CHECK(folder.load().error.find("no .answers/" + name + " in ") == 0);
        folder.write_raw(name, text);
        CHECK(folder.load().error.find(".answers/" + name + " is not a template") == 0);
    }
    CHECK(Pages::load("/no/such/site").error.find("no .answers/") == 0);
}

TEST_CASE("a form is asked for the fields it has") {
    const TemplateFolder folder;
    std::string form = TemplateFolder::usual()["form.html"];
    form.insert(form.find("[[/callback]]"), R"(<input name="email">)");
    folder.write("form.html", form);
    const auto loaded = folder.load();
    REQUIRE_MESSAGE(loaded.pages, loaded.error);
    CHECK(loaded.pages->form_asks("callback", "email"));
    CHECK(loaded.pages->form_asks("diagnosis", "phone"));
    CHECK_FALSE(loaded.pages->form_asks("diagnosis", "email"));
    CHECK_FALSE(loaded.pages->form_asks("callback", "mail"));
    CHECK_FALSE(loaded.pages->form_asks("nothing", "phone"));
}
