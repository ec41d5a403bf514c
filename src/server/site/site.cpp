#include "site/site.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "http/answers.hpp"
#include "http/negotiation.hpp"
#include "system/digest.hpp"

namespace funnel::server {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".otf", "font/otf"},
    {".svg", "image/svg+xml; charset=utf-8"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".pdf", "application/pdf"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCodings{
    {{".br", "br"}, {".gz", "gzip"}}};

std::optional<std::string> bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes;
    char block[16384];
    while (in.read(block, sizeof block), in.gcount() > 0)
        bytes.append(block, static_cast<std::size_t>(in.gcount()));
    if (!in.eof()) return std::nullopt;
    return bytes;
}

SiteVariant variant_from(std::string_view coding, std::string bytes) {
    const std::string mark = coding == "identity" ? "" : "-" + std::string(coding);
    SiteVariant variant{std::string(coding), '"' + sha256_hex(bytes).substr(0, 24) + mark + '"', nullptr};
    variant.bytes = std::make_shared<const std::string>(std::move(bytes));
    return variant;
}

// The original a compressed sibling belongs to: "x.js" of "x.js.br".
std::optional<std::pair<std::string, std::string_view>> original_of(const std::string& url) {
    for (const auto& [extension, coding] : kCodings)
        if (url.ends_with(extension)) return std::pair{url.substr(0, url.size() - extension.size()), coding};
    return std::nullopt;
}

void arrange(SiteFile& file) {
    std::stable_sort(file.variants.begin(), file.variants.end(),
                     [](const SiteVariant& a, const SiteVariant& b) {
                         if ((a.coding == "identity") != (b.coding == "identity"))
                             return b.coding == "identity";
                         return a.bytes->size() < b.bytes->size();
                     });
}

Response page_response(int status, std::string_view route) {
    Response response;
    response.status = status;
    response.route = route;
    add_security_headers(response, Content::page);
    return response;
}

const SiteVariant& chosen_variant(const SiteFile& file, std::string_view accept_encoding) {
    std::vector<std::string_view> codings;
    for (const SiteVariant& v : file.variants)
        if (v.coding != "identity") codings.push_back(v.coding);
    const auto coding = best_coding(accept_encoding, codings);
    const auto found = std::find_if(file.variants.begin(), file.variants.end(),
                                    [&](const SiteVariant& v) { return v.coding == coding; });
    return found == file.variants.end() ? file.variants.back() : *found;
}

Response file_response(const SiteFile& file, const Request& request, int status, std::string_view route) {
    Response response = page_response(status, route);
    const SiteVariant& variant = chosen_variant(file, request.header_list("accept-encoding"));
    response.set("ETag", variant.etag);
    response.set("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.variants.size() > 1) response.set("Vary", "Accept-Encoding");
    if (status == 200 && names_etag(request.header_list("if-none-match"), variant.etag)) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", file.type);
    if (variant.coding != "identity") response.set("Content-Encoding", variant.coding);
    response.body = variant.bytes;
    return response;
}

}  // namespace

std::string_view media_type_of(std::string_view path) {
    for (const auto& [extension, type] : kTypes)
        if (path.ends_with(extension)) return type;
    return "application/octet-stream";
}

Site::Loaded Site::load(const fs::path& folder) {
    std::error_code failure;
    const fs::path root = fs::canonical(folder, failure);
    if (failure || !fs::is_directory(root)) return {std::nullopt, "нет папки: " + folder.string()};
    std::map<std::string, std::string> contents;
    Site site;
    auto entry = fs::recursive_directory_iterator(root, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        const fs::path& path = entry->path();
        if (path.filename().string().starts_with('.')) {
            if (entry->is_directory()) entry.disable_recursion_pending();
            continue;
        }
        if (entry->is_symlink() || !(entry->is_directory() || entry->is_regular_file()))
            return {std::nullopt, "не файл и не папка: " + path.string()};
        if (entry->is_directory()) continue;
        auto bytes = bytes_of(path);
        if (!bytes) return {std::nullopt, "cannot read " + path.string()};
        site.bytes_ += bytes->size();
        if (site.bytes_ > kMaxBytes) return {std::nullopt, "сайт больше 256 МиБ: " + folder.string()};
        contents.emplace("/" + path.lexically_relative(root).generic_string(), std::move(*bytes));
    }
    if (failure) return {std::nullopt, "cannot list " + folder.string() + ": " + failure.message()};
    for (const std::string_view page : {"index.html", "404.html"})
        if (!contents.contains("/" + std::string(page)))
            return {std::nullopt, "нет " + std::string(page) + " в " + folder.string()};

    for (auto& [url, bytes] : contents) {
        std::string name = url;
        std::string_view coding = "identity";
        if (const auto original = original_of(url); original && contents.contains(original->first)) {
            name = original->first;
            coding = original->second;
        }
        SiteFile& file = site.files_[name];
        file.type = media_type_of(name);
        file.immutable = name.starts_with("/a/");
        file.variants.push_back(variant_from(coding, std::move(bytes)));
    }
    constexpr std::string_view kIndex = "index.html";
    std::vector<std::pair<std::string, SiteFile>> folders;
    for (auto& [url, file] : site.files_) {
        arrange(file);
        if (url.ends_with("/index.html"))
            folders.emplace_back(url.substr(0, url.size() - kIndex.size()), file);
    }
    for (auto& [url, file] : folders) site.files_.emplace(url, std::move(file));
    if (const SiteFile* file = site.find("/policy.json")) {
        auto policy = site_policy_from(*file->variants.back().bytes);
        if (!policy) return {std::nullopt, "policy.json не прочитать: " + folder.string()};
        site.policy_ = std::move(*policy);
    }
    return {std::move(site), {}};
}

const SiteFile* Site::find(std::string_view url_path) const {
    const auto found = files_.find(url_path);
    return found == files_.end() ? nullptr : &found->second;
}

void Site::apply_policy(Response& response, std::string_view path) const {
    constexpr std::string_view kIndex = "index.html";
    if (path.ends_with(std::string("/").append(kIndex))) path.remove_suffix(kIndex.size());
    if (!policy_.analytics_sources.empty()) widen_page_policy(response, policy_.analytics_sources);
    if (const auto frame = policy_.frame_ancestors.find(path); frame != policy_.frame_ancestors.end())
        allow_frames(response, frame->second);
    if (policy_.cross_origin.contains(path)) response.set("Cross-Origin-Resource-Policy", "cross-origin");
}

Response Site::answer(const Request& request) const {
    if (request.method != "GET" && request.method != "HEAD") {
        Response response = error_response(ErrorCode::method_not_allowed);
        response.set("Allow", "GET, HEAD");
        response.route = "static";
        return response;
    }
    if (const SiteFile* file = find(request.path)) {
        Response response = file_response(*file, request, 200, "static");
        apply_policy(response, request.path);
        return response;
    }
    if (find(request.path + "/") != nullptr) {
        Response response = page_response(301, "static");
        response.set("Location", request.path + "/" + (request.query.empty() ? "" : "?" + request.query));
        response.set("Cache-Control", "no-cache");
        return response;
    }
    return not_found(request);
}

Response Site::not_found(const Request& request) const {
    Response response = file_response(*find("/404.html"), request, 404, "static");
    response.set("Cache-Control", "no-store");
    return response;
}

}  // namespace funnel::server
