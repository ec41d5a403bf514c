#include "http/message.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

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

// Eight bytes at a time as long as there is none.
bool is_safe_value(std::string_view value) {
    constexpr std::uint64_t kEach = 0x0101010101010101U;
    constexpr std::uint64_t kHigh = 0x80U * kEach;
    std::size_t plain = 0;
    for (; plain + 8 <= value.size(); plain += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, value.data() + plain, 8);
        const std::uint64_t below_space = (word - 0x20U * kEach) & ~word;
        const std::uint64_t deleted = word ^ (0x7fU * kEach);
        if (((below_space | ((deleted - kEach) & ~deleted)) & kHigh) != 0) break;
    }
    return std::none_of(value.begin() + static_cast<std::ptrdiff_t>(plain), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

}  // namespace funnel::server
