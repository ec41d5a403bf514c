#include "site/kit.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/json/document.hpp"
#include "http/target.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kList = "/kit/files.json";
constexpr std::string_view kFolder = "/kit/files/";
constexpr std::string_view kPass = "pass";

// Nothing a path would read otherwise: lower-case letters, digits, hyphens and dots inside.
bool is_file_name(std::string_view name) {
    return !name.empty() && name.size() <= 100 && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

constexpr std::size_t kMostFiles = 1000;
constexpr std::size_t kMostText = 500;
constexpr std::array<std::string_view, 2> kGates{"open", "form"};

// Notes to `issues` what is wrong with it.
KitFile file_from(const codec::Json& json, const std::string& path, std::vector<Issue>& issues) {
    using codec::Presence;
    codec::ObjectReader fields(json, path, issues);
    KitFile file;
    file.name = fields.text("name", {1, kMostText}, Presence::required).value_or("");
    file.title = fields.text("title", {1, kMostText}, Presence::required).value_or("");
    file.type = fields.text("type", {1, kMostText}, Presence::required).value_or("");
    file.size = fields.integer("size", {0, std::int64_t{1} << 40}, Presence::required).value_or(0);
    return file;
}

std::string kilobytes(std::int64_t size) {
    return std::to_string(std::max<std::int64_t>(1, (size + 512) / 1024)) + "\u00a0КБ";
}

}  // namespace

Kit::Loaded Kit::of(const Site& site) {
    Kit kit;
    const SiteFile* list = site.find(kList);
    if (list == nullptr) return {std::move(kit), {}};
    codec::Document document = codec::parse_document(*list->variants.back().bytes);
    std::vector<Issue>& issues = document.issues;
    codec::ObjectReader fields(document.root, "", issues);
    fields.choice("format", std::array<std::string_view, 1>{"funnel-kit"}, codec::Presence::required);
    kit.gated_ = fields.choice("gate", kGates, codec::Presence::required).value_or(0) == 1;
    if (const codec::Json* files = fields.array("files", {0, kMostFiles}, codec::Presence::required))
        for (std::size_t i = 0; i < files->size(); ++i)
            kit.files_.push_back(file_from((*files)[i], codec::pointer("/files", i), issues));
    for (const KitFile& file : kit.files_)
        if (!is_file_name(file.name) || site.find(std::string(kFolder) + file.name) == nullptr)
            return {std::nullopt, "kit/files.json называет файл, которого нет: " + file.name};
    if (!issues.empty())
        return {std::nullopt, "kit/files.json" + issues.front().path + ": " + issues.front().message};
    return {std::move(kit), {}};
}

bool Kit::guards(std::string_view path) const {
    return gated_ && path.starts_with(kFolder);
}

std::string Kit::signature_of(std::string_view until) const {
    return base64url(hmac_sha256(secret_, "kit " + std::string(until)));
}

std::string Kit::pass_from(std::int64_t now_ms) const {
    const std::string until = std::to_string((now_ms + kPassDays * kDayMs) / 1000);
    return until + "." + signature_of(until);
}

bool Kit::opens(std::string_view pass, std::int64_t now_ms) const {
    const auto dot = pass.find('.');
    if (secret_.empty() || dot == std::string_view::npos) return false;
    const std::string_view until = pass.substr(0, dot);
    if (!equal_in_constant_time(pass.substr(dot + 1), signature_of(until))) return false;
    std::int64_t seconds = 0;
    const auto read = std::from_chars(until.data(), until.data() + until.size(), seconds);
    return read.ec == std::errc() && read.ptr == until.data() + until.size() && now_ms < seconds * 1000;
}

std::string Kit::pass_in(std::string_view query) {
    const auto fields = fields_from(query).value_or(Fields());
    for (const auto& [name, value] : fields)
        if (name == kPass) return value;
    return {};
}

std::string Kit::address_of(const KitFile& file, std::string_view pass) const {
    return std::string(kFolder) + file.name + "?" + std::string(kPass) + "=" + std::string(pass);
}

std::vector<PageValues> Kit::links(std::string_view pass) const {
    std::vector<PageValues> links;
    for (const KitFile& file : files_)
        links.push_back(PageValues()
                            .text("url", address_of(file, pass))
                            .text("title", file.title)
                            .text("type", file.type)
                            .text("size", kilobytes(file.size)));
    return links;
}

Page kit_closed_page() {
    return {403, Template::kit_closed, {}, "/kit/files"};
}

}  // namespace funnel::server
