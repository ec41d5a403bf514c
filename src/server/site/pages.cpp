#include "site/pages.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <kainjow/mustache.hpp>
#include <set>
#include <span>

#include "http/answers.hpp"
#include "site/inbox_places.hpp"

namespace funnel::server {

namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view kFolder = ".answers";
// Of the templates, for HTML and JSON are full of braces; each template begins with saying so.
constexpr std::string_view kDelimiters = "{{=[[ ]]=}}";
constexpr std::string_view kOpen = "[[";
constexpr std::string_view kClose = "]]";

// A template and its places: without one of `needed` the visitor would not be told something; `allowed` are
// fields a brand may ask or not. A * at the end stands for any ending.
struct Shape {
    std::string_view file;
    std::span<const std::string_view> needed;
    std::span<const std::string_view> allowed;
};
using Name = std::string_view;
constexpr std::array kFormNeeds{Name{"message"},       Name{"has_others"},     Name{"others"},
                                Name{"text"},          Name{"hidden"},         Name{"name"},
                                Name{"value"},         Name{"diagnosis"},      Name{"callback"},
                                Name{"materials"},     Name{"checklist"},      Name{"value_phone"},
                                Name{"invalid_phone"}, Name{"error_phone"},    Name{"processing"},
                                Name{"advertising"},   Name{"error_consents"}, Name{"invalid_consents"}};
constexpr std::array kFormAllows{Name{"value_*"}, Name{"invalid_*"}, Name{"error_*"}, Name{"turnover_*"},
                                 Name{"owner"}};
constexpr std::array kThanksNeeds{Name{"number"}, Name{"token"}, Name{"has_files"}, Name{"files"},
                                  Name{"url"},    Name{"title"}, Name{"type"},      Name{"size"}};
constexpr std::array kReceiptNeeds{Name{"number"},         Name{"created"},     Name{"operator"},
                                   Name{"has_operator"},   Name{"has_address"}, Name{"has_email"},
                                   Name{"address"},        Name{"email"},       Name{"erased"},
                                   Name{"erased_at"},      Name{"erasing"},     Name{"erasing_at"},
                                   Name{"consents"},       Name{"label"},       Name{"state"},
                                   Name{"purpose"},        Name{"url"},         Name{"title"},
                                   Name{"version"},        Name{"sha256"},      Name{"can_withdraw"},
                                   Name{"document"},       Name{"withdraw"},    Name{"token"},
                                   Name{"how_to_withdraw"}};
constexpr std::array kWithdrawalNeeds{Name{"processing"}, Name{"advertising"}, Name{"token"},
                                      Name{"document"}};
constexpr std::array kRefusalNeeds{Name{"message"}};
// In the order of Template.
constexpr std::array<Shape, 11> kShapes{{{"form.html", kFormNeeds, kFormAllows},
                                         {"thanks.html", kThanksNeeds, {}},
                                         {"receipt.html", kReceiptNeeds, {}},
                                         {"withdrawal.html", kWithdrawalNeeds, {}},
                                         {"refusal.html", kRefusalNeeds, {}},
                                         {"kit-closed.html", {}, {}},
                                         {"inbox-list.html", kInboxListPlaces, {}},
                                         {"inbox-record.html", kInboxRecordPlaces, {}},
                                         {"inbox-message.html", kInboxMessagePlaces, {}},
                                         {"inbox-people.html", kInboxPeoplePlaces, {}},
                                         {"inbox-funnel.html", kInboxFunnelPlaces, {}}}};

bool names(Name pattern, Name name) {
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

bool is_named(std::span<const Name> patterns, Name name) {
    return std::any_of(patterns.begin(), patterns.end(), [&](Name pattern) { return names(pattern, name); });
}

// The names between the delimiters, without the # or / of a part.
std::set<std::string_view> places_in(std::string_view text) {
    std::set<std::string_view> names;
    for (auto open = text.find(kOpen); open != std::string_view::npos; open = text.find(kOpen, open + 1)) {
        const auto start = open + kOpen.size();
        const auto close = text.find(kClose, start);
        if (close == std::string_view::npos) break;
        std::string_view name = text.substr(start, close - start);
        if (name.starts_with('#') || name.starts_with('/')) name.remove_prefix(1);
        names.insert(name);
    }
    return names;
}

// What is wrong with a template; "" when nothing is.
std::string fault_of(const Shape& shape, const std::string& text) {
    const std::string where = std::string(kFolder) + "/" + std::string(shape.file);
    if (!text.starts_with(kDelimiters)) return where + " is not a template of this program";
    mustache::mustache parsed(text);
    if (!parsed.is_valid()) return where + ": " + parsed.error_message();
    const auto found = places_in(std::string_view(text).substr(kDelimiters.size()));
    for (const std::string_view name : shape.needed)
        if (!found.contains(name)) return where + " has no place for [[" + std::string(name) + "]]";
    for (const std::string_view name : found)
        if (!is_named(shape.needed, name) && !is_named(shape.allowed, name))
            return where + ": nothing fills [[" + std::string(name) + "]]";
    return {};
}

std::optional<std::string> text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

mustache::data data_of(const PageValues& values) {
    mustache::data data;
    for (const auto& [name, value] : values.all()) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            data.set(name, *text);
        } else if (const auto* shown = std::get_if<bool>(&value)) {
            data.set(name, *shown);
        } else {
            mustache::data list{mustache::data::type::list};
            for (const PageValues& element : std::get<std::vector<PageValues>>(value))
                list.push_back(data_of(element));
            data.set(name, list);
        }
    }
    return data;
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

PageValues& PageValues::text(std::string_view name, std::string value) {
    values_.insert_or_assign(std::string(name), std::move(value));
    return *this;
}

PageValues& PageValues::flag(std::string_view name, bool shown) {
    values_.insert_or_assign(std::string(name), shown);
    return *this;
}

PageValues& PageValues::list(std::string_view name, std::vector<PageValues> elements) {
    values_.insert_or_assign(std::string(name), std::move(elements));
    return *this;
}

PageValues& PageValues::add(const PageValues& others) {
    for (const auto& [name, value] : others.values_) values_.insert_or_assign(name, value);
    return *this;
}

Pages::Loaded Pages::load(const std::filesystem::path& site) {
    Pages pages;
    for (std::size_t i = 0; i < kTemplates; ++i) {
        const Shape& shape = kShapes[i];
        auto text = text_of(site / kFolder / shape.file);
        if (!text)
            return {std::nullopt, "no " + std::string(kFolder) + "/" + std::string(shape.file) + " in " +
                                      site.string() +
                                      ": the site was built for another version; run ./deploy.sh build"};
        std::string fault = fault_of(shape, *text);
        if (!fault.empty()) return {std::nullopt, fault + "; run ./deploy.sh build"};
        pages.texts_[i] = std::move(*text);
    }
    return {std::move(pages), {}};
}

Response Pages::answer(const Page& page) const {
    mustache::mustache shape(texts_[static_cast<std::size_t>(page.shape)]);
    shape.set_custom_escape([](const std::string& text) { return html_escaped(text); });
    Response response;
    response.status = page.status;
    response.route = page.route;
    response.body = std::make_shared<const std::string>(shape.render(data_of(page.values)));
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Cache-Control", "no-store");
    response.set("X-Robots-Tag", "noindex");
    // A receipt's address is its key: no other site may learn it from a referrer, but our own forms keep
    // their Origin.
    response.set("Referrer-Policy", "same-origin");
    add_security_headers(response, Content::page);
    return response;
}

bool Pages::form_asks(std::string_view kind, std::string_view field) const {
    const std::string_view text = texts_[static_cast<std::size_t>(Template::form)];
    const auto start = text.find("[[#" + std::string(kind) + "]]");
    if (start == std::string_view::npos) return false;
    const auto end = text.find("[[/" + std::string(kind) + "]]", start);
    return text.substr(start, end - start).find(" name=\"" + std::string(field) + "\"") !=
           std::string_view::npos;
}

}  // namespace funnel::server
