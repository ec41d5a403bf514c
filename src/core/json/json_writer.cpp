#include "core/json/json_writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/json/decimal_digits.hpp"

namespace funnel::codec {

namespace {

// As JavaScript's readers and ours expect numbers: with a point, and with an exponent only beyond 15 places.
void append_digits(std::string& out, double number) {
    constexpr int kMostPlaces = 15;
    constexpr int kMostZeros = 3;  // after the point
    if (std::signbit(number)) out += '-';
    if (number == 0) {
        out += "0.0";
        return;
    }
    const Decimal decimal = shortest_decimal(std::fabs(number));
    const std::string digits = std::to_string(decimal.digits);
    const int length = static_cast<int>(digits.size());
    const int point = length + decimal.exponent;  // places before it
    if (point > kMostPlaces || point <= -kMostZeros - 1) {
        out += digits.front();
        if (length > 1) out.append(".").append(digits, 1);
        const std::string exponent = std::to_string(std::abs(point - 1));
        out.append(point > 0 ? "e+" : "e-").append(exponent.size() < 2 ? "0" : "").append(exponent);
    } else if (point >= length) {
        out.append(digits).append(static_cast<std::size_t>(point - length), '0').append(".0");
    } else if (point > 0) {
        const auto split = static_cast<std::size_t>(point);
        out.append(digits, 0, split).append(".").append(digits, split);
    } else {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    }
}

bool needs_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

}  // namespace

std::string digits_of(double number) {
    std::string digits;
    append_digits(digits, number);
    return digits;
}

void JsonWriter::separate() {
    if (comma_) text_ += ',';
    comma_ = true;
}

void JsonWriter::open(char bracket) {
    separate();
    text_ += bracket;
    comma_ = false;
}

void JsonWriter::close(char bracket) {
    text_ += bracket;
    comma_ = true;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    text_ += '"';
    text_ += name;
    text_ += "\":";
    comma_ = false;
    return *this;
}

void JsonWriter::value(double number) {
    separate();
    append_digits(text_, number);
}

void JsonWriter::value(std::int64_t number) {
    separate();
    text_ += std::to_string(number);
}

void JsonWriter::value(bool truth) {
    separate();
    text_ += truth ? "true" : "false";
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
    text_ += "null";
}

void JsonWriter::raw(std::string_view json) {
    separate();
    text_ += json;
}

void JsonWriter::quoted(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    text_ += '"';
    while (!text.empty()) {
        const auto plain =
            static_cast<std::size_t>(std::find_if(text.begin(), text.end(), needs_escape) - text.begin());
        text_ += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto byte = static_cast<unsigned char>(text.front());
        if (byte < 0x20) {
            text_ += "\\u00";
            text_ += kHex[byte >> 4U];
            text_ += kHex[byte & 15U];
        } else {
            text_ += '\\';
            text_ += text.front();
        }
        text.remove_prefix(1);
    }
    text_ += '"';
}

}  // namespace funnel::codec
