// assets/site.json, put into the program by the build: what a new firm's site begins with.
#pragma once

#include <string_view>

namespace funnel::server {

extern const std::string_view kSite_site;  // NOLINT(readability-identifier-naming): by the file's name

}  // namespace funnel::server
