#include "site/kit.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "http/listener/server.hpp"
#include "page_templates.hpp"
#include "site/site_handler.hpp"
#include "system/digest.hpp"

using namespace funnel::server;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kNow = 1'800'000'000'123;

// A site with a kit of one file, as the build writes it.
class KitSite {
public:
    explicit KitSite(const std::string& list)
        : path_(fs::temp_directory_path() / ("kit-" + hex(random_bytes(8)))) {
        fs::create_directories(path_ / "kit/files");
        std::ofstream(path_ / "index.html") << "<p>Главная</p>";
        std::ofstream(path_ / "404.html") << "<p>Нет</p>";
        std::ofstream(path_ / "kit/files/rules.pdf") << "%PDF";
        if (!list.empty()) std::ofstream(path_ / "kit/files.json") << list;
        site_ = Site::load(path_).site;
    }
    ~KitSite() { fs::remove_all(path_); }
    KitSite(const KitSite&) = delete;
    KitSite& operator=(const KitSite&) = delete;
    [[nodiscard]] const Site& site() const { return *site_; }

private:
    fs::path path_;
    std::optional<Site> site_;
};

std::string list_with(const std::string& gate, const std::string& name = "rules.pdf") {
    return R"({"format":"funnel-kit","version":1,"gate":")" + gate + R"(","files":[{"name":")" + name +
           R"(","type":"PDF","size":4,"title":"Регламент"}]})";
}

Kit signed_kit(const Site& site) {
    Kit kit = *Kit::of(site).kit;
    kit.sign_with("secret");
    return kit;
}

}  // namespace

TEST_CASE("a site without a kit guards nothing; a list that is not one is an error in words") {
    const KitSite none("");
    CHECK(Kit::of(none.site()).kit->files().empty());
    CHECK_FALSE(Kit::of(none.site()).kit->guards("/kit/files/rules.pdf"));
    for (const std::string& bad : {std::string("[]"), list_with("ajar"), list_with("form", "../rules.pdf"),
                                   list_with("form", "missing.pdf")}) {
        const KitSite site(bad);
        CHECK_FALSE(Kit::of(site.site()).kit.has_value());
        CHECK(Kit::of(site.site()).error.find("kit/files.json") == 0);
    }
}

TEST_CASE("an open kit guards nothing, one behind the form guards every file of its folder") {
    const KitSite open(list_with("open"));
    CHECK_FALSE(Kit::of(open.site()).kit->guards("/kit/files/rules.pdf"));
    const KitSite gated(list_with("form"));
    const Kit kit = *Kit::of(gated.site()).kit;
    CHECK(kit.guards("/kit/files/rules.pdf"));
    CHECK_FALSE(kit.guards("/kit/"));
    CHECK_FALSE(kit.guards("/kit/files.json"));
}

TEST_CASE("a pass opens for thirty days and not a moment longer") {
    const KitSite site(list_with("form"));
    const Kit kit = signed_kit(site.site());
    const std::string pass = kit.pass_from(kNow);
    CHECK(kit.opens(pass, kNow));
    const std::int64_t end = (kNow + 30 * kDayMs) / 1000 * 1000;
    CHECK(kit.opens(pass, end - 1));
    CHECK_FALSE(kit.opens(pass, end));
}

TEST_CASE("only our own passes open: no other secret, no longer time, nothing cut off or added") {
    const KitSite site(list_with("form"));
    const Kit kit = signed_kit(site.site());
    const std::string pass = kit.pass_from(kNow);
    Kit other = *Kit::of(site.site()).kit;
    CHECK_FALSE(other.opens(pass, kNow));  // without a secret
    other.sign_with("another");
    CHECK_FALSE(other.opens(pass, kNow));
    const auto dot = pass.find('.');
    CHECK_FALSE(kit.opens("9" + pass, kNow));
    CHECK_FALSE(kit.opens(pass.substr(0, pass.size() - 1), kNow));
    CHECK_FALSE(kit.opens(pass + "A", kNow));
    CHECK_FALSE(kit.opens(pass.substr(0, dot), kNow));
    CHECK_FALSE(kit.opens(pass.substr(dot), kNow));
    CHECK_FALSE(kit.opens("", kNow));
}

TEST_CASE("the pass of a query, and links that hold it") {
    const KitSite site(list_with("form"));
    const Kit kit = signed_kit(site.site());
    const std::string pass = kit.pass_from(kNow);
    const std::string address = kit.address_of(kit.files().front(), pass);
    CHECK(address == "/kit/files/rules.pdf?pass=" + pass);
    CHECK(Kit::pass_in(address.substr(address.find('?') + 1)) == pass);
    CHECK(Kit::pass_in("a=1").empty());
    const auto links = kit.links(pass);
    REQUIRE(links.size() == 1);
    const auto value = [&](const char* name) {
        return std::get<std::string>(links[0].all().find(name)->second);
    };
    CHECK(value("url") == address);
    CHECK(value("title") == "Регламент");
    CHECK(value("type") == "PDF");
    CHECK(value("size") == "1\u00a0КБ");
}

TEST_CASE("without a store a kit behind the form stays closed, an open one is a file like others") {
    Request request;
    request.method = "GET";
    request.path = "/kit/files/rules.pdf";
    const auto status_with = [&](const std::string& gate) {
        const KitSite site(list_with(gate));
        const Kit kit = *Kit::of(site.site()).kit;
        const Pages pages = *pages_for_tests().pages;
        SiteHandler handler(site.site(), pages, kit);
        int status = 0;
        handler.handle(request, [&](Response response) { status = response.status; });
        return status;
    };
    CHECK(status_with("form") == 403);
    CHECK(status_with("open") == 200);
}
