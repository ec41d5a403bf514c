#include "delivery/markup.hpp"

#include "lead/lead.hpp"

namespace funnel::server {

namespace {

bool begins_tag(std::string_view rest) {
    if (rest.empty()) return false;
    const char c = rest.front();
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || c == '/' || c == '!' || c == '?' || c == '*';
}

}  // namespace

std::string without_markup(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool opens = (text[i] == '<' || text[i] == '[') && begins_tag(text.substr(i + 1));
        if (!opens)
            result += text[i];
        else
            result += text[i] == '<' ? "‹" : "［";
    }
    return result;
}

std::string page_address(std::string_view public_url, std::string_view page) {
    return std::string(public_url).append(is_page(page) ? page : std::string_view("/"));
}

std::string web_address(std::string_view address) {
    const bool web = address.starts_with("https://") || address.starts_with("http://");
    return web ? std::string(address) : std::string();
}

}  // namespace funnel::server
