// The characters of what people type: UTF-8 taken apart, what cannot be seen left out, letters of one kind
// whatever their case. No locale is asked.
#pragma once

#include <string>
#include <string_view>

namespace funnel::text {

// Code points of UTF-8; every byte that belongs to none becomes U+FFFD.
[[nodiscard]] std::u32string decoded(std::string_view utf8);
// Valid UTF-8 of code points; what is none (a surrogate, beyond U+10FFFF) becomes U+FFFD.
[[nodiscard]] std::string encoded(std::u32string_view characters);

// Takes no place on the screen: categories Cf (soft hyphen, zero widths, BOM, direction marks) and Cc but for
// white space, variation selectors, joiners and Hangul fillers.
[[nodiscard]] bool is_invisible(char32_t character);
// White space of any width: tab, line ends, U+0020, U+00A0, U+2000…U+200A, U+202F, U+205F, U+3000.
[[nodiscard]] bool is_space(char32_t character);
[[nodiscard]] constexpr bool is_digit(char32_t character) {
    return character >= U'0' && character <= U'9';
}
// Latin a…z of ASCII or any letter of the Cyrillic block.
[[nodiscard]] bool is_letter(char32_t character);
// Small letter of ASCII and Cyrillic (Kazakh, Uzbek, Ukrainian letters too); others as they are.
[[nodiscard]] char32_t lower(char32_t character);

// The same text without invisible characters; broken UTF-8 becomes U+FFFD.
[[nodiscard]] std::string without_invisible(std::string_view utf8);
// Without white space at both ends.
[[nodiscard]] std::u32string_view trimmed(std::u32string_view characters);
// For comparing names and headers: nothing invisible, small letters, ё as е, one space between words, none at
// the ends.
[[nodiscard]] std::u32string folded(std::string_view utf8);

// Whether a list of words with single spaces between them holds this word.
[[nodiscard]] bool has_word(std::u32string_view list, std::u32string_view word);

}  // namespace funnel::text
