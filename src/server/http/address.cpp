#include "http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "system/text.hpp"

namespace funnel::server {

namespace {

template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

constexpr std::array<std::string_view, 25> kPrivateRanges{
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "::/128",        "::1/128",         "64:ff9b::/96",   "64:ff9b:1::/48", "100::/64",
    "2001:db8::/32", "2002::/16",       "fc00::/7",       "fe80::/10",      "ff00::/8"};

// "203.0.113.9:51234", "[2001:db8::1]:443", "[2001:db8::1]": proxies write the port along.
std::string_view without_port(std::string_view text) {
    const auto is_port = [](std::string_view port) { return number_from<std::uint16_t>(port).has_value(); };
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return text;
        const auto rest = text.substr(close + 1);
        const bool ends_well = rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
        return ends_well ? text.substr(1, close - 1) : text;
    }
    const auto colon = text.find(':');
    const bool one = colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
    return one && is_port(text.substr(colon + 1)) ? text.substr(0, colon) : text;
}

bool is_trusted(std::string_view address, const std::vector<AddressRange>& ranges) {
    if (address == "unix") return !ranges.empty();
    const auto ip = ip_from(address);
    return ip &&
           std::any_of(ranges.begin(), ranges.end(), [&](const AddressRange& r) { return r.contains(*ip); });
}

}  // namespace

std::optional<IpAddress> ip_from(std::string_view text) {
    const std::string copy(text);
    IpAddress result;
    in_addr four{};
    if (inet_pton(AF_INET, copy.c_str(), &four) == 1) {
        result.bytes[10] = result.bytes[11] = 0xff;
        std::memcpy(result.bytes.data() + 12, &four, 4);
        return result;
    }
    if (inet_pton(AF_INET6, copy.c_str(), result.bytes.data()) == 1) return result;
    return std::nullopt;
}

std::optional<ListenAddress> listen_address_from(std::string_view text) {
    ListenAddress result;
    if (text.starts_with("unix:")) {
        result.socket_path = text.substr(5);
        if (result.socket_path.empty() || result.socket_path.size() > 100) return std::nullopt;
        return result;
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    const auto port = number_from<std::uint16_t>(text.substr(colon + 1));
    if (!port || !ip_from(host)) return std::nullopt;
    result.host = host;
    result.port = *port;
    return result;
}

bool is_loopback(const ListenAddress& address) {
    if (address.is_local()) return true;
    const auto ip = ip_from(address.host);
    const auto four = address_range_from("127.0.0.0/8");
    const auto six = address_range_from("::1");
    return ip && ((four && four->contains(*ip)) || (six && six->contains(*ip)));
}

std::optional<AddressRange> address_range_from(std::string_view text) {
    const auto slash = text.find('/');
    const auto base = ip_from(text.substr(0, slash));
    if (!base) return std::nullopt;
    AddressRange range{*base, 128};
    if (slash == std::string_view::npos) return range;
    const bool four = text.substr(0, slash).find(':') == std::string_view::npos;
    const auto bits = number_from<int>(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > (four ? 32 : 128)) return std::nullopt;
    range.prefix_bits = *bits + (four ? 96 : 0);
    return range;
}

bool AddressRange::contains(const IpAddress& address) const {
    for (int bit = 0; bit < prefix_bits; bit += 8) {
        const auto i = static_cast<std::size_t>(bit / 8);
        const int left = prefix_bits - bit;
        const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xff : 0xff << (8 - left));
        if ((base.bytes[i] & mask) != (address.bytes[i] & mask)) return false;
    }
    return true;
}

bool is_private(const IpAddress& address) {
    return std::any_of(kPrivateRanges.begin(), kPrivateRanges.end(), [&](std::string_view text) {
        const auto range = address_range_from(text);
        return range && range->contains(address);
    });
}

bool is_inner_host(std::string_view host) {
    const bool is_six = host.starts_with('[') && host.ends_with(']');
    if (const auto ip = ip_from(is_six ? host.substr(1, host.size() - 2) : host)) return is_private(*ip);
    if (is_six || host.empty()) return false;
    // What begins with a digit is an address in another spelling: 134744072 is 8.8.8.8.
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (host.find('.') == std::string_view::npos) return is_letter(host.front());
    constexpr std::array<std::string_view, 6> kInner{".localhost", ".internal",  ".local",
                                                     ".lan",       ".home.arpa", ".intranet"};
    return std::any_of(kInner.begin(), kInner.end(), [&](std::string_view zone) {
        return host.size() > zone.size() && same_name(host.substr(host.size() - zone.size()), zone);
    });
}

std::string_view host_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#\\"));
    if (const auto user = url.rfind('@'); user != std::string_view::npos) url.remove_prefix(user + 1);
    if (url.starts_with('[')) return url.substr(0, std::min(url.find(']'), url.size() - 1) + 1);
    return url.substr(0, url.find(':'));
}

std::string limit_key(std::string_view address) {
    const auto ip = ip_from(address);
    const auto four = address_range_from("::ffff:0:0/96");
    if (!ip || (four && four->contains(*ip))) return std::string(address);
    std::array<char, INET6_ADDRSTRLEN> text{};
    IpAddress network = *ip;
    std::fill(network.bytes.begin() + 8, network.bytes.end(), std::uint8_t{0});
    inet_ntop(AF_INET6, network.bytes.data(), text.data(), text.size());
    return std::string(text.data()) + "/64";
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<AddressRange>& ranges) {
    std::string_view current = peer;
    while (is_trusted(current, ranges) && !forwarded_for.empty()) {
        const auto comma = forwarded_for.rfind(',');
        const auto last =
            trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
        const auto host = without_port(last);
        if (!ip_from(host)) break;
        current = host;
        forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
    }
    return std::string(current);
}

}  // namespace funnel::server
