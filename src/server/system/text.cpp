#include "system/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace funnel::server {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Whether a letter that runs right to left begins with these three bytes: U+0590…U+08FF, U+FB1D…U+FDFF,
// U+FE70…U+FEFF, U+10800…U+10FFF, U+1E800…U+1EFFF.
bool runs_right_to_left(unsigned char first, unsigned char second, unsigned char third) {
    switch (first) {
        case 0xd6:
            return second >= 0x90;
        case 0xe0:
            return second <= 0xa3;
        case 0xef:
            return (second == 0xac && third >= 0x9d) || (second >= 0xad && second <= 0xb7) ||
                   (second == 0xb9 && third >= 0xb0) || second == 0xba || second == 0xbb;
        case 0xf0:
            return (second == 0x90 || second == 0x9e) && third >= 0xa0;
        default:
            return first >= 0xd7 && first <= 0xdf;
    }
}

}  // namespace

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80       ? 1
                                   : byte >> 5 == 6  ? 2
                                   : byte >> 4 == 14 ? 3
                                   : byte >> 3 == 30 ? 4
                                                     : 0;
        if (length == 0 || i + length > text.size()) return false;
        char32_t point = length == 1 ? byte : byte & (0xffU >> (length + 1));
        for (std::size_t j = 1; j < length; ++j) {
            const auto next = static_cast<unsigned char>(text[i + j]);
            if (next >> 6 != 2) return false;
            point = point << 6 | (next & 0x3fU);
        }
        constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
        if (point < kLeast[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
        i += length;
    }
    return true;
}

std::size_t length_in_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

bool has_control(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) return true;
        // U+0080…U+009F, as UTF-8.
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (byte == 0xc2 && next >= 0x80 && next <= 0x9f) return true;
    }
    return false;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string lower_ascii(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string isolated(std::string_view utf8) {
    const auto byte = [utf8](std::size_t i) {
        return i < utf8.size() ? static_cast<unsigned char>(utf8[i]) : static_cast<unsigned char>(0);
    };
    for (std::size_t i = 0; i < utf8.size(); ++i)
        if (runs_right_to_left(byte(i), byte(i + 1), byte(i + 2)))
            return "\u2068" + std::string(utf8) + "\u2069";
    return std::string(utf8);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::int64_t> whole_number_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || text.front() == '-')
        return std::nullopt;
    return value;
}

}  // namespace funnel::server
