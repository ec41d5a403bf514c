#include "site/kit.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "http/target.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kList = "/kit/files.json";
constexpr std::string_view kFolder = "/kit/files/";
constexpr std::string_view kPass = "pass";
constexpr std::int64_t kDayMs = 86'400'000;

std::optional<std::string> text_in(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

// Nothing a path would read otherwise: lower-case letters, digits, hyphens and dots inside.
bool is_file_name(std::string_view name) {
    return !name.empty() && name.size() <= 100 && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

std::optional<KitFile> file_from(const nlohmann::json& json) {
    if (!json.is_object()) return std::nullopt;
    const auto name = text_in(json, "name");
    const auto title = text_in(json, "title");
    const auto type = text_in(json, "type");
    const auto size = json.find("size");
    if (!name || !title || !type || !is_file_name(*name)) return std::nullopt;
    if (size == json.end() || !size->is_number_integer()) return std::nullopt;
    return KitFile{*name, *title, *type, size->get<std::int64_t>()};
}

std::string kilobytes(std::int64_t size) {
    return std::to_string(std::max<std::int64_t>(1, (size + 512) / 1024)) + "\u00a0КБ";
}

}  // namespace

Kit::Loaded Kit::of(const Site& site) {
    Kit kit;
    const SiteFile* list = site.find(kList);
    if (list == nullptr) return {std::move(kit), {}};
    const auto bad = [] { return Loaded{std::nullopt, "kit/files.json не называет файлов набора"}; };
    const auto json = nlohmann::json::parse(*list->variants.back().bytes, nullptr, false);
    if (!json.is_object() || text_in(json, "format") != "funnel-kit") return bad();
    const auto gate = text_in(json, "gate");
    if (gate != "open" && gate != "form") return bad();
    kit.gated_ = gate == "form";
    const auto files = json.find("files");
    if (files == json.end() || !files->is_array()) return bad();
    for (const auto& entry : *files) {
        auto file = file_from(entry);
        if (!file || site.find(std::string(kFolder) + file->name) == nullptr) return bad();
        kit.files_.push_back(std::move(*file));
    }
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
