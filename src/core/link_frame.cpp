// Finding a link in what arrived, and the frame around its payload.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/link.hpp"
#include "core/text/characters.hpp"

namespace funnel {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kChecksumDigits = 7;

bool is_base36(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

std::string checksum_of(std::string_view payload) {
    std::uint32_t hash = 0x811c9dc5U;
    for (const char c : payload) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
    std::string digits(kChecksumDigits, '0');
    for (std::size_t i = kChecksumDigits; i-- > 0; hash /= 36) {
        const std::uint32_t digit = hash % 36;
        digits[i] = static_cast<char>(digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    return digits;
}

std::string to_base64url(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t size = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = (group << 8U) | (j < size ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j <= size; ++j) text += kAlphabet[(group >> (18U - 6U * j)) & 63U];
    }
    return text;
}

// Characters of the alphabet to bytes; nothing when there cannot be so many or bits are left over.
std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        bits = (bits << 6U) | static_cast<std::uint32_t>(kAlphabet.find(c));
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(static_cast<unsigned char>(bits >> held));
        bits &= (1U << held) - 1;
    }
    if (bits != 0) return std::nullopt;
    return bytes;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                            hex_digit(text[i + 2]) >= 0;
        if (escape) {
            result += static_cast<char>(
                static_cast<unsigned char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

// Only what can belong to a link, the rest as '|'; what programs that carry text put in between is left out
// or put back.
std::string plain(std::string_view utf8) {
    std::string result;
    for (const char32_t c : text::decoded(utf8)) {
        if (text::is_invisible(c)) continue;
        if (text::is_space(c)) {
            result += ' ';
        } else if (c == U'‑' || c == U'–') {
            result += '-';
        } else if (c == U'—') {
            result += "--";
        } else {
            result += c < 0x80 ? static_cast<char>(c) : '|';
        }
    }
    return result;
}

// "s12." at the front: its version, and the rest of the text behind it.
std::optional<int> take_version(std::string_view& text) {
    if (text.empty() || text.front() != 's') return std::nullopt;
    std::size_t i = 1;
    int version = 0;
    while (i < text.size() && i < 5 && text[i] >= '0' && text[i] <= '9')
        version = version * 10 + (text[i++] - '0');
    if (i == 1 || i >= text.size() || text[i] != '.') return std::nullopt;
    text.remove_prefix(i + 1);
    return version;
}

// Payload and checksum at the front of the text, spaces within left out.
FoundLink read_frame(std::string_view text, int version) {
    std::string payload;
    std::size_t i = 0;
    for (; i < text.size() && (text[i] == ' ' || kAlphabet.find(text[i]) != std::string_view::npos); ++i) {
        if (text[i] != ' ') payload += text[i];
    }
    std::string checksum;
    if (i < text.size() && text[i] == '.') ++i;
    for (; i < text.size() && checksum.size() < kChecksumDigits && (text[i] == ' ' || is_base36(text[i]));
         ++i) {
        if (text[i] != ' ') checksum += text[i];
    }
    FoundLink found{LinkState::damaged, 0, {}};
    if (payload.empty() || checksum != checksum_of(payload)) return found;
    auto bytes = from_base64url(payload);
    if (!bytes) return found;
    return {LinkState::intact, version, std::move(*bytes)};
}

FoundLink find_plain(std::string_view text) {
    FoundLink best;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = i == 0 || text[i - 1] == '#' || text[i - 1] == '&' || text[i - 1] == ' ';
        if (!begins) continue;
        std::string_view rest = text.substr(i);
        const bool after_mark = i > 0 && text[i - 1] == '#';
        const auto version = take_version(rest);
        if (!version || *version < 1) continue;
        FoundLink found =
            *version > 2 ? FoundLink{LinkState::newer, *version, {}} : read_frame(rest, *version);
        if (found.state == LinkState::intact) return found;
        // Without "#" before it, only an intact link is one.
        if (after_mark && best.state == LinkState::none) best = std::move(found);
    }
    return best;
}

}  // namespace

std::string_view name_of(LinkState state) {
    constexpr std::array<std::string_view, 4> kNames{"none", "intact", "damaged", "newer"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string framed_link(int version, std::string_view payload) {
    const std::string text = to_base64url(payload);
    return "#s" + std::to_string(version) + "." + text + "." + checksum_of(text);
}

FoundLink find_link(std::string_view text) {
    FoundLink best;
    std::string raw(text.substr(0, std::size_t{1} << 20U));
    // Encoded once, twice, thrice: some programs encode what is encoded.
    for (int i = 0; i < 4; ++i) {
        FoundLink found = find_plain(plain(raw));
        if (found.state == LinkState::intact) return found;
        if (best.state == LinkState::none) best = std::move(found);
        std::string decoded = percent_decoded(raw);
        if (decoded == raw) break;
        raw = std::move(decoded);
    }
    return best;
}

}  // namespace funnel
