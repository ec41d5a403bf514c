#include "http/target.hpp"

#include <algorithm>

#include "system/text.hpp"

namespace funnel::server {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_dot_segment(std::string_view path) {
    std::size_t start = 1;
    while (start <= path.size()) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto segment = path.substr(start, end - start);
        if (segment == "." || segment == "..") return true;
        start = end + 1;
    }
    return false;
}

std::string_view without_origin(std::string_view target) {
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (!target.starts_with(scheme)) continue;
        const auto path = target.find_first_of("/?", scheme.size());
        if (path == std::string_view::npos) return "/";
        return target.substr(path);
    }
    return target;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, Plus plus) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::space) {
            result += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            result += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::optional<Fields> fields_from(std::string_view urlencoded) {
    Fields fields;
    while (!urlencoded.empty()) {
        const auto end = std::min(urlencoded.find('&'), urlencoded.size());
        const auto pair = urlencoded.substr(0, end);
        urlencoded = end < urlencoded.size() ? urlencoded.substr(end + 1) : std::string_view();
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals), Plus::space);
        auto value =
            percent_decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view(), Plus::space);
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
        if ((*name + *value).find('\0') != std::string::npos) return std::nullopt;
        fields.emplace_back(std::move(*name), std::string(trimmed(*value)));
        if (fields.size() > 64) return std::nullopt;
    }
    return fields;
}

std::optional<RequestTarget> target_from_request_line(std::string_view target) {
    target = without_origin(target);
    if (target.empty() || target.front() != '/') return std::nullopt;
    if (target.find('#') != std::string_view::npos) return std::nullopt;
    RequestTarget result;
    const auto mark = std::min(target.find('?'), target.size());
    result.raw_path = target.substr(0, mark);
    if (mark < target.size()) result.query = target.substr(mark + 1);
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::string escapes = result.raw_path;
    std::transform(escapes.begin(), escapes.end(), escapes.begin(), lower);
    if (escapes.find("%2f") != std::string::npos) return std::nullopt;
    auto path = percent_decoded(result.raw_path, Plus::literal);
    if (!path) return std::nullopt;
    const auto forbidden = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f || c == '\\';
    };
    if (std::any_of(path->begin(), path->end(), forbidden) || has_dot_segment(*path)) return std::nullopt;
    result.path = std::move(*path);
    return result;
}

}  // namespace funnel::server
