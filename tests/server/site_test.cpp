#include "site/site.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "system/digest.hpp"
#include "system/text.hpp"

using namespace funnel::server;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("funnel-site-" + hex(random_bytes(8)))) {
        fs::create_directories(path_ / "a");
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

Request get(const std::string& path, std::vector<Header> headers = {}) {
    Request request;
    request.method = "GET";
    request.path = path;
    request.headers = std::move(headers);
    return request;
}

std::string header_of(const Response& response, std::string_view name) {
    for (const Header& h : response.headers)
        if (same_name(h.name, name)) return h.value;
    return {};
}

}  // namespace

TEST_CASE("a built site is answered from memory with the right names, types and variants") {
    const Folder folder;
    folder.write("index.html", "<h1>home");
    folder.write("x/index.html", "<h1>x");
    folder.write("404.html", "<h1>none");
    folder.write("a/app.1234.js", "let a = 1;");
    folder.write("a/app.1234.js.br", "BR");
    folder.write("a/app.1234.js.gz", "GZIP");
    folder.write(".hidden", "secret");
    const auto loaded = Site::load(folder.path());
    REQUIRE_MESSAGE(loaded.site, loaded.error);
    const Site& site = *loaded.site;

    CHECK(site.answer(get("/")).text() == "<h1>home");
    CHECK(site.answer(get("/x/")).text() == "<h1>x");
    CHECK(site.answer(get("/x")).status == 301);
    CHECK(header_of(site.answer(get("/x")), "Location") == "/x/");
    CHECK(site.answer(get("/nope")).status == 404);
    CHECK(site.answer(get("/nope")).text() == "<h1>none");
    CHECK(site.answer(get("/.hidden")).status == 404);
    CHECK(site.answer(get("/a/app.1234.js.br")).status == 404);

    const auto script = site.answer(get("/a/app.1234.js", {{"accept-encoding", "gzip, br"}}));
    CHECK(script.text() == "BR");
    CHECK(header_of(script, "Content-Encoding") == "br");
    CHECK(header_of(script, "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(header_of(script, "Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(header_of(script, "Vary") == "Accept-Encoding");
    CHECK(header_of(script, "X-Content-Type-Options") == "nosniff");
    CHECK(header_of(script, "Content-Security-Policy").find("require-trusted-types-for 'script'") !=
          std::string::npos);

    const auto tag = header_of(script, "ETag");
    CHECK(site.answer(get("/a/app.1234.js", {{"accept-encoding", "br"}, {"if-none-match", tag}})).status ==
          304);
    CHECK(site.answer(get("/a/app.1234.js", {{"if-none-match", tag}})).status == 200);

    Request post = get("/");
    post.method = "POST";
    CHECK(site.answer(post).status == 405);
}

TEST_CASE("a folder that is not a site is refused in words") {
    const Folder folder;
    CHECK_FALSE(Site::load(folder.path()).site);
    CHECK_FALSE(Site::load("/no/such/folder").site);
    folder.write("index.html", "x");
    CHECK(Site::load(folder.path()).error.find("нет 404.html") == 0);
    folder.write("404.html", "x");
    CHECK(Site::load(folder.path()).site);
    fs::create_symlink("/etc/passwd", folder.path() / "leak");
    CHECK_FALSE(Site::load(folder.path()).site);
}

TEST_CASE("policy.json widens the pages' policy by hosts, and by nothing else") {
    const Folder folder;
    folder.write("index.html", "<!DOCTYPE html>");
    folder.write("404.html", "<!DOCTYPE html>");
    const auto strict =
        header_of(Site::load(folder.path()).site->answer(get("/")), "content-security-policy");
    CHECK(strict.find("https:") == std::string::npos);

    folder.write("policy.json",
                 R"({"format":"funnel-policy","analytics_sources":["https://mc.counter.example"]})");
    const auto loaded = Site::load(folder.path());
    REQUIRE(loaded.site);
    const auto wide = header_of(loaded.site->answer(get("/")), "content-security-policy");
    CHECK(wide.find("script-src 'self' https://mc.counter.example 'wasm-unsafe-eval';") != std::string::npos);
    CHECK(wide.find("connect-src 'self' https://mc.counter.example;") != std::string::npos);
    CHECK(wide.find("img-src 'self' https://mc.counter.example data:") != std::string::npos);
    CHECK(wide.find("require-trusted-types-for 'script'") != std::string::npos);

    for (const char* bad :
         {"", "[]", R"({"format":1,"analytics_sources":[]})", R"({"format":"funnel-policy"})",
          R"({"format":"funnel-policy","analytics_sources":["https://a.example; script-src *"]})",
          R"({"format":"funnel-policy","analytics_sources":["http://a.example"]})",
          R"({"format":"funnel-policy","analytics_sources":["https://*"]})",
          R"({"format":"funnel-policy","analytics_sources":[7]})"}) {
        CAPTURE(bad);
        folder.write("policy.json", bad);
        CHECK_FALSE(Site::load(folder.path()).site);
    }
}

TEST_CASE(
    "a page that policy.json names may stand in frames of the site and of partners; no other page may") {
    const Folder folder;
    folder.write("index.html", "<!DOCTYPE html>");
    folder.write("404.html", "<!DOCTYPE html>");
    folder.write("embed/index.html", "<!DOCTYPE html>");
    folder.write("embed.js", "1");
    folder.write("policy.json", R"({"format":"funnel-policy","analytics_sources":[],
        "frame_ancestors":{"/embed/":["https://blog.example","http://127.0.0.1:8080"]},
        "cross_origin":["/embed.js"]})");
    const auto loaded = Site::load(folder.path());
    REQUIRE(loaded.site);
    for (const char* path : {"/embed/", "/embed/index.html"}) {
        CAPTURE(path);
        const auto framed = loaded.site->answer(get(path));
        CHECK(header_of(framed, "content-security-policy")
                  .find("frame-ancestors 'self' https://blog.example http://127.0.0.1:8080; ") !=
              std::string::npos);
        CHECK(header_of(framed, "content-security-policy").find("'none'; script-src 'self'") !=
              std::string::npos);
        CHECK(header_of(framed, "x-frame-options").empty());
        CHECK(header_of(framed, "cross-origin-resource-policy") == "cross-origin");
    }
    const auto script = loaded.site->answer(get("/embed.js"));
    CHECK(header_of(script, "cross-origin-resource-policy") == "cross-origin");
    CHECK(header_of(script, "x-frame-options") == "DENY");
    for (const char* path : {"/", "/policy.json", "/embed", "/none"}) {
        CAPTURE(path);
        const auto other = loaded.site->answer(get(path));
        CHECK(header_of(other, "content-security-policy").find("frame-ancestors 'none'; ") !=
              std::string::npos);
        CHECK(header_of(other, "x-frame-options") == "DENY");
        CHECK(header_of(other, "cross-origin-resource-policy") == "same-origin");
    }
    for (const char* bad : {R"(["/embed/"])", R"({"embed":[]})", R"({"/embed/":"https://a.example"})",
                            R"({"/embed/":["https://a.example; script-src *"]})", R"({"/embed/":["*"]})",
                            R"({"/embed/":["https://*.a.example"]})", R"({"/embed/":["https://a.example/"]})",
                            R"({"/embed/":["https://a.example:"]})", R"({"/em;bed/":[]})"}) {
        CAPTURE(bad);
        folder.write("policy.json", R"({"format":"funnel-policy","analytics_sources":[],"frame_ancestors":)" +
                                        std::string(bad) + "}");
        CHECK_FALSE(Site::load(folder.path()).site);
    }
}

TEST_CASE("types are known by extension") {
    CHECK(media_type_of("/a.wasm") == "application/wasm");
    CHECK(media_type_of("/site.webmanifest") == "application/manifest+json; charset=utf-8");
    CHECK(media_type_of("/f.woff2") == "font/woff2");
    CHECK(media_type_of("/unknown.xyz") == "application/octet-stream");
}
