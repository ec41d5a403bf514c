#include "core/identifier.hpp"

#include <algorithm>

#include "core/scenario.hpp"

namespace funnel {

bool is_identifier(std::string_view id) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !id.empty() && id.size() <= kMaxStageId && is_letter(id.front()) &&
           std::all_of(id.begin(), id.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }) &&
           std::find(kReservedIds.begin(), kReservedIds.end(), id) == kReservedIds.end();
}

}  // namespace funnel
