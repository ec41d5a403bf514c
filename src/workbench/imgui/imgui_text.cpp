// The little of printf that ImGui asks for here: names of its windows ("%s/%s_%08X", "##Popup_%08x",
// "##Menu_%02d"). The C library's own would bring 8 KB of number formatting to every visit (imgui_config.hpp
// turns it off).
#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstddef>
#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"

namespace {

// A text of limited length that knows how long it would have been.
class Output {
public:
    Output(char* to, std::size_t size) : to_(to), size_(size) {}
    void add(char c) {
        if (to_ != nullptr && length_ + 1 < size_) to_[length_] = c;
        ++length_;
    }
    void add(std::string_view text) {
        for (const char c : text) add(c);
    }
    // Ends the text. What did not fit is not counted, as ImGui wants it, unless nothing was to be written.
    int finish() {
        if (to_ == nullptr) return static_cast<int>(length_);
        const std::size_t kept = std::min(length_, size_ - 1);
        to_[kept] = '\0';
        return static_cast<int>(kept);
    }

private:
    char* to_;
    std::size_t size_;
    std::size_t length_ = 0;
};

struct Digits {
    unsigned base = 10;
    bool capital = false;
    std::size_t width = 0;  // filled up with zeros
};

void add_number(Output& out, unsigned value, Digits how) {
    const char* const letters = how.capital ? "0123456789ABCDEF" : "0123456789abcdef";
    std::array<char, 32> reversed{};
    std::size_t length = 0;
    do {
        reversed[length++] = letters[value % how.base];
        value /= how.base;
    } while (value > 0);
    for (std::size_t i = length; i < how.width; ++i) out.add('0');
    while (length > 0) out.add(reversed[--length]);
}

// In a struct a list passes by reference on every machine.
struct Arguments {
    std::va_list list;
};

// One directive after its "%": s, d, x, X with a width; anything else is written as it stands.
const char* add_directive(Output& out, const char* at, Arguments& args) {
    Digits how;
    for (; *at >= '0' && *at <= '9'; ++at) how.width = how.width * 10 + static_cast<std::size_t>(*at - '0');
    switch (*at) {
        case 's':
            out.add(std::string_view(va_arg(args.list, const char*)));
            break;
        case 'd': {
            const int value = va_arg(args.list, int);
            if (value < 0) out.add('-');
            add_number(out, value < 0 ? 0U - static_cast<unsigned>(value) : static_cast<unsigned>(value),
                       how);
            break;
        }
        case 'x':
        case 'X':
            how.base = 16;
            how.capital = *at == 'X';
            add_number(out, va_arg(args.list, unsigned), how);
            break;
        default:
            out.add(*at);
            break;
    }
    return *at == '\0' ? at : at + 1;
}

}  // namespace

int ImFormatStringV(char* buf, std::size_t buf_size, const char* fmt, std::va_list args) {
    Output out(buf, buf_size);
    Arguments rest;
    va_copy(rest.list, args);
    while (*fmt != '\0') {
        if (*fmt == '%') {
            fmt = add_directive(out, fmt + 1, rest);
        } else {
            out.add(*fmt++);
        }
    }
    va_end(rest.list);
    return out.finish();
}

int ImFormatString(char* buf, std::size_t buf_size, const char* fmt, ...) {
    std::va_list args;
    va_start(args, fmt);
    const int length = ImFormatStringV(buf, buf_size, fmt, args);
    va_end(args);
    return length;
}
