#include "http/message.hpp"

#include <algorithm>

#include "system/text.hpp"

namespace funnel::server {

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
    std::optional<std::string_view> found;
    for (const Header& h : headers) {
        if (h.name != lower_case_name) continue;
        if (found) return std::nullopt;
        found = h.value;
    }
    return found;
}

std::string Request::header_list(std::string_view lower_case_name) const {
    std::string joined;
    for (const Header& h : headers) {
        if (h.name != lower_case_name) continue;
        if (!joined.empty()) joined += ", ";
        joined += h.value;
    }
    return joined;
}

std::size_t Request::header_count(std::string_view lower_case_name) const {
    return static_cast<std::size_t>(std::count_if(
        headers.begin(), headers.end(), [&](const Header& h) { return h.name == lower_case_name; }));
}

void Response::set(std::string_view name, std::string value) {
    for (Header& h : headers) {
        if (!same_name(h.name, name)) continue;
        h.value = std::move(value);
        return;
    }
    headers.push_back({std::string(name), std::move(value)});
}

}  // namespace funnel::server
