// What a site asks of the server beyond the common headers, as its build wrote it into /policy.json:
// {"format": "funnel-policy", "version": 1, "analytics_sources": ["https://host"],
//  "frame_ancestors": {"/embed/": ["https://partner"]}, "cross_origin": ["/embed.js"], "site_funnel": true}
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace funnel::server {

struct SitePolicy {
    // Hosts that pages load scripts, pictures and data from, too; each with a space before it.
    std::string analytics_sources;
    // Pages that may stand in a frame, by path: besides the site itself, on pages of these origins, each with
    // a space before it.
    std::map<std::string, std::string, std::less<>> frame_ancestors;
    // Files that pages of other origins may load: the pages above, and the script that frames them.
    std::set<std::string, std::less<>> cross_origin;
    // The pages count their steps (POST /api/steps), as the operator has set in site.json.
    bool counts_steps = false;
};

// Nothing when the text is not such a document, or names anything a policy would read otherwise.
[[nodiscard]] std::optional<SitePolicy> site_policy_from(std::string_view text);

}  // namespace funnel::server
