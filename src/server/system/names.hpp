// Values of an enum and what they are called in texts: documents, the store, the command line. Each kind
// keeps its table; these read it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace funnel::server {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

// Empty for a value the table does not hold.
template <class Enum, std::size_t N>
[[nodiscard]] std::string_view name_in(const Names<Enum, N>& names, Enum value) {
    for (const auto& [known, name] : names)
        if (known == value) return name;
    return {};
}

template <class Enum, std::size_t N>
[[nodiscard]] std::optional<Enum> value_in(const Names<Enum, N>& names, std::string_view text) {
    for (const auto& [known, name] : names)
        if (name == text) return known;
    return std::nullopt;
}

}  // namespace funnel::server
