#include "site/page_shell.hpp"

#include "http/answers.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kSlot = "data-slot=\"answer\"";
constexpr std::string_view kSlotEnd = "</section>";

std::string framed(const Site& site, const Page& page) {
    std::string bare =
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>" +
        html_escaped(page.title) + "</title><body><main>" + page.body + "</main></body></html>\n";
    const SiteFile* frame = site.find("/thanks/");
    if (frame == nullptr) return bare;
    std::string html = *frame->variants.back().bytes;
    const auto slot = html.find(kSlot);
    const auto start = slot == std::string::npos ? slot : html.find('>', slot);
    const auto end = start == std::string::npos ? start : html.find(kSlotEnd, start);
    if (end == std::string::npos) return bare;
    html.replace(start + 1, end - start - 1, page.body);
    const auto title = html.find("<title>");
    const auto title_end = html.find("</title>");
    if (title != std::string::npos && title_end != std::string::npos && title < title_end)
        html.replace(title + 7, title_end - title - 7, html_escaped(page.title));
    return html;
}

}  // namespace

std::string html_escaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

Response page_response(const Site& site, const Page& page) {
    Response response;
    response.status = page.status;
    response.route = page.route;
    response.body = std::make_shared<const std::string>(framed(site, page));
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Cache-Control", "no-store");
    response.set("X-Robots-Tag", "noindex");
    // A receipt's address is its key: no other site may learn it from a referrer, but our own forms keep
    // their Origin.
    response.set("Referrer-Policy", "same-origin");
    add_security_headers(response, Content::page);
    return response;
}

}  // namespace funnel::server
