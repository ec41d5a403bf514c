#include "core/identifier.hpp"

#include <algorithm>
#include <array>

namespace funnel {

bool is_identifier(std::string_view id) {
    constexpr std::array<std::string_view, 3> kReserved{"leads", "coverage", "average_check"};
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !id.empty() && id.size() <= 32 && is_letter(id.front()) &&
           std::all_of(id.begin(), id.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }) &&
           std::find(kReserved.begin(), kReserved.end(), id) == kReserved.end();
}

}  // namespace funnel
