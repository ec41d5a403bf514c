// What visitors typed, made harmless for what a receiver does with a text. Who does what:
//
//   receiver   field                          what it does          what is done here
//   webhook    data.*                         data (JSON)           nothing: whoever shows it escapes it
//   bitrix24*  comments, timeline COMMENT     HTML or BB code       without_markup
//   bitrix24*  name, title, phone, utm…       plain text            nothing
//   amocrm*    name, fields, note             plain text            nothing
//   amocrm*    form_page, referer             links                 page_address, web_address
//   hubspot    description, properties        plain text            nothing
//   email      text/plain, text/html          plain text; HTML      nothing; escaped (brief_html.cpp)
//   email      Reply-To                       a header              only what fits one (email.cpp)
//   telegram   text without parse_mode        plain text            nothing; nothing of the visitor is in it
#pragma once

#include <string>
#include <string_view>

namespace funnel::server {

// Signs that could begin a tag, of HTML or of BB code, become signs that look alike. All other text is kept:
// "a < b" and "[1]" are no tags.
[[nodiscard]] std::string without_markup(std::string_view text);

// The page of a request on the firm's own site, for a link. What is no path of it leads to its first page.
[[nodiscard]] std::string page_address(std::string_view public_url, std::string_view page);

// An address of the web as it is; "" for anything else (javascript:, a word).
[[nodiscard]] std::string web_address(std::string_view address);

}  // namespace funnel::server
