// Pages the server writes itself: a form with its errors, thanks, a receipt, a refusal. Their HTML is the
// site's own: web/build.mjs makes a template of each (mustache, in the site's hidden folder .answers), and
// here its places are filled.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/message.hpp"

namespace funnel::server {

[[nodiscard]] std::string html_escaped(std::string_view text);

// What fills the places of a page, by name. Texts are plain: they are escaped where they are put.
class PageValues {
public:
    PageValues& text(std::string_view name, std::string value);
    // Whether a part of the page is shown.
    PageValues& flag(std::string_view name, bool shown);
    // A part shown once for each element.
    PageValues& list(std::string_view name, std::vector<PageValues> elements);

    // All places of another.
    PageValues& add(const PageValues& others);

    using Value = std::variant<std::string, bool, std::vector<PageValues>>;
    using Values = std::map<std::string, Value, std::less<>>;
    [[nodiscard]] const Values& all() const { return values_; }

private:
    Values values_;
};

enum class Template {
    form,
    thanks,
    receipt,
    withdrawal,
    refusal,
    kit_closed,
    inbox_list,
    inbox_record,
    inbox_message,
    inbox_people,
    inbox_funnel,
};

struct Page {
    int status = 200;
    Template shape = Template::refusal;
    PageValues values;
    std::string route;  // its name in log and metrics
};

class Pages {
public:
    struct Loaded;
    // From the folder of a built site. Every template is there, has every place it needs and no other, or
    // there are no pages at all.
    [[nodiscard]] static Loaded load(const std::filesystem::path& site);

    [[nodiscard]] Response answer(const Page& page) const;

    // Whether the form of that kind ("diagnosis") has a field of that name for the visitor to fill.
    [[nodiscard]] bool form_asks(std::string_view kind, std::string_view field) const;

private:
    static constexpr std::size_t kTemplates = 11;
    std::array<std::string, kTemplates> texts_;
};

struct Pages::Loaded {
    std::optional<Pages> pages;
    std::string error;  // why there are none
};

}  // namespace funnel::server
