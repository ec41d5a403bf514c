// Pages the server writes itself (receipt, thanks, a form with its errors), inside the frame of the site's
// own /thanks/ page.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"
#include "site/site.hpp"

namespace funnel::server {

[[nodiscard]] std::string html_escaped(std::string_view text);

struct Page {
    int status = 200;
    std::string title;  // plain text
    std::string body;   // HTML; every value in it already escaped
    std::string route;
};
// Puts the body where the frame has `<section data-slot="answer">…</section>`. A site without that place gets
// a bare page.
[[nodiscard]] Response page_response(const Site& site, const Page& page);

}  // namespace funnel::server
