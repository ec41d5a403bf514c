// A calculation as the fragment of a link: nothing of it reaches a server, messengers keep every character of
// it.
//   #s1.<payload>.<checksum>   written by earlier pages, JSON inside (json/link_json.hpp), readable for ever
//   #s2.<payload>.<checksum>   written here: several variants with names, who set the targets, where
//   conversions came from
// The payload is base64url without padding; the checksum is FNV-1a of the payload as seven base-36 digits.
// Bytes of #s2. are described in link.cpp. Old and new links stand in tests/golden/links.json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace funnel {

// One of several calculations that travel together.
struct LinkVariant {
    std::string name;  // ≤ 80 characters, "" for the only one
    Scenario scenario;
    friend bool operator==(const LinkVariant&, const LinkVariant&) = default;
};

inline constexpr std::size_t kMaxLinkVariants = 12;
// A link longer than this is told to the person who copies it: mail and messengers cut it.
inline constexpr std::size_t kLongLink = 2000;

// What a link holds: 1..12 variants, and which of them is in hand.
struct LinkContent {
    std::vector<LinkVariant> variants;
    std::size_t active = 0;  // < variants.size()
    friend bool operator==(const LinkContent&, const LinkContent&) = default;
};

// Whether managers travel by their names. Left out, they are read back as «Менеджер 1», «Менеджер 2»…
enum class RosterNames : std::uint8_t { leave_out, keep };

// "#s2.…" of scenarios within their ranges.
[[nodiscard]] std::string link_from_content(const LinkContent& content, RosterNames names);

enum class LinkState : std::uint8_t {
    none,     // no link in this text
    intact,   // payload and checksum fit
    damaged,  // a link that lost or changed characters
    newer,    // of a version this code does not know
};
[[nodiscard]] std::string_view name_of(LinkState state);

struct FoundLink {
    LinkState state = LinkState::none;
    int version = 0;      // of an intact link: 1 or 2
    std::string payload;  // of an intact link: its bytes
};
// Looks for a link in a fragment, a whole address or a message with one. Percent-encoding, "%23", line breaks
// within and any tail (".", ")", "»", "&utm_source=…", more text) are read through.
[[nodiscard]] FoundLink find_link(std::string_view text);

// The content of a payload of version 2; nothing when it is none. The scenarios are not yet checked against
// their ranges (json/link_json.hpp does).
[[nodiscard]] std::optional<LinkContent> content_from_payload(std::string_view payload);

// The framing, for other links of this kind.
[[nodiscard]] std::string framed_link(int version, std::string_view payload);

}  // namespace funnel
