// A spoken sentence taken apart: parts between commas, and in each the numbers with the words that belong to
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::text {

// Numbers as they were typed with their units («85 тыс. ₽», «25 %»): «25 из 100», «70 → 80»,
// «70 цель 80».
struct SaidAmount {
    std::string now;
    std::optional<std::string> of;
    std::optional<std::string> target;
};

// One number and what is said about it.
struct SaidPart {
    std::optional<SaidAmount> amount;   // absent: words only
    std::vector<std::u32string> words;  // small letters, ё as е, in the order they were typed
    std::vector<std::u32string> names;  // the same words as they were typed
    std::size_t before = 0;             // how many of the words stand before the number
    std::string source;                 // the part as it was typed
};

[[nodiscard]] std::vector<SaidPart> said_parts(std::string_view utf8);

// Says nothing by itself: «у», «нас», «сейчас», «конверсия», «в»…
[[nodiscard]] bool is_filler(std::u32string_view word);

}  // namespace funnel::text
