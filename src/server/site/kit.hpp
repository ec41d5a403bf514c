// The tool kit's files below /kit/files/: open to everyone, or behind the form, where a signed pass opens
// them for thirty days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/pages.hpp"
#include "site/site.hpp"

namespace funnel::server {

struct KitFile {
    std::string name;   // below /kit/files/
    std::string title;  // what it is for people
    std::string type;   // "XLSX"
    std::int64_t size = 0;
};

class Kit {
public:
    static constexpr std::int64_t kPassDays = 30;

    struct Loaded;
    // What the site's /kit/files.json says: {"format": "funnel-kit", "version": 1, "gate": "open" | "form",
    // "files": [{name, type, size, title}]}. A site without it has no kit; a bad one is an error, in words.
    [[nodiscard]] static Loaded of(const Site& site);

    // Passes are made and known by this secret. Without one (a server without a store) none opens anything.
    void sign_with(std::string secret) { secret_ = std::move(secret); }

    [[nodiscard]] const std::vector<KitFile>& files() const { return files_; }
    // Whether the files stand behind the form.
    [[nodiscard]] bool is_gated() const { return gated_; }
    // Whether a path is one that only a pass opens.
    [[nodiscard]] bool guards(std::string_view path) const;

    // "1798761600.q2Yf…": until when it opens, in seconds since 1970, and the signature of that.
    [[nodiscard]] std::string pass_from(std::int64_t now_ms) const;
    // A pass of ours whose time has not come yet.
    [[nodiscard]] bool opens(std::string_view pass, std::int64_t now_ms) const;
    // The pass in the query of a request, "" without one.
    [[nodiscard]] static std::string pass_in(std::string_view query);

    // "/kit/files/NAME?pass=…"
    [[nodiscard]] std::string address_of(const KitFile& file, std::string_view pass) const;
    // The links for a page: url, title, type, size.
    [[nodiscard]] std::vector<PageValues> links(std::string_view pass) const;

private:
    [[nodiscard]] std::string signature_of(std::string_view until) const;

    std::vector<KitFile> files_;
    bool gated_ = false;
    std::string secret_;
};

struct Kit::Loaded {
    std::optional<Kit> kit;
    std::string error;  // when there is no kit
};

// 403: the link is too old or was never ours, and where a new one comes from.
[[nodiscard]] Page kit_closed_page();

}  // namespace funnel::server
