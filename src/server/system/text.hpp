// Text of strangers as characters: what is valid UTF-8, how long it is, whether it hides controls; names that
// differ in case only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace funnel::server {

[[nodiscard]] bool is_utf8(std::string_view text);
// Characters (code points) of valid UTF-8.
[[nodiscard]] std::size_t length_in_characters(std::string_view utf8);
// A character below U+0020, or U+007F…U+009F: nothing that a field of one line may hold.
[[nodiscard]] bool has_control(std::string_view text);

// Equal without regard to ASCII case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);
[[nodiscard]] std::string lower_ascii(std::string_view text);
// For a line of several columns: a text with letters that run right to left (Hebrew, Arabic and their
// neighbours) between U+2068 and U+2069, so that what stands after it keeps its place; others as they are.
[[nodiscard]] std::string isolated(std::string_view utf8);
// Without leading and trailing spaces and tabs.
[[nodiscard]] std::string_view trimmed(std::string_view text);
// "0120": digits and nothing else; nothing when there are none, or more than fit.
[[nodiscard]] std::optional<std::int64_t> whole_number_in(std::string_view text);

}  // namespace funnel::server
