// The built site as one value: read once at start, answered from memory. No path of a request ever touches
// the file system.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "site/policy.hpp"

namespace funnel::server {

// One representation of a page: as it is, or compressed at build time (x.br, x.gz beside x).
struct SiteVariant {
    std::string coding;  // "identity", "br", "gzip"
    std::string etag;    // strong, with its quotes
    std::shared_ptr<const std::string> bytes;
};

struct SiteFile {
    std::string type;                   // Content-Type
    bool immutable = false;             // its name holds a hash of its content (below /a/)
    std::vector<SiteVariant> variants;  // compressed ones first, smallest first; identity last, always there
};

class Site {
public:
    static constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

    struct Loaded;
    // Reads a folder. What its policy.json asks for (policy.hpp) is done; a bad one is an error. Files whose
    // name starts with '.' are left out; links and other special files, more than 256 MiB, and what cannot be
    // read are errors, in words.
    [[nodiscard]] static Loaded load(const std::filesystem::path& folder);

    // Answer to GET or HEAD of a path: the file, 304, a redirect from "/x" to "/x/", or 404 with the site's
    // own 404.html. Other methods: 405. The body is there for HEAD too; the listener leaves it out.
    [[nodiscard]] Response answer(const Request& request) const;

    [[nodiscard]] Response not_found(const Request& request) const;
    [[nodiscard]] const SiteFile* find(std::string_view url_path) const;
    // Whether its pages count their steps.
    [[nodiscard]] bool counts_steps() const { return policy_.counts_steps; }
    [[nodiscard]] std::size_t file_count() const { return files_.size(); }
    [[nodiscard]] std::size_t byte_count() const { return bytes_; }

private:
    std::map<std::string, SiteFile, std::less<>>
        files_;  // by URL path; a folder's index.html also by the folder's path
    std::size_t bytes_ = 0;
    void apply_policy(Response& response, std::string_view path) const;

    SitePolicy policy_;
};

struct Site::Loaded {
    std::optional<Site> site;
    std::string error;  // when there is no site
};

// By the last extension, application/octet-stream when unknown.
[[nodiscard]] std::string_view media_type_of(std::string_view path);

}  // namespace funnel::server
