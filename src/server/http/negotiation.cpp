#include "http/negotiation.hpp"

#include <string>

#include "system/text.hpp"

namespace funnel::server {

namespace {

struct Offer {
    std::string_view name;
    double weight = 1;
};

// qvalue of RFC 9110: 0, 0.5, 0.123, 1, 1.000. Anything else is 0.
double weight_from(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    double value = text[0] - '0';
    if (text.size() == 1) return value;
    if (text[1] != '.') return 0;
    double scale = 0.1;
    for (const char c : text.substr(2)) {
        if (c < '0' || c > '9') return 0;
        value += scale * (c - '0');
        scale /= 10;
    }
    return value > 1 ? 0 : value;
}

std::string_view next_part(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return trimmed(part);
}

std::vector<Offer> offers_from(std::string_view list) {
    std::vector<Offer> offers;
    while (!list.empty()) {
        std::string_view item = next_part(list, ',');
        Offer offer{next_part(item, ';')};
        while (!item.empty()) {
            const auto parameter = next_part(item, ';');
            if (parameter.size() >= 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=')
                offer.weight = weight_from(parameter.substr(2));
        }
        if (!offer.name.empty()) offers.push_back(offer);
    }
    return offers;
}

std::optional<double> weight_of(const std::vector<Offer>& offers, std::string_view name) {
    for (const Offer& offer : offers)
        if (same_name(offer.name, name)) return offer.weight;
    return std::nullopt;
}

}  // namespace

double coding_weight(std::string_view accept_encoding, std::string_view coding) {
    const auto offers = offers_from(accept_encoding);
    if (const auto own = weight_of(offers, coding)) return *own;
    if (const auto any = weight_of(offers, "*")) return *any;
    return coding == "identity" ? 1 : 0;
}

std::string_view best_coding(std::string_view accept_encoding,
                             const std::vector<std::string_view>& available) {
    std::string_view best = "identity";
    double best_weight = 0;
    for (const auto coding : available) {
        const double weight = coding_weight(accept_encoding, coding);
        if (weight > best_weight) {
            best_weight = weight;
            best = coding;
        }
    }
    // Identity wins only when the client weighs it more by name; an unnamed identity is the last resort.
    const auto identity = weight_of(offers_from(accept_encoding), "identity");
    return identity && *identity > best_weight ? std::string_view("identity") : best;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        auto item = next_part(if_none_match, ',');
        if (item == "*") return true;
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == etag) return true;
    }
    return false;
}

bool prefers_html(std::string_view accept) {
    const auto offers = offers_from(accept);
    const auto html = weight_of(offers, "text/html");
    if (!html || *html <= 0) return false;
    const auto json = weight_of(offers, "application/json");
    return !json || *html >= *json;
}

}  // namespace funnel::server
