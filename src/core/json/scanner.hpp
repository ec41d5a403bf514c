// Reads JSON text (RFC 8259) from front to back and tells what it meets. Strict: UTF-8 is checked, nothing
// follows the document, no comments, no trailing commas; a byte order mark at the start is allowed. Codec
// files only.
//
// Events are asked to go on by their answers; false ends the scan:
//   bool null(); bool boolean(bool); bool integer(std::int64_t); bool number(double); bool
//   string(std::string&); bool key(std::string&); bool start_object(); bool end_object(); bool start_array();
//   bool end_array(); void not_json(std::size_t position);   // bytes read so far void number_too_large(); //
//   its value would be infinite
// Texts may be moved from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::codec {

// Letters and numbers: what a scan is made of. `at` runs through the text; every method that fails leaves it
// where it stopped.
class Scanner {
public:
    explicit Scanner(std::string_view text)
        : at_(text.data()), begin_(text.data()), end_(text.data() + text.size()) {}

    [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
    // The next character that is no space, not taken; 0 at the end of the text.
    char peek() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
        return at_ == end_ ? '\0' : *at_;
    }
    [[nodiscard]] bool at_end() const { return at_ == end_; }
    void take() { ++at_; }
    bool take(std::string_view word);
    void skip_byte_order_mark();

    // A quoted text, at its opening quote.
    bool take_string(std::string& text);

    struct Number {
        bool whole = false;  // fits `integer`
        std::int64_t integer = 0;
        double real = 0;  // infinite when it is too large
    };
    std::optional<Number> take_number();

private:
    bool take_escape(std::string& text);
    std::optional<unsigned> take_hex();
    // A letter outside ASCII, at its first byte; moves behind it.
    bool take_letter();
    [[nodiscard]] bool is_digit() const { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }

    const char* at_;
    const char* begin_;
    const char* end_;
};

// True when the whole text is one JSON document and every event said to go on.
template <typename Events>
bool scan(std::string_view text, Events& events) {
    Scanner scanner(text);
    scanner.skip_byte_order_mark();
    std::vector<bool> open;  // true: an object
    std::string buffer;
    const auto wrong = [&] {
        events.not_json(scanner.position());
        return false;
    };
    const auto take_key = [&] {
        if (scanner.peek() != '"' || !scanner.take_string(buffer) || scanner.peek() != ':') return wrong();
        scanner.take();
        return events.key(buffer);
    };
    for (;;) {
        // A value.
        bool goes_on = false;
        bool is_opened = false;
        switch (scanner.peek()) {
            case '{':
                scanner.take();
                open.push_back(true);
                if (!events.start_object()) return false;
                is_opened = true;
                break;
            case '[':
                scanner.take();
                open.push_back(false);
                if (!events.start_array()) return false;
                is_opened = true;
                break;
            case '"':
                if (!scanner.take_string(buffer)) return wrong();
                goes_on = events.string(buffer);
                break;
            case 't':
                if (!scanner.take("true")) return wrong();
                goes_on = events.boolean(true);
                break;
            case 'f':
                if (!scanner.take("false")) return wrong();
                goes_on = events.boolean(false);
                break;
            case 'n':
                if (!scanner.take("null")) return wrong();
                goes_on = events.null();
                break;
            default: {
                const std::optional<Scanner::Number> number = scanner.take_number();
                if (!number) return wrong();
                if (!number->whole && number->real - number->real != 0) {
                    events.number_too_large();
                    return false;
                }
                goes_on = number->whole ? events.integer(number->integer) : events.number(number->real);
            }
        }
        if (is_opened) {
            const bool is_object = open.back();
            if (scanner.peek() != (is_object ? '}' : ']')) {
                if (is_object && !take_key()) return false;
                continue;
            }
        } else if (!goes_on) {
            return false;
        }
        // What follows it: the ends of what it ends, then a comma.
        for (;;) {
            const char next = scanner.peek();
            if (open.empty()) return scanner.at_end() || wrong();
            const bool is_object = open.back();
            if (next == ',' && !is_opened) {
                scanner.take();
                if (is_object && !take_key()) return false;
                break;
            }
            if (next != (is_object ? '}' : ']')) return wrong();
            scanner.take();
            open.pop_back();
            is_opened = false;
            if (!(is_object ? events.end_object() : events.end_array())) return false;
        }
    }
}

}  // namespace funnel::codec
