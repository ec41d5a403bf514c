#include "core/json/scanner.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace funnel::codec {

namespace {

unsigned byte_of(char c) {
    return static_cast<unsigned char>(c);
}

void append_utf8(std::string& text, unsigned code) {
    const auto put = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

// W. Clinger, "How to read floating point numbers accurately" (1990): a whole number and a power of ten that
// a double both holds exactly give the nearest double when it divides them once. `digits` up to 15, of which
// `places` stand behind the point.
double divided(std::uint64_t digits, std::size_t places) {
    constexpr std::array<double, 16> kPowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    return static_cast<double>(digits) / kPowersOfTen[places];
}

}  // namespace

bool Scanner::take(std::string_view word) {
    if (static_cast<std::size_t>(end_ - at_) < word.size() ||
        std::memcmp(at_, word.data(), word.size()) != 0) {
        return false;
    }
    at_ += word.size();
    return true;
}

void Scanner::skip_byte_order_mark() {
    take("\xEF\xBB\xBF");
}

// RFC 3629, table of well-formed sequences.
bool Scanner::take_letter() {
    const unsigned first = byte_of(*at_);
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4 || end_ - at_ <= more) return false;
    const unsigned second = byte_of(at_[1]);
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return false;
    for (int i = 2; i <= more; ++i) {
        if ((byte_of(at_[i]) & 0xC0U) != 0x80U) return false;
    }
    at_ += more + 1;
    return true;
}

bool Scanner::take_string(std::string& text) {
    text.clear();
    const char* from = ++at_;
    while (at_ != end_) {
        const unsigned byte = byte_of(*at_);
        if (byte == '"') {
            text.append(from, at_);
            ++at_;
            return true;
        }
        if (byte == '\\') {
            text.append(from, at_);
            if (!take_escape(text)) return false;
            from = at_;
        } else if (byte >= 0x80) {
            if (!take_letter()) return false;
        } else if (byte < 0x20) {
            return false;
        } else {
            ++at_;
        }
    }
    return false;
}

std::optional<unsigned> Scanner::take_hex() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        if (at_ == end_) return std::nullopt;
        const char c = *at_;
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return std::nullopt;
        code = code << 4 | static_cast<unsigned>(digit);
    }
    return code;
}

bool Scanner::take_escape(std::string& text) {
    ++at_;
    if (at_ == end_) return false;
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kLetters = "\"\\/\b\f\n\r\t";
    const std::size_t place = kNames.find(*at_);
    if (place != std::string_view::npos) {
        text += kLetters[place];
        ++at_;
        return true;
    }
    if (*at_ != 'u') return false;
    ++at_;
    const std::optional<unsigned> first = take_hex();
    if (!first || (*first >= 0xDC00 && *first <= 0xDFFF)) return false;
    if (*first < 0xD800 || *first > 0xDFFF) {
        append_utf8(text, *first);
        return true;
    }
    if (!take("\\u")) return false;
    const std::optional<unsigned> second = take_hex();
    if (!second || *second < 0xDC00 || *second > 0xDFFF) return false;
    append_utf8(text, 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
    return true;
}

std::optional<Scanner::Number> Scanner::take_number() {
    const char* const from = at_;
    const bool is_negative = at_ != end_ && *at_ == '-';
    if (is_negative) ++at_;
    if (!is_digit()) return std::nullopt;
    std::uint64_t magnitude = 0;
    if (*at_ == '0') {
        ++at_;
    } else {
        for (; is_digit(); ++at_) magnitude = magnitude * 10 + static_cast<std::uint64_t>(*at_ - '0');
    }
    bool is_whole = at_ - from <= 18;
    bool has_exponent = false;
    std::size_t places = 0;
    if (at_ != end_ && *at_ == '.') {
        is_whole = false;
        ++at_;
        if (!is_digit()) return std::nullopt;
        for (; is_digit(); ++at_, ++places)
            magnitude = magnitude * 10 + static_cast<std::uint64_t>(*at_ - '0');
    }
    constexpr std::ptrdiff_t kFewDigits = 15;
    const bool is_short = at_ - from - (is_negative ? 1 : 0) - (places > 0 ? 1 : 0) <= kFewDigits;
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
        is_whole = false;
        has_exponent = true;
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        if (!is_digit()) return std::nullopt;
        while (is_digit()) ++at_;
    }
    Number number;
    if (is_whole) {
        number.whole = true;
        number.integer =
            is_negative ? -static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
        return number;
    }
    if (is_short && !has_exponent) {
        number.real = is_negative ? -divided(magnitude, places) : divided(magnitude, places);
    } else {
        number.real = std::strtod(std::string(from, at_).c_str(), nullptr);
    }
    return number;
}

}  // namespace funnel::codec
