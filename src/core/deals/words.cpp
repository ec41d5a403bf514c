#include "core/deals/words.hpp"

#include <algorithm>

#include "core/deals/cell.hpp"

namespace funnel::deals {

namespace {
constexpr std::array<std::string_view, kRoles> kNames{
    "id",          "created", "closed",   "outcome", "stage",      "lost_reason", "amount",      "currency",
    "responsible", "source",  "pipeline", "contact", "lost_stage", "stage_at",    "stage_dates", "modified"};
}  // namespace

std::string_view name_of(Role role) {
    return kNames[index_of(role)];
}

std::optional<Role> role_from(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<Role>(found - kNames.begin());
}

bool knows_header(const Words& words, std::string_view header) {
    const std::string whole = word_key(header);
    if (whole.empty()) return false;
    const auto is_known = [&](std::string_view name) {
        return std::any_of(words.headers.begin(), words.headers.end(),
                           [&](const std::vector<std::string>& list) {
                               return std::find(list.begin(), list.end(), name) != list.end();
                           });
    };
    if (is_known(whole) || std::find(words.others.begin(), words.others.end(), whole) != words.others.end())
        return true;
    return std::any_of(words.prefixes.begin(), words.prefixes.end(), [&](const std::string& prefix) {
        return whole.size() > prefix.size() && whole.compare(0, prefix.size(), prefix) == 0 &&
               is_known(std::string_view(whole).substr(prefix.size()));
    });
}

}  // namespace funnel::deals
