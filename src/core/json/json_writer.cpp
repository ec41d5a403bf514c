#include "core/json/json_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "core/json/decimal_digits.hpp"

namespace funnel::codec {

namespace {

constexpr std::size_t kLongestNumber = 32;  // "-1.2345678901234567e-308" and every other

char* put(char* to, std::string_view text) {
    for (const char c : text) *to++ = c;
    return to;
}

// A whole number's digits, at the end of a place of kLongestNumber characters. Nine at a time, so that all
// but three divisions are of 32 bits.
std::string_view digits_at_end(std::array<char, kLongestNumber>& place, std::uint64_t number) {
    constexpr std::uint64_t kNine = 1'000'000'000;
    char* const end = place.data() + place.size();
    char* at = end;
    while (number >= kNine) {
        auto low = static_cast<std::uint32_t>(number % kNine);
        number /= kNine;
        for (int i = 0; i < 9; ++i, low /= 10) *--at = static_cast<char>('0' + low % 10);
    }
    auto high = static_cast<std::uint32_t>(number);
    do {
        *--at = static_cast<char>('0' + high % 10);
        high /= 10;
    } while (high != 0);
    return {at, static_cast<std::size_t>(end - at)};
}

// As JavaScript's readers and ours expect numbers: with a point, and with an exponent only beyond 15 places.
// Returns the end.
char* write_digits(char* to, double number) {
    constexpr int kMostPlaces = 15;
    constexpr int kMostZeros = 3;  // after the point
    if (std::signbit(number)) *to++ = '-';
    if (number == 0) return put(to, "0.0");
    const Decimal decimal = shortest_decimal(std::fabs(number));
    std::array<char, kLongestNumber> place{};
    const std::string_view digits = digits_at_end(place, decimal.digits);
    const int length = static_cast<int>(digits.size());
    const int point = length + decimal.exponent;  // places before it
    if (point > kMostPlaces || point <= -kMostZeros - 1) {
        *to++ = digits.front();
        if (length > 1) *to++ = '.';
        to = put(to, digits.substr(1));
        to = put(to, point > 0 ? "e+" : "e-");
        const std::string_view exponent =
            digits_at_end(place, static_cast<std::uint64_t>(std::abs(point - 1)));
        if (exponent.size() < 2) *to++ = '0';
        return put(to, exponent);
    }
    if (point >= length) {
        to = put(to, digits);
        for (int i = length; i < point; ++i) *to++ = '0';
        return put(to, ".0");
    }
    if (point > 0) {
        const auto split = static_cast<std::size_t>(point);
        to = put(to, digits.substr(0, split));
        *to++ = '.';
        return put(to, digits.substr(split));
    }
    to = put(to, "0.");
    for (int i = point; i < 0; ++i) *to++ = '0';
    return put(to, digits);
}

bool needs_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

}  // namespace

std::string digits_of(double number) {
    std::array<char, kLongestNumber> place{};
    return {place.data(), write_digits(place.data(), number)};
}

void Characters::grow(std::size_t most) {
    capacity_ = std::max(capacity_ * 2, size_ + most);
    std::unique_ptr<char[]> larger(new char[capacity_]);
    std::copy_n(begin_.get(), size_, larger.get());
    begin_ = std::move(larger);
}

void JsonWriter::separate() {
    if (comma_) text_.add(',');
    comma_ = true;
}

void JsonWriter::open(char bracket) {
    separate();
    text_.add(bracket);
    comma_ = false;
}

void JsonWriter::close(char bracket) {
    text_.add(bracket);
    comma_ = true;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    char* const from = text_.room(name.size() + 3);
    char* to = from;
    *to++ = '"';
    to = put(to, name);
    to = put(to, "\":");
    text_.took(static_cast<std::size_t>(to - from));
    comma_ = false;
    return *this;
}

void JsonWriter::value(double number) {
    separate();
    char* const from = text_.room(kLongestNumber);
    text_.took(static_cast<std::size_t>(write_digits(from, number) - from));
}

void JsonWriter::value(std::int64_t number) {
    separate();
    if (number < 0) text_.add('-');
    std::array<char, kLongestNumber> place{};
    const auto magnitude = static_cast<std::uint64_t>(number);
    text_.add(digits_at_end(place, number < 0 ? 0 - magnitude : magnitude));
}

void JsonWriter::value(bool truth) {
    separate();
    text_.add(truth ? "true" : "false");
}

void JsonWriter::value(std::string_view text) {
    separate();
    quoted(text);
}

void JsonWriter::value(const Interval& interval) {
    begin_array();
    value(interval.low);
    value(interval.high);
    end_array();
}

void JsonWriter::null() {
    separate();
    text_.add("null");
}

void JsonWriter::raw(std::string_view json) {
    separate();
    text_.add(json);
}

void JsonWriter::quoted(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    text_.add('"');
    while (!text.empty()) {
        const auto plain =
            static_cast<std::size_t>(std::find_if(text.begin(), text.end(), needs_escape) - text.begin());
        text_.add(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto byte = static_cast<unsigned char>(text.front());
        if (byte < 0x20) {
            text_.add("\\u00");
            text_.add(kHex[byte >> 4U]);
            text_.add(kHex[byte & 15U]);
        } else {
            text_.add('\\');
            text_.add(text.front());
        }
        text.remove_prefix(1);
    }
    text_.add('"');
}

void write_fields(JsonWriter& json, const Issue& issue) {
    json.field("path", issue.path).field("code", issue.code).field("message", issue.message);
}

}  // namespace funnel::codec
