// Network addresses as the configuration writes them: where to listen, whom to trust, what not to connect to.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::server {

// "127.0.0.1:8080", "[::1]:8080" or "unix:/run/funnel.sock".
struct ListenAddress {
    std::string host;         // numeric; empty for a local socket
    std::uint16_t port = 0;   // 0: any free one
    std::string socket_path;  // for a local socket

    [[nodiscard]] bool is_local() const { return !socket_path.empty(); }
};
[[nodiscard]] std::optional<ListenAddress> listen_address_from(std::string_view text);
// True for 127.0.0.0/8, ::1 and local sockets.
[[nodiscard]] bool is_loopback(const ListenAddress& address);

// An IPv4 (as ::ffff:a.b.c.d) or IPv6 address, comparable byte by byte.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};
[[nodiscard]] std::optional<IpAddress> ip_from(std::string_view text);

// "10.0.0.0/8", "::1", "fd00::/8".
struct AddressRange {
    IpAddress base;
    int prefix_bits = 128;  // of the 16-byte form

    [[nodiscard]] bool contains(const IpAddress& address) const;
};
[[nodiscard]] std::optional<AddressRange> address_range_from(std::string_view text);

// Not a host of the open internet: loopback, private, link-local, carrier NAT, multicast, documentation,
// unspecified, and their forms inside IPv6 (mapped, NAT64, 6to4).
[[nodiscard]] bool is_private(const IpAddress& address);

// A host of an address in the configuration that is of this machine or this network for sure: a private
// number, "localhost", a name without a dot or of a zone that no public name server answers for.
[[nodiscard]] bool is_inner_host(std::string_view host);

// "[::1]" of "http://user@[::1]:8080/x": the host of an address, without its port.
[[nodiscard]] std::string_view host_of(std::string_view url);

// What limits count by: an IPv4 address itself, of an IPv6 address its network of 64 bits
// ("2001:db8:0:1::/64"), because that is what one subscriber is given whole. Any other text as it is.
[[nodiscard]] std::string limit_key(std::string_view address);

// The visitor behind trusted proxies: the last address of X-Forwarded-For, with or without a port, that is
// not itself trusted, else the peer. A peer that is not trusted, or a list that cannot be read, leaves the
// peer. `peer` "unix" counts as trusted when `ranges` is not empty.
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded_for,
                                         const std::vector<AddressRange>& ranges);

}  // namespace funnel::server
