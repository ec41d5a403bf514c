// Links read and written as JSON: what find_link found, made into scenarios that are within their ranges.
// Links of version 1 hold JSON themselves, so they are read here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "core/link.hpp"

namespace funnel {

// What a text with a link in it holds.
struct LinkReading {
    LinkState state = LinkState::none;
    int version = 0;                     // of an intact link
    std::optional<LinkContent> content;  // of an intact link the model accepts
    std::vector<Issue> issues;  // of an intact link it does not accept; paths begin with /variants/0/scenario
};
[[nodiscard]] LinkReading read_link(std::string_view text);

// {"format": "funnel-link", "version": 2, "state", "variants": [{"name", "scenario"}], "active": 0,
// "scenario": the active one}: a state without content has none of the last three.
[[nodiscard]] std::string link_reading_to_json(const LinkReading& reading);

// A `funnel-scenario` document becomes one variant without a name; a `funnel-link` document ({"variants",
// "active"}; other keys of it are allowed and ignored) becomes its variants.
struct LinkContentResult {
    std::optional<LinkContent> content;
    std::vector<Issue> issues;
};
[[nodiscard]] LinkContentResult link_content_from_json(std::string_view text);

// "#s1.…" as earlier pages wrote it for the complete document of this scenario, byte for byte. It carries no
// sources and always the managers' names: for proving that such links are still read, and for pages not yet
// updated.
[[nodiscard]] std::string first_link_from_scenario(const Scenario& scenario);

}  // namespace funnel
