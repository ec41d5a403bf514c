#include "core/text/characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace funnel::text {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
    char32_t first;
    char32_t last;
};

// In order. Category Cf of Unicode 15, and what is drawn as nothing in other categories.
constexpr std::array kInvisible{
    Range{0x0000, 0x0008},   Range{0x000E, 0x001F},   Range{0x007F, 0x0084},   Range{0x0086, 0x009F},
    Range{0x00AD, 0x00AD},   Range{0x034F, 0x034F},   Range{0x0600, 0x0605},   Range{0x061C, 0x061C},
    Range{0x06DD, 0x06DD},   Range{0x070F, 0x070F},   Range{0x0890, 0x0891},   Range{0x08E2, 0x08E2},
    Range{0x115F, 0x1160},   Range{0x180B, 0x180F},   Range{0x200B, 0x200F},   Range{0x202A, 0x202E},
    Range{0x2060, 0x2064},   Range{0x2066, 0x206F},   Range{0x3164, 0x3164},   Range{0xFE00, 0xFE0F},
    Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF9, 0xFFFB},   Range{0x110BD, 0x110BD},
    Range{0x110CD, 0x110CD}, Range{0x13430, 0x1343F}, Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A},
    Range{0xE0001, 0xE0001}, Range{0xE0020, 0xE007F}, Range{0xE0100, 0xE01EF},
};

// How many bytes follow a first byte, and the bits it gives; none for a byte that begins nothing.
struct Lead {
    std::size_t following = 0;
    char32_t bits = kReplacement;
    char32_t least = 0;  // a smaller character must not be written so long
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {0, byte, 0};
    if (byte >= 0xC2 && byte < 0xE0) return {1, byte & 0x1FU, 0x80};
    if (byte >= 0xE0 && byte < 0xF0) return {2, byte & 0x0FU, 0x800};
    if (byte >= 0xF0 && byte < 0xF5) return {3, byte & 0x07U, 0x10000};
    return {};
}

bool is_scalar(char32_t c) {
    return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
}

// Takes one character off the front.
char32_t next(std::string_view& utf8) {
    const Lead lead = lead_of(static_cast<unsigned char>(utf8.front()));
    utf8.remove_prefix(1);
    char32_t character = lead.bits;
    for (std::size_t i = 0; i < lead.following; ++i) {
        if (i >= utf8.size() || (static_cast<unsigned char>(utf8[i]) & 0xC0U) != 0x80U) return kReplacement;
        character = (character << 6U) | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
    }
    if (character < lead.least || !is_scalar(character)) return kReplacement;
    utf8.remove_prefix(lead.following);
    return character;
}

}  // namespace

std::u32string decoded(std::string_view utf8) {
    std::u32string characters;
    characters.reserve(utf8.size());
    while (!utf8.empty()) characters += next(utf8);
    return characters;
}

std::string encoded(std::u32string_view characters) {
    std::string utf8;
    utf8.reserve(characters.size());
    const auto add = [&](char32_t bits) { utf8 += static_cast<char>(static_cast<unsigned char>(bits)); };
    for (char32_t c : characters) {
        if (!is_scalar(c)) c = kReplacement;
        if (c < 0x80) {
            add(c);
        } else if (c < 0x800) {
            add(0xC0U | (c >> 6U));
            add(0x80U | (c & 0x3FU));
        } else if (c < 0x10000) {
            add(0xE0U | (c >> 12U));
            add(0x80U | ((c >> 6U) & 0x3FU));
            add(0x80U | (c & 0x3FU));
        } else {
            add(0xF0U | (c >> 18U));
            add(0x80U | ((c >> 12U) & 0x3FU));
            add(0x80U | ((c >> 6U) & 0x3FU));
            add(0x80U | (c & 0x3FU));
        }
    }
    return utf8;
}

bool is_invisible(char32_t character) {
    const auto* const found = std::find_if(kInvisible.begin(), kInvisible.end(),
                                           [&](const Range& range) { return character <= range.last; });
    return found != kInvisible.end() && character >= found->first;
}

bool is_space(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0x400 && c <= 0x481) ||
           (c >= 0x48A && c <= 0x52F);
}

char32_t lower(char32_t c) {
    if (c >= U'A' && c <= U'Z') return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;  // А…Я
    if (c >= 0x400 && c <= 0x40F) return c + 80;  // Ѐ Ё Ђ … Џ
    const bool even_capital =
        (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F);
    if (even_capital) return c | 1U;
    if (c == 0x4C0) return 0x4CF;
    if (c >= 0x4C1 && c <= 0x4CE) return c % 2 == 1 ? c + 1 : c;
    return c;
}

std::string without_invisible(std::string_view utf8) {
    std::u32string characters = decoded(utf8);
    characters.erase(std::remove_if(characters.begin(), characters.end(), is_invisible), characters.end());
    return encoded(characters);
}

std::u32string_view trimmed(std::u32string_view characters) {
    while (!characters.empty() && is_space(characters.front())) characters.remove_prefix(1);
    while (!characters.empty() && is_space(characters.back())) characters.remove_suffix(1);
    return characters;
}

std::u32string folded(std::string_view utf8) {
    std::u32string result;
    bool space = false;
    for (const char32_t c : decoded(utf8)) {
        if (is_invisible(c)) continue;
        if (is_space(c)) {
            space = !result.empty();
            continue;
        }
        if (space) result += U' ';
        space = false;
        const char32_t small = lower(c);
        result += small == U'ё' ? U'е' : small;
    }
    return result;
}

bool has_word(std::u32string_view list, std::u32string_view word) {
    for (std::size_t at = list.find(word); at != std::u32string_view::npos; at = list.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || list[at - 1] == U' ') && (end == list.size() || list[end] == U' '))
            return !word.empty();
    }
    return false;
}

}  // namespace funnel::text
