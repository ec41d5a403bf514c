// `funnel-server serve`: wires site, store, endpoint, outbox and listeners, runs them, and takes them down in
// order.
#pragma once

#include <chrono>
#include <string>

#include "config.hpp"
#include "store/database/database.hpp"

namespace funnel::server {

struct ServeOptions {
    std::string site;
    std::string store;  // "sqlite:PATH", "postgres://…"; empty: pages only, no requests taken
    std::string listen = "127.0.0.1:8080";
    std::string admin;            // address of the admin listener; empty: none
    bool admin_anywhere = false;  // also on an address that others can reach
    bool plain_cookie = false;    // the inbox's cookie without Secure: browsers on http of this machine
    bool demo = false;            // an incomplete operator identity is let through, on loopback only
    Durability durability = Durability::full;
    std::string log_level = "info";
    std::chrono::seconds purge_every{60};  // shorter for tests
    Config config;
};

// 0 after a clean stop, 1 when it cannot start or had to cut connections off.
[[nodiscard]] int serve(const ServeOptions& options);

}  // namespace funnel::server
