#include "site/policy.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/json/document.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kSecure = "https://";
constexpr std::string_view kPlain = "http://";
constexpr std::size_t kMaxOrigin = 200;

// Letters, digits, dots and hyphens: nothing a policy would read otherwise.
bool is_host(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
}

// "https://host".
bool is_source(std::string_view text) {
    return text.size() <= kMaxOrigin && text.starts_with(kSecure) && is_host(text.substr(kSecure.size()));
}

// "https://host" or "http://host", with or without ":port".
bool is_origin(std::string_view text) {
    if (text.size() > kMaxOrigin) return false;
    const auto scheme = text.starts_with(kSecure) ? kSecure : kPlain;
    if (!text.starts_with(scheme)) return false;
    text.remove_prefix(scheme.size());
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return is_host(text);
    const auto port = text.substr(colon + 1);
    return is_host(text.substr(0, colon)) && !port.empty() && port.size() <= 5 &&
           std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "/embed/", "/embed.js": a path as requests have it.
bool is_path(std::string_view text) {
    return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
               return c == '/' || is_host(std::string_view(&c, 1));
           });
}

constexpr std::size_t kMost = 100;  // of each list

using Check = bool (*)(std::string_view);

// The texts of a list, all of which pass; nothing otherwise.
std::optional<std::vector<std::string>> texts_of(const codec::Json* list, Check passes) {
    if (list == nullptr || !list->is_array() || list->size() > kMost) return std::nullopt;
    std::vector<std::string> texts;
    for (const codec::Json& one : *list) {
        if (!one.is_string() || !passes(one.get_ref<const std::string&>())) return std::nullopt;
        texts.push_back(one.get<std::string>());
    }
    return texts;
}

std::string spaced(const std::vector<std::string>& texts) {
    std::string line;
    for (const std::string& text : texts) line += " " + text;
    return line;
}

}  // namespace

std::optional<SitePolicy> site_policy_from(std::string_view text) {
    using enum codec::Presence;
    codec::Document document = codec::parse_document(text);
    codec::ObjectReader fields(document.root, "", document.issues);
    fields.choice("format", std::array<std::string_view, 1>{"funnel-policy"}, required);
    const auto sources = texts_of(fields.array("analytics_sources", {0, kMost}, required), is_source);
    const codec::Json* frames = fields.object("frame_ancestors", optional);
    const auto counts = fields.boolean("site_funnel", optional);
    const codec::Json* shared = fields.array("cross_origin", {0, kMost}, optional);
    if (!document.issues.empty() || !sources) return std::nullopt;
    SitePolicy policy;
    policy.analytics_sources = spaced(*sources);
    policy.counts_steps = counts.value_or(false);
    if (shared != nullptr) {
        const auto paths = texts_of(shared, is_path);
        if (!paths) return std::nullopt;
        policy.cross_origin.insert(paths->begin(), paths->end());
    }
    if (frames == nullptr) return policy;
    for (const auto& [path, list] : frames->items()) {
        const auto origins = texts_of(&list, is_origin);
        if (!is_path(path) || !origins) return std::nullopt;
        policy.frame_ancestors.emplace(path, spaced(*origins));
        policy.cross_origin.insert(path);
    }
    return policy;
}

}  // namespace funnel::server
