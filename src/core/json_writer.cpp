#include "core/json_writer.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace funnel::codec {

std::string digits_of(double number) {
    // Emscripten's library has no std::to_chars for floating numbers, so nlohmann's.
    std::array<char, 64> buffer{};
    const char* const end = nlohmann::detail::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
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
    quoted(name);
    text_ += ':';
    comma_ = false;
    return *this;
}

void JsonWriter::value(double number) {
    separate();
    text_ += digits_of(number);
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

void JsonWriter::quoted(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    text_ += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            text_ += '\\';
            text_ += c;
        } else if (byte < 0x20) {
            text_ += "\\u00";
            text_ += kHex[byte >> 4U];
            text_ += kHex[byte & 15U];
        } else {
            text_ += c;
        }
    }
    text_ += '"';
}

}  // namespace funnel::codec
