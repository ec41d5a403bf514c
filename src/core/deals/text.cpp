#include <array>

#include "core/deals/cell.hpp"

namespace funnel::deals {

namespace {

// Bytes of the white space `text` begins with: ASCII, NBSP, narrow NBSP, zero width no-break space; 0 for
// none.
std::size_t space_at_start(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte == ' ' || (byte >= 9 && byte <= 13)) return 1;
    if (byte == 0xC2 && text.size() > 1 && text[1] == '\xA0') return 2;
    if (byte == 0xE2 && (text.substr(0, 3) == "\xE2\x80\xAF" || text.substr(0, 3) == "\xE2\x80\x89"))
        return 3;
    if (byte == 0xEF && text.substr(0, 3) == "\xEF\xBB\xBF") return 3;
    return 0;
}

std::size_t space_at_end(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = static_cast<unsigned char>(text.back());
    if (byte == ' ' || (byte >= 9 && byte <= 13)) return 1;
    for (const std::size_t width : {std::size_t{2}, std::size_t{3}}) {
        if (text.size() >= width && space_at_start(text.substr(text.size() - width)) == width) return width;
    }
    return 0;
}

struct Letter {
    char32_t code = 0;
    std::size_t width = 1;
};

// The first letter of a text; a broken byte is itself.
Letter first_of(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    const char32_t lead = at(0);
    if (lead >= 0xC2 && lead < 0xE0 && text.size() > 1) return {(lead & 0x1F) << 6U | (at(1) & 0x3F), 2};
    if (lead >= 0xE0 && lead < 0xF0 && text.size() > 2) {
        return {(lead & 0x0F) << 12U | (at(1) & 0x3F) << 6U | (at(2) & 0x3F), 3};
    }
    if (lead >= 0xF0 && text.size() > 3) {
        return {(lead & 0x07) << 18U | (at(1) & 0x3F) << 12U | (at(2) & 0x3F) << 6U | (at(3) & 0x3F), 4};
    }
    return {lead, 1};
}

// Lower case of Latin and Cyrillic, ё as е.
char32_t lower(char32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c < 0xC0) return c;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (c == 0x401 || c == 0x451) return 0x435;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if (c >= 0x460 && c <= 0x52F && (c < 0x482 || c > 0x489) && (c < 0x4C0 || c > 0x4CF)) return c | 1U;
    return c;
}

bool is_letter_or_digit(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xDF && c != 0xF7 && c < 0x2000) ||
           c >= 0x3000 || c == 0x2116;  // №: «Сделка №» is a number, «Сделка» a name
}

void append(std::string& to, char32_t c) {
    const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (c < 0x80) {
        to += byte(c);
    } else if (c < 0x800) {
        to += byte(0xC0 | c >> 6U);
        to += byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        to += byte(0xE0 | c >> 12U);
        to += byte(0x80 | (c >> 6U & 0x3F));
        to += byte(0x80 | (c & 0x3F));
    } else {
        to += byte(0xF0 | c >> 18U);
        to += byte(0x80 | (c >> 12U & 0x3F));
        to += byte(0x80 | (c >> 6U & 0x3F));
        to += byte(0x80 | (c & 0x3F));
    }
}

// Nothing to take off at either end, seen from three bytes: ASCII that is no space and no wrapping, or
// Russian letters.
bool is_bare(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const auto last = static_cast<unsigned char>(text.back());
    const bool begins = first > ' ' && (first < 0x80 ? first != '=' && first != '\'' : first >> 1U == 0x68);
    if (!begins) return false;
    if (last < 0x80) return last > ' ';
    return text.size() > 1 && static_cast<unsigned char>(text[text.size() - 2]) >> 1U == 0x68;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    if (text.empty() || is_bare(text)) return text;
    while (const std::size_t width = space_at_start(text)) text.remove_prefix(width);
    while (const std::size_t width = space_at_end(text)) text.remove_suffix(width);
    if (text.size() >= 3 && text.front() == '=' && text[1] == '"' && text.back() == '"') {
        return trimmed(text.substr(2, text.size() - 3));
    }
    if (text.size() >= 2 && text.front() == '\'') return trimmed(text.substr(1));
    return text;
}

std::string folded(std::string_view text) {
    text = trimmed(text);
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        if (const std::size_t width = space_at_start(text)) {
            if (result.back() != ' ') result += ' ';
            text.remove_prefix(width);
            continue;
        }
        const Letter letter = first_of(text);
        if (letter.width == 1 && letter.code >= 0x80) {
            result += text.front();
        } else {
            append(result, lower(letter.code));
        }
        text.remove_prefix(letter.width);
    }
    return result;
}

std::string squeezed(std::string_view text) {
    std::string result;
    const std::string low = folded(text);
    std::string_view rest = low;
    while (!rest.empty()) {
        const Letter letter = first_of(rest);
        if (is_letter_or_digit(letter.code)) result.append(rest.substr(0, letter.width));
        rest.remove_prefix(letter.width);
    }
    return result;
}

std::string word_key(std::string_view text) {
    std::string key = squeezed(text);
    return key.empty() ? folded(text) : key;
}

std::string contact_from(std::string_view cell) {
    constexpr std::size_t kPhoneDigits = 10;
    cell = trimmed(cell);
    if (cell.find('@') != std::string_view::npos) return folded(cell);
    std::array<char, kPhoneDigits> digits{};
    std::size_t missing = kPhoneDigits;
    for (std::size_t i = cell.size(); i > 0 && missing > 0; --i) {
        if (cell[i - 1] >= '0' && cell[i - 1] <= '9') digits[--missing] = cell[i - 1];
    }
    return missing == 0 ? std::string(digits.data(), kPhoneDigits) : std::string();
}

}  // namespace funnel::deals
