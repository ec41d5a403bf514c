#include "delivery/mail/brief_html.hpp"

namespace funnel::server {

namespace {

// Colours of the site's paper and ink; mail readers know no custom properties.
constexpr std::string_view kBody =
    "margin:0;padding:16px;background:#ffffff;color:#1d1d1b;font:16px/1.5 Arial,sans-serif";
constexpr std::string_view kHead = "margin:24px 0 4px;font-size:18px;line-height:1.3";
constexpr std::string_view kName =
    "padding:4px 16px 4px 0;vertical-align:top;color:#5c5c57;text-align:left;font-weight:normal";
constexpr std::string_view kValue = "padding:4px 0;vertical-align:top";

bool is_address(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

std::string link(const std::string& address, const std::string& text) {
    return "<a href=\"" + html_of(address) + "\">" + html_of(text) + "</a>";
}

std::string value_html(const BriefLine& line) {
    return is_address(line.value) && line.value.find_first_of(" \r\n") == std::string::npos
               ? link(line.value, line.value)
               : html_of(line.value);
}

std::string styled(std::string_view tag, std::string_view style, const std::string& content) {
    return "<" + std::string(tag) + " style=\"" + std::string(style) + "\">" + content + "</" +
           std::string(tag.substr(0, tag.find(' '))) + ">";
}

std::string part_html(const BriefPart& part) {
    std::string html =
        styled("h2", kHead, html_of(part.title)) + "\r\n<table role=\"presentation\" cellspacing=\"0\">\r\n";
    for (const BriefLine& line : part.lines) {
        const std::string value = styled(line.name.empty() ? "td colspan=\"2\"" : "td", kValue,
                                         "<span dir=\"auto\">" + value_html(line) + "</span>");
        html +=
            "<tr>" + (line.name.empty() ? "" : styled("th", kName, html_of(line.name))) + value + "</tr>\r\n";
    }
    return html + "</table>\r\n";
}

}  // namespace

std::string html_of(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '&')
            html += "&amp;";
        else if (c == '<')
            html += "&lt;";
        else if (c == '>')
            html += "&gt;";
        else if (c == '"')
            html += "&quot;";
        else if (c == '\n')
            html += "<br>\r\n";
        else
            html += c;
    }
    return html;
}

std::string html_of(const std::string& title, const Brief& brief) {
    std::string body = styled("h1", "margin:0;font-size:22px;line-height:1.3", html_of(title)) + "\r\n";
    for (const BriefPart& part : brief.parts) body += part_html(part);
    std::string links;
    if (!brief.calculation_url.empty())
        links += "<p>" + link(brief.calculation_url, "Открыть расчёт с теми же числами") + "</p>\r\n";
    if (!brief.inbox_url.empty())
        links += "<p>" + link(brief.inbox_url, "Открыть заявку в журнале") + "</p>\r\n";
    return "<!DOCTYPE html>\r\n<html lang=\"ru\"><head><meta charset=\"utf-8\"><title>" + html_of(title) +
           "</title></head>\r\n" + styled("body", kBody, "\r\n" + body + links) + "</html>\r\n";
}

}  // namespace funnel::server
