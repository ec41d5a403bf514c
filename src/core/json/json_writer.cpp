#include "core/json/json_writer.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace funnel::codec {

namespace {

using Buffer = std::array<char, 64>;  // large enough for any double

std::string_view digits_in(Buffer& buffer, double number) {
    // Emscripten's library has no std::to_chars for floating numbers, so nlohmann's.
    const char* const end = nlohmann::detail::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

bool needs_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

}  // namespace

std::string digits_of(double number) {
    Buffer buffer{};
    return std::string(digits_in(buffer, number));
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
    Buffer buffer{};
    text_ += digits_in(buffer, number);
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
