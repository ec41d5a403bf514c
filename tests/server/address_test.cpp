#include "http/address.hpp"

#include <doctest/doctest.h>

using namespace funnel::server;

TEST_CASE("addresses to listen on are numeric, with a port, or a local socket") {
    CHECK(listen_address_from("127.0.0.1:8080")->port == 8080);
    CHECK(listen_address_from("[::1]:0")->host == "::1");
    CHECK(listen_address_from("unix:/tmp/x")->socket_path == "/tmp/x");
    for (const auto* bad : {"", "8080", "localhost:80", "127.0.0.1", "127.0.0.1:99999", "unix:"})
        CHECK_FALSE(listen_address_from(bad));
}

TEST_CASE("what is not the open internet is private, in every spelling") {
    for (const auto* inside : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
                               "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "::", "fd00::1", "fe80::1",
                               "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"})
        CHECK_MESSAGE(is_private(*ip_from(inside)), inside);
    for (const auto* outside : {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "::ffff:8.8.8.8"})
        CHECK_MESSAGE(!is_private(*ip_from(outside)), outside);
}

TEST_CASE("what an address names is inside only when it cannot be the open internet") {
    for (const auto* inside :
         {"http://127.0.0.1:8080/x", "http://10.0.0.5", "http://[::1]:80/", "http://[fd00::1]",
          "http://localhost:1", "http://n8n/hook", "http://user:p@192.168.1.7/x", "http://crm.internal",
          "http://CRM.Local/x", "smtp://localhost:25", "http://8.8.8.8@10.0.0.1/"})
        CHECK_MESSAGE(is_inner_host(host_of(inside)), inside);
    for (const auto* outside :
         {"http://crm.example.ru/rest", "http://8.8.8.8", "http://[2a00:1450::1]/", "http://134744072",
          "http://0x8080808", "http://10.0.0.1@evil.example/", "http://internal.example.ru", "http://.local",
          "http://", "http://evil.example#@10.0.0.1", "http://evil.example\\@10.0.0.1", "http://[::1",
          "http://localhost.example"})
        CHECK_MESSAGE(!is_inner_host(host_of(outside)), outside);
}

TEST_CASE("only a trusted proxy may say who the visitor is") {
    const std::vector<AddressRange> none;
    const std::vector<AddressRange> local{*address_range_from("127.0.0.1"),
                                          *address_range_from("10.0.0.0/8")};
    CHECK(client_address("127.0.0.1", "203.0.113.9", none) == "127.0.0.1");
    CHECK(client_address("203.0.113.1", "1.2.3.4", local) == "203.0.113.1");
    CHECK(client_address("127.0.0.1", "203.0.113.9", local) == "203.0.113.9");
    CHECK(client_address("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.5", local) == "203.0.113.9");
    CHECK(client_address("127.0.0.1", "garbage", local) == "127.0.0.1");
    CHECK(client_address("127.0.0.1", "", local) == "127.0.0.1");
    CHECK(client_address("unix", "203.0.113.9", local) == "203.0.113.9");
}

TEST_CASE("a port beside a forwarded address is left out, in every spelling") {
    const std::vector<AddressRange> local{*address_range_from("127.0.0.1"),
                                          *address_range_from("10.0.0.0/8")};
    CHECK(client_address("127.0.0.1", "203.0.113.9:51234", local) == "203.0.113.9");
    CHECK(client_address("127.0.0.1", "[2001:db8::9]:443", local) == "2001:db8::9");
    CHECK(client_address("127.0.0.1", "[2001:db8::9]", local) == "2001:db8::9");
    CHECK(client_address("127.0.0.1", "2001:db8::9", local) == "2001:db8::9");
    CHECK(client_address("127.0.0.1", "6.6.6.6:1, 203.0.113.9:2, 10.0.0.5:3", local) == "203.0.113.9");
    for (const auto* bad : {"203.0.113.9:", "203.0.113.9:70000", "203.0.113.9:x", "[2001:db8::9",
                            "[2001:db8::9]x", "[203.0.113.9", "203.0.113.9:1:2"})
        CHECK_MESSAGE(client_address("127.0.0.1", bad, local) == "127.0.0.1", bad);
}

TEST_CASE("one subscriber's IPv6 addresses are limited together, IPv4 addresses each for itself") {
    CHECK(limit_key("2001:db8:0:1::7") == "2001:db8:0:1::/64");
    CHECK(limit_key("2001:0db8:0000:0001:ffff:ffff:ffff:ffff") == "2001:db8:0:1::/64");
    CHECK(limit_key("2001:db8:0:2::7") != limit_key("2001:db8:0:1::7"));
    CHECK(limit_key("203.0.113.9") == "203.0.113.9");
    CHECK(limit_key("203.0.113.10") != limit_key("203.0.113.9"));
    CHECK(limit_key("::ffff:203.0.113.9") != limit_key("::ffff:203.0.113.10"));
    CHECK(limit_key("unix") == "unix");
}
