// How commands read their fields and say what is wrong: shared by the files that know JSON.
#pragma once

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/issue.hpp"
#include "core/json/document.hpp"
#include "workbench/workbench.hpp"

namespace funnel::workbench {

using codec::Json;

// What a command came to: extra fields of the answer (",\"text\":…"), or issues.
struct Answer {
    std::vector<Issue> issues;
    std::string more;
};

inline Answer wrong(std::string path, std::string code, std::string message) {
    return {{{std::move(path), std::move(code), std::move(message)}}, ""};
}

inline constexpr std::array<std::string_view, kTabs> kTabNames{"analysis", "funnel", "solver",
                                                               "ramp",     "roster", "chances"};
inline constexpr std::array<std::string_view, 2> kThemeNames{"light", "dark"};

template <std::size_t N>
std::optional<std::size_t> index_in(const std::array<std::string_view, N>& names, const Json* value) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == value->get_ref<const std::string&>()) return i;
    }
    return std::nullopt;
}

// The fields of a command; a field of the wrong type counts as absent.
class Fields {
public:
    explicit Fields(const Json& value) : value_(value) {}

    [[nodiscard]] const Json* find(const char* key) const {
        const auto at = value_.find(key);
        return at == value_.end() ? nullptr : &*at;
    }
    [[nodiscard]] std::string text(const char* key) const {
        const Json* at = find(key);
        return at != nullptr && at->is_string() ? at->get<std::string>() : std::string();
    }
    [[nodiscard]] std::optional<double> number(const char* key) const {
        const Json* at = find(key);
        if (at == nullptr || !at->is_number()) return std::nullopt;
        return at->get<double>();
    }
    [[nodiscard]] std::optional<std::size_t> index(const char* key) const {
        const auto value = number(key);
        if (!value || *value < 0 || *value > 1e6 || *value != std::floor(*value)) return std::nullopt;
        return static_cast<std::size_t>(*value);
    }
    [[nodiscard]] std::optional<bool> flag(const char* key) const {
        const Json* at = find(key);
        if (at == nullptr || !at->is_boolean()) return std::nullopt;
        return at->get<bool>();
    }
    [[nodiscard]] bool is_null(const char* key) const {
        const Json* at = find(key);
        return at != nullptr && at->is_null();
    }
    // A variant by its letter; absent when there is none of it.
    [[nodiscard]] std::optional<std::size_t> variant(const char* key, const Document& document) const {
        const std::string letter = text(key);
        if (letter.size() != 1 || letter[0] < 'A') return std::nullopt;
        const auto index = static_cast<std::size_t>(letter[0] - 'A');
        if (index >= document.variants.size()) return std::nullopt;
        return index;
    }

private:
    const Json& value_;
};

// saved_document.cpp: opens what `saved` wrote (and what version 1 did), or a scenario alone.
// anew: a file, a link; sync: what another tab did; begin: another call
enum class Opening : std::uint8_t { anew, sync, begin };
[[nodiscard]] Answer open_document(Workbench& workbench, const Fields& fields, Opening opening);
[[nodiscard]] std::string saved(const Workbench& workbench);

}  // namespace funnel::workbench
