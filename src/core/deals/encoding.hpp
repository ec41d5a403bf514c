// Bytes of an export to UTF-8: which encoding they are in, and the text, piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace funnel::deals {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1251 };
// "utf-8", "utf-16le", "utf-16be", "windows-1251"
[[nodiscard]] std::string_view name_of(Encoding encoding);

struct Recognised {
    Encoding encoding = Encoding::utf8;
    std::size_t mark = 0;  // bytes of the byte order mark
};
// By the first bytes of a file (1 MiB is looked at): a byte order mark; NUL bytes in the first 4 KiB; at
// least 99 % of the multi-byte sequences valid UTF-8; else windows-1251.
[[nodiscard]] Recognised recognise_encoding(std::string_view start);

// Turns bytes into UTF-8 in any pieces; a sequence cut by a piece's end waits for the next one.
class Decoder {
public:
    explicit Decoder(Encoding encoding) : encoding_(encoding) {}
    // Appends the text of `bytes` to `to`. Broken bytes become U+FFFD.
    void decode(std::string_view bytes, std::string& to);
    // The end of the file: a cut sequence is broken.
    void finish(std::string& to);
    [[nodiscard]] std::uint64_t broken() const { return broken_; }

private:
    void decode_utf8(std::string_view bytes, std::string& to);
    void decode_utf16(std::string_view bytes, std::string& to);
    void replace(std::string& to);

    Encoding encoding_;
    std::string waiting_;  // the beginning of a cut sequence
    char32_t high_surrogate_ = 0;
    std::uint64_t broken_ = 0;
};

}  // namespace funnel::deals
