#include "core/deals/encoding.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace funnel::deals {

namespace {

constexpr std::size_t kLookedAt = std::size_t{1} << 20;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// windows-1251 from 0x80 on; 0x98 is not used.
constexpr std::array<char16_t, 64> kUpper1251{
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

unsigned char byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

void append_utf8(std::string& to, char32_t c) {
    const auto put = [&](char32_t value) { to += static_cast<char>(static_cast<unsigned char>(value)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6U);
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12U);
        put(0x80 | (c >> 6U & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | c >> 18U);
        put(0x80 | (c >> 12U & 0x3F));
        put(0x80 | (c >> 6U & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

// The UTF-8 sequence at `i`, whose first byte is not ASCII (Unicode 15, table 3-7).
struct Sequence {
    std::size_t length = 1;  // bytes it takes, or of its broken beginning
    bool valid = false;
    bool cut = false;  // the text ends inside it
};
Sequence sequence_at(std::string_view text, std::size_t i) {
    const unsigned char lead = byte_at(text, i);
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return {};
    }
    for (std::size_t k = 1; k < length; ++k) {
        if (i + k >= text.size()) return {k, false, true};
        const unsigned char next = byte_at(text, i + k);
        if (next < low || next > high) return {k, false, false};
        low = 0x80;
        high = 0xBF;
    }
    return {length, true, false};
}

// How many bytes from `i` on are ASCII.
std::size_t ascii_run(std::string_view text, std::size_t i) {
    const std::size_t from = i;
    while (i + 8 <= text.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, 8);
        if ((word & 0x8080808080808080U) != 0) break;
        i += 8;
    }
    while (i < text.size() && byte_at(text, i) < 0x80) ++i;
    return i - from;
}

// Four letters of two bytes that begin with D0 or D1.
bool are_russian(const char* at) {
    static_assert(std::endian::native == std::endian::little);  // the first byte is the lowest
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    return (word & 0xC0FEC0FEC0FEC0FEU) == 0x80D080D080D080D0U;
}

bool is_utf8(std::string_view start) {
    std::uint64_t valid = 0;
    std::uint64_t broken = 0;
    for (std::size_t i = 0; i < start.size();) {
        i += ascii_run(start, i);
        if (i >= start.size()) break;
        const Sequence sequence = sequence_at(start, i);
        if (sequence.cut) break;
        ++(sequence.valid ? valid : broken);
        i += sequence.length;
    }
    return broken == 0 || valid >= 99 * broken;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf16le:
            return "utf-16le";
        case Encoding::utf16be:
            return "utf-16be";
        case Encoding::windows1251:
            return "windows-1251";
        default:
            return "utf-8";
    }
}

Recognised recognise_encoding(std::string_view start) {
    start = start.substr(0, kLookedAt);
    if (start.substr(0, 3) == "\xEF\xBB\xBF") return {Encoding::utf8, 3};
    if (start.substr(0, 2) == "\xFF\xFE") return {Encoding::utf16le, 2};
    if (start.substr(0, 2) == "\xFE\xFF") return {Encoding::utf16be, 2};
    std::size_t nul[2] = {0, 0};
    const std::string_view head = start.substr(0, 4096);
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == '\0') ++nul[i % 2];
    }
    if (nul[0] + nul[1] > 0) return {nul[1] >= nul[0] ? Encoding::utf16le : Encoding::utf16be, 0};
    return {is_utf8(start) ? Encoding::utf8 : Encoding::windows1251, 0};
}

void Decoder::replace(std::string& to) {
    to += kReplacement;
    ++broken_;
}

void Decoder::decode(std::string_view bytes, std::string& to) {
    if (encoding_ == Encoding::windows1251) {
        for (std::size_t i = 0; i < bytes.size();) {
            const std::size_t plain = ascii_run(bytes, i);
            to.append(bytes.substr(i, plain));
            i += plain;
            if (i >= bytes.size()) break;
            const unsigned char byte = byte_at(bytes, i++);
            if (byte == 0x98) {
                replace(to);
            } else {
                append_utf8(
                    to, byte >= 0xC0 ? char32_t{0x410} + byte - 0xC0 : kUpper1251[byte - std::size_t{0x80}]);
            }
        }
        return;
    }
    std::string joined;
    if (!waiting_.empty()) {
        joined = std::move(waiting_);
        waiting_.clear();
        joined.append(bytes);
        bytes = joined;
    }
    if (encoding_ == Encoding::utf8) {
        decode_utf8(bytes, to);
    } else {
        decode_utf16(bytes, to);
    }
}

void Decoder::decode_utf8(std::string_view bytes, std::string& to) {
    std::size_t from = 0;  // of what is valid and not yet appended
    std::size_t i = 0;
    while (i < bytes.size()) {
        const unsigned char lead = byte_at(bytes, i);
        if (lead < 0x80) {
            i += ascii_run(bytes, i);
            continue;
        }
        if (i + 8 <= bytes.size() && are_russian(bytes.data() + i)) {
            i += 8;
            continue;
        }
        // Two bytes of Cyrillic, the usual case.
        if (lead >= 0xC2 && lead <= 0xDF && i + 1 < bytes.size() && (byte_at(bytes, i + 1) & 0xC0U) == 0x80) {
            i += 2;
            continue;
        }
        const Sequence sequence = sequence_at(bytes, i);
        if (sequence.valid) {
            i += sequence.length;
            continue;
        }
        to.append(bytes.substr(from, i - from));
        if (sequence.cut) {
            waiting_ = std::string(bytes.substr(i));
            return;
        }
        replace(to);
        i += sequence.length;
        from = i;
    }
    to.append(bytes.substr(from));
}

void Decoder::decode_utf16(std::string_view bytes, std::string& to) {
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        const unsigned char first = byte_at(bytes, i);
        const unsigned char second = byte_at(bytes, i + 1);
        const char32_t unit = encoding_ == Encoding::utf16le ? char32_t{first} | char32_t{second} << 8U
                                                             : char32_t{second} | char32_t{first} << 8U;
        const bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;
        if (high_surrogate_ != 0) {
            const char32_t high = high_surrogate_;
            high_surrogate_ = 0;
            if (is_low) {
                append_utf8(to, 0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00));
                continue;
            }
            replace(to);
        }
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            high_surrogate_ = unit;
        } else if (is_low) {
            replace(to);
        } else {
            append_utf8(to, unit);
        }
    }
    if (i < bytes.size()) waiting_ = std::string(bytes.substr(i));
}

void Decoder::finish(std::string& to) {
    if (!waiting_.empty() || high_surrogate_ != 0) replace(to);
    waiting_.clear();
    high_surrogate_ = 0;
}

}  // namespace funnel::deals
